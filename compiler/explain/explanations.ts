/**
 * Everything that can be explained, by code.
 * @module
 */
import { ANALYZE } from "./analyze.ts";
import { EMIT } from "./emit.ts";
import type { Explanation } from "./explanation.ts";
import { PACKAGES } from "./packages.ts";
import { READ } from "./read.ts";
import { SETTINGS_FILE } from "./settings.ts";
import { SNAPSHOT } from "./snapshot.ts";

/** In the order of a compilation: reading, settings, code, packages, the app, Python beforehand. */
export const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ...READ,
  ...SETTINGS_FILE,
  ...ANALYZE,
  ...PACKAGES,
  ...EMIT,
  ...SNAPSHOT,
};
