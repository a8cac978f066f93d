/**
 * Tables, figures and charts with the real numpy, pandas and matplotlib.
 * @module
 */
import { describe, expect, it } from "vitest";
import { pixelsOf, TABLE_MIME } from "../../../compiler/contract/outputs.ts";
import { createWorkerKernel } from "../../../runtime/kernel/worker-kernel.ts";
import { createNodeKernel } from "../../doubles/node-kernel.ts";
import figureSizes from "./figure_sizes.py?raw";
import { type Blocks, code, id, input, program, Session } from "./fixture.ts";
import { withPackages } from "./packages.ts";

async function once(blocks: Blocks, inputs = {}): Promise<Session> {
  const pyodide = await withPackages();
  const session = new Session(
    (listener) =>
      createNodeKernel(listener, (tell) =>
        createWorkerKernel(async () => ({ pyodide, files: [], snapshot: { used: false, why: null } }), tell),
      ),
    program(blocks),
  );
  await session.boot({ python: null, base: "http://127.0.0.1/" });
  await session.run(inputs);
  return session;
}

const TABLE = "application/vnd.notebook-app.table.v1+json";

describe("packages", () => {
  it("shows a DataFrame as a table with types and missing cells", async () => {
    const s = await once({
      a: "import pandas as pd\ndf = pd.DataFrame({'n': [1.5, None], 't': ['a', None], 'd': pd.to_datetime(['2026-01-02', None]), 'b': [True, False]})\ndf",
      b: "pd.DataFrame({'x': range(5000)})",
      c: "df['n']",
    });
    expect(s.error("a")).toBeNull();
    expect(s.data("a")[0]?.[TABLE]).toMatchObject({
      columns: [
        { type: "number" },
        { name: "n", dtype: "float64", type: "number" },
        { type: "text" },
        { type: "datetime" },
        { type: "boolean" },
      ],
      indexColumns: 1,
      rows: [
        [0, 1.5, "a", "2026-01-02", true],
        [1, null, null, null, false],
      ],
      totalRows: 2,
    });
    expect(s.data("a")[0]?.["text/plain"]).toBe("2 rows x 4 columns");
    const { rows, totalRows } = s.data("b")[0]![TABLE] as { rows: unknown[]; totalRows: number }; // shape of TableData
    expect([rows.length, totalRows]).toEqual([100, 5000]);
    expect(Object.keys(s.data("c")[0] ?? {})).toContain(TABLE);
  });

  it("shows each figure once, sharp, and closes it", async () => {
    const s = await once({
      a: "import matplotlib.pyplot as plt\nplt.plot([1, 2]);",
      b: "fig, ax = plt.subplots(figsize=(4, 3))\nax.plot([1])\nfig",
      c: "plt.plot([1])\nplt.show()\nprint('after')",
      d: "plt.get_fignums()",
    });
    for (const block of ["a", "b", "c"]) {
      expect(s.error(block)).toBeNull();
      expect(s.data(block).filter((one) => "image/png" in one)).toHaveLength(1);
    }
    const shown = s.outputs("b").find((one) => "metadata" in one && "image/png" in one.metadata);
    const { width } = (shown as { metadata: Record<string, { width: number }> }).metadata["image/png"]!; // found above
    const pixels = pixelsOf(s.outputs("b").find((one) => "data" in one)!); // found above
    expect(Math.floor((pixels?.width ?? 0) / 2)).toBe(width);
    expect(pixels?.rgba.length).toBe((pixels?.width ?? 0) * (pixels?.height ?? 0) * 4);
    // White paper, and something on it.
    expect([...(pixels?.rgba.subarray(0, 4) ?? [])]).toEqual([255, 255, 255, 255]);
    expect(pixels?.rgba.some((byte) => byte < 100)).toBe(true);
    expect(s.outputs("c").map((one) => one.output_type)).toEqual(["display_data", "stream"]);
    expect(s.value("d")).toBe("[]");
  });

  it("gives pixels to the page alone, and no more than it has room for; all others get the same figure as a PNG", async () => {
    const s = await once({
      a: `import io, numpy as np, matplotlib.pyplot as plt
from PIL import Image
def draw():
    fig, ax = plt.subplots()
    ax.plot([1, 3, 2])
    return fig`,
      shown: "draw()",
      captured: code("display(draw())\nplt.close()", { name: "capture", args: "seen" }),
      same: `import base64
def read(text):
    return np.asarray(Image.open(io.BytesIO(base64.b64decode(text))))
formatted, _ = get_ipython().display_formatter.format(draw())
plt.close()
first, second = (read(data["image/png"]) for data in (seen.outputs[0]["data"], formatted))
np.array_equal(first, second), first.shape`,
      again: "seen.show()",
      many: "for _ in range(3):\n    plt.figure(figsize=(12, 8)).add_subplot().plot([1, 2])",
    });
    for (const block of ["captured", "same", "many"]) expect(s.error(block)).toBeNull();
    const [shown] = s.outputs("shown").map(pixelsOf);
    expect(s.value("same")).toBe(`(True, (${shown?.height}, ${shown?.width}, 4))`);
    expect(String(s.data("again")[0]?.["image/png"])).toMatch(/^iVBOR/);
    const many = s.outputs("many").map(pixelsOf);
    expect(many.map((one) => one !== null)).toEqual([true, true, false]);
    expect(String(s.data("many")[2]?.["image/png"])).toMatch(/^iVBOR/);
    // Each run has the room anew.
    await s.run({}, ["shown", "many"]);
    expect(s.outputs("many").map((one) => pixelsOf(one) !== null)).toEqual([true, true, false]);
  });

  it("writes PNGs that others read, pixel by pixel", async () => {
    const source = `
import io
import numpy as np
from PIL import Image
from notebook_kernel.figures import encoded
pixels = np.random.default_rng(1).integers(0, 256, (40, 30, 4), np.uint8)
cuts = [pixels, pixels[:1, :1], pixels[3:20, 5:9], np.zeros((300, 200, 4), np.uint8)]
[np.array_equal(np.asarray(Image.open(io.BytesIO(encoded(cut)))), cut) for cut in cuts]`;
    const s = await once({ a: source });
    expect(s.value("a")).toBe("[True, True, True, True]");
  });

  it("shows figures as large as matplotlib's own narrow margins make them, whatever is kept of their ticks", {
    timeout: 240_000,
  }, async () => {
    const s = await once({
      a: figureSizes,
    });
    expect(s.error("a")).toBeNull();
    expect(s.text("a")).toBe("");
    expect(s.value("a")).toBe("14");
  });

  it("draws charts from frames and offers columns as options", async () => {
    const s = await once({
      a: "import pandas as pd\ndf = pd.DataFrame({'k': ['a', 'b', 'a'], 'v': [1, 2, 3]})",
      chart: { kind: "chart", variable: "df", spec: { mark: "bar" }, filters: [] },
      pick: input({
        type: "select",
        name: "pick",
        label: "p",
        default: "a",
        options: [],
        optionsFrom: "df",
        allowCustom: false,
        allowEmpty: false,
      }),
    });
    expect(s.data("chart")[0]?.["application/vnd.vegalite.v5+json"]).toEqual({
      width: "container",
      height: 300,
      mark: "bar",
      data: {
        values: [
          { k: "a", v: 1 },
          { k: "b", v: 2 },
          { k: "a", v: 3 },
        ],
      },
    });
    expect(s.events).toContainEqual(expect.objectContaining({ kind: "options", values: ["a", "b"] }));
  });

  describe("tables of more rows than go out at once", () => {
    const frame =
      "import pandas as pd\ndf = pd.DataFrame({'n': range(5000), 'k': [f'Row {i % 7}' for i in range(5000)]})\n";
    const view = { sort: null, filter: "" };
    interface Shown {
      readonly rows: unknown[];
      readonly totalRows: number;
      readonly object?: string;
    }
    const shown = (s: Session, block: string): Shown => s.data(block)[0]?.[TABLE_MIME] as Shown; // our own output

    it("answers by page, sorted and filtered, as the table was when it was shown", async () => {
      const s = await once({ a: `${frame}df`, b: "df.loc[0, 'n'] = -1\ndf.drop(index=df.index[1:], inplace=True)" });
      const { rows, totalRows, object = "" } = shown(s, "a");
      expect([rows.length, totalRows]).toEqual([100, 5000]);
      const ask = (over: object, start: number, count: number) =>
        s.kernel.ask({ kind: "table-rows", block: id("a"), object, view: { ...view, ...over }, start, count });
      expect(await ask({}, 4998, 10)).toEqual({
        ok: true,
        value: {
          matched: 5000,
          rows: [
            [4998, 4998, "Row 0"],
            [4999, 4999, "Row 1"],
          ],
        },
      });
      expect(await ask({ sort: { column: 1, descending: true } }, 0, 1)).toMatchObject({
        value: { rows: [[4999, 4999, "Row 1"]] },
      });
      expect(await ask({ sort: { column: 2, descending: false } }, 0, 2)).toMatchObject({
        value: {
          rows: [
            [0, 0, "Row 0"],
            [7, 7, "Row 0"],
          ],
        },
      });
      expect(await ask({ filter: "row 3", sort: { column: 1, descending: true } }, 0, 1)).toEqual({
        ok: true,
        value: { matched: 714, rows: [[4994, 4994, "Row 3"]] },
      });
    });

    it("gives the whole as a file, with what a spreadsheet would run marked as text", async () => {
      const s = await once({ a: `${frame}df.loc[0, 'k'] = '=1+1, "x"'\ndf` });
      const { object = "" } = shown(s, "a");
      const file = await s.kernel.ask({ kind: "table-file", block: id("a"), object, view, format: "csv" });
      const content = file.ok ? await s.kernel.readFile(file.value.path) : null;
      const lines = content?.ok ? new TextDecoder().decode(content.value.bytes).split("\r\n") : [];
      expect(lines.length).toBe(5002);
      expect(lines.slice(0, 3)).toEqual([",n,k", `0,0,"'=1+1, ""x"""`, "1,1,Row 1"]);
    });

    it("lets a table go when its block runs again", async () => {
      const s = await once({ a: `${frame}df`, b: "1" });
      const { object = "" } = shown(s, "a");
      await s.run({}, ["a"]);
      const asked = await s.kernel.ask({ kind: "table-rows", block: id("a"), object, view, start: 0, count: 1 });
      expect(asked).toMatchObject({ ok: false, fault: { code: "missing" } });
    });
  });
});
