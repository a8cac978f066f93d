/**
 * Each code is explained, its example provokes it, and the way out is one.
 * @module
 */
import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, it } from "vitest";
import { compile } from "../../compiler/compile.ts";
import { projectId } from "../../compiler/contract/ids.ts";
import { missingFiles } from "../../compiler/diagnostics/emit.ts";
import type { ExampleFile } from "../../compiler/explain/explanation.ts";
import { EXPLANATIONS } from "../../compiler/explain/explanations.ts";
import { parseSettings } from "../../compiler/settings.ts";
import { fakeIndex } from "../doubles/fake-index.ts";

const FOLDER = "compiler/diagnostics";

const codes = [
  ...new Set(
    readdirSync(FOLDER).flatMap((file) =>
      [...readFileSync(join(FOLDER, file), "utf8").matchAll(/(?:code: |finding\(\s*)"([a-z0-9-]+)"/g)].map(
        (match) => match[1] ?? "",
      ),
    ),
  ),
].sort();

/** What only shows where files are read, packages fetched and Python run; their own tests provoke them. */
const ELSEWHERE = [
  "unreadable-file",
  "not-utf-8",
  "build-failed",
  "no-compiled-packages",
  "no-snapshot",
  "no-prerun",
  "runs-again",
  "runs-with-file",
];

const index = fakeIndex({
  distribution: {
    "numpy-2.4.3-cp314-cp314-pyemscripten_2026_0_wasm32.whl": {},
    "pandas-3.0.2-cp314-cp314-pyemscripten_2026_0_wasm32.whl": {},
  },
  index: { "tantivy-0.22.0-cp312-cp312-manylinux_2_17_x86_64.whl": [], "six-1.17.0-py3-none-any.whl": [] },
});

const PROJECT = projectId("11111111-2222-4333-8444-555555555555")!;

/** Codes that a static build of these files gives. */
async function found(files: readonly ExampleFile[], code: string): Promise<string[]> {
  const settings = files.find(({ file }) => file.endsWith(".app.yaml")) ?? null;
  const notebook = files.find((one) => one !== settings)!;
  const { diagnostics } = await compile({
    source: { file: notebook.file, text: notebook.text, notebook: null },
    settings,
    project: PROJECT,
    index,
    duckdb: ["duckdb.js", "duckdb.wasm.gz"].map((name) => ({ name, sha256: "d".repeat(64), size: 1 })),
    runtime: { hash: "a".repeat(64), files: [], css: "", serviceWorker: "" },
    core: { version: "314.0.0", files: [] },
    workFiles: code === "large-work-file" ? [{ name: "ten-years.csv", sha256: "e".repeat(64), size: 6e8 }] : [],
    host: "static",
    sha256: (text) => createHash("sha256").update(text).digest("hex"),
    wheelSize: async () => 1,
  });
  const folder = parseSettings(settings).settings.files;
  // The shell looks for the folder; here there is none.
  const missing = folder === null ? [] : [missingFiles("sales.app.yaml", folder)];
  return [...diagnostics, ...missing].map((one) => one.code);
}

it("explains exactly the codes that there are", () => {
  expect(Object.keys(EXPLANATIONS).sort()).toEqual(codes);
});

it.each(Object.keys(EXPLANATIONS).filter((code) => !ELSEWHERE.includes(code)))(
  "%s: the example provokes it, the way out does not",
  async (code) => {
    const { example, mended } = EXPLANATIONS[code]!;
    expect(await found(example, code)).toContain(code);
    if (!mended) return;
    const left = await found(mended, code);
    expect(left).not.toContain(code);
    // A way out leads nowhere worse.
    const errors = ["static-is-open", "hidden-is-not-secret"];
    expect(left.filter((one) => !errors.includes(one))).toEqual([]);
  },
);

it("explains in sentences", () => {
  for (const [code, { cause, wayOut }] of Object.entries(EXPLANATIONS))
    for (const text of [cause, wayOut]) expect(text, code).toMatch(/^[A-Z`].*[.`]$/s);
});
