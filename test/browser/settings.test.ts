/**
 * Every app setting and block setting, visible in the page that it makes.
 * @module
 */
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import {
  appState,
  type BuiltApp,
  blockText,
  build,
  type Cell,
  notebook,
  preview,
  runAll,
  type Served,
  slider,
} from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let app: BuiltApp | null = null;
let served: Served | null = null;
let page: Page;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await page?.context().close();
  served?.stop();
  app?.remove();
});

/** Builds, serves and opens a notebook with these settings. */
async function open(cells: readonly Cell[], settings = "", options: { query?: string; javaScript?: boolean } = {}) {
  app = build({ "story.ipynb": notebook(cells), "story.app.yaml": settings });
  expect(app.stderr + app.stdout).not.toMatch(/error/i);
  expect(app.status).toBe(0);
  served = await preview(app.out);
  const context = await browser.newContext({
    viewport: { width: 1280, height: 900 },
    javaScriptEnabled: options.javaScript ?? true,
  });
  page = await context.newPage();
  await page.goto(served.url + (options.query ?? ""));
  if (options.javaScript ?? true) await appState(page, "idle", "booting", "running", "ready");
}

const block = (id: string) => page.locator(`[data-block-id="${id}"]`);
const saved = [{ output_type: "stream", name: "stdout", text: "saved answer\n" }];
const width = async (id: string) => (await block(id).first().boundingBox())?.width ?? 0;

describe("block settings", () => {
  it("hides a block, which still runs", async () => {
    await open([
      { id: "secret", source: "hidden = 40 + 1", metadata: { deepnote_app_block_visible: false } },
      { id: "shown", source: "print('sum', hidden + 1)" },
    ]);
    await expect.poll(() => block("secret").count()).toBe(0);
    await runAll(page);
    await expect.poll(() => blockText(page, "shown")).toContain("sum 42");
  });

  it("hides the code of one block, and the output of another", async () => {
    await open([
      { id: "nocode", source: "print('only the result')", metadata: { deepnote_app_is_code_hidden: true } },
      { id: "nooutput", source: "print('nothing to see')", metadata: { deepnote_app_is_output_hidden: true } },
    ]);
    await runAll(page);
    await expect.poll(() => block("nocode").getAttribute("data-state")).toBe("done");
    expect(await block("nocode").locator("pre.nb-code").count()).toBe(0);
    await expect.poll(() => blockText(page, "nocode")).toContain("only the result");
    expect(await block("nooutput").locator("pre.nb-code").count()).toBe(1);
    await expect.poll(() => block("nooutput").getAttribute("data-state")).toBe("done");
    expect(await block("nooutput").locator(".nb-output").count()).toBe(0);
  });

  it("puts blocks of a group side by side with their widths, and under each other on a phone", async () => {
    const group = { deepnote_app_block_group_id: "row" };
    await open([
      slider("a", 1, { ...group, deepnote_app_block_width: 70 }),
      slider("b", 2, { ...group, deepnote_app_block_width: 30 }),
      { id: "below", source: "a + b" },
    ]);
    const [left, right] = [await block("a").boundingBox(), await block("b").boundingBox()];
    expect(left?.y).toBeCloseTo(right?.y ?? -1, 0);
    expect((await width("a")) / (await width("b"))).toBeGreaterThan(1.9);
    await page.setViewportSize({ width: 390, height: 800 });
    await expect.poll(async () => (await block("b").boundingBox())?.y ?? 0).toBeGreaterThan(left?.y ?? 0);
    expect((await block("b").boundingBox())?.x).toBeCloseTo((await block("a").boundingBox())?.x ?? -1, 0);
  });
});

describe("columns", () => {
  it("hold several blocks each, in the order that they name", async () => {
    const place = (column: string, order: number) => ({
      deepnote_app_block_group_id: "row",
      deepnote_app_block_subgroup_id: column,
      deepnote_app_block_order: order,
    });
    await open([
      slider("right", 1, { ...place("b", 3), deepnote_app_block_width: 25 }),
      slider("top", 2, { ...place("a", 1), deepnote_app_block_width: 75 }),
      slider("under", 3, place("a", 2)),
    ]);
    const [right, top, under] = await Promise.all(["right", "top", "under"].map((id) => block(id).boundingBox()));
    expect(top?.x).toBeLessThan(right?.x ?? 0);
    expect(top?.y).toBeCloseTo(right?.y ?? -1, 0);
    expect(under?.x).toBeCloseTo(top?.x ?? -1, 0);
    expect(under?.y).toBeGreaterThan(top?.y ?? 0);
    expect((await width("top")) / (await width("right"))).toBeGreaterThan(2);
  });
});

describe("app settings", () => {
  const cells: Cell[] = [
    { id: "intro", source: "# One\n\ntext\n\n## Two", markdown: true },
    slider("n", 5),
    { id: "double", source: "print('double', n * 2)", outputs: saved },
  ];

  it("hideCode hides all code", async () => {
    await open(cells, "hideCode: true\n");
    await runAll(page);
    expect(await page.locator("pre.nb-code").count()).toBe(0);
    await expect.poll(() => blockText(page, "double")).toContain("double 10");
  });

  it("fullWidth uses the whole window", async () => {
    await open(cells, "");
    const narrow = await width("double");
    await page.context().close();
    served?.stop();
    app?.remove();
    await open(cells, "fullWidth: true\n");
    expect(await width("double")).toBeGreaterThan(narrow + 100);
  });

  it("tableOfContents lists the headings and leads to them", async () => {
    await open(cells, "tableOfContents: true\n");
    const toc = page.getByRole("navigation");
    await expect.poll(() => toc.getByRole("link").allTextContents()).toEqual(["One", "Two"]);
    await toc.getByRole("link", { name: "Two" }).focus();
    await page.keyboard.press("Enter");
    await expect.poll(() => new URL(page.url()).hash).toBe("#two");
  });

  it("starts with a clean slate, or with showOutputs what the notebook saved, even without JavaScript", async () => {
    await open(cells, "");
    expect(await page.getByText("saved answer").count()).toBe(0);
    await page.context().close();
    served?.stop();
    app?.remove();
    await open(cells, "showOutputs: true\n", { javaScript: false });
    expect(await page.getByText("saved answer").count()).toBe(1);
    expect(await page.getByRole("heading", { name: "Two" }).count()).toBe(1);
  });

  it("allowRun off is a page to read that never fetches Python", async () => {
    await open(cells, "allowRun: false\nshowOutputs: true\n", { query: "?__run=true" });
    const fetched: string[] = [];
    page.on("request", (request) => fetched.push(request.url()));
    await page.reload();
    await expect.poll(() => page.getByText("saved answer").count()).toBe(1);
    expect(await page.getByRole("button", { name: "Run", exact: true }).count()).toBe(0);
    expect(await page.getByRole("slider").isDisabled()).toBe(true);
    expect(fetched.filter((url) => /pyodide|python/.test(url))).toEqual([]);
  });

  it("reactivity on re-runs what is affected, off re-runs everything", async () => {
    const chance = { id: "other", source: "import random\nprint('other', random.random())" };
    await open([...cells, chance], "");
    await runAll(page);
    await expect.poll(() => blockText(page, "other")).toMatch(/other \d/);
    const before = await blockText(page, "other");
    await page.getByRole("slider").fill("7");
    await expect.poll(() => blockText(page, "double")).toContain("double 14");
    await appState(page, "ready");
    expect(await blockText(page, "other")).toBe(before);
    await page.context().close();
    served?.stop();
    app?.remove();

    await open([...cells, chance], "reactivity: false\n");
    await runAll(page);
    await expect.poll(() => blockText(page, "other")).toMatch(/other \d/);
    const first = await blockText(page, "other");
    await page.getByRole("slider").fill("7");
    await expect.poll(() => blockText(page, "double")).toContain("double 14");
    await expect.poll(() => blockText(page, "other")).toMatch(/other \d/);
    await expect.poll(() => blockText(page, "other")).not.toBe(first);
  });

  it("apply: manual waits for Apply", async () => {
    await open(cells, "apply: manual\n");
    await runAll(page);
    await page.getByRole("slider").fill("7");
    await page.waitForTimeout(500);
    await expect.poll(() => blockText(page, "double")).toContain("double 10");
    await page.getByRole("button", { name: /^Apply/ }).click();
    await expect.poll(() => blockText(page, "double")).toContain("double 14");
  });

  it("load says when Python is fetched: at once, or not before somebody reaches for an input", async () => {
    const fetched: string[] = [];
    const context = async (load: string) => {
      app = build({ "story.ipynb": notebook(cells), "story.app.yaml": `load: ${load}\n` });
      served = await preview(app.out);
      const made = await browser.newContext({ serviceWorkers: "block" });
      page = await made.newPage();
      page.on("request", (request) => fetched.push(request.url()));
      await page.goto(served.url);
      await appState(page, "idle");
    };
    const python = () => fetched.filter((url) => /\/rt\/py-/.test(url)).length;
    await context("eager");
    await expect.poll(python).toBeGreaterThan(0);
    await page.context().close();
    served?.stop();
    app?.remove();
    fetched.length = 0;
    await context("interaction");
    await page.waitForLoadState("networkidle");
    expect(python()).toBe(0);
    await page.getByRole("slider").hover();
    await expect.poll(python).toBeGreaterThan(0);
  });

  it("theme forces light or dark", async () => {
    await open(cells, "theme: dark\n");
    const background = () =>
      page.evaluate(() => getComputedStyle(document.documentElement).getPropertyValue("color-scheme"));
    expect(await background()).toContain("dark");
    await page.context().close();
    served?.stop();
    app?.remove();
    await open(cells, "theme: light\n");
    expect(await background()).not.toContain("dark");
  });

  it("title and description are the page's", async () => {
    await open(cells, "title: My <story>\ndescription: What it is about\n");
    expect(await page.title()).toContain("My <story>");
    expect(await page.locator('meta[name="description"]').getAttribute("content")).toBe("What it is about");
  });
});
