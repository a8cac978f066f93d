/**
 * Which renderers an app comes with: all that it may need, and of the heavy ones no other.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { neededRuntime } from "../../../compiler/emit/renderers.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";

const FILES = ["index.js", "chunks/plotly-aB3.js", "chunks/vega-Zz9.js", "chunks/table-x.js"].map((name) => ({ name }));

function heavy(cells: string, packages: readonly string[] = [], isOpen = false): string[] {
  const { document } = readNotebook({ file: "n.py", text: `# %%\n${cells}\n` });
  if (document === null) return expect.fail("The notebook was not read.");
  return neededRuntime(FILES, { document, packages, isOpen }).flatMap(
    ({ name }) => /chunks\/(plotly|vega)/.exec(name)?.[1] ?? [],
  );
}

describe("the runtime's files in a bundle", () => {
  it.each([
    ["plain Python", "print(1)", [], []],
    ["a package that uses Plotly", "import charts", ["charts", "plotly"], ["plotly"]],
    ["Altair", "import altair as alt", ["altair"], ["vega"]],
    ["a MIME type in the text", "display({'application/vnd.plotly.v1+json': x})", [], ["plotly"]],
    ["pandas drawing with Plotly", "pd.options.plotting.backend = 'plotly'", ["pandas"], ["plotly"]],
    ["bundles that come from anywhere", "display(load(), raw=True)", [], ["plotly", "vega"]],
    ["code that comes from anywhere", "exec(open('more.py').read())", [], ["plotly", "vega"]],
    ["packages that are installed as it runs", "import micropip", [], ["plotly", "vega"]],
  ] as const)("of %s", (_, cells, packages, expected) => {
    expect(heavy(cells, packages)).toEqual(expected);
  });

  it("are all there where other code has a say", () => {
    expect(heavy("print(1)", [], true)).toEqual(["plotly", "vega"]);
  });

  it("draw chart blocks", () => {
    const text = readFileSync(join(import.meta.dirname, "../../fixtures/notebooks/blocks.deepnote"), "utf8");
    const { document } = readNotebook({ file: "n.deepnote", text });
    const blocks = document?.blocks.filter(({ kind }) => kind === "chart") ?? [];
    expect(blocks.length).toBeGreaterThan(0);
    const only = { ...(document ?? expect.fail()), blocks, modules: [] };
    const names = neededRuntime(FILES, { document: only, packages: [], isOpen: false }).map(({ name }) => name);
    expect(names).toEqual(["index.js", "chunks/vega-Zz9.js", "chunks/table-x.js"]);
  });

  it("do without the heavy ones: no other file imports them at once", () => {
    const folder = join(import.meta.dirname, "../../../dist/runtime");
    const names = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".js"));
    expect(names.filter((name) => /chunks.(plotly|vega)-/.test(name)).length).toBe(2);
    for (const name of names)
      expect(readFileSync(join(folder, name), "utf8"), name).not.toMatch(
        /(?:from|import)\s*["'][^"']*(?:plotly|vega)-[^"']*\.js/,
      );
  });
});
