/**
 * What a viewer sees before and while the page comes alive: everything at once, and nothing moves.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import type { Browser, BrowserContext, Locator, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { appState, type BuiltApp, build, type Cell, notebook, preview, type Served, slider } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let context: BrowserContext;
let app: BuiltApp;
let served: Served;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await context?.close();
  served?.stop();
  app?.remove();
});

const PNG =
  "iVBORw0KGgoAAAANSUhEUgAAAGQAAAAyCAIAAAAlV+npAAAAQ0lEQVR4nO3QQQ3AIADAwPk3jQsI4bGmd7ndzH3fPvz3vDrg1qxAs4BmAc0CmgU0C2gW0CygWUCzgGYBzQKaBTQLaBbQLKD5AAK5AWOvYjqYAAAAAElFTkSuQmCC";
const stream = (text: string) => ({ output_type: "stream", name: "stdout", text });
const display = (data: Record<string, unknown>) => ({ output_type: "display_data", data, metadata: {} });
const group = { deepnote_app_block_group_id: "row" };
const CELLS: readonly Cell[] = [
  {
    id: "intro",
    source: "# A story\n\nwith *text*, a [link](#there), a list\n\n- one\n- two\n\nand $x^2$.",
    markdown: true,
  },
  slider("n", 5, { ...group, deepnote_app_block_width: 60 }),
  { id: "aside", source: "beside = 1", metadata: { ...group, deepnote_app_block_width: 40 } },
  { id: "printed", source: "for i in range(3): print('line', i)", outputs: [stream("line 0\nline 1\nline 2\n")] },
  {
    id: "shown",
    source:
      "import time\nfrom IPython.display import HTML, display\ndisplay(HTML('<table><tr><td>cell</td></tr></table>'))\ntime.sleep(.3)\nprint('after')",
    outputs: [display({ "text/html": "<table><tr><td>cell</td></tr></table>" }), stream("after\n")],
  },
  { id: "marked", source: "pass", outputs: [display({ "text/markdown": "**bold** and $y$", "text/plain": "bold" })] },
  { id: "pictured", source: "pass", outputs: [display({ "image/png": PNG, "text/plain": "picture" })] },
  { id: "end", source: "## The end\n\nThat was it.", markdown: true },
];

async function host(settings: string): Promise<void> {
  app = build({ "story.ipynb": notebook(CELLS), "story.app.yaml": settings });
  expect(app.status).toBe(0);
  served = await preview(app.out);
}

/** Adds up all layout shifts that no input of the viewer's explains, from the very start. */
async function open(query = ""): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(() => {
    const found: unknown[] = [];
    Object.assign(window, { shifts: found });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries() as (PerformanceEntry & {
        value: number;
        hadRecentInput: boolean;
        sources: { node?: Node }[];
      })[])
        if (!entry.hadRecentInput)
          found.push([
            entry.value,
            Math.round(entry.startTime),
            ...entry.sources.map(({ node }) => (node instanceof Element ? node.outerHTML.slice(0, 80) : "")),
          ]);
    }).observe({ type: "layout-shift", buffered: true });
  });
  await page.goto(`${served.url}${query}`);
  return page;
}

const shifts = (page: Page): Promise<[number, ...unknown[]][]> =>
  page.evaluate(() => (window as never as { shifts: [number, ...unknown[]][] }).shifts);
const total = (found: [number, ...unknown[]][]): number => found.reduce((sum, [value]) => sum + value, 0);

/** Places of all blocks on the page. */
const boxes = (page: Page): Promise<Record<string, number[]>> =>
  page.evaluate(() => {
    const root = document.querySelector("notebook-app")?.shadowRoot ?? document;
    return Object.fromEntries(
      [...root.querySelectorAll("[data-block-id]")].map((block) => {
        const { x, y, width, height } = block.getBoundingClientRect();
        return [block.getAttribute("data-block-id"), [x, y, width, height].map(Math.round)];
      }),
    );
  });

describe("first sight", () => {
  it("what the compiler wrote and what the elements draw stand in the same places, and nothing moves in between", async () => {
    await host("showOutputs: true\nprerun: none\n");
    const size = { width: 1280, height: 1400 };
    context = await browser.newContext({ viewport: size, javaScriptEnabled: false });
    const still = await open();
    await still.getByText("That was it.").waitFor();
    const before = await boxes(still);
    await context.close();

    context = await browser.newContext({ viewport: size });
    const page = await open();
    await page.waitForFunction(() => (document.querySelector("notebook-app")?.childElementCount ?? 1) === 0);
    // Until Python has been fetched in the background.
    await page.waitForLoadState("networkidle");
    const after = await boxes(page);
    expect(Object.keys(after)).toEqual(Object.keys(before));
    for (const [id, box] of Object.entries(after))
      for (const [at, value] of box.entries())
        expect(Math.abs(value - (before[id]?.[at] ?? -99)), `${id} ${box} ${before[id]}`).toBeLessThanOrEqual(1);
    expect(await shifts(page)).toEqual([]);
  });

  it("results that are as they were move nothing while they are computed again", async () => {
    await host("showOutputs: true\nprerun: none\n");
    context = await browser.newContext({ viewport: { width: 1280, height: 1400 } });
    const page = await open("?__run=true");
    await page.waitForFunction(() =>
      document.querySelector("notebook-app")?.shadowRoot?.querySelector("[data-state=done]"),
    );
    await appState(page, "ready");
    const found = (await shifts(page)).filter(
      ([, , ...nodes]) => !nodes.some((node) => String(node).includes("marked")),
    );
    // The two blocks that show nothing now leave the page, below them things move up once.
    expect(total(found), JSON.stringify(found)).toBeLessThan(0.1);
  });

  /** Starts what waits for the browser to be at rest. */
  const rest = (page: Page): Promise<void> =>
    page.evaluate(() => {
      for (const call of (window as never as { waiting: (() => void)[] }).waiting.splice(0)) call();
    });
  const point = (page: Page, at: Locator): Promise<void> =>
    at.boundingBox().then((box) => page.mouse.move((box?.x ?? 0) + 5, (box?.y ?? 0) + 5));

  it.each([
    ["eager", [], async () => {}],
    ["idle", ["point at text"], rest],
    ["idle", [], (page: Page) => page.getByRole("slider").focus()],
    ["interaction", ["rest", "point at text", "focus a link"], (page: Page) => page.getByRole("slider").focus()],
    ["interaction", ["rest", "point at text"], (page: Page) => point(page, page.getByRole("slider"))],
    ["interaction", [], (page: Page) => point(page, page.getByRole("button", { name: "Run", exact: true }))],
  ] as const)("load: %s fetches Python not after %j, but then", async (load, nothing, hint) => {
    await host(`load: ${load}\nprerun: none\n`);
    context = await browser.newContext({ serviceWorkers: "block" });
    await context.addInitScript(() => {
      const waiting: (() => void)[] = [];
      Object.assign(window, { waiting, requestIdleCallback: (call: () => void) => waiting.push(call) });
    });
    const fetched: string[] = [];
    context.on("request", (request) => fetched.push(request.url()));
    const page = await open();
    await page.waitForFunction(() => (document.querySelector("notebook-app")?.childElementCount ?? 1) === 0);
    await page.waitForLoadState("networkidle");
    const python = () => fetched.some((url) => /\.wasm(\.zst)?$/.test(url));
    const acts: Record<(typeof nothing)[number], () => Promise<void>> = {
      rest: () => rest(page),
      "point at text": () => point(page, page.getByRole("heading", { name: "The end" })),
      "focus a link": () => page.getByRole("link", { name: "link" }).focus(),
    };
    for (const act of nothing) {
      await acts[act]();
      await page.waitForTimeout(300);
      expect(python(), act).toBe(false);
    }
    if (load !== "eager") expect(python()).toBe(false);
    await hint(page);
    await expect.poll(python).toBe(true);
  });
});

describe("bytes before the app is alive", () => {
  const folder = join(import.meta.dirname, "../../dist/runtime");

  /** A script with all that it imports before it runs. */
  function closure(name: string, found = new Map<string, string>()): Map<string, string> {
    if (found.has(name)) return found;
    const text = readFileSync(join(folder, name), "utf8");
    found.set(name, text);
    for (const [, path = ""] of text.matchAll(
      /(?:^|[;}\s])(?:import|export)\s*(?:[\w*{}\s,$]+?from)?\s*["'](\.[^"']+)["']/g,
    ))
      closure(join(name, "..", path), found);
    return found;
  }

  it("the entry is at most 60 kB gzipped, and brings no renderer of charts, formulas or HTML", () => {
    const files = closure("index.js");
    const size = [...files.values()].reduce((sum, text) => sum + gzipSync(text).length, 0);
    expect(size).toBeLessThanOrEqual(60_000);
    expect([...files.keys()].filter((name) => /vega|plotly|markdown|\/html-|duckdb|remote-kernel/.test(name))).toEqual(
      [],
    );
    expect(readdirSync(join(folder, "chunks")).length).toBeGreaterThan(5);
  });

  it("the service worker is at most 12 kB gzipped", () => {
    expect(gzipSync(readFileSync(join(folder, "sw.js"))).length).toBeLessThanOrEqual(12_000);
  });
});
