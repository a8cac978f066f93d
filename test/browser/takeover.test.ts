/**
 * The script takes the place of what the compiler wrote, and a viewer who was quicker than it notices nothing: the entry is held back,
 * the viewer does something, the entry comes.
 * @module
 */
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type BuiltApp, blockText, build, type Cell, notebook, preview, type Served } from "./app.ts";
import { launchBrowser } from "./browser.ts";

/** An input as Deepnote exports it. */
function input(type: string, name: string, value: unknown, metadata: Record<string, unknown> = {}): Cell {
  const own = { deepnote_variable_name: name, deepnote_input_label: `The ${name}`, deepnote_variable_value: value };
  return { id: name, source: "", metadata: { deepnote_cell_type: `input-${type}`, ...own, ...metadata } };
}

const options = { deepnote_variable_options: ["red", "green", "blue"], deepnote_variable_select_type: "from-options" };
const FOLD = "<details><summary>More</summary>What was folded.</details>";
const NAMES = ["word", "story", "flag", "color", "colors", "level", "span", "upload"];
const cells: readonly Cell[] = [
  { id: "top", source: `# One\n\nSee [there](https://example.org/).\n\n${FOLD}`, markdown: true },
  input("text", "word", "hello"),
  input("textarea", "story", "one\ntwo"),
  input("checkbox", "flag", false),
  input("select", "color", "red", options),
  input("select", "colors", ["red"], { ...options, deepnote_allow_multiple_values: true }),
  input("slider", "level", "3", {
    deepnote_slider_min_value: 0,
    deepnote_slider_max_value: 10,
    deepnote_slider_step: 1,
  }),
  input("date-range", "span", ["2026-05-01", "2026-05-31"]),
  input("file", "upload", ""),
  { id: "got", source: `print([${NAMES.join(", ")}])` },
  {
    id: "folded",
    source: "pass",
    outputs: [{ output_type: "display_data", data: { "text/html": `<p>Saved</p>${FOLD}` }, metadata: {} }],
  },
  { id: "two", source: `## Two\n\n${"A line of many.\n\n".repeat(60)}`, markdown: true },
  { id: "wide", source: `x = "${"wide ".repeat(80)}"` },
  { id: "three", source: `## Three\n\n${"And more.\n\n".repeat(60)}`, markdown: true },
];

let browser: Browser;
let app: BuiltApp;
let served: Served;
let context: BrowserContext;

beforeAll(async () => {
  browser = await launchBrowser();
  const settings = "tableOfContents: true\nshowOutputs: true\nload: interaction\n";
  app = build({ "early.ipynb": notebook(cells), "early.app.yaml": settings });
  expect(app.status, app.stderr).toBe(0);
  served = await preview(app.out);
});
afterAll(async () => {
  await browser?.close();
  served?.stop();
  app?.remove();
});
afterEach(() => context?.close());

const ENTRY = /\/index\.js$/;
const PROGRAM = /\/app\.json/;

/** The page before its script, or what that needs, which comes when `arrive` is called. */
async function early(query = "", late = ENTRY): Promise<{ page: Page; arrive: () => Promise<void> }> {
  context = await browser.newContext({ viewport: { width: 1200, height: 700 }, serviceWorkers: "block" });
  const page = await context.newPage();
  let letThrough = (): void => {};
  const held = new Promise<void>((resolve) => {
    letThrough = resolve;
  });
  await page.route(late, async (route) => {
    await held;
    await route.continue();
  });
  await page.goto(served.url + query, { waitUntil: "commit" });
  await page.getByText("And more.").last().waitFor({ state: "attached" });
  return {
    page,
    arrive: async () => {
      letThrough();
      await page.waitForFunction(() => document.querySelector("notebook-app")?.childElementCount === 0);
    },
  };
}

/** Whether the viewer's next key goes to this element. */
const isFocused = (locator: Locator): Promise<boolean> =>
  locator.evaluate((element) => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active === element;
  });

describe("what a viewer does before the script has come stays done", () => {
  it.each([
    [
      "a link of the table of contents",
      (page: Page) => page.getByRole("navigation").getByRole("link", { name: "Two" }),
    ],
    ["a link in the text", (page: Page) => page.getByRole("link", { name: "there" })],
    ["the head of a fold", (page: Page) => page.locator("summary").first()],
    ["an input", (page: Page) => page.getByLabel("The word")],
    ["the second of two controls", (page: Page) => page.getByLabel("The span: to")],
    ["one of several choices", (page: Page) => page.getByRole("checkbox", { name: "blue" })],
    ["code", (page: Page) => page.locator("pre").last()],
  ])("the focus stays on %s", async (_, element) => {
    const { page, arrive } = await early();
    await element(page).focus();
    expect(await isFocused(element(page))).toBe(true);
    await arrive();
    expect(await isFocused(element(page))).toBe(true);
  });

  it("folds stay open, in text and in saved outputs", async () => {
    const { page, arrive } = await early();
    for (const summary of await page.locator("summary").all()) await summary.click();
    await arrive();
    const folds = await page.locator("details").all();
    expect(folds.length).toBe(2);
    for (const fold of folds) expect(await fold.getAttribute("open")).not.toBeNull();
  });

  it.each([
    ["", ENTRY],
    ["#three", PROGRAM],
  ])("the page stays where it was scrolled to (%s, %s)", async (hash, late) => {
    const { page, arrive } = await early(hash, late);
    const scrolled = (): Promise<number> => page.evaluate(() => scrollY);
    if (hash !== "") await expect.poll(scrolled).toBeGreaterThan(700);
    const before = await scrolled();
    await page.mouse.move(600, 400);
    await page.mouse.wheel(0, hash === "" ? 640 : -640);
    await expect.poll(async () => Math.abs((await scrolled()) - before)).toBe(640);
    await page
      .locator("pre")
      .last()
      .evaluate((code) => code.scrollTo(200, 0));
    const after = await scrolled();
    await arrive();
    expect(await scrolled()).toBe(after);
    expect(
      await page
        .locator("pre")
        .last()
        .evaluate((code) => code.scrollLeft),
    ).toBe(200);
  });

  it("a link to a heading leads there", async () => {
    const { page, arrive } = await early("#three");
    await arrive();
    const top = await page.getByRole("heading", { name: "Three" }).evaluate((h) => h.getBoundingClientRect().top);
    expect(top).toBeGreaterThanOrEqual(0);
    expect(top).toBeLessThan(120);
  });

  it("what was typed so far stays, with the caret, and counts when it is complete", async () => {
    const { page, arrive } = await early();
    const word = page.getByLabel("The word");
    await word.fill("good");
    await word.press("Home");
    await arrive();
    expect(await word.inputValue()).toBe("good");
    expect(await page.locator("notebook-app").getAttribute("data-state")).toBe("idle");
    await page.keyboard.type("very ");
    expect(await word.inputValue()).toBe("very good");
    await page.getByRole("link", { name: "there" }).focus();
    await expect.poll(() => blockText(page, "got")).toContain("['very good', ");
  });

  it("what was typed and left as it is counts when the field is left", async () => {
    const { page, arrive } = await early();
    await page.getByLabel("The story").fill("three");
    await arrive();
    await page.getByRole("link", { name: "there" }).focus();
    await expect.poll(() => blockText(page, "got")).toContain("'three'");
  });

  it("values that were changed are the viewer's, all of them, and run", async () => {
    const { page, arrive } = await early("?level=9&flag=true");
    await page.getByLabel("The word").fill("bye");
    await page.getByRole("checkbox", { name: "The flag" }).check();
    await page.getByLabel("The color").selectOption("blue");
    await page.getByRole("checkbox", { name: "green" }).check();
    await page.getByRole("checkbox", { name: "red" }).uncheck();
    await page.getByRole("slider").fill("7");
    await page.getByLabel("The span: to").fill("2026-06-15");
    await page
      .getByLabel("The upload")
      .setInputFiles({ name: "my.txt", mimeType: "text/plain", buffer: Buffer.from("x") });
    await arrive();
    await expect
      .poll(() => blockText(page, "got"))
      .toContain(
        "['bye', 'one\\ntwo', True, 'blue', ['green'], 7, (datetime.date(2026, 5, 1), datetime.date(2026, 6, 15)), '/work/file_input_uploads/my.txt']",
      );
  });

  it("an input that nobody touched has the value of the link, and nothing runs", async () => {
    const { page, arrive } = await early("?level=9");
    await arrive();
    expect(await page.getByRole("slider").inputValue()).toBe("9");
    expect(await page.locator("notebook-app").getAttribute("data-state")).toBe("idle");
  });

  it("the first hint of interest counts from the start: Python is on its way", async () => {
    const { page, arrive } = await early();
    await page.getByRole("slider").focus();
    const fetched = page.waitForRequest(/\.wasm(\.zst)?$/);
    await arrive();
    await fetched;
  });
});
