/**
 * Percent-format `.py` with PEP 723 dependencies.
 * @module
 */
import { describe, expect, it } from "vitest";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import { blockOf, onlyError, readFixture } from "./fixture.ts";

describe("percent.py", () => {
  const document = readFixture("percent.py");

  it("splits cells at both forms of the marker and leaves raw ones out", () => {
    expect(document.blocks.map(({ kind }) => kind)).toEqual(["code", "markdown", "input", "code", "markdown", "code"]);
    const texts = document.blocks.flatMap((block) => (block.kind === "markdown" ? [block.source] : []));
    expect(texts).toEqual(["# Percent\nSome *text*, and $x^2$.", "Text in a **string**."]);
    const last = document.blocks.at(-1);
    expect(last?.kind === "code" && last.source).toContain("    # %% is no marker inside");
  });

  it("keeps code above the first marker, and the line in the file of every block", () => {
    expect(document.blocks.map(({ line }) => line)).toEqual([1, 10, 14, 16, 20, 24]);
    const [first] = document.blocks;
    expect(first?.kind === "code" && first.source).toContain('"""Read by people');
  });

  it("makes a cell tagged parameters into inputs", () => {
    expect(blockOf(document, "cell-3-count", "input").input).toMatchObject({
      name: "count",
      type: "number",
      default: 3,
    });
  });

  it("takes dependencies with the line of each", () => {
    expect(document.requirements).toEqual([
      { text: "humanize>=4", place: { file: "percent.py", line: 4 } },
      { text: "rich", place: { file: "percent.py", line: 5 } },
    ]);
  });
});

describe("a script block", () => {
  const read = (lines: string) => readNotebook({ file: "n.py", text: `${lines}\n# %%\n1\n` });
  const script = (...lines: string[]) =>
    read(["# /// script", ...lines.map((line) => `# ${line}`), "# ///"].join("\n"));

  it("may say nothing, or only what concerns others", () => {
    expect(script('requires-python = ">=3.12"').document?.requirements).toEqual([]);
    expect(script("[tool.uv]", "x = 1").document?.requirements).toEqual([]);
    expect(read("# /// other\n# dependencies = 5\n# ///").document?.requirements).toEqual([]);
  });

  it("names the line where its TOML breaks", () => {
    expect(onlyError(script('requires-python = "3"', "dependencies = [oops]"))).toMatchObject({
      code: "malformed-notebook",
      place: { file: "n.py", line: 3 },
    });
  });

  it("names the line of dependencies that are no list of texts", () => {
    expect(onlyError(script('requires-python = "3"', "dependencies = [1]")).place.line).toBe(3);
  });

  it("may be there only once", () => {
    const one = "# /// script\n# dependencies = []\n# ///\n";
    expect(onlyError(read(one + one)).message).toContain("second");
  });
});

it("reads a file without any marker as one cell, and Windows' line ends", () => {
  const { document } = readNotebook({ file: "n.py", text: "a = 1\r\nb = 2\r\n" });
  expect(document?.blocks).toMatchObject([{ kind: "code", python: "a = 1\nb = 2" }]);
});
