/**
 * IPython's syntax in cells, by the contract: what is accepted, what becomes packages, what runs, and what is an error that says what
 * to write instead. Each accepted line is then run by the real kernel in `test/runtime/kernel/suite.ts`.
 * @module
 */
import { describe, expect, it } from "vitest";
import { analyze } from "../../../compiler/analyze/analyze.ts";
import { parsePython } from "../../../compiler/analyze/python/parse.ts";
import { readMagics } from "../../../compiler/read/magics.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";

const read = (source: string): ReturnType<typeof readMagics> => readMagics(source, { file: "n.py", line: 1 });

/** Names of the blocks of a percent file. */
function names(...cells: readonly string[]): { defines: readonly string[]; uses: readonly string[] }[] {
  const { document } = readNotebook({ file: "n.py", text: cells.map((cell) => `# %%\n${cell}\n`).join("") });
  if (!document) throw new TypeError("not read");
  return analyze(document).graph.blocks.map(({ defines, uses }) => ({ defines, uses }));
}

describe("accepted", () => {
  it.each([
    "%matplotlib inline",
    "%matplotlib notebook",
    "%config InlineBackend.figure_format = 'retina'",
    "%load_ext autoreload",
    "%autoreload 2",
    "%precision 3",
    "%colors NoColor",
    "df?",
    "?df.head",
    "df.head??",
  ])("%s is dropped, and the lines below keep their numbers", (line) => {
    const { python, diagnostics } = read(`a = 1\n${line}\nb = 2`);
    expect(diagnostics).toEqual([]);
    expect(python.split("\n")).toEqual(["a = 1", "", "b = 2"]);
  });

  it("keeps an indented block valid", () => {
    expect(parsePython(read("if True:\n    %matplotlib inline\nelse:\n    %time f(1)").python).error).toBeNull();
  });

  it("is no magic inside strings, brackets and continued lines", () => {
    const source = 'a = """\n%run x\n!ls\n"""\nb = (10\n%3)\nc = 10 \\\n%3';
    expect(read(source)).toMatchObject({ python: source, diagnostics: [] });
  });

  it.each([
    ["%pip install numpy", ["numpy"]],
    ["!pip install -q 'pandas>=2' polars", ["pandas>=2", "polars"]],
    ["!python -m pip install --upgrade scipy", ["scipy"]],
    ["%conda install -c conda-forge seaborn", ["seaborn"]],
    ["!uv pip install rich", ["rich"]],
    ["pip install altair", ["altair"]],
    ["!pip install numpy && echo done", ["numpy"]],
    ["!pip install numpy > /dev/null 2>&1", ["numpy"]],
    ["%pip install -i somewhere numpy # the fast one", ["numpy"]],
    ["%pip list", []],
  ])("%s gives packages", (line, packages) => {
    const { python, requirements, diagnostics } = read(line);
    expect(diagnostics).toEqual([]);
    expect(python.trim()).toBe("");
    expect(requirements.map(({ text }) => text)).toEqual(packages);
  });

  it.each([
    ["%time f(n)", "__magic__.time(lambda: (f(n)))"],
    ["%time f(n);", "__magic__.time(lambda: (f(n)))"],
    ["%time x = f(n)", "with __magic__.timed(): x = f(n)"],
    ["%time await f(n)", "with __magic__.timed(): await f(n)"],
    ["%timeit -n 10 -r3 f(n)", '__magic__.timeit("-n 10 -r3", lambda: (f(n)))'],
    ["%timeit x = f(n)", '__magic__.timeit("", lambda: (f(n)))'],
    ["%env A=1", '__magic__.set_env("A", "1")'],
    ["%set_env A 1", '__magic__.set_env("A", "1")'],
    ["%env A", '__magic__.env("A")'],
    ["%env", "__magic__.env()"],
    ["%cd 'a folder'", '__magic__.cd("a folder")'],
    ["%pwd", "__magic__.pwd()"],
  ])("%s runs", (line, python) => {
    expect(read(line)).toMatchObject({ python, diagnostics: [] });
    expect(parsePython(python).error).toBeNull();
  });

  it("sees the names in timed code", () => {
    expect(names("%time x = f(n)", "%timeit g(x)")).toEqual([
      { defines: ["x"], uses: ["f", "n"] },
      { defines: [], uses: ["g", "x"] },
    ]);
  });

  it.each([
    ["%%time\nx = 1", { name: "time", args: "" }, "\nx = 1"],
    ["%%timeit -n 3\nx = 1", { name: "timeit", args: "-n 3" }, "\nx = 1"],
    ["\n%%capture out --no-stderr\nprint(1)", { name: "capture", args: "out --no-stderr" }, "\n\nprint(1)"],
    ["%%html\n<b>%time</b>", { name: "html", body: "<b>%time</b>" }, ""],
    ["%%HTML\n<b>x</b>", { name: "html" }, ""],
    ["%%markdown\n# x", { name: "markdown", body: "# x" }, ""],
  ])("understands %j", (source, magic, python) => {
    expect(read(source)).toMatchObject({ magic, python, diagnostics: [] });
  });

  it("%%capture binds its name; %%timeit binds nothing", () => {
    expect(names("%%capture out\nx = 1", "%%timeit\ny = x", "print(out)")).toEqual([
      { defines: ["out", "x"], uses: [] },
      { defines: [], uses: ["x"] },
      { defines: [], uses: ["out"] },
    ]);
  });

  it("awaits at top level", () => {
    expect(parsePython("x = await f()\nasync for y in g(): pass\nasync with h() as z: pass").error).toBeNull();
  });
});

describe("an error that names the line and what to write instead", () => {
  it.each([
    ["%run other.py", /Import the file/],
    ["!ls -la", /no shell/],
    ["!!ls", /no shell/],
    ["files = !ls", /in Python/],
    ["x = %sql select 1", /in Python/],
    ["%%bash\nls", /no shell/],
    ["%%writefile a.py\nx = 1", /write_text/],
    ["%%javascript\nalert(1)", /HTML/],
    ["%%R\nx <- 1", /in Python/],
    ["%whatever", /in Python/],
    ["%timeit", /%%timeit/],
    ["%time for i in x: pass", /%%time/],
    ["%pip install -r requirements.txt", /Name the packages/],
    ["%pip install {name}", /Name the package/],
    ["%pip uninstall numpy", /install/],
  ])("%j", (source, help) => {
    const { diagnostics } = read(`\n${source}`);
    expect(diagnostics).toMatchObject([{ code: "magic-not-supported", severity: "error", place: { line: 2 } }]);
    expect(diagnostics[0]?.help).toMatch(help);
  });

  it("is found with its block and the line in it", () => {
    const { diagnostics } = readNotebook({ file: "n.py", text: "# %%\na = 1\n\n# %%\nb = 2\n!ls\n" });
    expect(diagnostics).toMatchObject([{ code: "magic-not-supported", place: { line: 2, blockTitle: "block 2" } }]);
  });
});
