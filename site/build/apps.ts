/**
 * The examples as apps of the site: built from their notebooks, with one runtime for all.
 * @module
 */
import { copyFileSync, existsSync, linkSync, mkdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";
import { filesToStart } from "../../compiler/contract/start-files.ts";
import { type CompiledNotebook, compileNotebook } from "../../compiler/node/compile-notebook.ts";
import type { Start } from "../try/parts.ts";

/** One example: where its notebook is and what a newcomer learns from it. */
export interface Example {
  /** The folder below `examples/`, and the app's below `apps/`. */
  readonly name: string;
  readonly notebook: string;
  /** What it shows of the product. */
  readonly shows: string;
}

/** In the gallery's order. */
export const EXAMPLES: readonly Example[] = [
  {
    name: "penguins",
    notebook: "penguins.ipynb",
    shows: "A Jupyter notebook with Deepnote’s input cells: pandas, matplotlib, columns, saved results.",
  },
  {
    name: "bike-counts",
    notebook: "bike-counts.deepnote",
    shows: "SQL over files and DataFrames with DuckDB, Vega-Lite charts, a long table.",
  },
  {
    name: "epidemic",
    notebook: "epidemic.ipynb",
    shows: "A model with scipy and sliders side by side.",
  },
  {
    name: "trip-planner",
    notebook: "trip-planner.deepnote",
    shows: "Every kind of input, a file input and buttons.",
  },
  {
    name: "birthday",
    notebook: "birthday.py",
    shows: "A plain .py file with a parameters cell; no package at all.",
  },
  {
    name: "search",
    notebook: "search.py",
    shows:
      "A package that no browser can run: Python runs on a server kernel. On a static site like this one it can be read, not run.",
  },
];

/** A built example. */
export interface BuiltExample extends Example {
  readonly title: string;
  readonly description: string;
  readonly runtime: "browser" | "server";
  /** The app as readable HTML. */
  readonly html: string;
  /** Bytes that a first visit needs to read the page, gzipped. */
  readonly pageBytes: number;
  /** Bytes that it needs further until Python answers, as they are on this disk. */
  readonly pythonBytes: number;
  /** What its build has prepared, for notebooks that need no more than it has; `null` for apps without Python in the browser. */
  readonly start: Start | null;
}

/** Builds all examples below `out/apps`. What they share is in `out/apps/rt`. */
export async function buildApps(root: string, out: string): Promise<BuiltExample[]> {
  const built: BuiltExample[] = [];
  for (const example of EXAMPLES) built.push(await buildApp(example, root, out));
  return built;
}

async function buildApp(example: Example, root: string, out: string): Promise<BuiltExample> {
  const file = join(root, "examples", example.name, example.notebook);
  const compiled = await compileNotebook(file, { noWrite: true, sharedRuntime: true });
  if (compiled.bundle === null) throw new TypeError(`${file} has errors: ${JSON.stringify(compiled.diagnostics)}`);
  const { program, html } = compiled.bundle;
  let source = "";
  for (const placed of await compiled.place()) {
    const target = join(out, "apps", placed.path.startsWith("rt/") ? "" : example.name, placed.path);
    // The site has headers of its own.
    if (placed.path === "_headers") continue;
    mkdirSync(dirname(target), { recursive: true });
    if ("text" in placed) writeFileSync(target, placed.text);
    else if (!existsSync(target)) link(placed.file, target);
    if (placed.path === "index.html" && "text" in placed) source = placed.text;
    if (placed.path === "app.json" && "text" in placed)
      writeFileSync(join(dirname(target), "calm.json"), calm(placed.text));
  }
  return {
    ...example,
    start: startOf(compiled.bundle),
    title: program.title,
    description: program.description,
    runtime: program.runtime,
    html,
    pageBytes: gzipSync(source).length,
    pythonBytes: program.python === null ? 0 : filesToStart(program.python).reduce((sum, { size }) => sum + size, 0),
  };
}

/** The plan's parts as a bundle with a runtime of its own would name them. */
function startOf({ program, entries }: NonNullable<CompiledNotebook["bundle"]>): Start | null {
  const own = <T>(plan: T): T => JSON.parse(JSON.stringify(plan).replaceAll('"../rt/', '"rt/'));
  const { image = null, snapshot = null } = program.python ?? {};
  if (image === null || snapshot === null || snapshot.own !== null) return null;
  const packages = image.groups.flatMap(({ path }) => /([^/]+)\.code\.zst$/.exec(path)?.[1] ?? []);
  const files = entries.flatMap((entry) =>
    "copy" in entry && entry.copy === "prepared" ? [{ path: entry.path, sha256: entry.sha256, size: entry.size }] : [],
  );
  const prepared = { image: own(image), snapshot: own(snapshot), ran: null, files, diagnostics: [] };
  return { packages: [...new Set(packages)], prepared };
}

/** The program as its author would have it on a page about something else: Python comes when a reader touches the app, not before. */
function calm(text: string): string {
  const program: { readonly settings: object } = JSON.parse(text);
  return JSON.stringify({ ...program, settings: { ...program.settings, load: "interaction" } });
}

/** The same bytes on the disk once, where the disk can. */
function link(from: string, to: string): void {
  try {
    linkSync(from, to);
  } catch {
    copyFileSync(from, to);
  }
}
