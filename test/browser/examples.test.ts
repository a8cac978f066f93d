/**
 * The example apps as a viewer opens them: readable at once, run in the page, nothing asked of a third party.
 * @module
 */
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";

import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from "vitest";
import { violations } from "./accessibility.ts";

import { appState, type BuiltApp, blockText, buildFile, foreignRequests, preview, runAll, type Served } from "./app.ts";
import { launchBrowser } from "./browser.ts";

// The first build of an example compiles its packages, which takes a while on a busy machine.
vi.setConfig({ testTimeout: 600_000 });

let browser: Browser;
let page: Page;
let app: BuiltApp;
let served: Served;
let foreign: string[];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await page.context().close();
  served.stop();
  app.remove();
});

async function open(file: string, query = ""): Promise<void> {
  app = buildFile(join("examples", file), mkdtempSync(join(tmpdir(), "notebook-app-example-")));
  expect(app.stderr).not.toContain("error");
  expect(app.status).toBe(0);
  served = await preview(app.out);
  page = await (await browser.newContext({ viewport: { width: 1280, height: 900 }, deviceScaleFactor: 2 })).newPage();
  foreign = foreignRequests(page, new URL(served.url).origin);
  await page.goto(served.url + query);
  await appState(page, "idle", "booting", "running", "ready");
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
    await expect
      .poll(() => page.locator("notebook-app").evaluate((element) => element.getAttribute("data-state")))
      .toBe("ready");
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
    await expect.poll(() => text("total"), { timeout: 30_000 }).toContain("Rides in 365 days");
    const drawn = (id: string) =>
      block(id).locator("svg .mark-rect path, svg .mark-line path, svg .mark-symbol path").count();
    for (const id of ["by-month", "by-weekday", "by-heat"])
      await expect.poll(() => drawn(id), { timeout: 30_000 }).toBeGreaterThan(3);
    await expect.poll(() => block("best").getByRole("status").textContent()).toBe("1,460 rows");
    const before = await drawn("by-month");
    await page.getByRole("checkbox", { name: "University" }).uncheck();
    await expect.poll(() => block("best").getByRole("status").textContent(), { timeout: 30_000 }).toBe("1,095 rows");
    await expect.poll(() => drawn("by-month"), { timeout: 30_000 }).toBe((before / 4) * 3);
    expect(foreign).toEqual([]);
  });
});
