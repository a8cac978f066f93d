/**
 * Notebooks in a Vite site: `examples/site` as its author has it, with the package installed, in development and built.
 * @module
 */
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContextOptions, Page } from "playwright-core";
import { build, createServer, type PreviewServer, preview, type ViteDevServer } from "vite";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { foreignRequests } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let page: Page;
let folder: string;
let root: string;

const packages = join(import.meta.dirname, "../../node_modules");

/** The package's own files in the site's `node_modules`, as npm would put them there. */
function install(site: string): void {
  const own = join(site, "node_modules/notebook-app");
  mkdirSync(own, { recursive: true });
  for (const name of ["dist", "package.json"]) cpSync(name, join(own, name), { recursive: true });
  for (const name of ["vite", "pyodide"]) symlinkSync(join(packages, name), join(site, "node_modules", name));
}

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "notebook-app-vite-"));
  cpSync("examples", join(folder, "examples"), { recursive: true, filter: (path) => !path.includes("node_modules") });
  root = join(folder, "examples/site");
  install(root);
  browser = await launchBrowser();
});
afterAll(async () => {
  await browser.close();
  rmSync(folder, { recursive: true, force: true });
});
afterEach(() => page.context().close());

async function open(url: string, options: BrowserContextOptions = {}): Promise<void> {
  page = await (await browser.newContext({ viewport: { width: 1100, height: 1000 }, ...options })).newPage();
  await page.goto(url);
}

const app = (title: string) => page.locator("notebook-app").filter({ hasText: title });
const state = (title: string, wanted: string) =>
  expect.poll(() => app(title).getAttribute("data-state"), { timeout: 120_000 }).toBe(wanted);

describe("built", () => {
  let server: PreviewServer;
  let url: string;

  beforeAll(async () => {
    await build({ root, base: "/reports/", logLevel: "error" });
    server = await preview({ root, base: "/reports/", preview: { port: 0 }, logLevel: "error" });
    url = server.resolvedUrls?.local[0] ?? "";
  });
  afterAll(() => server.close());

  it("can be read without any script, each app in its own style", async () => {
    await open(url, { javaScriptEnabled: false });
    await expect.poll(() => page.getByText("Most people guess around 180").isVisible()).toBe(true);
    expect(await page.getByLabel("Who travels?").isVisible()).toBe(true);
    const font = (selector: string) =>
      page
        .locator(selector)
        .first()
        .evaluate((one) => getComputedStyle(one).fontFamily);
    expect(await font("article > p")).toContain("Georgia");
    expect(await font("notebook-app .nb-text p")).not.toContain("Georgia");
  });

  it("runs the notebooks of a page and of a script, with assets of the site alone and Python once", async () => {
    await open(url);
    const foreign = foreignRequests(page, new URL(url).origin);
    await app("The birthday surprise").getByRole("button", { name: "Run", exact: true }).click();
    await state("The birthday surprise", "ready");
    expect(await app("The birthday surprise").getByText("probability 50.7%").count()).toBe(1);
    // A file of another app that has the same place below its own folder.
    await app("Trip planner").getByRole("button", { name: "Run", exact: true }).click();
    await state("Trip planner", "ready");
    expect(foreign).toEqual([]);
    // Outputs with scripts have a frame to run in, whose document is among the site's assets.
    expect(readdirSync(join(root, "dist/assets")).filter((name) => /^frame.*\.html$/.test(name))).toHaveLength(1);
    const assets = readdirSync(join(root, "dist/assets/notebooks"));
    expect(assets.filter((name) => name === "rt")).toEqual(["rt"]);
    expect(assets.filter((name) => existsSync(join(root, "dist/assets/notebooks", name, "rt")))).toEqual([]);
    expect(assets.map((name) => name.replace(/-[0-9a-f]{8}$/, "")).sort()).toEqual([
      "birthday",
      "epidemic",
      "rt",
      "trip-planner",
    ]);
  });

  it("gives a page that is rendered elsewhere the same address and its HTML, without the element's code", async () => {
    writeFileSync(
      join(root, "render.ts"),
      'import app, { html } from "../birthday/birthday.py?app";\nexport const page = \'<notebook-app src="\' + app.src + \'">\' + html + "</notebook-app>";\n',
    );
    const built = await build({
      root,
      base: "/reports/",
      logLevel: "error",
      build: { ssr: "render.ts", outDir: "server" },
    });
    const output = "output" in built ? built.output : [];
    const [chunk] = output.flatMap((one) => (one.type === "chunk" ? [one] : []));
    const { page: rendered } = await import(join(root, "server/render.js"));
    const src = /src="\/reports\/(assets\/notebooks\/birthday-[0-9a-f]{8}\/app\.json)"/.exec(rendered)?.[1] ?? "";
    expect(existsSync(join(root, "dist", src))).toBe(true);
    expect(rendered).toContain('<template shadowrootmode="open">');
    expect(rendered).toContain("Most people guess around 180");
    expect(chunk?.code).not.toContain("customElements");
    // Frameworks move what a chunk says that it needs.
    const needed = [...(chunk?.viteMetadata?.importedAssets ?? [])];
    expect(needed).toContain(src);
    expect(needed.filter((file) => file.startsWith("assets/notebooks/rt/")).length).toBeGreaterThan(3);
  });

  it("hands an imported notebook's inputs to the page", async () => {
    await open(`${url}outbreak.html`);
    expect(await page.getByRole("heading", { level: 1 }).first().textContent()).toBe("How an epidemic runs its course");
    expect(await page.locator("form input").evaluateAll((all) => all.map((one) => one.getAttribute("name")))).toEqual([
      "contacts",
      "sick_days",
      "vaccinated",
    ]);
    const element = page.locator("notebook-app");
    expect(await element.getAttribute("data-state")).toBe("idle");
    // The page's own control moves the notebook: it starts Python, and the result is that of the new value.
    await page.getByRole("slider", { name: "sick days" }).first().fill("10");
    await expect.poll(() => element.getAttribute("data-state"), { timeout: 120_000 }).toBe("ready");
    await expect.poll(() => element.getByText("Basic reproduction number: 3.50").count()).toBe(1);
  });
});

describe("in development", () => {
  let server: ViteDevServer;
  let url: string;
  const notebook = () => join(folder, "examples/birthday/birthday.py");
  let text: string;

  beforeAll(async () => {
    server = await createServer({ root, logLevel: "silent", server: { port: 0 } });
    await server.listen();
    url = server.resolvedUrls?.local[0] ?? "";
  });
  afterAll(() => server.close());

  beforeEach(() => {
    text = readFileSync(notebook(), "utf8");
  });
  afterEach(() => writeFileSync(notebook(), text));

  it("runs only what was edited when the notebook is saved, and shows mistakes over the page", async () => {
    const timed = text.replace("random.seed(1)", 'import time\nprint("made", time.time_ns())\nrandom.seed(1)');
    writeFileSync(notebook(), timed);
    await open(url);
    const birthday = app("The birthday surprise");
    await birthday.getByRole("button", { name: "Run", exact: true }).click();
    await state("The birthday surprise", "ready");
    const made = () =>
      birthday
        .getByText(/made \d+/)
        .first()
        .textContent();
    const before = await made();

    writeFileSync(notebook(), timed.replace("two share a birthday", "TWO share a birthday"));
    await expect
      .poll(() => birthday.getByText("TWO share a birthday with probability 50.7%").count(), { timeout: 60_000 })
      .toBe(1);
    expect(await made()).toBe(before);

    const lines = timed.split("\n");
    const line = lines.findIndex((one) => one.startsWith("shared = ")) + 1;
    writeFileSync(notebook(), timed.replace("shared = 1", "!rm -rf x\nshared = 1"));
    const overlay = page.locator("vite-error-overlay");
    await expect.poll(() => overlay.count(), { timeout: 60_000 }).toBe(1);
    expect(await overlay.locator(".file").textContent()).toContain(`birthday.py:${line}`);
    expect(await overlay.locator(".frame").textContent()).toContain("!rm -rf x");

    writeFileSync(notebook(), timed.replace("two share a birthday", "BOTH share a birthday"));
    await expect
      .poll(() => birthday.getByText("BOTH share a birthday with probability 50.7%").count(), { timeout: 60_000 })
      .toBe(1);
    expect(await overlay.count()).toBe(0);
    expect(await made()).toBe(before);
  });

  it("follows a file that is written again right after it was saved, as formatters do", async () => {
    await open(url);
    await state("The birthday surprise", "idle");
    const birthday = app("The birthday surprise");
    for (const round of [30, 40, 50, 60, 70]) {
      writeFileSync(notebook(), text.replace("The birthday surprise", `The birthday surprise, saved ${round}`));
      await new Promise((resolve) => setTimeout(resolve, round));
      writeFileSync(notebook(), text.replace("The birthday surprise", `The birthday surprise, formatted ${round}`));
      await expect.poll(() => birthday.getByText(`formatted ${round}`).count()).toBeGreaterThan(0);
    }
  });

  it("follows settings and work files too", async () => {
    await open(url);
    const planner = app("Trip planner");
    await expect.poll(() => planner.getAttribute("data-state"), { timeout: 60_000 }).toBe("idle");
    const files = async () => {
      const src = await planner.getAttribute("src");
      return (await page.request.get(new URL("work/fares.csv", new URL(src ?? "", url)).href)).text();
    };
    const settings = join(folder, "examples/trip-planner/trip-planner.app.yaml");
    writeFileSync(settings, `${readFileSync(settings, "utf8")}title: Trip planner of the year\n`);
    await expect.poll(() => app("Trip planner of the year").count(), { timeout: 60_000 }).toBe(1);
    writeFileSync(join(folder, "examples/trip-planner/work/fares.csv"), "city,fare\nOslo,99\n");
    await expect.poll(files, { timeout: 60_000 }).toContain("Oslo,99");
  });
});
