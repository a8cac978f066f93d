/**
 * The public site as a visitor meets it: built by `npm run site`, served as plain files below a folder, opened in a real browser.
 * @module
 */
import { spawnSync } from "node:child_process";
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { dirname, join, normalize, relative } from "node:path";
import { unzipSync } from "fflate";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { mediaType } from "../../../compiler/contract/media-types.ts";
import { EXPLANATIONS } from "../../../compiler/explain/explanations.ts";
import { violations } from "../../browser/accessibility.ts";
import { appState, foreignRequests, preview, runAll } from "../../browser/app.ts";
import { launchBrowser } from "../../browser/browser.ts";
import { samples } from "../samples.ts";

/** A folder of some host, so that an absolute address would not work. */
const BASE = "/some/folder/";

const out = mkdtempSync(join(tmpdir(), "notebook-app-site-"));
let browser: Browser;
let server: Server;
let origin: string;
let context: BrowserContext;
let page: Page;
let foreign: string[];
let missing: string[];
let problems: string[];

/** Paths of all HTML pages. */
const pages = (): string[] =>
  readdirSync(out, { recursive: true, encoding: "utf8" })
    .filter(
      (path) =>
        path.endsWith(".html") &&
        !path.startsWith("try/frame") &&
        !path.startsWith("try/parts") &&
        !path.startsWith("apps/rt"),
    )
    .sort();

beforeAll(async () => {
  const { status, stderr } = spawnSync(process.execPath, ["site/build/main.ts", out], { encoding: "utf8" });
  expect(stderr).not.toContain("Error");
  expect(status).toBe(0);
  browser = await launchBrowser();
  // A host that sends no header but the type.
  server = createServer((request, response) => {
    const path = normalize(decodeURIComponent(new URL(request.url ?? "/", "http://localhost").pathname));
    const file = path.startsWith(BASE)
      ? join(out, path.slice(BASE.length), path.endsWith("/") ? "index.html" : "")
      : "";
    const found = file !== "" && existsSync(file) && statSync(file).isFile();
    response.writeHead(found ? 200 : 404, { "content-type": mediaType(file) });
    response.end(found ? readFileSync(file) : "");
  });
  await new Promise<void>((resolve) => server.listen(0, "localhost", resolve));
  const address = server.address();
  origin = `http://localhost:${typeof address === "object" ? address?.port : 0}`;
});
afterAll(async () => {
  await browser?.close();
  server?.close();
  rmSync(out, { recursive: true, force: true });
});
beforeEach(() => newPage());
afterEach(() => context.close());

async function newPage(options: Parameters<Browser["newContext"]>[0] = {}): Promise<void> {
  context = await browser.newContext({ viewport: { width: 1280, height: 900 }, ...options });
  page = await context.newPage();
  foreign = foreignRequests(page, origin);
  missing = [];
  problems = [];
  page.on("response", (response) => void (response.status() >= 400 && missing.push(response.url())));
  page.on("pageerror", (error) => problems.push(error.message));
}

const open = (path: string) => page.goto(origin + BASE + path);

describe("links", () => {
  it("lead to files and headings that there are", () => {
    const text = new Map(pages().map((path): [string, string] => [path, readFileSync(join(out, path), "utf8")]));
    expect(text.size).toBeGreaterThan(18);
    const broken: string[] = [];
    for (const [path, html] of text)
      for (const [, link = ""] of html.matchAll(
        /<(?:a|link|script|img|source|iframe|notebook-app)\b[^>]*?\s(?:href|src|srcset)="([^"]*)"/g,
      )) {
        if (/^(https?|data|mailto):/.test(link)) continue;
        const [target = "", anchor = ""] = link.replaceAll("&amp;", "&").split("#");
        const file = target === "" ? path : relative(out, join(out, dirname(path), target.replace(/\?.*$/, "")));
        const whole = file.endsWith("/") || !/\.\w+$/.test(file) ? join(file, "index.html") : file;
        const there = existsSync(join(out, whole)) && !whole.startsWith("..");
        const id =
          anchor === "" || readFileSync(join(out, whole), "utf8").includes(`id="${decodeURIComponent(anchor)}"`);
        // What Python writes is there when it has run.
        if ((!there || !id) && !link.startsWith("file?path=")) broken.push(`${path}: ${link}`);
      }
    expect(broken).toEqual([]);
  });

  it("has a section for each diagnostic's code", () => {
    const html = readFileSync(join(out, "docs/diagnostics.html"), "utf8");
    const sections = [...html.matchAll(/<h2 id="([^"]+)"/g)].map((match) => match[1] ?? "");
    expect(sections.sort()).toEqual(Object.keys(EXPLANATIONS).sort());
  });
});

it("is sound on every page: nothing missing, nothing foreign, nothing that axe finds, nothing wider than a phone", async () => {
  const own = pages().filter((path) => !path.startsWith("apps/"));
  expect(own.length).toBeGreaterThan(12);
  const found: string[] = [];
  for (const path of own) {
    await open(path);
    await page.setViewportSize({ width: 1280, height: 900 });
    found.push(...(await violations(page)).map((one) => `${path}: ${one}`));
    await page.setViewportSize({ width: 390, height: 844 });
    const width = await page.evaluate(() => document.documentElement.scrollWidth);
    if (width > 390) found.push(`${path}: ${width} pixels wide on a phone`);
  }
  expect(found).toEqual([]);
  expect(missing).toEqual([]);
  expect(foreign).toEqual([]);
  expect(problems).toEqual([]);
});

describe("the first page", () => {
  it("shows its app without JavaScript", async () => {
    await context.close();
    await newPage({ javaScriptEnabled: false });
    await open("");
    await expect.poll(() => page.getByText("333 of 333 birds").isVisible()).toBe(true);
    const chart = page.locator('[data-block-id="scatter"] img');
    expect(await chart.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(200);
    expect(await page.getByRole("link", { name: "Try it with your notebook" }).isVisible()).toBe(true);
  });

  it("runs its app when it is touched, and fetches no Python before", async () => {
    const python: string[] = [];
    page.on("request", (request) => void (/\/(py-|snap|pkg)/.test(request.url()) && python.push(request.url())));
    await page.addInitScript(() => {
      Reflect.set(window, "shift", 0);
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries())
          Reflect.set(window, "shift", Reflect.get(window, "shift") + Reflect.get(entry, "value"));
      }).observe({ type: "layout-shift", buffered: true });
    });
    await open("");
    await appState(page, "idle");
    // The live app stands where its HTML stood.
    await expect.poll(() => page.locator("#hero nb-block").count()).toBe(4);
    expect(await page.evaluate(() => Reflect.get(window, "shift"))).toBeLessThan(0.05);
    const slider = page.getByRole("slider", { name: /Lightest/ });
    await slider.waitFor();
    expect(python).toEqual([]);
    await slider.fill("5000");
    await page
      .locator("#hero nb-block")
      .getByText(/\b6\d of 333 birds/)
      .waitFor({ timeout: 90_000 });
    expect(python.length).toBeGreaterThan(3);
    expect(page.url()).toBe(`${origin}${BASE}`);
    expect(missing).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it("embeds by the docs' own lines", async () => {
    const sample = samples().find(({ kind, where }) => kind === "html" && where.includes("docs/element"));
    expect(sample?.text).toContain("<notebook-app");
    const text = (sample?.text ?? "").replaceAll("https://apps.example.com/a/sales/", `${origin}${BASE}apps/birthday/`);
    writeFileSync(join(out, "embedded.html"), `<!doctype html><title>Host</title>${text}`);
    await open("embedded.html");
    await appState(page, "idle", "booting", "ready");
    await expect.poll(() => page.getByText("How many people must be in a room").isVisible()).toBe(true);
    rmSync(join(out, "embedded.html"));
  });
});

describe("search and scheme", () => {
  it("finds a section by the keyboard alone", async () => {
    await open("docs/start.html");
    await page.keyboard.press("/");
    await page.getByRole("searchbox", { name: "Search the docs" }).fill("opaque");
    await page
      .getByRole("link", { name: /opaque-block/ })
      .first()
      .waitFor();
    expect(await violations(page)).toEqual([]);
    await page.keyboard.press("ArrowDown");
    await page.keyboard.press("Enter");
    await page.waitForURL(/docs\/diagnostics\.html#opaque-block$/);
    expect(missing).toEqual([]);
  });

  it("keeps the chosen scheme from page to page", async () => {
    const background = () => page.evaluate(() => getComputedStyle(document.body).backgroundColor);
    await open("gallery.html");
    const light = await background();
    await page.getByRole("button", { name: "Light or dark" }).click();
    expect(await background()).not.toBe(light);
    await page.getByRole("link", { name: "Docs", exact: true }).click();
    await page.getByRole("heading", { name: "Start in five minutes" }).waitFor();
    expect(await background()).not.toBe(light);
  });
});

describe("the gallery", () => {
  it.each(["penguins", "bike-counts", "epidemic", "trip-planner", "birthday"])("%s runs", async (name) => {
    await open(`apps/${name}/index.html`);
    await appState(page, "idle");
    await runAll(page);
    await appState(page, "ready");
    expect(await page.locator("[data-block-id][data-state=failed]").count()).toBe(0);
    expect(missing).toEqual([]);
    expect(foreign).toEqual([]);
  });

  it("shows what needs a server as a page to read: nothing to press that would fail, no source of its Python", async () => {
    await open("apps/search/index.html");
    await appState(page, "idle");
    expect(await page.locator("[data-block-id]").count()).toBeGreaterThan(2);
    expect(await page.getByRole("button", { name: /^(Run|Stop)$/ }).count()).toBe(0);
    expect(existsSync(join(out, "apps/search/private"))).toBe(false);
    expect([...missing, ...foreign, ...problems]).toEqual([]);
  });

  it("shares one runtime and one Python among its apps", () => {
    const shared = readdirSync(join(out, "apps/rt"));
    expect(shared.filter((name) => name.startsWith("py-")).length).toBe(1);
    for (const name of ["penguins", "epidemic"]) expect(existsSync(join(out, "apps", name, "rt"))).toBe(false);
  });
});

/** Gives the page files as the file picker does. */
async function give(files: Readonly<Record<string, string>>): Promise<void> {
  await open("try/index.html");
  await page
    .locator("#files")
    .setInputFiles(
      Object.entries(files).map(([name, text]) => ({ name, mimeType: "text/plain", buffer: Buffer.from(text) })),
    );
}

const verdict = () => page.locator(".verdict h2").textContent({ timeout: 30_000 });
const frame = () => page.frameLocator("#run iframe");

async function runInFrame(): Promise<void> {
  await frame().getByRole("button", { name: "Run", exact: true }).click();
  await frame().locator("notebook-app[data-state=ready]").waitFor({ timeout: 120_000 });
}

describe("a visitor's notebook", () => {
  it("is compiled, run and given as an app that works elsewhere", async () => {
    await give({
      "sales.py":
        '# %% [markdown]\n# # Sales\n# %%\nleast = 2 #@param {type:"slider", min:0, max:9}\n# %%\nimport pandas as pd\nsales = pd.read_csv("sales.csv")\nprint(len(sales[sales.n >= least]), "rows")\n',
      "sales.csv": "n\n1\n2\n3\n",
    });
    expect(await verdict()).toBe("“Sales” is an app");
    await runInFrame();
    await frame().getByText("2 rows").waitFor();
    await frame().getByRole("slider").fill("3");
    await frame().getByText("1 rows").waitFor();
    expect(missing).toEqual([]);
    expect(foreign).toEqual([]);

    const downloading = page.waitForEvent("download");
    await page.getByRole("button", { name: /Download the app/ }).click();
    const download = await downloading;
    expect(download.suggestedFilename()).toBe("sales.zip");
    const folder = mkdtempSync(join(tmpdir(), "notebook-app-zip-"));
    for (const [path, bytes] of Object.entries(unzipSync(readFileSync(await download.path())))) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), bytes);
    }
    const served = await preview(join(folder, "sales"));
    await page.goto(served.url);
    await appState(page, "idle");
    await runAll(page);
    await page.getByText("2 rows").waitFor();
    served.stop();
    rmSync(folder, { recursive: true });
  });

  it("can be hostile: it finds no storage, no cookie, no network and no page around it", async () => {
    await give({
      "evil.py": `# %%
import js
from pyodide.ffi import run_sync

def attempt(name, action):
    try:
        print(name, "reached", action())
    except BaseException as error:
        print(name, "refused", type(error).__name__)

attempt("origin", lambda: 1 / 0 if js.self.origin == "null" else js.self.origin)
attempt("database", lambda: js.indexedDB.open("site"))
attempt("caches", lambda: js.caches.keys())
attempt("site", lambda: js.XMLHttpRequest.new().open("GET", "${origin}${BASE}index.html", False))
def send():
    request = js.XMLHttpRequest.new()
    request.open("GET", "${origin}${BASE}index.html", False)
    request.send()
    return request.status
attempt("request", send)
from IPython.display import HTML, display
display(HTML("<script>try { parent.parent.document.title = 'owned' } catch {} try { top.location = 'https://example.com' } catch {}</script><p>shown</p>"))
`,
    });
    await verdict();
    await runInFrame();
    const output = await frame()
      .locator("notebook-app")
      .evaluate((element) => {
        const read = (node: Node): string =>
          node instanceof HTMLStyleElement
            ? ""
            : [...(node instanceof Element && node.shadowRoot ? node.shadowRoot : node).childNodes]
                .map(read)
                .join("") ||
              (node.textContent ?? "");
        return read(element);
      });
    for (const name of ["origin", "database", "caches", "request"])
      expect(output).toMatch(new RegExp(`${name} refused`));
    expect(await page.title()).toContain("Try it");
    expect(page.url()).toContain("/try/index.html");
    const kept = await page
      .locator("#run iframe")
      .evaluate((element: HTMLIFrameElement) => [element.contentDocument, element.getAttribute("sandbox")]);
    expect(kept).toEqual([null, "allow-scripts allow-downloads"]);
    expect(foreign).toEqual([]);
  });

  it("says what is wrong, where, and what to do", async () => {
    await give({ "bad.py": "# %%\nx = 1\n!wget https://example.com/a.csv\n# %%\nprint(unknown_name)\n" });
    expect(await verdict()).toContain("cannot run here yet");
    const text = await page.locator(".findings").textContent();
    expect(text).toContain("'!wget' does not work in an app");
    expect(text).toMatch(/bad\.py, block 1, line 2/);
    expect(text).toContain("'unknown_name'");
    await expect
      .poll(() => page.getByRole("link", { name: "magic-not-supported" }).getAttribute("href"))
      .toBe("../docs/diagnostics.html#magic-not-supported");
    expect(await violations(page)).toEqual([]);
    expect(await page.locator("#run iframe").count()).toBe(0);
  });

  it("says which packages the page lacks, and the command that has them", async () => {
    await give({ "stats.py": "# %%\nimport statsmodels\nprint(1)\n" });
    expect(await verdict()).toContain("cannot run here yet");
    await expect
      .poll(() => page.locator(".findings").textContent())
      .toMatch(
        /'statsmodels' runs in a browser, but this page does not carry it[\s\S]*npx notebook-app build stats\.py/,
      );
    await give({ "own.py": "# %%\nimport cowsay\nprint(1)\n" });
    await expect
      .poll(() => page.locator(".findings").textContent())
      .toMatch(/'cowsay' on this page[\s\S]*npx notebook-app check own\.py/);
  });

  it("can be dropped, chosen with the keyboard, or be one of the examples", async () => {
    await open("try/index.html");
    const chooser = page.waitForEvent("filechooser");
    await page.getByRole("button", { name: "Choose files" }).focus();
    await page.keyboard.press("Enter");
    await (await chooser).setFiles({
      name: "a.py",
      mimeType: "text/plain",
      buffer: Buffer.from("# %% [markdown]\n# # Chosen\n"),
    });
    expect(await verdict()).toContain("Chosen");

    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["# %% [markdown]\n# # Dropped\n"], "b.py"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await expect.poll(verdict).toContain("Dropped");

    await page.getByRole("button", { name: "The birthday surprise" }).click();
    await expect.poll(verdict).toContain("The birthday surprise");
    await frame().locator("notebook-app[data-state=idle]").waitFor();

    await page.evaluate(() => {
      const transfer = new DataTransfer();
      transfer.items.add(new File(["a,b\n"], "c.app.yaml"));
      document.body.dispatchEvent(new DragEvent("drop", { dataTransfer: transfer, bubbles: true, cancelable: true }));
    });
    await expect.poll(() => page.locator("#result").textContent()).toContain("There is no notebook among these files");
  });
});
