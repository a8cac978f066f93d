/**
 * The dependency graph as text, DOT and picture.
 * @module
 */
import { describe, expect, it } from "vitest";
import { analyze } from "../../../compiler/analyze/analyze.ts";
import type { DependencyGraph } from "../../../compiler/contract/graph.ts";
import { graphDot, graphSvg, graphText } from "../../../compiler/emit/graph-picture.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";

function graphOf(text: string): DependencyGraph {
  const { document } = readNotebook({ file: '<story> & "more".py', text });
  if (!document) throw new Error("not read");
  return analyze(document).graph;
}

const graph = graphOf(
  [
    "# %% [markdown]\n# Text",
    'n = 3 #@param {type:"slider"}',
    "import math\nrows = [n]",
    "rows.append(math.pi)",
    "exec('x = 1')",
    "def broken(:",
  ].join("\n# %%\n"),
);

describe("text", () => {
  const text = graphText(graph);

  it("tells what each block binds, changes and needs, and from where", () => {
    expect(text).toMatch(/block 2 \(input-slider, cell-2-n\)\n {4}binds n/);
    expect(text).toMatch(/block 3 \(code, cell-3\)\n {4}binds math, rows\n {4}needs n from block 2/);
    expect(text).toMatch(/block 4 \(code, cell-4\)\n {4}changes rows\n {4}needs math, rows from block 3/);
  });

  it("says why a block cannot be analysed, and where Python is wrong", () => {
    expect(text).toMatch(/block 5[^\n]*\n(?: {4}[^\n]*\n)*? {4}cannot be analysed: .*exec/);
    expect(text).toMatch(/block 6[^\n]*\n(?: {4}[^\n]*\n)*? {4}line 1: /);
    expect(text).not.toContain("block 1");
  });

  it("says so where there is nothing", () => {
    expect(graphText(graphOf("# %% [markdown]\n# only text"))).toContain("No block");
  });
});

describe("DOT", () => {
  it("has a node for each block that takes part, an edge with its names, and every quote escaped", () => {
    const dot = graphDot(graph);
    expect(dot).toMatch(/^digraph "<story> & \\"more\\"" \{/);
    expect(dot).toContain('"cell-2-n" -> "cell-3" [label="n"];');
    expect(dot).toContain('"cell-3" -> "cell-4" [label="math, rows"];');
    expect(dot).not.toContain("cell-1");
    expect(dot.trimEnd().endsWith("}")).toBe(true);
  });
});

describe("picture", () => {
  const svg = graphSvg(graph);

  it("is an SVG that stands alone, named, without anything of the author's as markup", () => {
    expect(svg).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 [\d.]+ [\d.]+"/);
    expect(svg).toContain('aria-label="Dependency graph of &lt;story&gt; &amp; &quot;more&quot;"');
    expect(svg).not.toContain("<story>");
    expect(svg).not.toMatch(/NaN|undefined|Infinity/);
  });

  it("draws every block of its kind, and every edge", () => {
    const kinds = [...svg.matchAll(/<g class="(\w+)"><title>/g)].map((match) => match[1]);
    expect(kinds).toEqual(["input", "code", "code", "opaque", "error"]);
    expect(svg.match(/class="edge"/g)).toHaveLength(graph.edges.length);
  });

  it("lays blocks out so that no two overlap", () => {
    const boxes = [
      ...svg.matchAll(/class="box" rx="6" x="([-\d.]+)" y="([-\d.]+)" width="([\d.]+)" height="([\d.]+)"/g),
    ].map((match) => match.slice(1).map(Number));
    expect(boxes).toHaveLength(5);
    for (const [i, [x = 0, y = 0, w = 0, h = 0]] of boxes.entries())
      for (const [x2 = 0, y2 = 0, w2 = 0, h2 = 0] of boxes.slice(i + 1))
        expect(x + w <= x2 || x2 + w2 <= x || y + h <= y2 || y2 + h2 <= y).toBe(true);
  });
});
