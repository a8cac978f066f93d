/**
 * Our names against CPython's own `symtable`: every module of its library as one block, the library of the machine's Python, and
 * hundreds of notebook cells.
 * @module
 */
import { spawnSync } from "node:child_process";
import { globSync, readFileSync } from "node:fs";
import fc from "fast-check";
import { expect, it } from "vitest";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import { type Answer, disagreements, oracle, SCRIPT } from "./oracle.ts";
import { cases } from "./promise/notebooks.ts";

/** Tests of the language in CPython's own library: its oddest grammar. */
const GRAMMAR =
  "^test/test_(grammar|syntax|fstring|patma|scope|named_expressions|generators|coroutines|decorators|unpack|unpack_ex|with|class|compile|global|except_star|exceptions|lambda|positional_only_arg|keywordonlyarg|listcomps|genexps|setcomps|dictcomps|string_literals|augassign|extcall|funcattrs|metaclass)\\.py$";

/** What CPython and we do not agree on, and why. */
const EXCEPTIONS: readonly string[] = [
  // Up to 3.13 symtable lists names in annotations of a function's own variables, which Python never evaluates.
  "test/test_grammar.py: uses lacks no_name_again,no_such_global",
];

function compare(what: string, answers: readonly (readonly [string, Answer])[], least: number): void {
  const found = answers.map(([file, answer]) => disagreements(file, answer));
  const agree = found.filter((one) => one.length === 0).length;
  console.log(`names agree with symtable on ${agree} of ${answers.length} ${what}`);
  expect(found.flat().filter((one) => !EXCEPTIONS.includes(one))).toEqual([]);
  expect(answers.length).toBeGreaterThanOrEqual(least);
}

it("agrees on the whole standard library of Pyodide", { timeout: 15 * 60_000 }, async () => {
  const answers = (await oracle()).library("node_modules/pyodide/python_stdlib.zip");
  compare("modules of Pyodide's library", Object.entries(answers), 500);
});

const machine = spawnSync("python3", [SCRIPT, GRAMMAR], { encoding: "utf8", maxBuffer: 1 << 30 });

it.skipIf(machine.status !== 0)("agrees on the library of the machine's Python", { timeout: 15 * 60_000 }, () => {
  const answers: Record<string, Answer> = JSON.parse(machine.stdout);
  compare("modules of the machine's library", Object.entries(answers), 400);
});

it("agrees on notebook cells", { timeout: 5 * 60_000 }, async () => {
  const generated = fc.sample(cases, { numRuns: 60, seed: 7 }).flatMap(({ blocks }) => blocks);
  const written = globSync("examples/*/*.{ipynb,py,deepnote}").flatMap((file) => {
    const { document } = readNotebook({ file, text: readFileSync(file, "utf8") });
    return document?.blocks.flatMap((block) => (block.kind === "code" ? [block.python] : [])) ?? [];
  });
  const sources = [...new Set([...written, ...generated])];
  const answers = (await oracle()).cells(sources);
  const known = answers.flatMap((answer, at) => (answer ? [[`cell ${sources[at]}`, answer] as const] : []));
  compare("notebook cells", known, 300);
});
