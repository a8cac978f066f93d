/**
 * Pyodide in Node with the real numpy, pandas and matplotlib, from the package cache (`test/machine.ts` fills it).
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { loadPyodide, type PyodideInterface } from "pyodide";
import lock from "pyodide/pyodide-lock.json" with { type: "json" };
import { Cache, cacheFolder } from "../../../compiler/node/wheel-sources/cache.ts";
import { install } from "../../../runtime/kernel/pyodide-host.ts";

const NAMES = [
  "numpy",
  "python-dateutil",
  "six",
  "pytz",
  "pandas",
  "packaging",
  "pyparsing",
  "pillow",
  "kiwisolver",
  "cycler",
  "contourpy",
  "fonttools",
  "matplotlib",
] as const;
const wheels = NAMES.map((name) => {
  const { sha256, file_name: fileName, version } = lock.packages[name];
  return {
    name,
    version,
    fileName,
    sha256,
    file: new Cache(cacheFolder()).path(sha256),
  };
});

/** Whether all are in the cache. */
export function hasPackages(): boolean {
  return wheels.every(({ file }) => existsSync(file));
}

let started: Promise<PyodideInterface> | null = null;

/** The same Pyodide for all tests of a file. */
export function withPackages(): Promise<PyodideInterface> {
  started ??= load();
  return started;
}

async function load(): Promise<PyodideInterface> {
  const pyodide = await loadPyodide();
  for (const { file, ...one } of wheels) {
    const whole = {
      ...one,
      path: "",
      size: 0,
      imports: [],
      depends: [],
      installDir: "site",
      packageType: "package",
    } as const;
    install(pyodide, whole, new Uint8Array(readFileSync(file)));
  }
  return pyodide;
}
