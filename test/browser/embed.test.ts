/**
 * `<notebook-app>` on pages of other sites: plain HTML, another origin, no isolation.
 * @module
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { NotebookAppElement } from "../../runtime/element.ts";
import { appState, type BuiltApp, blockText, build, notebook, preview, type Served, slider } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let context: BrowserContext;
let page: Page;
let site: Server;
let sales: BuiltApp;
let second: BuiltApp;
let served: Served[] = [];
let requests: string[];
/** The next page that the site answers with, and its headers. */
let answer: { html: string; headers: Record<string, string> };

const CHART = `import json
print("chart of", n)
display({"application/vnd.vegalite.v5+json": {"data": {"values": [{"a": "x", "b": n}]}, "mark": "bar",
  "encoding": {"x": {"field": "a", "type": "nominal"}, "y": {"field": "b", "type": "quantitative"}, "tooltip": {"field": "b"}}}}, raw=True)`;

beforeAll(async () => {
  browser = await launchBrowser();
  const settings = "embed: {allow: true, oneKernel: true}\nload: interaction\n";
  sales = build({
    "sales.ipynb": notebook([
      { id: "title", source: "# Sales", markdown: true },
      slider("n", 4),
      slider("m", 1),
      { id: "base", source: "total = [n]" },
      { id: "grow", source: "total.append(n * 10)" },
      { id: "other", source: "print('other', m)\nraise ValueError('not needed by the chart')" },
      { id: "sum", source: "print('sum', sum(total))" },
      { id: "chart", source: CHART },
      { id: "html", source: "from IPython.display import HTML\nHTML('<script>document.write(1 + 1)</script>')" },
    ]),
    "sales.app.yaml": settings,
  });
  second = build({
    "second.ipynb": notebook([slider("k", 2), { id: "double", source: "print('double', k * 2)" }]),
    "second.app.yaml": "embed: {allow: true}\n",
  });
  expect(sales.status, sales.stderr).toBe(0);
  expect(second.status, second.stderr).toBe(0);
  served = await Promise.all([preview(sales.out), preview(second.out)]);
  site = createServer((_request, response) => {
    response.writeHead(200, { "content-type": "text/html; charset=utf-8", ...answer.headers }).end(answer.html);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await browser?.close();
  for (const one of served) one.stop();
  site?.close();
  sales?.remove();
  second?.remove();
});
beforeEach(async () => {
  context = await browser.newContext({ viewport: { width: 900, height: 700 } });
  page = await context.newPage();
  requests = [];
  page.on("request", (request) => requests.push(request.url()));
});
afterEach(() => context.close());

const url = (at: 0 | 1) => served[at]?.url ?? "";
const script = (at: 0 | 1 = 0) => `<script type="module" src="${url(at)}embed.js"></script>`;

/** Opens a page of the other site; events of its elements are kept in `window.heard`. */
async function open(body: string, { head = script(), headers = {} } = {}): Promise<void> {
  answer = {
    headers,
    html: `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Blog</title>
<script nonce="listen">window.heard = []; for (const type of ["ready", "change", "result", "error"])
document.addEventListener(type, (event) => event.target.localName === "notebook-app" &&
  window.heard.push({ type, id: event.target.id, detail: event.detail }), true);</script>${head}</head><body>${body}</body></html>`,
  };
  await page.goto(`http://127.0.0.1:${(site.address() as AddressInfo).port}/`);
}

interface Heard {
  readonly type: string;
  readonly id: string;
  // biome-ignore lint/suspicious/noExplicitAny: read by tests that say what they expect.
  readonly detail: any;
}
const heard = (type?: string): Promise<Heard[]> =>
  page.evaluate((one) => (Reflect.get(window, "heard") as Heard[]).filter((event) => !one || event.type === one), type);
const eventually = async (type: string, count = 1): Promise<Heard> => {
  await expect.poll(async () => (await heard(type)).length, { timeout: 90_000 }).toBeGreaterThanOrEqual(count);
  const all = await heard(type);
  return all[all.length - 1] as Heard;
};
/** What a page's rules could reach in an element, by inheritance or by its tags. */
const REACHABLE = [
  "color",
  "font-size",
  "letter-spacing",
  "text-transform",
  "line-height",
  "text-indent",
  "text-align",
  "padding",
  "border-top-width",
  "word-spacing",
  "cursor",
  "float",
];
const element = (id = "app") => page.locator(`notebook-app#${id}`);
const inputsOf = (id = "app") => element(id).evaluate((app) => (app as NotebookAppElement).inputs);

describe("an element on a page of another site", () => {
  it("shows the app, runs it in the viewer's browser, and tells the page", async () => {
    await open(`<notebook-app id="app" src="${url(0)}" inputs='{"n": 6}' autorun></notebook-app>`);
    const ready = await eventually("ready");
    expect(ready.detail).toMatchObject({ title: "Sales", inputs: { n: 6, m: 1 } });
    expect(ready.detail.blocks).toContainEqual({ id: "sum", type: "code" });
    const { detail } = await eventually("result");
    expect(detail.inputs).toEqual({ n: 6, m: 1 });
    expect(detail.blocks.find(({ id }: { id: string }) => id === "sum")).toMatchObject({
      state: "done",
      outputs: [{ output_type: "stream", text: "sum 66\n" }],
    });
    expect(detail.blocks.find(({ id }: { id: string }) => id === "other").state).toBe("failed");
    expect(await page.evaluate(() => [crossOriginIsolated, document.cookie])).toEqual([false, ""]);
    expect(await context.cookies()).toEqual([]);
    // HTML with scripts has its frame here too.
    await element().locator("nb-frame").scrollIntoViewIfNeeded();
    await expect.poll(() => page.frames().length).toBe(2);
    await expect.poll(() => page.frames()[1]?.textContent("body")).toBe("2");
  });

  it("takes values from the page's own controls, and gives it the viewer's", async () => {
    await open(`<notebook-app id="app" src="${url(1)}"></notebook-app>`, { head: script(1) });
    await eventually("ready");
    await element().evaluate((app) => Reflect.set(app, "inputs", { k: 21 }));
    expect((await eventually("result")).detail.blocks.at(-1).outputs[0].text).toBe("double 42\n");
    // The page knows what it has set itself.
    expect(await heard("change")).toEqual([]);
    expect(await inputsOf()).toEqual({ k: 21 });
    await page.getByRole("slider").fill("30");
    expect((await eventually("change")).detail).toEqual({ inputs: { k: 30 } });
    expect((await eventually("result", 2)).detail.blocks.at(-1).outputs[0].text).toBe("double 60\n");
    expect(await inputsOf()).toEqual({ k: 30 });
    // The same again is no change; what no input takes is refused and named.
    await element().evaluate((app) => Reflect.set(app, "inputs", { k: 30 }));
    await element().evaluate((app) => app.setAttribute("inputs", '{"k": "many", "z": 1}'));
    await element().evaluate((app) => app.setAttribute("inputs", "{"));
    const refused = (await heard("error")).map(({ detail }) => [detail.code, detail.message]);
    expect(refused).toEqual([
      ["invalid", "The value for 'k' is refused. It must be a number."],
      ["invalid", "This app has no input 'z' that a page can set."],
      ["invalid", "'inputs' must be a JSON object of values by variable."],
    ]);
    expect(await inputsOf()).toEqual({ k: 30 });
    expect((await heard("result")).length).toBe(2);
  });

  it("with `blocks` shows these only, and runs what they need and nothing else", async () => {
    await open(`<notebook-app id="app" src="${url(0)}" blocks="sum" autorun></notebook-app>`);
    const { detail } = await eventually("result");
    expect(detail.blocks.map(({ id }: { id: string }) => id)).toEqual(["sum"]);
    await expect.poll(() => blockText(page, "sum")).toContain("sum 44");
    expect(await element().locator("nb-block").count()).toBe(1);
    // The block that fails is not needed, so it has not run and is not heard of.
    expect(await element().locator(".nb-notice").count()).toBe(0);
    expect(await element().getByRole("button").count()).toBe(0);
    await element().evaluate((app) => app.setAttribute("blocks", "sum, other"));
    await element().getByText("not needed by the chart").first().waitFor();
    await element().evaluate((app) => Reflect.set(app, "blocks", ["nowhere"]));
    expect((await eventually("error")).detail.message).toContain("'nowhere'");
  });

  it("says why it cannot be shown, and tries again", async () => {
    await open(`<notebook-app id="app" src="${url(0)}nothing/">The page's own words</notebook-app>`);
    expect((await eventually("error")).detail).toMatchObject({ code: "network" });
    expect(await page.getByText("The page's own words").isVisible()).toBe(true);
    await element().evaluate((app, src) => Reflect.set(app, "src", src), url(0));
    await eventually("ready");
    expect(await element().locator("slot").count()).toBe(0);
    expect(await element().getAttribute("data-state")).toBe("idle");
  });
});

describe("several elements on one page", () => {
  it("of several apps load the runtime once", async () => {
    await open(
      `<notebook-app id="a" src="${url(0)}"></notebook-app><notebook-app id="b" src="${url(1)}" autorun></notebook-app>`,
      { head: script(0) + script(1) },
    );
    await eventually("ready", 2);
    await eventually("result");
    const runtime = requests.filter((one) => /\/rt\/[0-9a-f]{12}\//.test(one)).map((one) => new URL(one).origin);
    expect(new Set(runtime).size).toBe(1);
    const entries = requests.filter((one) => /\/rt\/[0-9a-f]{12}\/index\.js/.test(one));
    expect(entries).toHaveLength(1);
  });

  it("of one app whose author allows it have one Python and the same inputs", async () => {
    await open(`<notebook-app id="controls" src="${url(0)}" blocks="n"></notebook-app>
      <p>The sum is <notebook-app id="sum" src="${url(0)}" blocks="sum"></notebook-app></p>
      <notebook-app id="chart" src="${url(0)}" blocks="chart"></notebook-app>`);
    await eventually("ready", 3);
    await element("controls").getByRole("slider").fill("7");
    await expect.poll(() => blockText(page, "sum"), { timeout: 90_000 }).toContain("sum 77");
    await expect.poll(() => blockText(page, "chart")).toContain("chart of 7");
    expect(page.workers()).toHaveLength(1);
    expect((await heard("change")).map(({ id }) => id).sort()).toEqual(["chart", "controls", "sum"]);
    // The one that goes takes nothing with it; the last one takes Python.
    await element("controls").evaluate((app) => app.remove());
    await element("chart").evaluate((app) => Reflect.set(app, "inputs", { n: 8 }));
    await expect.poll(() => blockText(page, "sum")).toContain("sum 88");
    await page.evaluate(() => {
      for (const app of document.querySelectorAll("notebook-app")) app.remove();
    });
    await expect.poll(() => page.workers().length).toBe(0);
  });
});

describe("nothing leaks", () => {
  const HOSTILE = `<style>
    * { letter-spacing: 9px !important; text-transform: uppercase; color: red !important; font: 40px cursive; line-height: 4; text-indent: 40px; visibility: visible }
    html { font-size: 8px } div, p, button, label, input, section, .nb-app, .nb-page { border: 9px solid lime !important; padding: 30px !important; float: right }
    notebook-app { text-align: right; word-spacing: 20px; white-space: pre; cursor: crosshair; quotes: "<" ">" }
  </style>`;

  it("of the page's styles into the app, or of the app into the page", async () => {
    const app = `<notebook-app id="app" src="${url(0)}" style="width: 700px; clear: both" autorun></notebook-app>`;
    const body = `<h1>Blog</h1><p class="nb-notice">Mine <button class="nb-run">Mine</button></p><table><tr><td>1</td></tr></table>`;
    const inside = () =>
      element().evaluate((root, properties) => {
        const found: Record<string, string>[] = [];
        const walk = (node: Element | ShadowRoot): void => {
          for (const child of node.querySelectorAll("*")) {
            const { localName: tag } = child;
            const style = getComputedStyle(child);
            found.push({ tag, ...Object.fromEntries(properties.map((name) => [name, style.getPropertyValue(name)])) });
            if (child.shadowRoot && child.localName !== "nb-vega") walk(child.shadowRoot);
          }
        };
        if (root.shadowRoot) walk(root.shadowRoot);
        return found;
      }, REACHABLE);
    const outside = () =>
      page.evaluate(() => ({
        styles: [...document.querySelectorAll("html, body, h1, p, button, table, td")].map((one) =>
          JSON.stringify(
            Object.fromEntries(
              [...getComputedStyle(one)]
                .filter((name) => !/size|height|width|origin|perspective/.test(name))
                .map((name) => [name, getComputedStyle(one).getPropertyValue(name)]),
            ),
          ),
        ),
        head: [...document.head.children].map(({ outerHTML }) => outerHTML.slice(0, 60)),
        body: [...document.body.children].map(({ localName }) => localName),
        sheets: document.adoptedStyleSheets.length,
      }));
    await open(body + app);
    await eventually("result");
    await element().locator("nb-vega svg").waitFor();
    await element().locator("nb-vega svg .mark-rect path").hover();
    await element().getByRole("tooltip").waitFor();
    expect(await element().getByRole("tooltip").textContent()).toBe("4");
    await page.mouse.move(1, 1);
    const plain = await inside();
    const withApp = await outside();
    await page.evaluate(() => document.querySelector("notebook-app")?.remove());
    const without = await outside();
    expect({ ...withApp, body: withApp.body.filter((name) => name !== "notebook-app") }).toEqual(without);
    await open(HOSTILE + body + app);
    await eventually("result");
    await element().locator("nb-vega svg").waitFor();
    expect(await inside()).toEqual(plain);
  });

  it("is themed by custom properties and parts only", async () => {
    await open(
      `<style>#app { --nb-accent: rgb(1, 2, 3); --nb-paper: transparent } #app::part(run) { border-radius: 0 } #app::part(control) { background: rgb(4, 5, 6) } #app::part(header) { position: static }</style>
       <notebook-app id="app" src="${url(0)}" theme="dark"></notebook-app>`,
    );
    await eventually("ready");
    const style = (selector: string, name: string) =>
      element()
        .locator(selector)
        .first()
        .evaluate((one, key) => getComputedStyle(one).getPropertyValue(key), name);
    expect(await style(".nb-run", "background-color")).toBe("rgb(1, 2, 3)");
    expect(await style(".nb-run", "border-top-left-radius")).toBe("0px");
    expect(await style("input[type=range]", "background-color")).toBe("rgb(4, 5, 6)");
    expect(await style(".nb-app", "background-color")).toBe("rgba(0, 0, 0, 0)");
    expect(await style(".nb-app", "color")).toBe("rgb(231, 234, 238)");
  });

  it("of workers, listeners and memory, when it is removed and put back", async () => {
    await open(`<div id="place"></div>`);
    await page.waitForFunction(() => customElements.get("notebook-app"));
    const devtools = await context.newCDPSession(page);
    const cycle = async (): Promise<void> => {
      const before = (await heard("result")).length;
      await page.evaluate((src) => {
        const app = document.createElement("notebook-app");
        app.src = src;
        app.autorun = true;
        document.querySelector("#place")?.append(app);
      }, url(0));
      await eventually("result", before + 1);
      await page.evaluate(() => document.querySelector("notebook-app")?.remove());
      await expect.poll(() => page.workers().length).toBe(0);
    };
    const measure = async (): Promise<Record<string, number>> => {
      await page.evaluate(() => Reflect.set(window, "heard", []));
      for (let i = 0; i < 3; i++) await devtools.send("HeapProfiler.collectGarbage");
      await devtools.send("Performance.enable");
      const { metrics } = await devtools.send("Performance.getMetrics");
      const value = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? 0;
      return {
        listeners: value("JSEventListeners"),
        nodes: value("Nodes"),
        heap: value("JSHeapUsedSize"),
        workers: page.workers().length,
      };
    };
    const cycles = Number(process.env.LEAK_CYCLES ?? 5);
    for (let i = 0; i < 2; i++) await cycle();
    let first = await measure();
    for (let i = 0; i < cycles; i++) {
      await cycle();
      // Code that is compiled grows in the first cycles; after them there is nothing left to grow.
      if (cycles >= 10 && i === 4) first = await measure();
    }
    const last = await measure();
    console.log(`${cycles} cycles: from ${JSON.stringify(first)} to ${JSON.stringify(last)}`);
    expect(last.workers).toBe(0);
    expect(last.listeners).toBeLessThanOrEqual((first.listeners ?? 0) + 2);
    expect(last.nodes).toBeLessThanOrEqual((first.nodes ?? 0) + 20);
    expect(last.heap).toBeLessThan((first.heap ?? 0) + (cycles >= 10 ? 500_000 : 3_000_000));
  });

  it("keeps Python and its state when it is only moved", async () => {
    await open(
      `<div id="one"><notebook-app id="app" src="${url(1)}" inputs='{"k": 5}' autorun></notebook-app></div><div id="two"></div>`,
      { head: script(1) },
    );
    await eventually("result");
    await page.evaluate(() => document.querySelector("#two")?.append(document.querySelector("#app") ?? ""));
    await page.getByRole("slider").fill("6");
    expect((await eventually("result", 2)).detail.blocks.at(-1).outputs[0].text).toBe("double 12\n");
    expect((await heard("ready")).length).toBe(1);
  });
});

describe("a strict page", () => {
  it("lets it run with the policy that the guide names, and reports no violation", async () => {
    const app = new URL(url(0)).origin;
    const policy = [
      "default-src 'none'",
      `script-src 'nonce-listen' ${app} 'wasm-unsafe-eval'`,
      `worker-src blob: ${app}`,
      `connect-src blob: ${app}`,
      "img-src data: blob:",
      `frame-src ${app}`,
    ].join("; ");
    await page.addInitScript(() => {
      Reflect.set(window, "violations", []);
      document.addEventListener("securitypolicyviolation", ({ violatedDirective, blockedURI, sourceFile }) =>
        Reflect.get(window, "violations").push(`${violatedDirective} ${blockedURI} ${sourceFile}`),
      );
    });
    await open(`<notebook-app id="app" src="${url(0)}" autorun></notebook-app>`, {
      headers: { "content-security-policy": policy, "cross-origin-opener-policy": "unsafe-none" },
    });
    await eventually("result");
    await expect.poll(() => blockText(page, "sum")).toContain("sum 44");
    await element().locator("nb-vega svg").waitFor();
    expect(await page.evaluate(() => Reflect.get(window, "violations"))).toEqual([]);
  });
});

describe("the room that it takes", () => {
  it("is its content's: nothing below jumps while it loads in room that is kept, or while it runs again", async () => {
    await page.addInitScript(() => {
      Reflect.set(window, "shift", 0);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          Reflect.set(window, "shift", Reflect.get(window, "shift") + Reflect.get(entry, "value"));
      }).observe({ type: "layout-shift", buffered: true });
    });
    await open(
      `<notebook-app id="app" src="${url(1)}" style="display: block; min-height: 400px"></notebook-app><h2>Below</h2>`,
      {
        head: script(1),
      },
    );
    await eventually("ready");
    const shift = () => page.evaluate(() => Reflect.get(window, "shift") as number);
    expect(await shift()).toBe(0);
    await element().evaluate((app) => {
      (app as HTMLElement).style.minHeight = "";
      Reflect.set(app, "inputs", { k: 3 });
    });
    await eventually("result");
    await page.evaluate(() => {
      const tops = new Set<number>();
      Reflect.set(window, "tops", tops);
      const look = (): void => {
        tops.add(document.querySelector("h2")?.getBoundingClientRect().top ?? 0);
        requestAnimationFrame(look);
      };
      look();
    });
    await element().evaluate((app) => Reflect.set(app, "inputs", { k: 4 }));
    await eventually("result", 2);
    expect(await page.evaluate(() => [...Reflect.get(window, "tops")])).toHaveLength(1);
    const heights = await element().evaluate((app) => {
      return [
        app.getBoundingClientRect().height,
        app.shadowRoot?.querySelector(".nb-app")?.getBoundingClientRect().height,
      ];
    });
    expect(heights[0]).toBe(heights[1]);
  });

  it("goes by the element's own width: columns stack in a narrow place on a wide page", async () => {
    await open(
      `<div style="display: flex"><aside style="width: 500px">x</aside><notebook-app id="app" src="${url(1)}"></notebook-app></div>`,
      { head: script(1) },
    );
    await eventually("ready");
    const width = await element().evaluate((app) => app.getBoundingClientRect().width);
    expect(width).toBeGreaterThan(200);
    expect(
      await element()
        .locator(".nb-row")
        .first()
        .evaluate((row) => getComputedStyle(row).display),
    ).toBe("block");
  });
});

describe("frames", () => {
  it("are refused by a static host's headers unless the settings allow them", async () => {
    expect((await fetch(url(0))).headers.get("content-security-policy")).toContain("frame-ancestors *");
    await open(`<iframe src="${url(0)}" title="app" width="800" height="600"></iframe>`, { head: "" });
    await page.frameLocator("iframe").getByRole("heading", { name: "Sales" }).waitFor();
  });

  it("show a single block by its link, with a way to the whole app", async () => {
    await page.goto(`${url(0)}?block=sum&n=5&__run=true`);
    await appState(page, "ready");
    await expect.poll(() => blockText(page, "sum")).toContain("sum 55");
    expect(await page.locator("nb-block").count()).toBe(1);
    expect(await page.locator(".nb-notice").count()).toBe(0);
    await page.getByRole("link", { name: "Sales" }).click();
    await page.getByRole("heading", { name: "Sales" }).waitFor();
    expect(new URL(page.url()).search).toBe("?n=5");
    await page.goto(`${url(0)}?block=nowhere`);
    await page.getByText("no block 'nowhere'").waitFor();
    await page.getByRole("heading", { name: "Sales" }).waitFor();
  });
});
