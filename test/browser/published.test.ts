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
import type { AppInfo, DeviceStart } from "../../compiler/contract/api.ts";
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
  await expect.poll(counted).toEqual({ days: [{ day, viewers: 1, runs: 1 }] });
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

it("in the path form, no script of an app can see or do at the site what its viewer can, though their origin is one", async () => {
  const paths = await nodeHost({ apps: "paths" });
  try {
    const own = await Author.owner(paths);
    // A page of an author who means harm: whatever this origin's scripts can do, it can.
    const evil = "<!doctype html><title>Evil</title><p>Look at my app</p>";
    const { app } = await own.publish({
      files: { ...files(built.out), "evil.html": evil },
      manifest: { access: "public" },
    });
    const secret = (await own.publish({ files: { ...files(built.out) }, manifest: { access: "link" } })).app;
    await page.goto(`${paths.origin}/sign-in/owner?token=${await paths.ownerToken()}`);
    await page.getByRole("button", { name: "Sign in as owner" }).click();
    await page.getByText("Sign out everywhere").waitFor();
    expect(await page.content()).toContain(secret.link);
    const started = await paths.send(`${paths.origin}/api/device`, { json: { name: "evil" } });
    const { url, userCode, deviceCode } = started.json() as DeviceStart;

    await page.goto(`${app.link}evil.html`);
    const read = (address: string) => page.evaluate(async (at) => (await fetch(at)).text(), address);
    expect(await read("/")).not.toContain(secret.link);
    expect(await read(url)).not.toContain("asks to publish");
    const inFrame = await page.evaluate(async (address) => {
      const frame = document.createElement("iframe");
      frame.src = address;
      document.body.append(frame);
      await new Promise((resolve) => frame.addEventListener("load", resolve));
      return frame.contentDocument?.body.textContent ?? null;
    }, url);
    expect(inFrame ?? "").not.toContain("asks to publish");
    // A window of its own shows the page to the person, and nothing to the script that opened it.
    const [window] = await Promise.all([
      context.waitForEvent("page"),
      page.evaluate((address) => {
        Reflect.set(globalThis, "opened", open(address));
      }, url),
    ]);
    await window.getByText("asks to publish as").waitFor();
    const seen = await page.evaluate(() => {
      const opened: Window | null = Reflect.get(globalThis, "opened");
      try {
        return opened?.document.body.textContent ?? null;
      } catch {
        return null;
      }
    });
    expect(seen ?? "").not.toContain("asks to publish");
    expect(await window.evaluate(() => globalThis.opener)).toBeNull();
    // A form that the script fills in itself.
    const [refused] = await Promise.all([
      page.waitForResponse((response) => response.url().endsWith("/device")),
      page.evaluate((code) => {
        const form = document.createElement("form");
        Object.assign(form, { method: "post", action: "/device" });
        for (const [name, value] of Object.entries({ code, form: "0".repeat(64) })) {
          const field = document.createElement("input");
          Object.assign(field, { name, value });
          form.append(field);
        }
        document.body.append(form);
        form.submit();
      }, userCode),
    ]);
    expect(refused.status()).toBe(403);
    const waiting = () => paths.send(`${paths.origin}/api/token`, { json: { grant: "device", deviceCode } });
    expect((await waiting()).status).toBe(428);
    // The person, who sees what is asked, can.
    await window.getByRole("button", { name: "Yes, it is mine" }).click();
    await window.getByText("The command goes on by itself.").waitFor();
    expect((await waiting()).status).toBe(200);
  } finally {
    await paths.close();
  }
});
