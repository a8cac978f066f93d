/**
 * `node site/build/shots.ts`: the gallery's pictures, taken of the apps in `dist/site` after a run and kept in `site/shots`. To be done
 * again when the look of apps changes; the site's build only copies them.
 * @module
 */
import { mkdirSync } from "node:fs";
import { join } from "node:path";
import { chromium } from "playwright-core";
import { serveFolder } from "../../compiler/node/static-server.ts";
import { EXAMPLES } from "./apps.ts";

const root = join(import.meta.dirname, "../..");
const folder = join(root, "site/shots");
mkdirSync(folder, { recursive: true });
const server = await serveFolder(() => join(root, "dist/site"), { port: 0 });
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
for (const { name } of EXAMPLES) {
  const page = await browser.newPage({ viewport: { width: 1080, height: 720 }, deviceScaleFactor: 0.75 });
  await page.goto(`${server.url}apps/${name}/`);
  const run = page.getByRole("button", { name: "Run", exact: true });
  if ((await run.count()) > 0 && name !== "search") {
    await run.click();
    await page.locator("notebook-app[data-state=ready]").waitFor({ timeout: 120_000 });
  }
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    // Charts are drawn anew for the scheme.
    await page.waitForTimeout(1500);
    const path = join(folder, `${name}${colorScheme === "dark" ? "-dark" : ""}.jpg`);
    await page.screenshot({ path, type: "jpeg", quality: 78 });
  }
  await page.close();
}
await browser.close();
await server.close();
