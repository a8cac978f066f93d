/**
 * The files that every bundle gets: our built runtime, and Pyodide's core.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, sep } from "node:path";
import { fileURLToPath } from "node:url";
import { InternalError } from "../diagnostics/diagnostic.ts";
import type { CompileRequest, SourceFile } from "../request.ts";
import { hashFile } from "./file-hash.ts";
import { sha256 } from "./wheel-sources/cache.ts";
import { distributionLock, pyodideFolder } from "./wheel-sources/distribution.ts";

const CORE = ["pyodide.mjs", "pyodide.asm.mjs", "pyodide.asm.wasm", "python_stdlib.zip"] as const;

/** A folder of the shell and what of it goes into bundles. */
export interface ShippedFolder {
  readonly folder: string;
  readonly files: readonly SourceFile[];
}

/** The built runtime: `dist/runtime` of this package, wherever this code runs from. */
export function runtimeFiles(): ShippedFolder & CompileRequest["runtime"] {
  const folder = builtFolder("runtime", "index.js");
  const files = listFiles(folder).filter(({ name }) => !/\.map$|^page\.css$|^sw\.js$/.test(name));
  const [css, serviceWorker] = [
    readFileSync(join(folder, "page.css"), "utf8"),
    readFileSync(join(folder, "sw.js"), "utf8"),
  ];
  return {
    folder,
    files,
    css,
    serviceWorker,
    hash: sha256(`${files.map(({ name, sha256: hash }) => name + hash).join()}${css}`),
  };
}

/** The editor's built page. */
export function editorFolder(): string {
  return builtFolder("editor", "index.html");
}

/** A folder of `dist/`, wherever this code runs from; `file` tells it from a folder of sources of the same name. */
function builtFolder(name: string, file: string): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    for (const candidate of [join(folder, name), join(folder, "dist", name)]) {
      if (existsSync(join(candidate, file))) return candidate;
    }
    if (folder === dirname(folder))
      throw new InternalError("not-built", `The ${name} is not built. In a checkout: npm run build.`);
  }
}

/** DuckDB for apps with SQL blocks: its script and its gzipped program, built beside the runtime. */
export function duckdbFiles(runtimeFolder: string): ShippedFolder {
  const folder = join(dirname(runtimeFolder), "duckdb");
  const files = ["duckdb.js", "duckdb.wasm.gz"].filter((name) => existsSync(join(folder, name)));
  return { folder, files: files.map((name) => describe(folder, name)) };
}

/** Pyodide's core, from the installed package. */
export function coreFiles(): ShippedFolder & CompileRequest["core"] {
  const folder = pyodideFolder();
  const files = CORE.map((name) => describe(folder, name));
  return { folder, files, version: distributionLock(folder).version };
}

/** All files below a folder, sorted. */
function listFiles(folder: string): SourceFile[] {
  const walk = (at: string): string[] =>
    readdirSync(join(folder, at), { withFileTypes: true }).flatMap((entry) => {
      const path = join(at, entry.name);
      return entry.isDirectory() ? walk(path) : entry.isFile() ? [path.split(sep).join("/")] : [];
    });
  return walk("")
    .sort()
    .map((name) => describe(folder, name));
}

function describe(folder: string, name: string): SourceFile {
  return { name, ...hashFile(join(folder, name)) };
}
