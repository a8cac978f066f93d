/**
 * One snapshot, made in Node, starts Python in Chromium, Firefox and WebKit; where it is damaged, each starts the ordinary way.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serveFolder } from "../../compiler/node/static-server.ts";
import { type BuiltApp, build } from "../browser/app.ts";
import { available, ENGINES, type EnginePage } from "./engines.ts";

const NOTEBOOK = `# %%
import pandas as pd
# %%
table = pd.DataFrame({"kind": ["a", "b", "a"], "n": [1, 2, 3]})
print("sum", dict(table.groupby("kind").n.sum()))
# %%
import colorsys, time
print("late", colorsys.rgb_to_hsv(1, 0, 0), time.tzname[0] != "")
# %%
import importlib
import numpy as np
# By a name that no build sees: its file comes from the package's image.
print("module", importlib.import_module("pandas.io.formats.string").__name__)
print("chance", np.random.rand(), "end")
`;

let app: BuiltApp;
let server: RunningServer;
let loop: BuiltApp;
let loopServer: RunningServer;
/** Paths asked for, and which of them are damaged. */
let asked: string[] = [];
let damaged: RegExp | null = null;
/** By numpy's generator, which every visit seeds for itself. */
const drawn: string[] = ["none"];

beforeAll(async () => {
  app = build({ "engines.py": NOTEBOOK }, ["--prerun", "imports"]);
  expect(app.stderr).not.toContain("no-snapshot");
  server = await serveFolder(() => app.out, {
    port: 0,
    isolated: false,
    intercept(request, response): boolean {
      const path = request.url ?? "";
      asked.push(path);
      if (!damaged?.test(path)) return false;
      response.writeHead(200, { "content-type": "application/octet-stream" });
      response.end("damaged");
      return true;
    },
  });
  loop = build({ "loop.py": LOOP }, ["--prerun", "imports"]);
  loopServer = await serveFolder(() => loop.out, { port: 0, isolated: false });
}, 600_000);
afterAll(async () => {
  await server?.close();
  await loopServer?.close();
  app?.remove();
  loop?.remove();
});

/** One that can be run and stopped. */
const LOOP = `# %%
n = 1 #@param {type:"slider", min:0, max:9}
# %%
import time
print("born", time.time_ns())
# %%
while n == 2: pass
print("n", n, "end")
`;

/** All text of the app, through the shadow roots inside it. */
const SHOWN = `(function read(node) {
  if (node.nodeName === "STYLE" || node.nodeType === Node.COMMENT_NODE) return "";
  const inside = node.shadowRoot || node;
  return inside.childNodes.length > 0 ? [...inside.childNodes].map(read).join("") : node.textContent || "";
})(document.querySelector("notebook-app"))`;
const APP = 'document.querySelector("notebook-app")';
const STATE = `${APP}.getAttribute("data-state")`;

/** Opens the app, waits until it has run, and gives all that it shows. */
async function runIn(page: EnginePage): Promise<string> {
  asked = [];
  await page.open(`${server.url}?__run=true`);
  await expect.poll(() => page.ask(STATE), { timeout: 240_000, interval: 100 }).toMatch(/^(ready|failed)$/);
  await expect.poll(() => page.ask(SHOWN), { timeout: 10_000 }).toContain(" end");
  return String(await page.ask(SHOWN));
}

describe.each(ENGINES)("$name", (engine) => {
  const there = available(engine);
  if (!there) console.warn(`${engine.name} is not here: install ${engine.packages.join(", ")} to test it.`);

  it.skipIf(!there)(
    "starts from the snapshot",
    async () => {
      const page = await engine.launch();
      try {
        // The ordinary way needs the packages' libraries; it would fail.
        damaged = /\/pkg\/[^?]*\.libraries\.zst/;
        const text = await runIn(page);
        expect(text).toContain("sum {'a': np.int64(4), 'b': np.int64(2)}");
        expect(text).toContain("late (0.0, 1.0, 1) True");
        expect(text).toContain("module pandas.io.formats.string");
        expect(asked.some((path) => /memory-\d+\.zst/.test(path))).toBe(true);
        const chance = /chance (0\.\d+)/.exec(text)?.[1] ?? "none";
        expect(drawn).not.toContain(chance);
        drawn.push(chance);
      } finally {
        await page.close();
      }
    },
    400_000,
  );

  it.skipIf(!there)(
    "interrupts a loop and keeps Python, on a page that is not isolated",
    async () => {
      const page = await engine.launch();
      const shows = async (text: string, set: string): Promise<string> => {
        await page.ask(set);
        await expect.poll(() => page.ask(SHOWN), { timeout: 60_000, interval: 50 }).toContain(text);
        return /born \d+/.exec(String(await page.ask(SHOWN)))?.[0] ?? "not born";
      };
      const isIn = (state: RegExp) =>
        expect.poll(() => page.ask(STATE), { timeout: 240_000, interval: 50 }).toMatch(state);
      try {
        await page.open(`${loopServer.url}?__run=true`);
        await isIn(/^(ready|failed)$/);
        expect(await page.ask("crossOriginIsolated")).toBe(false);
        const before = await shows("n 3 end", `${APP}.inputs = { n: 3 }`);
        await page.ask(`${APP}.inputs = { n: 2 }`);
        await isIn(/^running$/);
        await page.ask(`void ${APP}.stop()`);
        await isIn(/^(ready|failed|idle)$/);
        expect(await shows("n 4 end", `${APP}.inputs = { n: 4 }`)).toBe(before);
      } finally {
        await page.close();
      }
    },
    400_000,
  );

  it.skipIf(!there)(
    "starts the ordinary way where the snapshot is damaged",
    async () => {
      const page = await engine.launch();
      try {
        damaged = /memory-2\.zst/;
        const text = await runIn(page);
        expect(text).toContain("sum {'a': np.int64(4), 'b': np.int64(2)}");
        expect(asked.some((path) => /pandas.*\.code\.zst/.test(path))).toBe(true);
      } finally {
        await page.close();
      }
    },
    400_000,
  );
});
