/**
 * Every construct of the table in `research/features.md`, section 4: what depends on what, which blocks run after a change, and that
 * the page is then that of a fresh run.
 * @module
 */
import { readFileSync } from "node:fs";
import { beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { analyze } from "../../../../compiler/analyze/analyze.ts";
import { STAR_NAMES } from "../../../../compiler/analyze/known-stars.ts";
import { affectedBlocks, type GraphBlock } from "../../../../compiler/contract/graph.ts";
import { blockId } from "../../../../compiler/contract/ids.ts";
import { readNotebook } from "../../../../compiler/read/notebook.ts";
import { python } from "../../../doubles/python.ts";
import { documentOf, planOf } from "./case.ts";
import { pyodidePlayer } from "./player.ts";

beforeAll(async () => {
  await pyodidePlayer();
}, 120_000);

/** Changes `n` from 1 to 5: blocks (by number) that run again, after checking that the page is then right. */
async function rerun(...blocks: readonly string[]): Promise<string> {
  const inputs = [
    { n: 1, m: 3 },
    { n: 5, m: 3 },
  ];
  const plan = planOf({ blocks, inputs });
  const player = await pyodidePlayer();
  const [verdict] = await player.play([plan]);
  expect(verdict?.differences).toEqual([]);
  return (plan.runs[1]?.blocks ?? [])
    .filter((id) => id.startsWith("b"))
    .map((id) => id.slice(1))
    .join(" ");
}

/** Names that `from module import *` binds, as JSON; of `IPython.display`, by its own list. */
const STAR = `
import ast, json
bound = {}
if module == "IPython.display":
    [bound] = [ast.literal_eval(line.value) for line in ast.parse(display).body if ast.unparse(line).startswith("__all__ =")]
else:
    exec(f"from {module} import *", bound)
    del bound["__builtins__"]
json.dumps(sorted(bound))
`;

function names(
  block: string,
  ...above: readonly string[]
): Pick<GraphBlock, "defines" | "uses" | "mutates" | "opaque"> {
  const found = analyze(documentOf([...above, block]), ["lib"]).graph.blocks.at(-1);
  if (!found) throw new TypeError("no block");
  const { defines, uses, mutates, opaque } = found;
  return { defines, uses, mutates, opaque };
}

/** A `.deepnote` project with these blocks: the graph's names by block, and the blocks that a change of the first one re-runs. */
function project(...blocks: readonly Record<string, unknown>[]): {
  blocks: readonly GraphBlock[];
  rerun: readonly string[];
} {
  const text = stringify({
    version: "1.0.0",
    metadata: { createdAt: "2026-11-23T00:00:00Z" },
    project: {
      id: "5d0c7c5e-6f0a-4c1e-9d58-0a6d7c1f2b33",
      name: "P",
      notebooks: [
        {
          id: "nb",
          name: "N",
          executionMode: "block",
          isModule: false,
          blocks: blocks.map((block, at) => ({
            id: `b${at}`,
            blockGroup: `g${at}`,
            sortingKey: String(at).padStart(6, "0"),
            content: "",
            metadata: {},
            ...block,
          })),
        },
      ],
    },
  });
  const { document } = readNotebook({ file: "p.deepnote", text });
  if (!document) throw new TypeError("not read");
  const { graph, reactions } = analyze(document);
  const first = blockId("b0");
  return { blocks: graph.blocks, rerun: first ? affectedBlocks(reactions, [first]) : [] };
}

describe("names", () => {
  it("a = b", async () => {
    expect(names("a = b")).toMatchObject({ defines: ["a"], uses: ["b"] });
    expect(await rerun("b = n", "a = b", "print(a)", "print(1)")).toBe("0 1 2");
  });
  it("a += 1 defines and uses", async () => {
    expect(names("a += 1")).toMatchObject({ defines: ["a"], uses: ["a"] });
    expect(await rerun("a = n", "a += 1", "print(a)")).toBe("0 1 2");
  });
  it("the same name assigned in two blocks: the nearest one above counts", async () => {
    expect(await rerun("a = n", "print(a)", "a = 7", "print(a)")).toBe("0 1");
  });
  it("an input's variable is bound again: readers below see the rebinding, and nothing needs to run", async () => {
    expect(await rerun("print('above', n)", "n = 5", "print(n)")).toBe("0");
  });
  it("notebook order: a definition below its use is none", async () => {
    expect(await rerun("try: print(a)\nexcept NameError: print('none')", "a = n", "print(a)")).toBe("1 2");
  });
  it("import numpy as np and from m import s define, and unchanged imports never run again", async () => {
    expect(names("import json as j\nfrom math import floor")).toMatchObject({ defines: ["floor", "j"] });
    expect(await rerun("import json as j\nfrom math import floor", "print(j.dumps(floor(n)))")).toBe("1");
  });
  it("import os.path defines os", async () => {
    expect(names("import os.path")).toMatchObject({ defines: ["os"], uses: [] });
    expect(await rerun("import os.path", "print(os.path.join('a', str(n)))")).toBe("1");
  });
  it("from m import * of an unknown module makes the block opaque", async () => {
    expect(names("from lib import *").opaque).toMatch(/lib/);
    expect(await rerun("a = n", "from lib import *", "print(keep(a))")).toBe("0 1 2");
  });
  it("from m import * of a known module binds what Python binds", async () => {
    const pyodide = await python();
    const display = readFileSync("runtime/kernel/python/shim/IPython/display.py", "utf8");
    for (const [module, known] of Object.entries(STAR_NAMES)) {
      const globals = pyodide.toPy({ module, display });
      expect(JSON.parse(String(pyodide.runPython(STAR, { globals }))), module).toEqual(known);
      globals.destroy();
    }
    expect(names("from math import *\ny = floor(x) + pi")).toMatchObject({ opaque: null, uses: ["x"] });
    expect(await rerun("a = n", "from math import *", "print(floor(a))")).toBe("0 2");
    expect(await rerun("from random import *\nseed(n)", "print(random())", "from math import *\nprint(pi)")).toBe(
      "0 1",
    );
  });
  it("from m import * under a condition makes the block opaque", () => {
    expect(names("if x:\n    from math import *").opaque).toMatch(/math/);
  });
  it("a comprehension's target is its own", async () => {
    expect(names("a = [x for x in range(3)]")).toMatchObject({ defines: ["a"], uses: [] });
    expect(await rerun("x = n", "a = [x for x in range(3)]", "print(a)")).toBe("0");
  });
  it("a walrus in a comprehension binds in the block", async () => {
    expect(names("[(last := x) for x in range(n)]")).toMatchObject({ defines: ["last"], uses: ["n"] });
    expect(await rerun("[(last := x) for x in range(n)]", "print(last)")).toBe("0 1");
  });
  it("a lambda's parameters are its own; its defaults are read", async () => {
    expect(names("f = lambda x, y=k: x + y + z")).toMatchObject({ defines: ["f"], uses: ["k", "z"] });
    expect(await rerun("x = n", "f = lambda x: x + 1", "print(f(1))")).toBe("0");
  });
  it("a function's body reads a global of another block", async () => {
    expect(await rerun("def f(): return rate * 2", "rate = n", "print(f())")).toBe("1 2");
  });
  it("decorators, defaults, bases and class bodies are read", () => {
    const block = "@deco\ndef f(x=default): pass\nclass C(base, metaclass=meta):\n    y = inside";
    expect(names(block).uses).toEqual(["base", "deco", "default", "inside", "meta"]);
  });
  it("a default is evaluated when the function is defined", async () => {
    expect(await rerun("k = n", "def f(x=k): return x", "print(f())")).toBe("0 1 2");
  });
  it("global x in a function binds x when the function is called", async () => {
    expect(names("def f():\n    global x\n    x = 2").defines).toEqual(["f", "x"]);
    expect(await rerun("x = 0", "def f(v):\n    global x\n    x = v", "f(n)", "print(x)")).toBe("2 3");
  });
  it("nonlocal leaks nothing", async () => {
    const counter =
      "def counter():\n    c = 0\n    def up():\n        nonlocal c\n        c += n\n        return c\n    return up";
    expect(names(counter)).toMatchObject({ defines: ["counter"], uses: ["n"] });
    expect(await rerun(counter, "up = counter()", "print(up())", "print(up())")).toBe("1 2 3");
  });
  it("a class body binds nothing but the class", async () => {
    expect(names("class C:\n    a = 1\n    def m(self): return b")).toMatchObject({ defines: ["C"], uses: ["b"] });
    expect(await rerun("class C:\n    a = 1\n    def m(self): return n", "print(C().m())", "print(C.a)")).toBe("1 2");
  });
  it("for and with bind their targets", async () => {
    expect(names("for i in range(2): pass\nwith open(f) as g: pass")).toMatchObject({
      defines: ["g", "i"],
      uses: ["f"],
    });
    expect(await rerun("for i in range(n): pass", "print(i)")).toBe("0 1");
  });
  it("except as binds only inside its handler", async () => {
    expect(names("try:\n    a()\nexcept E as e:\n    print(e)").uses).toEqual(["E", "a"]);
    expect(
      await rerun(
        "try:\n    1 // (n - 5)\nexcept ZeroDivisionError as e:\n    print(e)",
        "try: print(e)\nexcept NameError: print('gone')",
      ),
    ).toBe("0 1");
  });
  it("match captures bind", async () => {
    expect(names("match v:\n    case [a, *b]: pass\n    case {'k': c}: pass").defines).toEqual(["a", "b", "c"]);
    expect(await rerun("match [n, 2]:\n    case [a, b]: pass", "print(a, b)")).toBe("0 1");
  });
  it("del unbinds: a later read fails as in a full run", async () => {
    expect(names("del a")).toMatchObject({ defines: ["a"], uses: ["a"] });
    expect(await rerun("a = n", "del a", "try: print(a)\nexcept NameError: print('gone')")).toBe("0 1 2");
  });
  it("a builtin that the notebook binds is a name like any other", async () => {
    expect(await rerun("sum = n", "print(sum)", "print(max(1, 2))")).toBe("0 1");
  });
  it("_name is ordinary", async () => {
    expect(await rerun("_a = n", "print(_a)")).toBe("0 1");
  });
  it("exec, eval, globals() and locals() depend on everything above and feed everything below", async () => {
    for (const call of [
      "exec('b = a')",
      "b = eval('a')",
      "b = globals()['a']",
      "b = locals()['a']",
      "b = vars()['a']",
    ]) {
      expect(names(call).opaque).not.toBeNull();
      expect(await rerun("a = n", call, "print(b)")).toBe("0 1 2");
    }
  });
  it("f-strings are read inside; both branches and both imports of a try count", async () => {
    expect(names("print(f'{a!r:{b}}')").uses).toEqual(["a", "b"]);
    expect(names("if a:\n    b = 1\nelse:\n    c = 2").defines).toEqual(["b", "c"]);
    expect(names("try:\n    import x\nexcept ImportError:\n    import y as x").defines).toEqual(["x"]);
    expect(await rerun("if n > 3:\n    b = 1\nelse:\n    b = 2", "print(f'{b}')")).toBe("0 1");
  });
  it("a syntax error in one block: what needs its names waits, the rest runs", async () => {
    expect(await rerun("a = n", "b = a +", "print(b)", "print(a)")).toBe("0 3");
  });
});

describe("changes in place", () => {
  const changes: Readonly<Record<string, readonly [string, string]>> = {
    "a subscript is stored": ["d = {}", "d['x'] = n"],
    "an attribute is stored": ["class C: pass\nd = C()", "d.a = n"],
    "a method changes its receiver": ["d = []", "d.append(n)"],
    "a function of the notebook changes its argument": ["def f(x): x.append(n)\nd = []", "f(d)"],
    "an unknown function gets it": ["import heapq\nd = []", "heapq.heappush(d, n)"],
    "an alias is changed": ["d = []\nb = d", "b.append(n)"],
    "a part of a container is changed": ["d = {'a': []}", "for v in d.values(): v.append(n)"],
  };
  it.each(Object.entries(changes))(
    "%s: what made it runs again first, then every change, then readers",
    async (_, [made, changed]) => {
      expect(
        await rerun("print('apart')", made, changed, "print(repr(d)[:3], vars(d) if hasattr(d, '__dict__') else d)"),
      ).toBe("1 2 3");
    },
  );
  it("a plain read is no change: readers do not drag what made the object", async () => {
    expect(await rerun("d = [1, 2]", "print(len(d), n)", "print(d)")).toBe("1");
  });
  it("a change that is not idempotent is never applied twice", async () => {
    expect(await rerun("total = [0]", "total[0] += n", "total[0] *= 2", "print(total)")).toBe("0 1 2 3");
  });
  it("a reader between two changes sees what it saw", async () => {
    expect(await rerun("d = []", "d.append(n)", "print(d, n)", "d.append(2)", "print(d)")).toBe("0 1 2 3 4");
  });
});

describe("blocks that are no code", () => {
  const input = {
    type: "input-slider",
    metadata: {
      deepnote_variable_name: "days",
      deepnote_variable_value: "3",
      deepnote_slider_min_value: 0,
      deepnote_slider_max_value: 9,
      deepnote_slider_step: 1,
    },
  };
  it("SQL reads its tables and Jinja names, not its CTEs, aliases or comments, and defines its variable", () => {
    const sql =
      "WITH t AS (SELECT * FROM df) -- FROM nothing\nSELECT * FROM t JOIN other o ON o.a = t.a WHERE d < {{ days }}";
    const { blocks, rerun: again } = project(
      input,
      { type: "code", content: "df = 1\nother = 2\nnothing = 3" },
      {
        type: "sql",
        content: sql,
        metadata: { deepnote_variable_name: "top", sql_integration_id: "deepnote-dataframe-sql" },
      },
      { type: "code", content: "print(top)" },
    );
    expect(blocks[2]).toMatchObject({ defines: ["top"], uses: ["days", "df", "other"] });
    expect(again).toEqual(["b0", "b2", "b3"]);
  });
  it("a chart reads its variable", () => {
    const { blocks, rerun: again } = project(
      input,
      { type: "code", content: "df = days" },
      {
        type: "visualization",
        metadata: { deepnote_variable_name: "df", deepnote_visualization_spec: { mark: "bar" } },
      },
    );
    expect(blocks[2]?.uses).toEqual(["df"]);
    expect(again).toEqual(["b0", "b1", "b2"]);
  });
  it("a big number reads its value, its comparison and the names in its title", () => {
    const { blocks } = project(input, {
      type: "big-number",
      metadata: {
        deepnote_big_number_title: "In {{ port }}",
        deepnote_big_number_value: "days",
        deepnote_big_number_format: "number",
        deepnote_big_number_comparison_enabled: true,
        deepnote_big_number_comparison_title: "vs",
        deepnote_big_number_comparison_value: "before",
        deepnote_big_number_comparison_type: "absolute-change",
        deepnote_big_number_comparison_format: "normal",
      },
    });
    expect(blocks[1]?.uses).toEqual(["before", "days", "port"]);
  });
  it("a select takes its options from a variable", () => {
    const { blocks, rerun: again } = project(
      input,
      { type: "code", content: "ports = [days]" },
      {
        type: "input-select",
        metadata: {
          deepnote_variable_name: "port",
          deepnote_variable_value: "",
          deepnote_variable_select_type: "from-variable",
          deepnote_variable_selected_variable: "ports",
          deepnote_variable_options: [],
          deepnote_variable_custom_options: [],
        },
      },
      { type: "code", content: "print(port)" },
    );
    expect(blocks[2]).toMatchObject({ defines: ["port"], uses: ["ports"] });
    expect(again).toEqual(["b0", "b1", "b2", "b3"]);
  });
  it("a button defines its variable only when it sets one", () => {
    const button = (behavior: string): Record<string, unknown> => ({
      type: "button",
      metadata: {
        deepnote_button_title: "Go",
        deepnote_button_color_scheme: "blue",
        deepnote_button_behavior: behavior,
        deepnote_variable_name: "go",
      },
    });
    expect(project(button("set_variable")).blocks[0]?.defines).toEqual(["go"]);
    expect(project(button("run")).blocks[0]?.defines).toEqual([]);
  });
});

describe("which blocks run", () => {
  it("reaching definitions decide, in notebook order, and nothing runs that cannot differ", async () => {
    expect(await rerun("a = n", "b = 2", "c = a", "a = 1", "d = a", "print(c)", "print(d, b)")).toBe("0 2 5");
  });
  it("the changed input itself is in the run set, first, and the other one is not", () => {
    const changed = planOf({
      blocks: ["print(m)", "print(n)"],
      inputs: [
        { n: 1, m: 3 },
        { n: 5, m: 3 },
      ],
    });
    expect(changed.runs[1]?.blocks).toEqual(["n", "b1"]);
  });
  it("a change of an input that nothing reads runs nothing", async () => {
    expect(await rerun("print(m)", "print(1)")).toBe("");
  });
});
