/**
 * What the analysis tells an author about names.
 * @module
 */
import { expect, it } from "vitest";
import { analyze } from "../../../compiler/analyze/analyze.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";

/** Code and block of each finding. */
function findings(...cells: readonly string[]): string[] {
  const { document } = readNotebook({ file: "a.py", text: cells.map((cell) => `# %%\n${cell}\n`).join("") });
  if (document === null) throw new TypeError("notebook");
  return analyze(document).diagnostics.map(({ code, place }) => `${code} ${place.blockTitle}`);
}

it("finds names that nothing binds", () => {
  expect(findings("print(lenght)", "def f():\n    return missing")).toEqual([
    "undefined-name block 1",
    "undefined-name block 2",
  ]);
});

it("knows builtins, what notebooks have beside them, and what exists only while a function runs", () => {
  const cells = [
    "display(len([1]), __name__)",
    "def f(a, *, b=1):\n    c = a + b\n    return [d for d in (c,)]",
    "get_ipython()",
  ];
  expect(findings(...cells)).toEqual([]);
});

it("does not guess where a block cannot be analysed", () => {
  expect(findings("exec('x = 1')", "print(x)")).toEqual(["opaque-block block 1"]);
});

it("finds functions of two blocks that need each other", () => {
  const even = "def even(n):\n    return n == 0 or odd(n - 1)";
  const odd = "def odd(n):\n    return n != 0 and even(n - 1)";
  expect(findings(even, odd)).toEqual(["function-cycle block 1"]);
  expect(findings(`${even}\n${odd}`)).toEqual([]);
});

it("finds names that are used above their definition", () => {
  expect(findings("print(x)", "x = 1")).toEqual(["used-before-definition block 1"]);
});
