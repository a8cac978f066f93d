/**
 * `import "notebook-app"` in sites that React, Vue and Svelte make, and in one that none makes: built by Vite, with an app of another site.
 * @module
 */
import { createReadStream, mkdtempSync, readdirSync, rmSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { extname, join } from "node:path";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import vue from "@vitejs/plugin-vue";
import type { Browser } from "playwright-core";
import { build as buildSite } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { type BuiltApp, build, notebook, preview, type Served, slider } from "./app.ts";
import { launchBrowser } from "./browser.ts";

const HOSTS = "test/fixtures/hosts";
const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript" };

let browser: Browser;
let app: BuiltApp;
let served: Served;
let site: Server;
let folder: string;

beforeAll(async () => {
  browser = await launchBrowser();
  app = build({
    "app.ipynb": notebook([
      slider("k", 2),
      { id: "double", source: "print(k * 2)" },
      { id: "html", source: "from IPython.display import HTML\nHTML('<script>document.write(1 + 1)</script>')" },
    ]),
    "app.app.yaml": "embed: {allow: true}\nload: interaction\n",
  });
  expect(app.status, app.stderr).toBe(0);
  served = await preview(app.out);
  folder = mkdtempSync(join(tmpdir(), "notebook-app-hosts-"));
  await buildSite({
    configFile: false,
    root: HOSTS,
    logLevel: "error",
    plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === "notebook-app" } } }), svelte()],
    build: {
      outDir: folder,
      emptyOutDir: true,
      minify: false,
      rolldownOptions: { input: ["html", "react", "vue", "svelte"].map((name) => join(HOSTS, `${name}.html`)) },
    },
  });
  site = createServer((request, response) => {
    const { pathname } = new URL(request.url ?? "/", "http://x");
    response.setHeader("content-type", TYPES[extname(pathname)] ?? "application/octet-stream");
    createReadStream(join(folder, pathname))
      .on("error", () => response.writeHead(pathname === "/favicon.ico" ? 204 : 404).end())
      .pipe(response);
  });
  await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await browser?.close();
  served?.stop();
  site?.close();
  app?.remove();
  if (folder) rmSync(folder, { recursive: true, force: true });
});

describe.each(["html", "react", "vue", "svelte"])("a page in %s", (name) => {
  it("has the app's inputs and its own in step, and can take it away and put it back", async () => {
    const context = await browser.newContext();
    const page = await context.newPage();
    const problems: string[] = [];
    page.on("pageerror", (error) => problems.push(String(error)));
    page.on("console", (message) => message.type() === "error" && problems.push(message.text()));
    const port = (site.address() as AddressInfo).port;
    await page.goto(`http://127.0.0.1:${port}/${name}.html?src=${encodeURIComponent(served.url)}`);
    const own = page.locator("input#k");
    const slider = page.getByRole("slider");
    const got = () => page.locator("#got").textContent();
    await slider.waitFor();
    expect(await slider.inputValue()).toBe("5");
    await own.fill("7");
    await own.blur();
    await expect.poll(got, { timeout: 90_000 }).toBe("14\n");
    expect(await slider.inputValue()).toBe("7");
    await slider.fill("30");
    await expect.poll(got).toBe("60\n");
    await expect.poll(() => own.inputValue()).toBe("30");
    await page.getByRole("button", { name: "Toggle" }).click();
    await expect.poll(() => page.workers().length).toBe(0);
    expect(await page.locator("notebook-app").count()).toBe(0);
    await page.getByRole("button", { name: "Toggle" }).click();
    await slider.waitFor();
    expect(await slider.inputValue()).toBe("30");
    expect(problems).toEqual([]);
    await context.close();
  });
});

it("the site carries the runtime once, with its worker and the document of frames beside it", () => {
  const files = readdirSync(join(folder, "assets"));
  expect(files.filter((file) => /^entry-.*\.js$/.test(file))).toHaveLength(1);
  expect(files.filter((file) => /^frame-.*\.html$/.test(file))).toHaveLength(1);
});
