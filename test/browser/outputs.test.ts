/**
 * What Python shows, as a viewer sees it: charts, tables by page, SQL, widgets, math, media, progress, frames of HTML.
 * @module
 */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import type { NotebookAppElement, ResultDetail } from "../../runtime/element.ts";
import { appState, type BuiltApp, blockText, build, foreignRequests, preview, runAll, type Served } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let page: Page;
let app: BuiltApp;
let served: Served;
let foreign: string[];
let problems: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await page.context().close();
  served.stop();
  app.remove();
});

/** Builds cells of a percent file, opens the app and runs it. */
async function run(cells: readonly string[], files: Readonly<Record<string, string>> = {}): Promise<void> {
  const source = `# %% [markdown]\n# # Outputs\n${cells.map((cell) => `# %%\n${cell}\n`).join("")}`;
  app = build({ "app.py": source, "app.app.yaml": "hideCode: true\naccess: public\n", ...files });
  expect(app.stderr).not.toContain("error");
  served = await preview(app.out);
  page = await (await browser.newContext({ viewport: { width: 1100, height: 900 }, acceptDownloads: true })).newPage();
  foreign = foreignRequests(page, new URL(served.url).origin);
  problems = [];
  page.on("pageerror", (error) => problems.push(error.message));
  page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
  await page.goto(served.url);
  await runAll(page);
}

/** The `n`th cell, from 1. */
const cell = (n: number) => page.locator("nb-block").nth(n);
const text = async (n: number) => blockText(page, String(await cell(n).getAttribute("data-block-id")));

async function axe(): Promise<unknown[]> {
  const { violations } = await new AxeBuilder({ page }).analyze();
  return violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)]);
}

async function promise(): Promise<void> {
  expect(problems).toEqual([]);
  expect(foreign).toEqual([]);
  expect(await axe()).toEqual([]);
}

describe("without packages", () => {
  it("shows math, markdown, JSON, media, progress and what is updated", async () => {
    await run([
      "from IPython.display import Math, Latex, Markdown, JSON, Audio, SVG, HTML, display, clear_output",
      "display(Math(r'\\frac{1}{2}'), Latex('$$x^2$$'), Markdown('**bold** and $y$'))",
      "JSON({'deep': {'list': [1, 2]}})",
      "Audio([0.1, -0.1] * 2000, rate=8000)",
      "handle = display(Markdown('first'), display_id='one')\nhandle.update(Markdown('second'))",
      "import sys\nfor i in range(3):\n    print(f'\\r{i} of 2', end='', file=sys.stderr)",
      "print('gone'); clear_output(wait=True); print('kept')",
      'SVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="20" height="20"><circle r="9" cx="10" cy="10"/></svg>\')',
      // As pandas' Styler writes it.
      `HTML("""<style type="text/css">#T_1a_row0_col0 { background-color: rgb(8, 48, 107); color: #f1f1f1; }</style>
<table id="T_1a"><caption>Styled</caption><thead><tr><th class="blank level0">&nbsp;</th><th id="T_1a_level0_col0" class="col_heading level0 col0">rides</th></tr></thead>
<tbody><tr><th id="T_1a_level0_row0" class="row_heading level0 row0">0</th><td id="T_1a_row0_col0" class="data row0 col0">50.0%</td></tr></tbody></table>""")`,
      `HTML('<table>' + ''.join(f'<tr><td>{i}</td>' + '<td>cell</td>' * 30 + '</tr>' for i in range(400)) + '</table>')`,
      "from IPython.display import ProgressBar\nfor i in ProgressBar(7):\n    pass",
    ]);
    await expect.poll(() => cell(2).locator("math").count()).toBe(3);
    expect(await cell(2).locator("strong").textContent()).toBe("bold");
    await expect.poll(() => text(3)).toContain("deep");
    const audio = cell(4).locator("audio");
    await expect.poll(() => audio.evaluate((element: HTMLAudioElement) => element.readyState)).toBeGreaterThan(0);
    await expect.poll(() => text(5)).toContain("second");
    expect(await text(5)).not.toContain("first");
    await expect.poll(() => text(6)).toContain("2 of 2");
    expect(await text(6)).not.toContain("0 of 2");
    await expect.poll(() => text(7)).toMatch(/kept/);
    await expect
      .poll(() =>
        cell(8)
          .locator("img")
          .evaluate((element: HTMLImageElement) => element.naturalWidth),
      )
      .toBeGreaterThan(0);
    const styled = cell(9).locator("td.data");
    expect(await styled.evaluate((element) => getComputedStyle(element).backgroundColor)).toBe("rgb(8, 48, 107)");
    expect(await cell(9).locator("caption").textContent()).toBe("Styled");
    const bar = cell(11).locator("progress");
    await expect.poll(() => bar.evaluate((one: HTMLProgressElement) => [one.value, one.max])).toEqual([7, 7]);
    expect(await bar.count()).toBe(1);
    // A wide and long table scrolls in its own place.
    expect(await cell(10).locator("tr").count()).toBe(400);
    expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
    // axe looks at each of its 12,000 cells, which takes minutes.
    await cell(10).evaluate((element) => element.remove());
    await promise();
  });

  it("keeps HTML with scripts in an origin of its own", async () => {
    await run([
      `from IPython.display import HTML
HTML("""<p id=p>waiting</p><script>
try { parent.document.title; document.getElementById('p').textContent = 'reached the page'; }
catch { try { localStorage.x = 1; document.getElementById('p').textContent = 'reached storage'; }
catch { document.getElementById('p').textContent = 'boxed in'; } }
</script>""")`,
      "HTML('<img src=x onerror=\"parent.document.title=1\"><b>plain</b>')",
    ]);
    await expect
      .poll(async () => {
        const frames = page.frames().filter((frame) => frame !== page.mainFrame());
        return Promise.all(
          frames.map((frame) => frame.evaluate(() => document.body?.textContent ?? "").catch(() => "")),
        );
      })
      .toContainEqual(expect.stringContaining("boxed in"));
  });
});

describe("figures", () => {
  it("are there at once, and soon images like any other; who listens to results gets PNGs of them", async () => {
    await run([
      `import matplotlib.pyplot as plt
fig, ax = plt.subplots(figsize=(4, 3))
ax.plot([1, 3, 2])
handle = display(fig, display_id="one")`,
      "display('beside', display_id='one')",
      "handle.update(fig)",
    ]);
    const images = page.locator("img.nb-image");
    await expect.poll(() => images.count()).toBe(2);
    expect(await page.locator("canvas.nb-image").count()).toBe(0);
    const size = await images.first().evaluate((one) => [one.clientWidth, one.clientHeight]);

    const fresh = await page.evaluate(async () => {
      const app = document.querySelector("notebook-app") as NotebookAppElement;
      const told = new Promise<ResultDetail>((resolve) =>
        app.addEventListener("result", ({ detail }) => resolve(detail), { once: true }),
      );
      app.run();
      const outputs = (await told).blocks.flatMap(({ outputs }) => outputs);
      await new Promise(requestAnimationFrame);
      const inside = (root: Element, selector: string): Element[] => [
        ...(root.shadowRoot?.querySelectorAll(selector) ?? []),
      ];
      const shown = inside(app, "nb-block")
        .flatMap((block) => inside(block, "nb-output"))
        .flatMap((output) => inside(output, ".nb-image"));
      return {
        sent: outputs.map((output) => ("data" in output ? String(output.data["image/png"]) : "")),
        shown: shown.map((one) => ({
          tag: one.localName,
          text: one.ariaLabel,
          size: [one.clientWidth, one.clientHeight],
          url: one instanceof HTMLCanvasElement ? one.toDataURL() : "",
        })),
      };
    });
    expect(fresh.shown).toMatchObject(Array(2).fill({ tag: "canvas", text: "Figure", size }));
    await expect.poll(() => images.count()).toBe(2);
    const last = images.last();
    expect(await last.evaluate((one) => [one.clientWidth, one.clientHeight])).toEqual(size);
    expect(await last.getAttribute("alt")).toBe("Figure");
    // What is told, what was shown at first, and what is shown then are one picture.
    const urls = [
      `data:image/png;base64,${fresh.sent[0]}`,
      fresh.shown[1]?.url ?? "",
      (await last.getAttribute("src")) ?? "",
    ];
    const pictures = await page.evaluate(
      (all) =>
        Promise.all(
          all.map(async (url) => {
            const image = new Image();
            image.src = url;
            await image.decode();
            const canvas = new OffscreenCanvas(image.naturalWidth, image.naturalHeight);
            const context = canvas.getContext("2d");
            context?.drawImage(image, 0, 0);
            return String(context?.getImageData(0, 0, canvas.width, canvas.height).data);
          }),
        ),
      urls,
    );
    expect(new Set(pictures).size).toBe(1);
    expect(new Set(pictures[0]?.split(",")).size).toBeGreaterThan(5);
    await promise();
  });
});

describe("tables", () => {
  it("pages, sorts, filters and saves 100,000 rows that stay in Python", async () => {
    await run([
      `import pandas as pd
big = pd.DataFrame({"n": range(100_000), "name": [f"Row {i % 977}" for i in range(100_000)], "half": [i / 2 if i % 3 else None for i in range(100_000)]})
big`,
    ]);
    const table = cell(1).locator("nb-table");
    const rows = () => table.locator("tbody tr").allInnerTexts();
    await expect.poll(async () => (await rows()).length).toBe(10);
    // The page holds one page of rows, not the table.
    expect(await table.locator("tbody tr").count()).toBe(10);
    await table.getByRole("button", { name: "Last" }).click();
    await expect.poll(async () => (await rows()).at(-1)).toMatch(/99999\s+99999\s+Row 345/);
    await table.getByRole("button", { name: "n", exact: true }).click();
    await table.getByRole("button", { name: /^n ↑/ }).click();
    await expect.poll(async () => (await rows())[0]).toMatch(/^99999/);
    await table.getByRole("searchbox", { name: "Filter rows" }).fill("row 976");
    await expect.poll(() => table.getByRole("status").textContent()).toBe("102 of 100,000 rows");
    const saved = page.waitForEvent("download");
    await table.getByRole("button", { name: "CSV" }).click();
    const lines = (await (await (await saved).createReadStream()).toArray()).join("").trim().split("\r\n");
    expect(lines.length).toBe(103);
    expect(lines[0]).toBe(",n,name,half");
    await page.context().grantPermissions(["clipboard-read", "clipboard-write"]);
    await table.getByRole("button", { name: "Copy" }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toMatch(/^\tn\tname\thalf\r?\n/);
    expect((await page.evaluate(() => navigator.clipboard.readText())).trim().split("\n").length).toBe(103);
    await promise();
  });
});

describe("charts", () => {
  it("draws Vega-Lite with interpreted expressions, custom formats and data from work files", async () => {
    const spec = (over: string): string =>
      `display({"application/vnd.vegalite.v5+json": {"width": 300, "mark": "bar", ${over}}}, raw=True)`;
    await run(
      [
        spec(
          '"data": {"values": [{"a": "x", "b": 1200.5}, {"a": "y", "b": 700}]}, "transform": [{"calculate": "datum.b * 2", "as": "c"}], "encoding": {"x": {"field": "a"}, "y": {"field": "c", "type": "quantitative", "axis": {"formatType": "numberFormatFromNumberType", "format": {"type": "currency", "decimals": 0}}}}',
        ),
        spec(
          '"data": {"url": "rows.csv"}, "encoding": {"x": {"field": "k"}, "y": {"field": "v", "type": "quantitative"}}',
        ),
        spec('"data": {"url": "https://example.com/rows.csv"}, "encoding": {"x": {"field": "k"}}'),
      ],
      { "work/rows.csv": "k,v\np,1\nq,3\nr,2\n" },
    );
    const bars = (n: number) => cell(n).locator("svg .mark-rect path").count();
    await expect.poll(() => bars(1)).toBe(2);
    await expect.poll(() => text(1)).toContain("$2,000");
    await expect.poll(() => bars(2)).toBe(3);
    await expect.poll(() => text(3)).toContain("put the file among the work files");
    expect(foreign).toEqual([]);
    expect(await axe()).toEqual([]);
  });

  it("shows a simpler form where it has no renderer for the richest, and says so", async () => {
    await run([
      `class Figure:
    def _repr_mimebundle_(self, **_):
        return {"application/vnd.plot" + "ly.v1+json": {"data": []}, "text/html": "<b>simpler</b>", "text/plain": "simplest"}
Figure()`,
      `class Bare:
    def _repr_mimebundle_(self, **_):
        return {"application/vnd.plot" + "ly.v1+json": {"data": []}}
Bare()`,
    ]);
    await expect.poll(() => text(1)).toContain("simpler");
    await expect.poll(() => text(1)).toContain("What draws application/vnd.plotly.v1+json could not be loaded.");
    expect(await text(1)).not.toContain("simplest");
    await expect.poll(() => text(2)).toContain("What draws application/vnd.plotly.v1+json could not be loaded.");
    problems.length = 0;
  });

  it("draws Plotly figures without eval and without a third party", async () => {
    await run([
      `display({"application/vnd.plotly.v1+json": {"data": [{"type": "scatter", "mode": "lines+markers", "x": [1, 2, 3], "y": [2, 1, 4]}], "layout": {"title": {"text": "Lines"}}}}, raw=True)`,
    ]);
    await expect.poll(() => cell(1).locator("svg .scatterlayer .point").count()).toBe(3);
    await expect.poll(() => text(1)).toContain("Lines");
    // The library's own rules reach the shadow root: its pictures lie over each other.
    const position = await cell(1)
      .locator(".main-svg")
      .first()
      .evaluate((element) => getComputedStyle(element).position);
    expect(position).toBe("absolute");
    expect(problems).toEqual([]);
    expect(foreign).toEqual([]);
    expect(await axe()).toEqual([]);
  });
});

describe("ipywidgets", () => {
  it("runs interact, observers, Output widgets and links; an observer's error is shown and the rest goes on", async () => {
    await run([
      `from ipywidgets import interact, IntSlider, Button, Output, VBox, HBox, HTML, Play, jslink, Tab, Dropdown
@interact(n=(0, 10), loud=False, kind=["a", "b"])
def greet(n=3, loud=False, kind="a"):
    print(f"Hello {n} {kind}" + ("!" if loud else ""))`,
      `count = 0
out, button, label = Output(), Button(description="Add"), HTML("<b>0</b>")
def add(_):
    global count
    count += 1
    label.value = f"<b>{count}</b>"
    with out:
        print("clicked", count)
button.on_click(add)
VBox([HBox([button, label]), out])`,
      `one, two = IntSlider(max=9, description="One"), IntSlider(max=9, description="Two")
jslink((one, "value"), (two, "value"))
Tab([VBox([one, two]), Dropdown(options=[("first", 1), ("second", 2)], description="Pick")], titles=["Linked", "Choice"])`,
      `broken = IntSlider(description="Broken")
broken.observe(lambda change: 1 / 0, "value")
broken`,
    ]);
    await expect.poll(() => text(1)).toContain("Hello 3 a");
    await cell(1).getByRole("slider", { name: "n" }).fill("7");
    await expect.poll(() => text(1)).toContain("Hello 7 a");
    await cell(1).getByRole("checkbox", { name: "loud" }).check();
    await cell(1).getByRole("combobox", { name: "kind" }).selectOption("b");
    await expect.poll(() => text(1)).toContain("Hello 7 b!");
    expect(await text(1)).not.toContain("Hello 3");

    await cell(2).getByRole("button", { name: "Add" }).click();
    await cell(2).getByRole("button", { name: "Add" }).click();
    await expect.poll(() => text(2)).toContain("clicked 2");
    expect(await cell(2).locator("b").textContent()).toBe("2");

    await cell(3).getByRole("slider", { name: "One" }).fill("5");
    await expect.poll(() => cell(3).getByRole("slider", { name: "Two" }).inputValue()).toBe("5");
    await cell(3).getByRole("tab", { name: "Linked" }).press("ArrowRight");
    await expect.poll(() => cell(3).getByRole("combobox", { name: "Pick" }).count()).toBe(1);

    await cell(4).getByRole("slider", { name: "Broken" }).fill("4");
    await expect.poll(() => text(4)).toContain("ZeroDivisionError");
    await cell(2).getByRole("button", { name: "Add" }).click();
    await expect.poll(() => text(2)).toContain("clicked 3");
    await appState(page, "ready");
    await promise();
  });
});
