/**
 * An app that no browser can run, as its viewers meet it: the real command starts gateway and kernel, a real browser opens the page.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { cpSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { appState, blockText, foreignRequests, runAll } from "../../browser/app.ts";
import { launchBrowser } from "../../browser/browser.ts";
import { processesOf } from "./server-processes.ts";

const root = join(import.meta.dirname, "../../..");

let browser: Browser;
let folder: string;
let command: ChildProcess;
let url: string;
let page: Page;
let requested: string[];

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), "notebook-app-server-"));
  cpSync(join(root, "examples/search"), folder, { recursive: true });
  command = spawn(process.execPath, [join(root, "dist/cli.js"), "dev", join(folder, "search.py"), "--port", "0"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  url = await new Promise((resolve, reject) => {
    let text = "";
    command.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const link = /http:\/\/\S+/.exec(text)?.[0];
      if (link) resolve(new URL("app/", link).href);
    });
    command.once("exit", (code) => reject(new Error(`dev ended with ${code}: ${text}`)));
  });
  page = await browser.newPage();
  requested = [];
  page.on("request", (request) => requested.push(new URL(request.url()).pathname));
});

afterAll(async () => {
  await browser.close();
  const ended = new Promise((resolve) => command.once("exit", resolve));
  command.kill();
  await ended;
  rmSync(folder, { recursive: true, force: true });
});

const blocks = (): Promise<string[]> =>
  page.locator("[data-block-id]").evaluateAll((all) => all.map((one) => one.getAttribute("data-block-id") ?? ""));
const everything = async (): Promise<string> =>
  (await Promise.all((await blocks()).map((id) => blockText(page, id)))).join("\n");

describe("a server app", () => {
  it("runs on the page's own host, with the packages that it needs", async () => {
    const foreign = foreignRequests(page, new URL(url).origin);
    await page.goto(url);
    await appState(page, "idle");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForFunction(
      () => document.querySelector("notebook-app")?.getAttribute("data-state") === "ready",
      null,
      {
        timeout: 400_000,
      },
    );
    await expect.poll(everything).toContain("lines are indexed");
    await expect.poll(everything).toContain("found for 'love'");
    expect(foreign).toEqual([]);
  }, 500_000);

  it("fetches no Python, and what it fetches tells nothing of the source", () => {
    expect(requested.filter((path) => /pyodide|\/rt\/(py-|pkg\/)|private/.test(path))).toEqual([]);
  });

  it("runs what a changed input affects, and nothing else", async () => {
    await page.getByRole("textbox").fill("tomorrow");
    await page.keyboard.press("Enter");
    await expect.poll(everything).toContain("found for 'tomorrow'");
    await appState(page, "ready");
    await expect.poll(everything).toContain("Macbeth, Macbeth");
  });

  it("has its kernel still after a reload", async () => {
    const kernels = () => processesOf(command.pid, "ipykernel_launcher");
    const before = kernels();
    expect(before).not.toEqual([]);
    // The URL follows a little later than the result may come.
    await page.waitForURL(/tomorrow/);
    await page.reload();
    await appState(page, "idle");
    await runAll(page);
    await expect.poll(everything).toContain("found for 'tomorrow'");
    expect(kernels()).toEqual(before);
  });

  it("gives no host's file of the source away", async () => {
    const answer = await fetch(new URL("private/kernel.json", url));
    expect(answer.status).toBe(404);
  });
});
