/**
 * What a viewer downloads: by part on the first visit, and on the next.
 * @module
 */
import { readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import type { PythonPlan } from "../../contract/kernel.ts";
import { filesForLater, filesToStart } from "../../contract/start-files.ts";

/** Bytes over the network, text compressed as hosts do. */
export interface Budget {
  /** HTML, program and script, before any Python. */
  readonly page: number;
  /** Pyodide itself. */
  readonly python: number;
  /** Packages, or the snapshot that has them. */
  readonly packages: number;
  readonly files: number;
  /** Fetched only if Python asks for it. */
  readonly later: number;
  /** When everything is kept: the check for a newer version. */
  readonly secondVisit: number;
}

/** Measures a written bundle. */
export function budgetOf(folder: string, python: PythonPlan | null): Budget {
  const size = (path: string): number => transferred(join(folder, path));
  const sum = (files: readonly { readonly path: string }[]): number =>
    files.reduce((total, { path }) => total + size(path), 0);
  const isCore = ({ path }: { path: string }): boolean => path.startsWith("rt/py-") || path.endsWith(".wasm.zst");
  const start = python ? filesToStart(python) : [];
  return {
    page: sum(["index.html", "app.json", ...pageScripts(folder)].map((path) => ({ path }))),
    python: sum(start.filter(isCore)),
    packages: sum(start.filter((file) => !isCore(file))),
    files: sum(python?.files ?? []),
    later: sum(python ? filesForLater(python) : []),
    secondVisit: size("version.json"),
  };
}

const TEXT = /\.(html|json|m?js|css|csv|txt|svg)$/;

function transferred(file: string): number {
  const bytes = readFileSync(file);
  return TEXT.test(file) ? gzipSync(bytes).length : bytes.length;
}

/** The script that the page names, and those that it imports at once. */
function pageScripts(folder: string): string[] {
  const entry = /<script type="module" src="\.\/([^"]+)"/.exec(readFileSync(join(folder, "index.html"), "utf8"))?.[1];
  const found = new Set<string>();
  const visit = (path: string): void => {
    if (found.has(path)) return;
    found.add(path);
    const text = readFileSync(join(folder, path), "utf8");
    for (const [, name] of text.matchAll(/(?:^|[;}\s])import\s*(?:[\w*${}\s,]+from\s*)?["'](\.[^"']+)["']/g))
      if (name) visit(posix.join(posix.dirname(path), name));
  };
  if (entry) visit(entry);
  return [...found];
}
