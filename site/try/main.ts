import { compileHere } from "./compile-here.ts";
import { sortFiles } from "./dropped.ts";
import { openInSandbox } from "./sandbox.ts";
import { zipBundle } from "./zip.ts";

Object.assign(globalThis, { compileHere, sortFiles, zipBundle, openInSandbox });
