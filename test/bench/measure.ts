/**
 * Measures one visit in Chromium: first paint, first result, updates, bytes, memory.
 * @module
 */
import { readFileSync } from "node:fs";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { keptUrls } from "../browser/app.ts";
import { type BenchApp, FIRST } from "./apps.ts";
import type { Host } from "./host.ts";

/** Milliseconds, bytes. */
export interface Visit {
  readonly firstPaint: number;
  readonly firstResult: number;
  /** The first after the first result. */
  readonly firstUpdate: number;
  /** Of each update that counts. */
  readonly updates: readonly number[];
  /** Bodies that the host has sent until the first result, and those after it: what is kept for use without a network. */
  readonly bytes: number;
  readonly laterBytes: number;
  /** Proportional set size of all renderers, the workers in them too, less that of the same browser with an empty page. */
  readonly memory: number;
}

export const UPDATES = 20;
/**
 * Updates before those that count: code runs several times slower until V8 has warmed to it. The floor, which starts without a snapshot,
 * has warmed to much of it before its first result.
 */
export const WARM_UP = 30;

/** Runs in the page before anything else: notes when the first result is there, and measures updates. */
export function instruments({ out, shows, isFloor }: { out: string; shows: string; isFloor: boolean }): void {
  const textOf = (node: Node): string => {
    if (node instanceof HTMLStyleElement) return "";
    const inside = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
    return inside.childNodes.length > 0 ? [...inside.childNodes].map(textOf).join("") : (node.textContent ?? "");
  };
  const find = (root: ParentNode, selector: string): Element | null => {
    const found = root.querySelector(selector);
    if (found) return found;
    for (const element of root.querySelectorAll("*")) {
      const inside = element.shadowRoot && find(element.shadowRoot, selector);
      if (inside) return inside;
    }
    return null;
  };
  let block: Element | null = null;
  let output: Element | null = null;
  let slider: Element | null = null;
  const outputOf = (): Element | null => {
    if (isFloor) return document.getElementById("out");
    if (!block?.isConnected)
      block = document.querySelector("notebook-app")?.shadowRoot?.querySelector(`[data-block-id="${out}"]`) ?? null;
    if (!output?.isConnected) output = block?.shadowRoot?.querySelector(".nb-results") ?? null;
    return output;
  };
  let last: HTMLCanvasElement | string = "";
  /** Whether there is another image than before. A canvas shows it from the beginning; an image after a canvas is the same once more. */
  const isAnother = (image: Element | null): boolean => {
    if (image instanceof HTMLImageElement && (!image.complete || image.naturalWidth === 0)) return false;
    const now = image instanceof HTMLImageElement ? image.src : image instanceof HTMLCanvasElement ? image : last;
    const before = last;
    last = now;
    return now !== before && !(typeof now === "string" && before instanceof HTMLCanvasElement);
  };
  /** Whether the output is there and right for this value. */
  const shown = (n: number): boolean => {
    const root = outputOf();
    if (!root) return false;
    if (shows !== "image") {
      const text = textOf(root);
      return shows === "table"
        ? text.includes(`row ${n + 1}`) &&
            !text.includes(`row ${n}\n`) &&
            !text.includes(`row ${n} `) &&
            new RegExp(`row ${n + 5}`).test(text)
        : text.includes(`n=${n} `);
    }
    return isAnother(find(root, "img, canvas"));
  };
  /** The part of the page that the output is in. */
  const watched = (): Node => {
    outputOf();
    return block?.shadowRoot ?? document;
  };
  /** Looks again whenever the output changes: to look all the time would take a processor from Python. */
  const until = (isThere: () => boolean): Promise<void> => {
    if (isThere()) return Promise.resolve();
    return new Promise((resolve, reject) => {
      const look = (): void => {
        if (isThere()) end(resolve);
        else follow(watched());
      };
      const observer = new MutationObserver(look);
      const roots = new Set<Node>();
      /** Shadow roots may be new. An image is there once it is loaded. */
      const follow = (root: Node): void => {
        if (!roots.has(root)) {
          roots.add(root);
          observer.observe(root, { subtree: true, childList: true, characterData: true, attributes: true });
          root.addEventListener("load", look, true);
        }
        if (root instanceof Element || root instanceof ShadowRoot)
          for (const { shadowRoot } of root.querySelectorAll("*")) if (shadowRoot) follow(shadowRoot);
      };
      const late = setTimeout(() => end(() => reject(new Error("No result within 30 s."))), 30_000);
      const end = (settle: () => void): void => {
        clearTimeout(late);
        observer.disconnect();
        for (const root of roots) root.removeEventListener("load", look, true);
        settle();
      };
      follow(watched());
    });
  };
  const frame = (): Promise<void> => new Promise((resolve) => requestAnimationFrame(() => resolve()));
  const bench = {
    first: 0,
    async watch(n: number): Promise<void> {
      while (!shown(n)) await frame();
      bench.first = performance.now();
    },
    set(n: number): void {
      // Looked for once: what it takes to find it is nobody's.
      if (!slider?.isConnected) slider = find(document, 'input[type="range"]');
      if (!(slider instanceof HTMLInputElement)) throw new Error("The page has no slider.");
      slider.value = String(n);
      slider.dispatchEvent(new Event("input", { bubbles: true, composed: true }));
      slider.dispatchEvent(new Event("change", { bubbles: true, composed: true }));
    },
    async update(n: number): Promise<number> {
      const start = performance.now();
      bench.set(n);
      await until(() => shown(n));
      return performance.now() - start;
    },
  };
  Object.assign(window, { bench });
}

/** Whatever the page said when it failed. */
async function problems(page: Page): Promise<string> {
  return page
    .locator(".nb-notice, #out")
    .allTextContents()
    .then(
      (texts) => texts.join(" "),
      () => "",
    );
}

/** Opens, waits for the first result, then updates. */
export async function visit(
  context: BrowserContext,
  host: Host,
  app: BenchApp,
  { path, isFloor, keeps }: { path: string; isFloor: boolean; keeps: boolean },
): Promise<Visit> {
  const page = context.pages()[0] ?? (await context.newPage());
  const empty = await renderersMemory(context.browser());
  try {
    await page.addInitScript(instruments, { out: app.out, shows: app.shows, isFloor });
    await page.addInitScript(
      (n) => void (window as never as { bench: { watch(n: number): void } }).bench.watch(n),
      FIRST,
    );
    host.takeBytes();
    await page.goto(`${host.url}${path}${isFloor ? "" : "?__run=true"}`, { waitUntil: "commit" });
    await page
      .waitForFunction(() => (window as never as { bench: { first: number } }).bench.first > 0, null, {
        timeout: 120_000,
        polling: 100,
      })
      .catch(async (error: unknown) => {
        throw new Error(`${path}: no first result. ${await problems(page)}`, { cause: error });
      });
    const firstResult = await page.evaluate(() => (window as never as { bench: { first: number } }).bench.first);
    const firstPaint = await page.evaluate(
      () => performance.getEntriesByName("first-contentful-paint")[0]?.startTime ?? Number.NaN,
    );
    if (!isFloor)
      await page.waitForFunction(() => document.querySelector("notebook-app")?.getAttribute("data-state") === "ready");
    const bytes = host.takeBytes();
    const memory = (await renderersMemory(context.browser())) - empty;
    const updates: number[] = [];
    let firstUpdate = Number.NaN;
    for (let at = 0; at < UPDATES + WARM_UP; at++) {
      const n = FIRST + 1 + at;
      const millis = await page.evaluate(
        (value) => (window as never as { bench: { update(n: number): Promise<number> } }).bench.update(value),
        n,
      );
      if (at === 0) firstUpdate = millis;
      if (at >= WARM_UP) updates.push(millis);
      // Not while the last update's frame is still being drawn.
      await page.waitForTimeout(60);
    }
    if (keeps) await waitUntilKept(page);
    return { firstPaint, firstResult, firstUpdate, updates, bytes, laterBytes: host.takeBytes(), memory };
  } finally {
    await page.close();
  }
}

/** The first visit ends when the service worker has kept all that it keeps, so that the second finds it. */
async function waitUntilKept(page: Page): Promise<void> {
  const deadline = performance.now() + 60_000;
  for (let before = -1; ; ) {
    const urls = await keptUrls(page);
    const kept = urls.some((url) => /\.wasm(\.zst)?$/.test(url)) ? urls.length : 0;
    if (kept > 0 && kept === before) return;
    if (performance.now() > deadline) throw new Error("The app was not kept within a minute.");
    before = kept;
    await page.waitForTimeout(1500);
  }
}

async function renderersMemory(browser: Browser | null): Promise<number> {
  if (!browser) return Number.NaN;
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send("SystemInfo.getProcessInfo");
  await session.detach();
  const renderers = processInfo.filter(({ type }) => type === "renderer");
  return renderers.reduce((sum, { id }) => sum + proportionalSize(id), 0);
}

/** Linux only; not a number elsewhere. */
function proportionalSize(pid: number): number {
  try {
    const text = readFileSync(`/proc/${pid}/smaps_rollup`, "utf8");
    return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1]) * 1024;
  } catch {
    return Number.NaN;
  }
}
