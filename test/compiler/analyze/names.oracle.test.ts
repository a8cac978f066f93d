/**
 * Every module of CPython's standard library, as one block: our names against CPython's own `symtable`.
 * @module
 */
import { readFileSync } from "node:fs";
import { expect, it } from "vitest";
import { collectNames } from "../../../compiler/analyze/names.ts";
import { parsePython } from "../../../compiler/analyze/python/parse.ts";
import { python } from "../../doubles/python.ts";

interface Answer {
  readonly source: string;
  readonly bound: readonly string[];
  readonly required: readonly string[];
  readonly read: readonly string[];
}

it("agrees with symtable on the whole standard library", { timeout: 15 * 60_000 }, async () => {
  const pyodide = await python();
  pyodide.FS.writeFile("/tmp/library.zip", readFileSync("node_modules/pyodide/python_stdlib.zip"));
  pyodide.runPython(readFileSync("test/compiler/analyze/symtable.py", "utf8"));
  const library: unknown = JSON.parse(pyodide.globals.get("library")("/tmp/library.zip"));
  const disagreements: string[] = [];
  let modules = 0;
  for (const [file, answer] of Object.entries(library as Record<string, Answer>)) {
    modules++;
    const parsed = parsePython(answer.source);
    const { defines, uses, deletes } = collectNames(parsed.module);
    const missing = answer.required.filter((name) => !uses.includes(name));
    const bound = new Set(answer.bound);
    const wrong = [
      ...defines.filter((name) => !bound.has(name)),
      ...answer.bound.filter((name) => !defines.includes(name)),
    ];
    const never = uses.filter((name) => !answer.read.includes(name) && !deletes.includes(name));
    if (parsed.error) disagreements.push(`${file}: ${parsed.error.message} in line ${parsed.error.line}`);
    if (wrong.length > 0) disagreements.push(`${file}: defines ${wrong}`);
    if (missing.length > 0) disagreements.push(`${file}: uses lacks ${missing}`);
    if (never.length > 0) disagreements.push(`${file}: uses ${never}, which nothing reads`);
  }
  console.log(
    `names agree with symtable on ${modules - new Set(disagreements.map((text) => text.split(":")[0])).size} of ${modules} modules`,
  );
  expect(modules).toBeGreaterThanOrEqual(500);
  expect(disagreements).toEqual([]);
});
