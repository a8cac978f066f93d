/**
 * What every kernel must do, whatever runs it. Each test boots a program of its own and runs it afresh.
 * @module
 */
import { describe, expect, it } from "vitest";
import type { AmbientState } from "../../../compiler/contract/graph.ts";
import type { InputSpec } from "../../../compiler/contract/inputs.ts";
import { type Blocks, code, id, input, type MakeKernel, program, Session, type Start } from "./fixture.ts";

type Open = (blocks: Blocks, tracked?: string[], ambient?: AmbientState[]) => Promise<Session>;

/** Registers the suite for one kind of kernel. */
export function kernelSuite(make: MakeKernel, start: () => Start): void {
  const open: Open = (blocks, tracked, ambient) => new Session(make, program(blocks, tracked, ambient)).boot(start());
  python(open);
  versions(open);
  largeOutput(open);
  inputs(open);
  running(open);
}

async function runOnce(open: Open, blocks: Blocks): Promise<Session> {
  const session = await open(blocks);
  await session.run();
  return session;
}

function python(open: Open): void {
  const once = (blocks: Blocks): Promise<Session> => runOnce(open, blocks);

  describe("blocks", () => {
    it("shows the last expression unless a semicolon ends it", async () => {
      const s = await once({ a: "x = 20\nx + 1", b: "x;", c: "x; # why", d: "x # not ;", e: "None", f: "y = 1" });
      expect([..."abcdef"].map((one) => s.value(one))).toEqual([
        "21",
        undefined,
        undefined,
        "20",
        undefined,
        undefined,
      ]);
    });

    it("awaits at top level, also in the last expression", async () => {
      const s = await once({
        a: "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    return 7\nx = await f()",
        b: "await f() + x",
      });
      expect(s.value("b")).toBe("14");
    });

    it("runs as the main module, apart from its own machinery", async () => {
      const s = await once({
        a: "import pickle, sys\nclass P: pass\np = type(pickle.loads(pickle.dumps(P()))) is P",
        b: "(__name__, sys.modules['__main__'].P is P, p, 'Runner' in globals())",
      });
      expect(s.value("b")).toBe("('__main__', True, True, False)");
    });

    it("streams text in order with outputs, apart by stream", async () => {
      const s = await once({
        a: "import sys\nprint('one')\ndisplay(2)\nprint('three', file=sys.stderr)\nprint('no end', end='')",
      });
      expect(
        s.outputs("a").map((one) => ("text" in one ? [one.name, one.text] : "data" in one ? one.data : one)),
      ).toEqual([["stdout", "one\n"], { "text/plain": "2" }, ["stderr", "three\n"], ["stdout", "no end"]]);
    });

    it("sees /work, the project's id and the work folder's modules", async () => {
      const s = await once({
        a: "import os, pathlib\npathlib.Path('mine.py').write_text('n = 5')\nimport mine\n(os.getcwd(), os.environ['DEEPNOTE_PROJECT_ID'][-3:], mine.n)",
      });
      expect(s.value("a")).toBe("('/work', '001', 5)");
    });
  });

  describe("errors", () => {
    it("marks the failing line of own code and shows no machinery", async () => {
      const s = await once({ a: "def f(n):\n    return 1 / n", b: "import json\nf(0)", c: "json.loads('{')" });
      expect(s.error("b")).toMatchObject({ ename: "ZeroDivisionError", evalue: "division by zero" });
      expect(s.error("b")?.traceback).toContain("---->   2 f(0)");
      expect(s.error("b")?.traceback).toContain("---->   2     return 1 / n");
      expect(s.error("c")?.traceback).toMatch(/block 3, line 1\n.*\n(.|\n)*decoder\.py, line \d+/);
      expect(s.error("c")?.traceback).not.toMatch(/notebook_kernel|_pyodide/);
    });

    it("shows a syntax error at its line, and goes on", async () => {
      const s = await open({ a: "x = 1\ny = = 2", b: "1" });
      const summary = await s.run();
      expect(s.error("a")).toMatchObject({ ename: "SyntaxError" });
      expect(s.error("a")?.traceback).toContain("---->   2 y = = 2");
      expect(summary).toMatchObject({ failed: ["a"], done: ["b"] });
    });

    it("says why input() and sys.exit() do not work", async () => {
      const s = await once({ a: "input('name?')", b: "import sys\nsys.exit(3)" });
      expect(s.error("a")?.evalue).toContain("input block");
      expect(s.error("b")?.evalue).toContain("sys.exit(3)");
    });

    it("shows own code of every kind with its failing line, and libraries by name only", async () => {
      const s = await once({
        lib: "import pathlib\npathlib.Path('mine2.py').write_text('def g(n):\\n    return 1 / n\\n')\nimport mine2",
        module: "mine2.g(0)",
        lambda: "f = lambda n: (\n    1 /\n    n\n)\nlist(map(f, [1, 0]))",
        comprehension: "[\n  1 / n\n  for n in (1, 0)\n]",
        nested: "def outer():\n    def inner():\n        raise KeyError('k')\n    inner()\nouter()",
        library: "import statistics\nstatistics.mean([])",
        recursion: "def deep(): return deep()\ndeep()",
        finally: "try:\n    1 / 0\nfinally:\n    x = 1",
        async:
          "import asyncio\nasync def late():\n    await asyncio.sleep(0)\n    raise ValueError('late')\nawait late()",
        group: "raise ExceptionGroup('two', [ValueError('one'), KeyError('other')])",
        quiet: "try:\n    1 / 0\nexcept ZeroDivisionError:\n    raise ValueError('only this') from None",
        repr: "class Bad:\n    def __repr__(self): raise ValueError('no repr')\nBad()",
        odd: "class Odd(Exception):\n    def __str__(self): raise ValueError\nraise Odd()",
        multi: "raise ValueError('line one\\nline two')",
      });
      const traceback = (block: string): string => s.error(block)?.traceback ?? "";
      expect(traceback("module")).toContain("---->   2     return 1 / n");
      expect(traceback("module")).toMatch(/mine2\.py, line 2/);
      expect(traceback("lambda")).toMatch(/---->\s+2\s+1 \//);
      expect(traceback("comprehension")).toContain("---->   2   1 / n");
      expect(traceback("nested")).toMatch(/---->\s+5 outer\(\)(.|\n)*in outer(.|\n)*in (outer\.<locals>\.)?inner/);
      expect(traceback("library")).toMatch(/---->\s+2 statistics\.mean\(\[\]\)\n.*statistics\.py, line \d+/);
      expect(traceback("library").split("\n").length).toBeLessThan(12);
      expect(traceback("recursion")).toMatch(/more calls/);
      expect(traceback("recursion").split("\n").length).toBeLessThan(200);
      expect(traceback("finally")).toContain("---->   2     1 / 0");
      expect(traceback("async")).toContain("---->   4     raise ValueError('late')");
      expect(traceback("group")).toMatch(/two(.|\n)*ValueError: one(.|\n)*KeyError: 'other'/);
      expect(traceback("quiet")).not.toMatch(/During handling|division by zero/);
      expect(s.text("repr", "stderr")).toContain("no repr");
      expect(s.error("odd")?.ename).toBe("Odd");
      expect(s.error("multi")?.evalue).toBe("line one\nline two");
      for (const block of ["module", "lambda", "library", "async", "recursion"])
        expect(traceback(block)).not.toMatch(/notebook_kernel|_pyodide|pyodide\//);
    });

    it("shows the cause of an exception first", async () => {
      const s = await once({ a: "try:\n    {}['k']\nexcept KeyError as e:\n    raise ValueError('v') from e" });
      expect(s.error("a")?.traceback).toMatch(/KeyError: 'k'\n(.|\n)*direct cause(.|\n)*ValueError: v/);
    });

    it("skips what needs a failed block, until that succeeds in a later run", async () => {
      const number: InputSpec = {
        type: "number",
        name: "n",
        label: "n",
        default: 0,
        integer: true,
        min: null,
        max: null,
        step: null,
      };
      const s = await open({
        n: input(number),
        a: "q = 10 / n",
        b: { step: code("q"), needs: ["a"] },
        c: { step: code("q"), needs: ["a", "b"] },
        d: "1",
      });
      expect(await s.run({ n: 0 })).toMatchObject({ failed: ["a"], skipped: ["b", "c"], done: ["n", "d"] });
      expect(s.events).toContainEqual(expect.objectContaining({ block: "c", state: "skipped", because: "b" }));
      expect(await s.run({ n: 0 }, ["c"])).toMatchObject({ skipped: ["c"] });
      expect(await s.run({ n: 5 }, ["n", "a", "b", "c"])).toMatchObject({ done: ["n", "a", "b", "c"] });
      expect(s.value("c")).toBe("2.0");
    });
  });

  describe("display", () => {
    it("follows IPython's protocol", async () => {
      const s = await once({
        a: "class A:\n    def _repr_html_(self): return '<b>a</b>'\n    def _repr_png_(self): return (b'png', {'width': 3})\nA()",
        b: "class B:\n    def _repr_mimebundle_(self, include=None, exclude=None): return {'text/markdown': '*b*'}, {'m': 1}\nB()",
        c: "class C:\n    def _ipython_display_(self): print('self')\nC()",
        d: "class D:\n    def _repr_html_(self): raise ValueError('broken')\n    def __repr__(self): return 'still'\nD()",
      });
      expect(s.outputs("a")[0]).toMatchObject({
        output_type: "execute_result",
        data: { "text/html": "<b>a</b>", "image/png": "cG5n" },
        metadata: { "image/png": { width: 3 } },
      });
      expect(s.data("b")[0]).toMatchObject({ "text/markdown": "*b*" });
      expect([s.text("c"), s.data("c")]).toEqual(["self\n", []]);
      expect([s.value("d"), s.text("d", "stderr")]).toEqual(["still", expect.stringContaining("ValueError: broken")]);
    });

    it("offers IPython.display without IPython", async () => {
      const s = await once({
        a: "from IPython.display import HTML, Markdown, Math, JSON, SVG, clear_output, display, update_display\ndisplay(HTML('<i>h</i>'), Markdown('*m*'), Math('x'), JSON({'a': 1}), SVG('<svg/>'))",
        b: "h = display('one', display_id='k')\nh.update('two')\nclear_output(wait=True)",
        c: "update_display('three', display_id='k')",
        d: "from IPython import get_ipython\nget_ipython().run_line_magic('env', 'A_B=1')\nimport os\nos.environ['A_B']",
      });
      expect(s.data("a").map((one) => Object.keys(one)[0])).toEqual([
        "text/html",
        "text/markdown",
        "text/latex",
        "application/json",
        "image/svg+xml",
      ]);
      expect(s.outputs("b").map((one) => one.output_type)).toEqual([
        "display_data",
        "update_display_data",
        "clear_output",
      ]);
      expect(s.outputs("c")[0]).toMatchObject({ output_type: "update_display_data", display_id: "k" });
      expect(s.value("d")).toBe("'1'");
    });

    it("understands cell magics", async () => {
      const s = await once({
        time: code("1 + 1", { name: "time", args: "" }),
        capture: code("print('hidden')\n5", { name: "capture", args: "out" }),
        shown: "out.stdout, len(out.outputs)",
        html: code("<p>x</p>", { name: "html", args: "" }),
        markdown: code("# x", { name: "markdown", args: "" }),
        timeit: code("1 + 1", { name: "timeit", args: "-n 10 -r 2" }),
      });
      expect(s.text("time")).toMatch(/Wall time: .*s\n/);
      expect(s.value("time")).toBe("2");
      expect(s.outputs("capture")).toEqual([]);
      expect(s.value("shown")).toBe("('hidden\\n', 1)");
      expect([s.data("html")[0]?.["text/html"], s.data("markdown")[0]?.["text/markdown"]]).toEqual(["<p>x</p>", "# x"]);
      expect(s.text("timeit")).toContain("2 runs, 10 loops each");
    });

    it("runs line magics", async () => {
      const s = await once({
        time: "__magic__.time(lambda: (6 * 7))",
        timed: "with __magic__.timed(): x = 5",
        timeit: '__magic__.timeit("-n 10 -r 2", lambda: (x))',
        env: '__magic__.set_env("A_NAME", "a value")\n__magic__.env("A_NAME")',
        cd: '__magic__.cd("/tmp")\n__magic__.pwd()',
        old: "get_ipython().run_line_magic('cd', '/work')\nget_ipython().run_line_magic('pwd', '')",
      });
      expect(["time", "env", "cd", "old"].map((block) => s.value(block))).toEqual([
        "42",
        "'a value'",
        "'/tmp'",
        "'/work'",
      ]);
      expect([s.text("time"), s.text("timed")]).toEqual([expect.stringMatching(/Wall/), expect.stringMatching(/Wall/)]);
      expect(s.text("timeit")).toContain("2 runs, 10 loops each");
    });

    it("shows big numbers with title, format and comparison", async () => {
      const step = (format: string, type: string): Blocks[string] => ({
        kind: "big-number",
        title: "Sales {{ year }}",
        value: "now",
        format,
        comparison: { title: "before", value: "old", type, format },
      });
      const s = await once({
        a: "year, now, old = 2026, 1250.5, 1000",
        b: step("currency", "percentage-change"),
        c: step("number", "change"),
      });
      const mime = "application/vnd.notebook-app.big-number.v1+json";
      expect(s.data("b")[0]?.[mime]).toEqual({
        title: "Sales 2026",
        value: "$1,250.50",
        comparison: { title: "before", value: "+25.05%", trend: "up" },
      });
      expect(s.data("c")[0]?.[mime]).toMatchObject({ value: "1,250.50", comparison: { value: "+250.50" } });
    });
  });
}

function largeOutput(open: Open): void {
  const once = (blocks: Blocks): Promise<Session> => runOnce(open, blocks);

  describe("large output", () => {
    it("cuts text at 1 MiB and keeps the whole in a file", async () => {
      const s = await once({ a: "for i in range(30_000): print('x' * 99)" });
      const shown = s.text("a");
      expect(shown.length).toBe(1024 * 1024);
      const cut = s.data("a").at(-1)?.["application/vnd.notebook-app.cut.v1+json"];
      expect(cut).toMatchObject({ total: 3_000_000, shown: 1024 * 1024 });
      const file = await s.kernel.readFile(String((cut as { path: string }).path)); // shape checked above
      expect(file.ok && file.value.bytes.length).toBe(3_000_000);
    });

    it("joins bursts of text", async () => {
      const s = await once({ a: "for i in range(5000): print(i)" });
      expect(s.text("a").split("\n").length).toBe(5001);
      expect(s.outputs("a").length).toBeLessThan(1000);
    });

    it("replaces a huge value by a note", async () => {
      const s = await once({ a: "from IPython.display import HTML\nHTML('y' * 9_000_000)" });
      expect(s.data("a")[0]).toHaveProperty(
        ["application/vnd.notebook-app.cut.v1+json", "path"],
        expect.stringMatching(/\.html$/),
      );
    });
  });
}

function inputs(open: Open): void {
  describe("inputs", () => {
    const specs: InputSpec[] = [
      { type: "text", name: "t", label: "t", default: "", multiline: false },
      { type: "literal", name: "l", label: "l", default: "None" },
      { type: "number", name: "i", label: "i", default: 0, integer: true, min: null, max: null, step: null },
      { type: "slider", name: "f", label: "f", default: 0, integer: false, min: 0, max: 9, step: 0.5 },
      { type: "date", name: "d", label: "d", default: null, gives: "date" },
      { type: "date", name: "dt", label: "dt", default: null, gives: "datetime" },
      { type: "date-range", name: "r", label: "r", default: [null, null] },
      {
        type: "multiselect",
        name: "m",
        label: "m",
        default: [],
        options: ["a", 1],
        optionsFrom: null,
        allowCustom: false,
      },
      { type: "file", name: "p", label: "p", default: null, accept: [] },
    ];
    const blocks: Blocks = {
      ...Object.fromEntries(specs.map((spec) => [spec.name, input(spec)])),
      shown: "(t, l, i, f, d, dt, r, m, p)",
    };

    it("gives Python the right types, values as data", async () => {
      const s = await open(blocks);
      await s.run({
        t: "'); 1/0",
        l: "[1, 2]",
        i: 3,
        f: 2,
        d: "2026-01-02",
        dt: "2026-01-02T03:04:05",
        r: ["2026-01-01", null],
        m: ["a", 1],
        p: "file_input_uploads/x.csv",
      });
      expect(String(s.value("shown")).replace(/\s+/g, " ")).toBe(
        `("'); 1/0", [1, 2], 3, 2.0, datetime.date(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, 4, 5), (datetime.date(2026, 1, 1), None), ['a', 1], 'file_input_uploads/x.csv')`,
      );
    });

    it("gives Python empty values", async () => {
      const s = await open(blocks);
      await s.run();
      expect(String(s.value("shown"))).toBe("('', None, 0, 0.0, None, None, (None, None), [], None)");
    });

    it("computes relative ranges when it runs", async () => {
      const s = await open({
        r: input(specs[6]!),
        x: "import datetime\n(r[1] - r[0]).days, r[1] == datetime.date.today()",
      });
      await s.run({ r: "past7days" });
      expect(s.value("x")).toBe("(7, True)");
      await s.run({ r: "customDays30" });
      expect(s.value("x")).toBe("(30, True)");
    });

    it("refuses a value of the wrong kind", async () => {
      const s = await open({ l: input(specs[1]!) });
      await s.run({ l: "__import__('os')" });
      expect(s.error("l")?.evalue).toContain("not a Python literal");
    });

    it("takes at most 1,000 options", async () => {
      const spec = { type: "select", name: "pick", label: "p", default: 5, options: [], optionsFrom: "many" } as const;
      const s = await open({
        many: "many = list(range(2500))",
        pick: input({ ...spec, allowCustom: false, allowEmpty: false }),
      });
      await s.run({ pick: 5 });
      const told = s.events.find((event) => event.kind === "options");
      expect(told?.kind === "options" && told.values.length).toBe(1000);
    });

    it("takes options from a variable and tells the value that it chose", async () => {
      const s = await open({
        names: "names = ['a', 'b', 'a', None, 3]",
        pick: input({
          type: "select",
          name: "pick",
          label: "p",
          default: "b",
          options: [],
          optionsFrom: "names",
          allowCustom: false,
          allowEmpty: false,
        }),
        x: "pick",
      });
      await s.run({ pick: "gone" });
      expect(s.events).toContainEqual(expect.objectContaining({ kind: "options", values: ["a", "b", 3], value: "b" }));
      expect(s.value("x")).toBe("'b'");
      await s.run({ pick: 3 });
      expect(s.value("x")).toBe("3");
    });
  });
}

function versions(open: Open): void {
  describe("versions", () => {
    const n: Blocks[string] = input({
      type: "number",
      name: "n",
      label: "n",
      default: 1,
      integer: true,
      min: null,
      max: null,
      step: null,
    });

    it("sets a rebound name to what a full run has at each block, and to its last binding after", async () => {
      const s = await open({ n, a: "x = n", b: "x", c: "x = x + 10", d: "x", e: "x = 0", f: "x" }, ["x"]);
      await s.run({ n: 1 });
      await s.run({ n: 2 }, ["n", "a", "b", "c", "d"]);
      expect([s.value("b"), s.value("d")]).toEqual(["2", "12"]);
      await s.run({ n: 2 }, ["f"]);
      expect(s.value("f")).toBe("0");
    });

    it("keeps a later binding to the same object apart", async () => {
      const s = await open({ n, a: "x = n", b: "x = 1", c: "x" }, ["x"]);
      await s.run({ n: 1 });
      await s.run({ n: 5 }, ["n", "a", "c"]);
      expect(s.value("c")).toBe("1");
    });

    it("unbinds before a block what only later blocks bind", async () => {
      const s = await open({ n, a: "'x' in globals()", b: "x = n", c: "del x" }, ["x"]);
      await s.run({ n: 1 });
      expect(s.value("a")).toBe("False");
      await s.run({ n: 2 }, ["a"]);
      expect(s.value("a")).toBe("False");
    });

    it("removes a failed block's earlier names", async () => {
      const s = await open({ n, a: "y = 1 / n", b: "'y' in globals()" });
      await s.run({ n: 1 });
      expect(s.value("b")).toBe("True");
      await s.run({ n: 0 }, ["n", "a", "b"]);
      expect(s.value("b")).toBe("False");
    });

    it("starts afresh with nothing left over", async () => {
      const s = await open({
        a: "seen = 'z' in globals()\nimport os, sys\nenv = os.environ.get('LEFT')\npaths = '/left' in sys.path\nold = os.path.exists('left.txt')",
        b: "seen, env, paths, old",
        c: "z = 1\nos.environ['LEFT'] = '1'\nsys.path.append('/left')\nopen('left.txt', 'w').write('x')\nos.chdir('/')",
      });
      await s.run();
      await s.run();
      expect(s.value("b")).toBe("(False, None, False, False)");
    });

    it("sets ambient state as a full run has it", async () => {
      const s = await open(
        {
          n,
          a: "import random, os\nrandom.seed(n)",
          b: "random.random()",
          c: "os.environ['K'] = 'c'",
          d: "os.environ['K']",
          e: "os.environ['K'] = 'e'",
          f: "random.seed(0)",
        },
        [],
        ["random", "os.environ", "files"],
      );
      await s.run({ n: 1 });
      const first = s.value("b");
      await s.run({ n: 1 }, ["b", "d"]);
      expect([s.value("b"), s.value("d")]).toEqual([first, "'c'"]);
    });

    it("sets files as a full run has them", async () => {
      const s = await open(
        { a: "open('f.txt', 'w').write('one')", b: "open('f.txt').read()", c: "open('f.txt', 'w').write('two')" },
        [],
        ["files"],
      );
      await s.run();
      await s.run({}, ["b"]);
      expect(s.value("b")).toBe("'one'");
    });

    it("begins a fresh run with the files and folders that the app has, whatever the last one made or changed", async () => {
      const s = await open({
        a: "import os\nsorted(os.listdir('.')), open('file_input_uploads/own.txt').read()",
        b: "os.makedirs('made/deep')\nopen('made/deep/f.txt', 'w').write('1')\nopen('file_input_uploads/own.txt', 'w').write('two')",
        c: "os.rename('file_input_uploads/own.txt', 'own.txt')\nos.rmdir('file_input_uploads')\nopen('file_input_uploads', 'w').write('a file now')",
      });
      await s.kernel.writeFile("file_input_uploads/own.txt", new TextEncoder().encode("one"));
      await s.run();
      const first = s.value("a");
      expect(first).toContain("'one'");
      expect(await s.run()).toMatchObject({ failed: [] });
      expect(s.value("a")).toBe(first);
    });

    it("takes away a folder that the last run made, and worked in", async () => {
      const s = await open({
        a: "import os\nos.path.exists('/work/sub'), os.path.exists('sub')",
        b: "os.makedirs('sub')\nos.chdir('sub')",
      });
      await s.run();
      expect(await s.run()).toMatchObject({ failed: [] });
      expect(s.value("a")).toBe("(False, False)");
    });

    it("imports a work file's module anew in each fresh run, also one that a block wrote and took away again", async () => {
      const s = await open({
        n,
        a: "open('made.py', 'w').write(f'value = {n}')\nimport made\nvalue = made.value\nimport os\nos.remove('made.py')\nvalue",
      });
      await s.run({ n: 1 });
      await s.run({ n: 2 });
      expect(s.value("a")).toBe("2");
    });

    it("puts the work folder back, and the way to it, when a block has taken it away", async () => {
      const s = await open({
        a: "import os, shutil\nos.getcwd()",
        b: "os.chdir('/')\nshutil.rmtree('/work', ignore_errors=True)",
      });
      await s.run();
      await s.run();
      expect(s.value("a")).toBe("'/work'");
    });
  });
}

function running(open: Open): void {
  describe("questions", () => {
    it("refuses objects that are gone and blocks that are not there", async () => {
      const s = await open({ a: "1" });
      await s.run();
      const { kernel } = s;
      const view = { sort: null, filter: "" };
      const rows = { kind: "table-rows", object: "t999", view, start: 0, count: 10 } as const;
      expect(await kernel.ask({ ...rows, block: id("a") })).toMatchObject({ ok: false, fault: { code: "missing" } });
      expect(await kernel.ask({ ...rows, block: id("zz") })).toMatchObject({ ok: false, fault: { code: "invalid" } });
    });
  });

  describe("runs", () => {
    it("lets the newest run win", async () => {
      const s = await open({ a: "1", b: "import asyncio\nawait asyncio.sleep(0.2)", c: "3" });
      const request = { fresh: true, inputs: {}, blocks: ["a", "b", "c"] as never[] };
      const first = s.kernel.run({ ...request, run: 1 });
      while (!s.events.some((event) => event.kind === "block" && event.block === "b"))
        await new Promise((go) => setTimeout(go, 5));
      const second = s.kernel.run({ ...request, run: 2 });
      expect(await first).toMatchObject({ ok: true, value: { run: 1, done: ["a", "b"], remaining: ["c"] } });
      expect(await second).toMatchObject({ ok: true, value: { run: 2, done: ["a", "b", "c"], remaining: [] } });
    });

    it("looks for no package and no file when a block runs again", async () => {
      const watch = `
import sys
if not hasattr(sys, "asked_for"):
    sys.asked_for = []
    kinds = ("import", "open", "os.listdir", "os.scandir")
    sys.addaudithook(lambda event, details: sys.asked_for.append(event) if event in kinds else None)`;
      const report = "import colorsys, json\nasked = sorted(set(sys.asked_for))\nsys.asked_for.clear()\nasked";
      const s = await open({ a: watch, b: report });
      await s.run();
      expect(s.value("b")).toContain("'import'");
      await s.run({}, ["b"]);
      await s.run({}, ["b"]);
      expect(s.value("b")).toBe("[]");
    });

    it("compiles a block once, however often it runs", async () => {
      const s = await open({
        a: "codes = []",
        b: "import sys\ncodes.append(sys._getframe().f_code)\nlen(set(map(id, codes))), len(codes)",
      });
      await s.run();
      await s.run({}, ["b"]);
      await s.run({}, ["b"]);
      expect(s.value("b")).toBe("(1, 3)");
    });

    it("keeps a viewer's file through a fresh run", async () => {
      const s = await open({ a: "open('file_input_uploads/mine.csv').read()" });
      await s.kernel.writeFile("file_input_uploads/mine.csv", new TextEncoder().encode("1,2"));
      await s.run();
      await s.run();
      expect(s.value("a")).toBe("'1,2'");
    });

    it("has a viewer's file in the next run, also after a block that wrote others", async () => {
      const read = "import os\nos.path.exists('file_input_uploads/late.csv')";
      const s = await open({ a: "open('out.txt', 'w').write('1')", b: read }, [], ["files"]);
      await s.run();
      expect(s.value("b")).toBe("False");
      await s.kernel.writeFile("file_input_uploads/late.csv", new TextEncoder().encode("1,2"));
      await s.run({}, ["b"]);
      expect(s.value("b")).toBe("True");
    });

    it("reads what Python wrote, and says what is missing", async () => {
      const s = await open({ a: "open('out.txt', 'w').write('é')" });
      await s.run();
      const file = await s.kernel.readFile("out.txt");
      expect(file.ok && [file.value.name, new TextDecoder().decode(file.value.bytes)]).toEqual(["out.txt", "é"]);
      expect(await s.kernel.readFile("none.txt")).toMatchObject({ ok: false, fault: { code: "missing" } });
      expect(await s.kernel.readFile("/work")).toMatchObject({ ok: false, fault: { code: "missing" } });
    });
  });
}
