/**
 * The page as it runs: block states, every kind of output, errors in place, Stop, lost network, pages without JavaScript.
 * @module
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
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

const DOT = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const cells: Cell[] = [
  { id: "title", source: "# Outputs\n\nText with $x^2$.", markdown: true },
  { id: "stream", source: "import sys\nprint('\\033[31mred\\033[0m plain <b>')\nprint('careful', file=sys.stderr)" },
  { id: "plain", source: "{'a': [1, 2]}" },
  {
    id: "html",
    source: "from IPython.display import HTML, display\nHTML('<b>bold</b><a href=\"javascript:top.hacked=1\">x</a>')",
  },
  {
    id: "script",
    source:
      'HTML(\'<p id=p>before</p><script>document.getElementById("p").textContent = "after"; try { parent.hacked = 1; p.textContent += document.cookie } catch (e) { p.textContent += " " + e.name }</script>\')',
  },
  { id: "markdown", source: "from IPython.display import Markdown\nMarkdown('**strong** and $y_1$')" },
  { id: "latex", source: "from IPython.display import Latex\nLatex('$$\\\\frac{a}{b}$$')" },
  {
    id: "image",
    source: `import base64\nfrom IPython.display import Image\nImage(base64.b64decode('${DOT}'), width=40)`,
  },
  {
    id: "svg",
    source: 'from IPython.display import SVG\nSVG(\'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>\')',
  },
  { id: "json", source: "from IPython.display import JSON\nJSON({'deep': {'er': [1, 'x']}})" },
  {
    id: "bundle",
    source:
      "class Both:\n    def _repr_mimebundle_(self, **kwargs):\n        return {'text/plain': 'poor', 'text/html': '<i>rich</i>'}\nBoth()",
  },
  { id: "handle", source: "handle = display('first', display_id=True)" },
  { id: "update", source: "handle.update('second')" },
  { id: "clear", source: "from IPython.display import clear_output\nprint('gone')\nclear_output()\nprint('stays')" },
  { id: "await", source: "import asyncio\nawait asyncio.sleep(0)\nprint('waited')" },
  { id: "nothing", source: "_ = 1" },
  { id: "fails", source: "def inner():\n    return 1 / 0\nbad = inner()" },
  { id: "needs", source: "print(bad)" },
  { id: "rest", source: "print('the rest runs')" },
  { id: "hidden", source: "raise ValueError('out of sight')", metadata: { deepnote_app_block_visible: false } },
  { id: "syntax", source: "x = = 1" },
];

let browser: Browser;
let app: BuiltApp;
let served: Served;
let page: Page;
const text = (id: string) => blockText(page, id);
const block = (id: string) => page.locator(`[data-block-id="${id}"]`);
const state = (id: string) => block(id).getAttribute("data-state");

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser?.close();
  served?.stop();
  app?.remove();
});

async function openPage(context: BrowserContext, url: string): Promise<Page> {
  const opened = await context.newPage();
  await opened.goto(url);
  await appState(opened, "idle", "booting", "running", "ready");
  return opened;
}

describe("outputs", () => {
  const errors: string[] = [];
  beforeAll(async () => {
    app = build({ "outputs.ipynb": notebook(cells) });
    expect(app.status, app.stderr).toBe(0);
    served = await preview(app.out);
    page = await openPage(await browser.newContext({ serviceWorkers: "block" }), served.url);
    page.on("pageerror", (error) => errors.push(error.message));
  });
  afterAll(async () => {
    await page?.context().close();
    served?.stop();
    app?.remove();
  });

  it("are not there before a run: every block is idle", async () => {
    expect(await state("stream")).toBe("idle");
    expect(await page.locator(".nb-output").count()).toBe(0);
    expect(await page.locator("notebook-app").getAttribute("data-state")).toBe("idle");
  });

  it("come with the states of their blocks", async () => {
    await runAll(page);
    const states = async () => Promise.all(["stream", "nothing", "fails", "needs", "rest", "syntax"].map(state));
    await expect.poll(states).toEqual(["done", "done", "failed", "skipped", "done", "failed"]);
    expect(await page.locator("notebook-app").getAttribute("data-state")).toBe("ready");
  });

  it("streams: colors, nothing as markup, errors apart", async () => {
    const out = block("stream").locator(".nb-stdout");
    expect(await out.textContent()).toBe("red plain <b>\n");
    const [red, ink] = await out.evaluate((element) => [
      getComputedStyle(element.querySelector("span") ?? element).color,
      getComputedStyle(element).color,
    ]);
    expect(red).not.toBe(ink);
    expect(await block("stream").locator(".nb-stderr").textContent()).toBe("careful\n");
  });

  it("plain values, rich values, the richest of several", async () => {
    await expect.poll(() => text("plain")).toContain("{'a': [1, 2]}");
    expect(await block("html").locator("b").textContent()).toBe("bold");
    expect(await block("bundle").locator("i").textContent()).toBe("rich");
    expect(await block("bundle").locator(".nb-output").count()).toBe(1);
  });

  it("HTML with scripts runs in a box of its own and reaches nothing of the page", async () => {
    const frame = page.frameLocator('[data-block-id="script"] iframe');
    await expect.poll(() => frame.locator("#p").textContent()).toMatch(/^after (SecurityError|DOMException)/);
    expect(await block("script").locator("iframe").getAttribute("sandbox")).toBe("allow-scripts");
    expect(await page.evaluate(() => Reflect.get(window, "hacked"))).toBeUndefined();
    expect(await block("html").locator("a[href]").count()).toBe(0);
  });

  it("Markdown, LaTeX and math are drawn", async () => {
    await expect.poll(() => block("markdown").locator("strong").textContent()).toBe("strong");
    await expect.poll(() => block("markdown").locator("math").count()).toBe(1);
    await expect.poll(() => block("latex").locator("mfrac").count()).toBe(1);
    expect(await block("title").locator("math").count()).toBe(1);
  });

  it("images have their size and a text in their place", async () => {
    const image = block("image").locator("img");
    await expect.poll(() => image.evaluate((element: HTMLImageElement) => element.naturalWidth)).toBe(1);
    expect(await image.getAttribute("width")).toBe("40");
    expect(await image.getAttribute("alt")).not.toBe("");
    await expect
      .poll(() =>
        block("svg")
          .locator("img")
          .evaluate((one: HTMLImageElement) => one.naturalWidth),
      )
      .toBe(9);
  });

  it("JSON opens and closes", async () => {
    await expect.poll(() => block("json").locator("details[open]").count()).toBeGreaterThan(0);
    await expect.poll(() => text("json")).toContain('"x"');
  });

  it("can be updated from elsewhere, and cleared", async () => {
    await expect.poll(() => block("handle").locator(".nb-plain").textContent()).toBe("'second'");
    expect(await block("clear").locator(".nb-stdout").textContent()).toBe("stays\n");
    await expect.poll(() => text("await")).toContain("waited");
  });

  it("a block that shows nothing and no code takes no room", async () => {
    expect(await block("nothing").locator(".nb-output").count()).toBe(0);
  });

  it("errors stand in their place, own code first; what needs them says so; the rest has run", async () => {
    const trace = await block("fails").getByRole("alert").textContent();
    expect(trace).toContain("ZeroDivisionError");
    expect(trace?.indexOf("inner()")).toBeGreaterThan(-1);
    await expect.poll(() => text("needs")).toContain("needs block 17, which failed");
    await expect.poll(() => text("rest")).toContain("the rest runs");
    await expect.poll(() => text("syntax")).toContain("SyntaxError");
  });

  it("a hidden block does not fail in silence", async () => {
    await expect
      .poll(() => page.locator(".nb-notice").allTextContents())
      .toEqual([expect.stringMatching(/hidden block.*ValueError: out of sight/)]);
  });

  it("are drawn without any error of the page's own", () => {
    expect(errors).toEqual([]);
  });

  it("print as a page, without what only a screen needs", async () => {
    await page.emulateMedia({ media: "print" });
    expect(await page.locator("header.nb-header").isVisible()).toBe(false);
    expect(await block("stream").isVisible()).toBe(true);
    await page.emulateMedia({ media: "screen" });
  });
});

describe.each([true, false])("a block that was quick and hangs, on a page that is isolated: %s", (isolated) => {
  it("is named as running", async () => {
    const cells = [slider("n", 1), { id: "before", source: "x = n" }, { id: "hangs", source: "while x == 3: pass" }];
    const app = build({ "hang.ipynb": notebook(cells) });
    expect(app.status, app.stderr).toBe(0);
    const served = await preview(app.out, isolated ? [] : ["--no-isolation"]);
    const context = await browser.newContext({ serviceWorkers: "block" });
    const page = await openPage(context, `${served.url}?__run=true`);
    await appState(page, "ready");
    const set = (value: string) => page.getByRole("slider").fill(value);
    await set("2");
    await appState(page, "ready");
    await set("3");
    await expect.poll(() => page.getByRole("status").first().textContent()).toMatch(/Running block 3/);
    expect(await page.locator('[data-block-id="hangs"]').getAttribute("data-state")).toBe("running");
    await context.close();
    served.stop();
    app.remove();
  });
});

/** What Python needs before it can start. */
const PYTHON = /\/rt\/(pkg|snap)\//;

describe.each([true, false])("a run on a page that is isolated: %s", (isolated) => {
  let context: BrowserContext;
  const loop: Cell[] = [
    { id: "first", source: "print('begun')" },
    { id: "loop", source: "import time\nwhile True:\n    time.sleep(0.01)" },
    { id: "last", source: "print('end')" },
  ];
  beforeAll(async () => {
    app = build({ "loop.ipynb": notebook(loop), "loop.app.yaml": "load: interaction\n" });
    expect(app.status, app.stderr).toBe(0);
    served = await preview(app.out, isolated ? [] : ["--no-isolation"]);
  });
  afterEach(() => context?.close());
  afterAll(() => {
    served?.stop();
    app?.remove();
  });
  const run = () => page.getByRole("button", { name: "Run", exact: true });
  const stop = () => page.getByRole("button", { name: "Stop" });
  const open = async (prepare: (made: BrowserContext) => Promise<unknown> = async () => {}) => {
    context = await browser.newContext({ serviceWorkers: "block" });
    await prepare(context);
    page = await openPage(context, served.url);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isolated);
  };

  it("tells what it does, can be stopped, and goes on from there", async () => {
    await open();
    await run().click();
    await expect
      .poll(() => page.getByRole("status").first().textContent(), { timeout: 90_000 })
      .toMatch(/Running block 2/);
    expect(await Promise.all(["first", "loop", "last"].map(state))).toEqual(["done", "running", "queued"]);
    await stop().click();
    await appState(page, "ready", "idle");
    await run().waitFor();
    await expect.poll(() => state("loop")).toBe("failed");
    await expect.poll(() => state("last")).toMatch(/^(stale|queued)$/);
    await expect.poll(() => text("first")).toContain("begun");
    await run().click();
    await appState(page, "running");
    await stop().click();
    await appState(page, "ready", "idle");
  });

  if (isolated) return;
  it("says what did not arrive, and tries again where it left off", async () => {
    await open((made) => made.route(PYTHON, (route) => route.abort()));
    await run().click();
    await expect
      .poll(() => page.locator("notebook-app").getAttribute("data-state"), { timeout: 90_000 })
      .toBe("failed");
    const notice = page.getByRole("alert");
    expect(await notice.textContent()).toMatch(/connection|arrive|fetch|load/i);
    await context.unroute(PYTHON);
    await notice.getByRole("button", { name: "Retry" }).click();
    await expect.poll(() => text("first"), { timeout: 90_000 }).toContain("begun");
    expect(await page.getByRole("alert").count()).toBe(0);
    await stop().click();
  });
});

describe("a host that has gone silent", () => {
  it("leaves what is there readable, and the page says so and tries again", async () => {
    app = build({ "silent.ipynb": notebook([{ id: "text", source: "# Story", markdown: true }, slider("n", 1)]) });
    served = await preview(app.out);
    const context = await browser.newContext({ serviceWorkers: "block" });
    // A minute may take a second.
    await context.addInitScript(() => {
      const later = setTimeout;
      Object.assign(window, { setTimeout: (task: () => void, millis = 0) => later(task, millis / 60) });
    });
    await context.route(/app\.json/, () => {});
    page = await context.newPage();
    await page.goto(served.url);
    const notice = page.getByRole("alert");
    await expect.poll(() => notice.textContent()).toContain("could not be loaded");
    expect(await page.getByRole("heading", { name: "Story" }).isVisible()).toBe(true);
    await context.unroute(/app\.json/);
    await notice.getByRole("button", { name: "Retry" }).click();
    await appState(page, "idle");
    expect(await notice.count()).toBe(0);
    await context.close();
    served.stop();
    app.remove();
  });
});

describe("without JavaScript", () => {
  it("everything saved is readable, and nothing pretends to work", async () => {
    const saved = [
      { output_type: "stream", name: "stdout", text: "\u001b[1msaved\u001b[0m <answer>\n" },
      { output_type: "display_data", data: { "image/png": DOT }, metadata: {} },
      {
        output_type: "display_data",
        data: { "text/html": "<table><tr><td>cell</td></tr></table><script>x</script>" },
        metadata: {},
      },
      { output_type: "error", ename: "E", evalue: "why", traceback: ["line", "E: why"] },
    ];
    app = build({
      "saved.ipynb": notebook([
        { id: "t", source: "# Story\n\n## Part", markdown: true },
        { id: "form", source: 'n = 4 #@param {type:"slider", min:0, max:9}' },
        { id: "out", source: "n", outputs: saved },
      ]),
      "saved.app.yaml": "showOutputs: true\ntableOfContents: true\ndescription: Told before anything runs\n",
    });
    served = await preview(app.out);
    const context = await browser.newContext({ javaScriptEnabled: false });
    page = await context.newPage();
    await page.goto(served.url);
    expect(await page.getByRole("heading", { level: 1 }).allTextContents()).toEqual(["Story"]);
    expect(await page.getByText("saved <answer>").count()).toBe(1);
    expect(await page.getByRole("cell", { name: "cell" }).count()).toBe(1);
    expect(await page.locator("img.nb-image").count()).toBe(1);
    expect(await page.getByText("E: why").count()).toBe(1);
    const field = page.locator(".nb-field").filter({ has: page.getByRole("slider", { name: "n" }) });
    expect(await field.evaluate((element) => getComputedStyle(element).pointerEvents)).toBe("none");
    // Playwright draws no <noscript>.
    expect(await page.content()).toContain("turn JavaScript on");
    await page.getByRole("link", { name: "Part" }).click();
    expect(new URL(page.url()).hash).toBe("#part");
    await context.close();
    served.stop();
    app.remove();
  });
});
