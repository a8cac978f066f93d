/**
 * The example apps as a viewer opens them: readable at once, run in the page, the same with and without a snapshot, nothing asked of a
 * third party.
 * @module
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { violations } from "./accessibility.ts";

import { appState, blockText, buildFile, foreignRequests, preview, runAll } from "./app.ts";
import { launchBrowser } from "./browser.ts";

// The first build of an example compiles its packages, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

interface Opened {
  readonly page: Page;
  /** What it has asked of others than its host. */
  readonly foreign: string[];
  /** Whether it has fetched a part of a snapshot. */
  snapshot: boolean;
  close(): Promise<void>;
}

let browser: Browser;
let page: Page;
let foreign: string[];
const opened: Opened[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  for (const one of opened.splice(0)) await one.close();
});

/** Builds, serves and opens an example; as it is by default, it starts from a snapshot. */
async function visit(file: string, { query = "", prerun = "imports" } = {}): Promise<Opened> {
  const folder = mkdtempSync(join(tmpdir(), "notebook-app-example-"));
  const app = buildFile(join("examples", file), folder, ["--prerun", prerun]);
  expect(app.stderr).not.toMatch(/error|no-snapshot/);
  expect(app.status).toBe(0);
  const served = await preview(app.out);
  const context = await browser.newContext({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 2 });
  const page = await context.newPage();
  const one: Opened = {
    page,
    foreign: foreignRequests(page, new URL(served.url).origin),
    snapshot: false,
    async close(): Promise<void> {
      await context.close();
      served.stop();
      app.remove();
    },
  };
  opened.push(one);
  context.on("request", (request) => {
    one.snapshot ||= request.url().includes("/rt/snap/");
  });
  await page.goto(served.url + query);
  await appState(page, "idle", "booting", "running", "ready");
  return one;
}

async function open(file: string, query = ""): Promise<void> {
  ({ page, foreign } = await visit(file, { query }));
}

/** Expects that the example, whose first run is on the page, shows the same after a start without a snapshot. */
async function expectSameWithoutSnapshot(file: string): Promise<void> {
  await page.waitForLoadState("networkidle");
  const shown = await everything(page);
  expect(Object.keys(shown).length).toBeGreaterThan(3);
  expect(opened.at(-1)?.snapshot).toBe(true);
  const plain = await visit(file, { prerun: "none" });
  await runAll(plain.page);
  await expect.poll(() => everything(plain.page)).toEqual(shown);
  expect(plain.snapshot).toBe(false);
  // Two pages that are alive take twice as long.
  opened.splice(opened.indexOf(plain), 1);
  await plain.close();
}

/** Text of each block, and its pictures. */
async function everything(page: Page): Promise<Record<string, string>> {
  // Fresh figures are images a moment later.
  await expect.poll(() => page.locator("canvas.nb-image").count()).toBe(0);
  const ids = await page
    .locator("[data-block-id]")
    .evaluateAll((blocks) => blocks.map((block) => block.getAttribute("data-block-id") ?? ""));
  const found: Record<string, string> = {};
  for (const id of ids) {
    const block = page.locator(`[data-block-id="${id}"]`);
    const pictures = await block
      .locator("img")
      .evaluateAll((images) => images.map((image) => image.getAttribute("src")));
    found[id] = `${await blockText(page, id)}${pictures.join("")}`;
  }
  return found;
}

const block = (id: string) => page.locator(`[data-block-id="${id}"]`);
const text = (id: string) => blockText(page, id);

describe("penguins: pandas and matplotlib", () => {
  it("shows its saved results first, then runs and follows its inputs", async () => {
    await open("penguins/penguins.ipynb");
    await expect.poll(() => text("chosen")).toContain("333 of 333 birds");
    expect(await violations(page)).toEqual([]);
    await runAll(page);
    await expect.poll(() => text("chosen")).toContain("333 of 333 birds");
    const chart = block("scatter").locator("img");
    await expect.poll(() => chart.count()).toBe(1);
    await expectSameWithoutSnapshot("penguins/penguins.ipynb");
    const before = await chart.getAttribute("src");

    await page.getByRole("slider", { name: /Lightest/ }).fill("5000");
    await expect.poll(() => text("chosen")).toMatch(/\b6\d of 333 birds/);
    await appState(page, "ready");
    expect(await block("scatter").locator("img").getAttribute("src")).not.toBe(before);
    expect((await block("load").count()) === 0 || (await block("load").getAttribute("data-state"))).toBeTruthy();
    await expect.poll(() => new URL(page.url()).searchParams.get("lightest")).toBe("5000");
    expect(await violations(page)).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it("opens in the state that its URL names, and runs", async () => {
    await open("penguins/penguins.ipynb", "?species=Gentoo&lightest=5500&__run=true");
    await appState(page, "ready");
    await expect.poll(() => text("chosen")).toMatch(/\b\d\d of 333 birds/);
    await expect.poll(() => text("summary")).not.toContain("Adelie");
  });
});

describe("epidemic: scipy and matplotlib with sliders in columns", () => {
  it("computes and draws", async () => {
    await open("epidemic/epidemic.ipynb");
    const sliders = page.getByRole("slider");
    expect(await sliders.count()).toBe(3);
    const boxes = await Promise.all([0, 1, 2].map((index) => sliders.nth(index).boundingBox()));
    expect(new Set(boxes.map((box) => Math.round(box?.y ?? 0))).size).toBe(1);
    await runAll(page);
    await expect.poll(() => text("final-size")).toMatch(/Ever infected: 7\d\.\d%/);
    await expect.poll(() => block("chart").locator("img").count()).toBe(1);
    const image = block("chart").locator("img");
    const [natural, shown] = await image.evaluate((element: HTMLImageElement) => [
      element.naturalWidth,
      element.clientWidth,
    ]);
    expect((natural ?? 0) / (shown ?? 1)).toBeGreaterThanOrEqual(1.5);
    await expectSameWithoutSnapshot("epidemic/epidemic.ipynb");
    await page.getByRole("slider", { name: /vaccinated/i }).fill("80");
    await expect.poll(() => text("final-size")).toContain("Ever infected: 0.0%");
    expect(await violations(page)).toEqual([]);
    expect(foreign).toEqual([]);
  });
});

describe("birthday: plain Python", () => {
  it("runs without any package", async () => {
    await open("birthday/birthday.py");
    await runAll(page);
    await expectSameWithoutSnapshot("birthday/birthday.py");
    const people = page.getByRole("spinbutton", { name: "people" });
    await people.fill("41");
    await people.press("Enter");
    await expect.poll(async () => page.getByText("41 people: two share a birthday").count()).toBe(1);
    await page.setViewportSize({ width: 390, height: 844 });
    expect(await violations(page)).toEqual([]);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    expect(foreign).toEqual([]);
  });
});

describe("trip planner: a .deepnote project with every input type", () => {
  it("takes every input", async () => {
    await open("trip-planner/trip-planner.deepnote");
    await runAll(page);
    await expect.poll(() => text("letter")).toContain("Ada spends 6 nights in Lisbon");
    await expectSameWithoutSnapshot("trip-planner/trip-planner.deepnote");
    const city = page.getByRole("combobox", { name: "Where to?" });
    await city.selectOption("Florence");
    await expect.poll(() => text("letter")).toContain("in Florence");
    await page.getByRole("textbox", { name: "Who travels?" }).fill("Grace");
    await page.getByRole("textbox", { name: "Who travels?" }).press("Enter");
    await expect.poll(() => text("letter")).toContain("Grace spends");
    await page.getByRole("checkbox", { name: /train/ }).uncheck();
    await page.getByRole("slider", { name: /Budget/ }).fill("100");
    await appState(page, "ready");
    await expect.poll(() => text("total")).toContain("826");
    await expect.poll(() => text("booked")).toContain("Nothing is booked yet.");
    await page.getByRole("button", { name: "Book it" }).click();
    await expect.poll(() => text("booked")).toContain("Booked: Florence for 826 EUR");
    await page.locator('input[type="file"]').setInputFiles({
      name: "list.txt",
      mimeType: "text/plain",
      buffer: Buffer.from("socks hat"),
    });
    await expect.poll(() => text("letter")).toContain("Packed: socks, hat");
    expect(await violations(page)).toEqual([]);
    expect(foreign).toEqual([]);
  });
});

describe("bike counts: SQL over files and frames, Vega-Lite charts, a long table", () => {
  it("asks, draws and follows its inputs", async () => {
    await open("bike-counts/bike-counts.deepnote");
    await runAll(page);
    await expect.poll(() => text("total")).toContain("Rides in 365 days");
    const drawn = (id: string) =>
      block(id).locator("svg .mark-rect path, svg .mark-line path, svg .mark-symbol path").count();
    for (const id of ["by-month", "by-weekday", "by-heat"]) await expect.poll(() => drawn(id)).toBeGreaterThan(3);
    await expect.poll(() => block("best").getByRole("status").textContent()).toBe("1,460 rows");
    await expectSameWithoutSnapshot("bike-counts/bike-counts.deepnote");
    const before = await drawn("by-month");
    await page.getByRole("checkbox", { name: "University" }).uncheck();
    await expect.poll(() => block("best").getByRole("status").textContent()).toBe("1,095 rows");
    await expect.poll(() => drawn("by-month")).toBe((before / 4) * 3);
    expect(foreign).toEqual([]);
  });
});
