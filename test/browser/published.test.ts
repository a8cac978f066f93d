/**
 * A published app in a real browser: its origin, its counts, sign-in inside a foreign frame, files opened in place.
 * @module
 */

import { readdirSync, readFileSync, statSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from "vitest";
import type { AppInfo } from "../../compiler/contract/api.ts";
import { Author } from "../worker/author.ts";
import { type NodeHost, nodeHost } from "../worker/node-host.ts";
import { appState, type BuiltApp, blockText, build, notebook, slider } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let context: BrowserContext;
let page: Page;
let host: NodeHost;
let author: Author;
let built: BuiltApp;
let blog: Server;

beforeAll(async () => {
  browser = await launchBrowser();
  host = await nodeHost();
  author = await Author.owner(host);
  built = build({ "app.ipynb": notebook([slider("n", 4), { id: "double", source: "print(n * 2)" }]) });
  expect(built.status, built.stderr).toBe(0);
  blog = createServer((request, response) => {
    const frame = new URL(request.url ?? "/", "http://x").searchParams.get("src") ?? "";
    response.setHeader("content-type", "text/html").end(`<iframe src="${frame}" width="800" height="600"></iframe>`);
  });
  await new Promise<void>((resolve) => blog.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  await browser?.close();
  await host?.close();
  built?.remove();
  blog?.close();
});
beforeEach(async () => {
  context = await browser.newContext();
  page = await context.newPage();
});
afterEach(() => context.close());

function files(folder: string, at = ""): Record<string, Uint8Array> {
  return Object.fromEntries(
    readdirSync(join(folder, at)).flatMap((name): [string, Uint8Array][] => {
      const path = at === "" ? name : `${at}/${name}`;
      return statSync(join(folder, path)).isDirectory()
        ? Object.entries(files(folder, path))
        : [[path, readFileSync(join(folder, path))]];
    }),
  );
}

const blogOrigin = () => `http://127.0.0.1:${(blog.address() as AddressInfo).port}`;

async function signIn(): Promise<void> {
  await page.goto(`${host.origin}/sign-in/owner?token=${await host.ownerToken()}`);
  await page.getByRole("button", { name: "Sign in as owner" }).click();
  await page.getByText("Sign out everywhere").waitFor();
}

it("opens after signing in, on an origin of its own, runs, and is counted", async () => {
  const { app } = await author.publish({ files: files(built.out) });
  const refused = await page.goto(app.link);
  // Sent to the sign-in by itself.
  await page.getByRole("button", { name: "Sign in as owner" }).waitFor();
  expect(refused?.status()).toBe(401);
  await page.getByLabel("Owner token").fill(await host.ownerToken());
  await page.getByRole("button", { name: "Sign in as owner" }).click();
  await page.waitForURL(app.link);
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await appState(page, "ready");
  await expect.poll(() => blockText(page, "double"), { timeout: 60_000 }).toContain("8");
  expect(await page.evaluate(() => [location.origin, document.cookie, crossOriginIsolated])).toEqual([
    new URL(app.link).origin,
    "",
    true,
  ]);
  const counted = async () => (await author.call(`/api/apps/${app.project}/analytics`)).json();
  const day = new Date().toISOString().slice(0, 10);
  await expect.poll(counted, { timeout: 30_000 }).toEqual({ days: [{ day, viewers: 1, runs: 1 }] });
  await page.reload();
  await appState(page, "idle", "ready");
  expect(await counted()).toEqual({ days: [{ day, viewers: 1, runs: 1 }] });
});

it("signs in inside a foreign frame, where no cookie of the site reaches, by a window of the person's own", async () => {
  const embed = { allow: true, origins: [blogOrigin()] };
  const { app } = await author.publish({ files: files(built.out), manifest: { embed } });
  await signIn();
  await page.goto(`${blogOrigin()}/?src=${encodeURIComponent(app.link)}`);
  const frame = page.frameLocator("iframe");
  await frame.getByRole("button", { name: "Sign in", exact: true }).click();
  await frame.getByRole("button", { name: "Run", exact: true }).waitFor({ timeout: 60_000 });
  expect(context.pages()).toHaveLength(1);
  // The cookie is the frame's alone: the same app in another page's frame asks again.
  const cookies = await context.cookies(app.link);
  expect(cookies.find(({ name }) => name === "__Host-nb-frame")?.partitionKey).toContain("127.0.0.1");
});

it("is framed by nobody whom its settings do not name", async () => {
  const { app } = await author.publish({ files: files(built.out), manifest: { access: "public" } });
  const inFrame = async (of: AppInfo) => {
    await page.goto(`${blogOrigin()}/?src=${encodeURIComponent(of.link)}`);
    return page
      .frames()
      .at(-1)
      ?.evaluate(() => document.querySelector("notebook-app") !== null)
      .catch(() => false);
  };
  expect(await inFrame(app)).toBe(false);
  expect(await inFrame(await author.change(app, { embed: { allow: true, origins: [blogOrigin()] } }))).toBe(true);
});

it("runs nothing of an author's HTML and SVG when they are opened in place", async () => {
  const script = "document.title = 'ran'; try { localStorage.x = 1; } catch {}";
  const { app } = await author.publish({
    files: {
      ...files(built.out),
      "work/x.html": `<title>still</title><script>${script}</script><p>shown</p>`,
      "work/x.svg": `<svg xmlns="http://www.w3.org/2000/svg"><title>still</title><script>${script}</script></svg>`,
    },
    manifest: { access: "public" },
  });
  await page.goto(`${app.link}work/x.html`);
  await page.getByText("shown").waitFor();
  expect(await page.title()).toBe("still");
  await page.goto(`${app.link}work/x.svg`);
  expect(await page.title()).not.toBe("ran");
  await page.goto(app.link);
  expect(await page.evaluate(() => localStorage.getItem("x"))).toBeNull();
});
