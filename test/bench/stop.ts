/**
 * `npm run bench:stop`: from Stop, while Python is in a block that does not end, to the next result; with and without cross-origin isolation.
 *
 * Options: `--apps python,pandas`, `--runs 5`, `--rest 5000` (ms that the viewer looks at a result before going on; default 0), `--wait 2000`
 * (ms between the block's start and Stop; default 0), `--block sleep` or `--block deaf` (code that looks for no interrupt; default a loop).
 * @module
 */
import { parseArgs } from "node:util";
import type { Page } from "playwright-core";
import { build, notebook, slider } from "../browser/app.ts";
import { launchBrowser } from "../browser/browser.ts";
import { APPS, type BenchApp, FIRST } from "./apps.ts";
import { openHost } from "./host.ts";
import { instruments } from "./measure.ts";

const { values } = parseArgs({
  options: {
    apps: { type: "string", default: "python,pandas,matplotlib" },
    runs: { type: "string", default: "5" },
    rest: { type: "string", default: "0" },
    wait: { type: "string", default: "0" },
    block: { type: "string", default: "loop" },
  },
});
/** The value of the input with which the app never ends. */
const ENDLESS = 99;
const BLOCKS: Readonly<Record<string, string>> = {
  loop: `while n == ${ENDLESS}: pass`,
  sleep: `import time\nif n == ${ENDLESS}: time.sleep(600)`,
  deaf: `if n == ${ENDLESS}: sum(range(10**12))`,
};

interface Bench {
  readonly first: number;
  watch(n: number): Promise<void>;
  set(n: number): void;
  stop(n: number): Promise<{ readonly stopped: number; readonly result: number }>;
}

/** The app with a block that loops for one value. */
function endless(app: BenchApp): string {
  const { cells } = JSON.parse(app.notebook) as { cells: { id: string; source: string }[] };
  const own = cells.slice(1).map(({ id, source }) => ({ id, source }));
  return notebook([slider("n", FIRST), ...own, { id: "loop", source: BLOCKS[values.block] ?? "" }]);
}

/** Milliseconds from Stop until the app says that nothing runs, and from Stop to the result of the next value. */
async function stopAndGoOn(page: Page, n: number): Promise<{ readonly stopped: number; readonly result: number }> {
  const state = (wanted: string): Promise<unknown> =>
    page.waitForFunction((one) => document.querySelector("notebook-app")?.getAttribute("data-state") === one, wanted);
  await page.waitForTimeout(Number(values.rest));
  await page.evaluate((value) => (window as never as { bench: Bench }).bench.set(value), ENDLESS);
  await state("running");
  await page.waitForFunction(() => document.querySelector("notebook-app")?.shadowRoot?.querySelector("button.nb-stop"));
  await page.waitForTimeout(Number(values.wait));
  return page.evaluate(async (value) => {
    const app = document.querySelector("notebook-app");
    const start = performance.now();
    const button = app?.shadowRoot?.querySelector<HTMLElement>("button.nb-stop");
    button?.click();
    while (app?.getAttribute("data-state") === "running") await new Promise((go) => requestAnimationFrame(go));
    const stopped = performance.now() - start;
    // By frames: to look all the time would take a core from Python's start.
    const { bench } = window as never as { bench: Bench };
    bench.set(value);
    await bench.watch(value);
    return { stopped, result: performance.now() - start };
  }, n);
}

const median = (list: readonly number[]): number => [...list].sort((a, b) => a - b)[list.length >> 1] ?? Number.NaN;

for (const app of APPS.filter(({ name }) => values.apps.split(",").includes(name))) {
  const built = build({ [`${app.name}.ipynb`]: endless(app) }, ["--prerun", "imports"]);
  if (built.status !== 0) throw new Error(`${app.name} was not built: ${built.stderr}`);
  for (const isolated of [false, true]) {
    const host = await openHost({ isolated });
    host.mount(app.name, built.out);
    const browser = await launchBrowser();
    const page = await browser.newPage();
    await page.addInitScript(instruments, { out: app.out, shows: app.shows, isFloor: false });
    await page.addInitScript((n) => (window as never as { bench: Bench }).bench.watch(n), FIRST);
    await page.goto(`${host.url}${app.name}/?__run=true`);
    await page.waitForFunction(() => (window as never as { bench: Bench }).bench.first > 0, null, { timeout: 120_000 });
    await page.waitForFunction(() => document.querySelector("notebook-app")?.getAttribute("data-state") === "ready");
    const times = [];
    for (let at = 0; at < Number(values.runs); at++) times.push(await stopAndGoOn(page, FIRST + 1 + at));
    const [stopped, result] = [times.map((one) => one.stopped), times.map((one) => one.result)];
    console.log(
      `${app.name.padEnd(11)} ${isolated ? "isolated    " : "not isolated"}  stopped ${median(stopped).toFixed(0)} ms, next result ${median(result).toFixed(0)} ms (${result.map((one) => one.toFixed(0)).join(" ")})`,
    );
    await browser.close();
    host.close();
  }
  built.remove();
}
