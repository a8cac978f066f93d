/**
 * What a viewer downloads: by part on the first visit, and on the next.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join, posix } from "node:path";
import { gzipSync } from "node:zlib";
import type { PythonPlan } from "../../contract/kernel.ts";
import { filesForLater, filesToStart } from "../../contract/start-files.ts";

/** Bytes over the network, text compressed as hosts do. */
export interface Budget {
  /** HTML, program and script, before any Python. */
  readonly page: number;
  /** Pyodide itself, and the script that starts it. */
  readonly python: number;
  /** Packages, or the snapshot that has them. */
  readonly packages: number;
  readonly files: number;
  /** Fetched when the page is at rest, so that the app works without a network: renderers of outputs, what Python may ask for. */
  readonly background: number;
  /** Fetched only if Python asks for it. */
  readonly later: number;
  /** At most, when everything is kept: the page, its service worker and the check for a newer version; less where the host answers "not modified". */
  readonly secondVisit: number;
}

/** Measures a written bundle. */
export function budgetOf(folder: string, python: PythonPlan | null): Budget {
  const size = (path: string): number => transferred(join(folder, path));
  const sum = (files: readonly { readonly path: string }[]): number =>
    files.reduce((total, { path }) => total + size(path), 0);
  const isCore = ({ path }: { path: string }): boolean => /^rt\/py-|\.(wasm|asm\.mjs)\.zst$/.test(path);
  const start = python ? filesToStart(python) : [];
  const later = python ? filesForLater(python) : [];
  const scripts = pageScripts(folder);
  return {
    page: sum(["index.html", "app.json", ...scripts].map((path) => ({ path }))),
    python: sum([...start.filter(isCore), ...(python ? workerScripts(folder) : [])]),
    packages: sum(start.filter((file) => !isCore(file))),
    files: sum(python?.files ?? []),
    background: sum([...renderers(folder, scripts), ...later.filter(({ kind }) => kind !== "sources")]),
    later: sum(later.filter(({ kind }) => kind === "sources")),
    secondVisit: sum(["index.html", "sw.js", "version.json"].map((path) => ({ path }))),
  };
}

const TEXT = /\.(html|json|m?js|css|csv|txt|svg)$/;

function transferred(file: string): number {
  const bytes = readFileSync(file);
  return TEXT.test(file) ? gzipSync(bytes).length : bytes.length;
}

/** The kernel's. */
function workerScripts(folder: string): { readonly path: string }[] {
  return readdirSync(join(folder, "rt"), { recursive: true, encoding: "utf8" })
    .filter((name) => /\/assets\/entry-[^/]+\.js$/.test(name.replaceAll("\\", "/")))
    .map((name) => ({ path: join("rt", name) }));
}

/** What the page fetches only for the first output that needs it. */
function renderers(folder: string, scripts: readonly string[]): { readonly path: string }[] {
  const chunks = posix.join(posix.dirname(scripts[0] ?? ""), "chunks");
  return readdirSync(join(folder, chunks))
    .map((name) => ({ path: posix.join(chunks, name) }))
    .filter(({ path }) => !scripts.includes(path));
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
