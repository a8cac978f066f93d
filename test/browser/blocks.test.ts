/**
 * Every block type of the `.deepnote` format that is neither code nor a plain input, in one app, as a viewer meets it.
 * @module
 */
import { AxeBuilder } from "@axe-core/playwright";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { appState, type BuiltApp, blockText, build, foreignRequests, preview, runAll, type Served } from "./app.ts";
import { launchBrowser } from "./browser.ts";

interface Given {
  readonly type: string;
  readonly content?: string;
  readonly metadata?: Readonly<Record<string, unknown>>;
}

/** A `.deepnote` file as text; ids are the keys. */
function deepnote(blocks: Readonly<Record<string, Given>>): string {
  const all = Object.entries(blocks).map(([id, { type, content = "", metadata = {} }], index) => ({
    id,
    type,
    content,
    metadata,
    blockGroup: `g${index}`,
    sortingKey: String(index).padStart(4, "0"),
  }));
  const notebooks = [{ id: "n", name: "Blocks", blocks: all }];
  const project = { id: "5d0c7c5e-6f0a-4c1e-9d58-0a6d7c1f2b33", name: "Blocks", notebooks };
  return stringify({ version: "1.0.0", metadata: { createdAt: "2026-11-23T00:00:00Z" }, project });
}

const variable = (name: string) => ({ deepnote_variable_name: name });

const BLOCKS: Readonly<Record<string, Given>> = {
  title: { type: "text-cell-h1", content: "Blocks" },
  rich: {
    type: "text-cell-p",
    content: "Zürich 🏔 bold link code",
    metadata: {
      formattedRanges: [
        { type: "marks", fromCodePoint: 9, toCodePoint: 13, marks: { bold: true } },
        { type: "link", fromCodePoint: 14, toCodePoint: 18, url: "https://example.com/", ranges: [] },
        { type: "marks", fromCodePoint: 19, toCodePoint: 23, marks: { code: true } },
      ],
    },
  },
  done: { type: "text-cell-todo", content: "Packed", metadata: { checked: true } },
  open: { type: "text-cell-todo", content: "Not yet", metadata: { checked: false } },
  callout: { type: "text-cell-callout", content: "Mind the gap", metadata: { color: "red" } },
  image: {
    type: "image",
    metadata: {
      deepnote_img_src: "data:image/gif;base64,R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7",
      deepnote_img_width: "50%",
      deepnote_img_alignment: "right",
    },
  },
  limit: {
    type: "input-slider",
    metadata: {
      ...variable("limit"),
      deepnote_variable_value: "3",
      deepnote_slider_min_value: 1,
      deepnote_slider_max_value: 5,
      deepnote_slider_step: 1,
    },
  },
  data: {
    type: "code",
    content:
      "import datetime\nimport pandas as pd\ndf = pd.DataFrame({'k': ['a', 'b', 'c', 'd', 'e'], 'v': [5, 4, 3, 2, 1], 'ok': [True, True, True, True, False]})",
  },
  pick: {
    type: "input-select",
    metadata: {
      ...variable("pick"),
      deepnote_input_label: "Pick",
      deepnote_variable_value: "b",
      deepnote_variable_select_type: "from-variable",
      deepnote_variable_selected_variable: "df",
    },
  },
  period: {
    type: "input-date-range",
    metadata: { ...variable("period"), deepnote_input_label: "Period", deepnote_variable_value: "past7days" },
  },
  file: {
    type: "input-file",
    metadata: { ...variable("file"), deepnote_input_label: "File", deepnote_allowed_file_extensions: ".csv, txt" },
  },
  query: {
    type: "sql",
    content: "-- from elsewhere\nSELECT k, v FROM df WHERE v <= {{ limit }} ORDER BY v DESC",
    metadata: { ...variable("found"), sql_integration_id: "deepnote-dataframe-sql" },
  },
  chart: {
    type: "visualization",
    metadata: {
      ...variable("df"),
      deepnote_chart_filter: { advancedFilters: [{ column: "ok", operator: "is-equal", comparativeValues: ["True"] }] },
      deepnote_visualization_spec: {
        mark: "bar",
        encoding: { x: { field: "k", type: "nominal" }, y: { field: "v", type: "quantitative" } },
      },
    },
  },
  big: {
    type: "big-number",
    metadata: {
      deepnote_big_number_title: "Rows up to {{ limit }}",
      deepnote_big_number_value: "rows",
      deepnote_big_number_format: "currency",
      deepnote_big_number_comparison_enabled: true,
      deepnote_big_number_comparison_title: "of all",
      deepnote_big_number_comparison_value: "total",
      deepnote_big_number_comparison_type: "percentage-change",
    },
  },
  press: {
    type: "button",
    metadata: {
      ...variable("pressed"),
      deepnote_button_title: "Press",
      deepnote_button_behavior: "set_variable",
      deepnote_button_color_scheme: "green",
    },
  },
  say: {
    type: "code",
    content: "print(pick, pressed, (period[1] - period[0]).days, file and open(file).read())",
  },
};
// A big number comes after what counts its rows.
const ORDER = Object.entries(BLOCKS).flatMap(([id, block]): [string, Given][] =>
  id === "big"
    ? [
        ["count", { type: "code", content: "rows, total = len(found), len(df)" }],
        [id, block],
      ]
    : [[id, block]],
);

let browser: Browser;
let page: Page;
let app: BuiltApp;
let served: Served;
let foreign: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  app = build({
    "blocks.deepnote": deepnote(Object.fromEntries(ORDER)),
    "blocks.app.yaml": "hideCode: true\naccess: public\n",
  });
  expect(app.stderr).not.toContain("error");
  served = await preview(app.out);
  page = await (await browser.newContext({ viewport: { width: 1000, height: 900 } })).newPage();
  foreign = foreignRequests(page, new URL(served.url).origin);
  await page.goto(served.url);
  await runAll(page);
});
afterAll(async () => {
  await browser.close();
  served?.stop();
  app?.remove();
});

const block = (id: string) => page.locator(`[data-block-id="${id}"]`);
const text = (id: string) => blockText(page, id);
describe("blocks", () => {
  it("marks text by code points, ticks to-dos, colors callouts, places images", async () => {
    expect(await block("rich").locator("strong, b").textContent()).toBe("bold");
    expect(await block("rich").locator("a").getAttribute("href")).toBe("https://example.com/");
    expect(await block("rich").locator("a").textContent()).toBe("link");
    expect(await block("rich").locator("code").textContent()).toBe("code");
    expect(await block("done").locator("input").isChecked()).toBe(true);
    expect(await block("open").locator("input").isChecked()).toBe(false);
    await expect.poll(() => text("callout")).toContain("Mind the gap");
    const edge = await block("callout")
      .locator(".nb-callout")
      .evaluate((callout) => getComputedStyle(callout).borderLeftColor);
    expect(edge).toBe("rgb(179, 38, 30)");
    const share = await block("image")
      .locator("img")
      .evaluate((image) => image.clientWidth / (image.parentElement?.clientWidth ?? 1));
    expect(share).toBeCloseTo(0.5, 1);
  });

  it("asks SQL, draws the rows that pass the chart's filter, shows the number and its change", async () => {
    await expect.poll(() => block("query").locator("tbody tr").count()).toBe(3);
    await expect.poll(() => block("chart").locator("svg .mark-rect path").count()).toBe(4);
    await expect.poll(() => text("big")).toContain("Rows up to 3");
    await expect.poll(() => text("big")).toContain("$3.00");
    await expect.poll(() => text("big")).toContain("-40.00%");
  });

  it("follows inputs: a bound value, an option of a DataFrame's column, a relative range, a button", async () => {
    await page.getByRole("slider").fill("1");
    await expect.poll(() => block("query").locator("tbody tr").count()).toBe(1);
    await expect.poll(() => text("big")).toContain("$1.00");
    await expect.poll(() => text("say")).toMatch(/b False 7 None/);
    await page.getByRole("combobox", { name: "Pick" }).selectOption("d");
    await expect.poll(() => text("say")).toMatch(/d False/);
    await page.getByRole("button", { name: "Press" }).click();
    await expect.poll(() => text("say")).toMatch(/d True/);
    await page.getByRole("combobox", { name: "Period: period" }).selectOption("past14days");
    await expect.poll(() => text("say")).toMatch(/d False 14/);
  });

  it("takes only files of the allowed types", async () => {
    const input = page.locator('input[type="file"]');
    const file = (name: string) => ({ name, mimeType: "text/plain", buffer: Buffer.from("hello") });
    await input.setInputFiles(file("wrong.exe"));
    await expect.poll(() => text("file")).toContain("It must be one of .csv, .txt.");
    await input.setInputFiles(file("right.TXT"));
    await expect.poll(() => text("say")).toContain("hello");
  });

  it("is accessible, asks nobody else, and prints", async () => {
    await appState(page, "ready");
    const { violations } = await new AxeBuilder({ page }).analyze();
    expect(violations.map(({ id, nodes }) => [id, nodes.map(({ target }) => target)])).toEqual([]);
    expect(foreign).toEqual([]);
    await page.emulateMedia({ media: "print", colorScheme: "dark" });
    await expect.poll(() => block("chart").locator("svg .mark-rect path").count()).toBe(4);
    expect((await page.pdf()).length).toBeGreaterThan(10_000);
  });
});
