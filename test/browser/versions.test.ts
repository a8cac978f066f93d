/**
 * An open page and a newer version on a host that keeps only the newest: the page says so, and never mixes the two.
 * @module
 */
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser } from "playwright-core";
import { afterAll, beforeAll, expect, it } from "vitest";
import { appState, type BuiltApp, blockText, build, buildFile, notebook, preview, runAll, type Served } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let app: BuiltApp;
let served: Served;
const first = { "story.ipynb": notebook([{ id: "show", source: "print('code one', open('data.txt').read())" }]) };

beforeAll(async () => {
  browser = await launchBrowser();
  app = build({ ...first, "work/data.txt": "data one" });
  expect(app.status).toBe(0);
  served = await preview(app.out);
});
afterAll(async () => {
  served.stop();
  await browser.close();
  app.remove();
});

it("an old page says that it is old, and runs after a reload", async () => {
  // A service worker would still have the old version whole; here is what happens where there is none.
  const page = await browser.newPage({ serviceWorkers: "block" });
  const old = mkdtempSync(join(tmpdir(), "notebook-app-old-"));
  cpSync(app.out, old, { recursive: true });
  await page.goto(served.url);
  await appState(page, "idle");

  writeFileSync(join(app.folder, "work/data.txt"), "data two");
  writeFileSync(join(app.folder, "story.ipynb"), first["story.ipynb"].replace("code one", "code two"));
  expect(buildFile(join(app.folder, "story.ipynb"), app.folder).status).toBe(0);

  await page.getByRole("button", { name: "Run", exact: true }).click();
  const alert = page.getByRole("alert");
  await alert.getByText("A newer version of this app was published").waitFor({ timeout: 90_000 });
  expect(await blockText(page, "show")).not.toContain("data two");
  await alert.getByRole("button", { name: "Reload" }).click();
  await appState(page, "idle");
  await runAll(page);
  await expect.poll(() => blockText(page, "show")).toContain("code two data two");

  // A page that a cache kept, in front of the newer program: its text stays readable, nothing of the new one is shown.
  await page.route(served.url, (route) =>
    route.fulfill({ contentType: "text/html", body: readFileSync(join(old, "index.html")) }),
  );
  await page.goto(served.url);
  await page.getByRole("alert").getByText("A newer version of this app was published").waitFor();
  expect(await page.locator("notebook-app").getAttribute("data-state")).toBe("failed");
  await page.unroute(served.url);
  await page.getByRole("button", { name: "Reload" }).click();
  await appState(page, "idle");
  await page.close();
  rmSync(old, { recursive: true, force: true });
});
