/**
 * Golden cases: every example and every fixture notebook, compiled, against `test/fixtures/apps/<case>/expected/`.
 * `UPDATE=1` writes them; elsewhere a missing one fails.
 * @module
 */
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { basename, dirname, join } from "node:path";
import { expect, it } from "vitest";
import { type Compiled, compile } from "../../compiler/compile.ts";
import { projectId } from "../../compiler/contract/ids.ts";
import { distributionLock, pyodideFolder } from "../../compiler/node/wheel-sources/distribution.ts";
import type { PackageIndex } from "../../compiler/packages/index-types.ts";

const NOTEBOOK = /\.(ipynb|deepnote|py)$/;
const EXPECTED = "test/fixtures/apps";

const cases = [
  ...readdirSync("examples").flatMap((name) =>
    readdirSync(join("examples", name))
      .filter((file) => NOTEBOOK.test(file))
      .map((file) => join("examples", name, file)),
  ),
  ...readdirSync("test/fixtures/notebooks")
    .filter((file) => NOTEBOOK.test(file) && !/nbformat-4\.[0-4]|^project/.test(file))
    .map((file) => join("test/fixtures/notebooks", file)),
];

function sha256(text: string): string {
  return createHash("sha256").update(text).digest("hex");
}

/** Pyodide's own lock, every file of it obtainable; of the package index, one pure wheel of whatever is asked. */
function index(): PackageIndex {
  return {
    distribution: distributionLock(pyodideFolder()),
    local: [],
    obtainable: async () => true,
    files: async (name) => {
      const fileName = `${name.replace(/-/g, "_")}-9.9-py3-none-any.whl`;
      const wheel = { fileName, url: `https://index.example/${fileName}`, sha256: sha256(fileName), size: 1 };
      return [{ ...wheel, requiresPython: null, yanked: false, source: "index" as const }];
    },
    metadata: async () => ({ requires: [], imports: [] }),
  };
}

function compileCase(path: string): Promise<Compiled> {
  const settings = path.replace(NOTEBOOK, ".app.yaml");
  return compile({
    source: { file: basename(path), text: readFileSync(path, "utf8"), notebook: null },
    settings: existsSync(settings) ? { file: basename(settings), text: readFileSync(settings, "utf8") } : null,
    project: projectId("11111111-2222-4333-8444-555555555555")!,
    index: index(),
    runtime: { hash: "a".repeat(64), files: [], css: "", serviceWorker: "" },
    core: { version: "314.0.0", files: [] },
    duckdb: ["duckdb.js", "duckdb.wasm.gz"].map((name) => ({ name, sha256: sha256(name), size: 1 })),
    workFiles: [],
    host: "static",
    sha256,
    wheelSize: async () => 1,
  });
}

/** What of a compiled app a person can read and judge. */
function readable({ bundle, graph, diagnostics }: Compiled): Record<string, string> {
  const page = bundle?.entries.find(({ path }) => path === "index.html");
  const html = page && "text" in page ? (/<notebook-app[\s\S]*<\/notebook-app>/.exec(page.text)?.[0] ?? "") : "";
  const json = (value: unknown): string => `${JSON.stringify(value, null, 1)}\n`;
  const program = bundle && {
    title: bundle.program.title,
    description: bundle.program.description,
    settings: bundle.program.settings,
    rows: bundle.program.rows,
    headings: bundle.program.headings,
    inputs: bundle.program.blocks.flatMap(({ step }) => (step?.kind === "input" ? [step.input] : [])),
    packages: bundle.program.python?.packages.map(({ name }) => name),
  };
  return {
    "page.html": `${html}\n`,
    "program.json": json(program),
    "graph.json": json(graph),
    "diagnostics.json": json(diagnostics),
  };
}

/** Hashes get numbers, and long data its length: neither tells a reader anything. */
function plain(text: string): string {
  const seen = new Map<string, string>();
  return text
    .replace(/[A-Za-z0-9+/=]{300,}/g, (data) => `<${data.length} characters>`)
    .replace(/\b[0-9a-f]{12,64}\b(?!-)/g, (hash) => {
      seen.set(hash, seen.get(hash) ?? `<hash ${seen.size + 1}>`);
      return seen.get(hash) ?? hash;
    });
}

it.each(cases)("%s", async (path) => {
  const name = basename(path).replace(/\.(\w+)$/, "");
  const folder = join(EXPECTED, name, "expected");
  const found = Object.entries(readable(await compileCase(path))).map(([file, text]) => [file, plain(text)] as const);
  if (process.env.UPDATE === "1") {
    rmSync(folder, { recursive: true, force: true });
    for (const [file, text] of found) {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
    }
  }
  for (const [file, text] of found) {
    const golden = join(folder, file);
    expect(existsSync(golden), `${golden} is missing: UPDATE=1 writes it`).toBe(true);
    expect(text, golden).toBe(readFileSync(golden, "utf8"));
  }
});

it("keeps no golden of a case that is gone", () => {
  const names = cases.map((path) => basename(path).replace(/\.(\w+)$/, ""));
  expect(readdirSync(EXPECTED).sort()).toEqual([...new Set(names)].sort());
});
