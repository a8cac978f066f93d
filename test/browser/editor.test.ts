/**
 * The editor as its author meets it: the real command, a real browser, real files that change on disk.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import AxeBuilder from "@axe-core/playwright";
import type { Browser, FrameLocator, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { launchBrowser } from "./browser.ts";

const command = join(import.meta.dirname, "../../dist/cli.js");

const NOTEBOOK = `# The story

# %% [markdown] id="story"
# # Costs

# %% id="n" tags=["parameters"]
n = 3

# %% id="once"
import time
print("made", time.time_ns())

# %% id="double"
double = n * 2
print("double", double)

# %% id="note"
print("a note")
`;
const SETTINGS = "# Written by hand\naccess: link   # for the team\n";

let browser: Browser;
let folder: string;
let server: ChildProcess;
let url: string;
let page: Page;
let app: FrameLocator;

const notebookFile = (): string => join(folder, "costs.py");
const settingsFile = (): string => join(folder, "costs.app.yaml");
const text = (file: string): string => readFileSync(file, "utf8");

function startDev(file: string): Promise<{ child: ChildProcess; at: string }> {
  const env = {
    ...process.env,
    // Sign-ins and published apps of this test alone.
    NOTEBOOK_APP_CONFIG: join(folder, "config"),
    XDG_DATA_HOME: join(folder, "data"),
    NOTEBOOK_APP_SERVE_PORT: "0",
  };
  const child = spawn(process.execPath, [command, "dev", file, "--port", "0"], {
    stdio: ["ignore", "pipe", "ignore"],
    env,
  });
  return new Promise((resolve, reject) => {
    let printed = "";
    child.stdout.on("data", (chunk: Buffer) => {
      printed += chunk.toString();
      const at = /http:\/\/\S+/.exec(printed)?.[0];
      if (at) resolve({ child, at });
    });
    child.on("exit", (code) => reject(new Error(`dev ended with ${code}: ${printed}`)));
  });
}

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), "notebook-app-editor-"));
  writeFileSync(notebookFile(), NOTEBOOK);
  writeFileSync(settingsFile(), SETTINGS);
  const started = await startDev(notebookFile());
  server = started.child;
  url = started.at;
  page = await (await browser.newContext({ viewport: { width: 1300, height: 900 } })).newPage();
  await page.goto(url);
  app = page.frameLocator("iframe");
  await app.locator("notebook-app[data-state=idle] nb-block").first().waitFor();
});

afterAll(async () => {
  server?.kill();
  await browser?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A block of the preview. */
const block = (id: string): ReturnType<FrameLocator["locator"]> => app.locator(`nb-block[data-block-id="${id}"]`);
const written = (file: () => string): { toContain(part: string): Promise<void> } => ({
  toContain: (part) => expect.poll(() => text(file())).toContain(part),
});

async function openTab(name: string | RegExp): Promise<void> {
  await page.getByRole("tab", { name }).click();
}

async function dragTo(from: { x: number; y: number }, to: { x: number; y: number }): Promise<void> {
  await page.mouse.move(from.x, from.y);
  await page.mouse.down();
  await page.mouse.move((from.x + to.x) / 2, (from.y + to.y) / 2, { steps: 4 });
  await page.mouse.move(to.x, to.y, { steps: 4 });
  await page.mouse.up();
}

async function middle(locator: ReturnType<Page["locator"]>, share = 0.5): Promise<{ x: number; y: number }> {
  const box = await locator.boundingBox();
  if (!box) throw new TypeError("not visible");
  return { x: box.x + box.width * share, y: box.y + box.height / 2 };
}

describe("settings", () => {
  it("are controls with help, written at once and only where they belong", async () => {
    await openTab("Settings");
    await page.getByLabel("Access").selectOption("public");
    await written(settingsFile).toContain("access: public   # for the team");
    expect(text(settingsFile())).toContain("# Written by hand");
    await page.getByLabel("Hide code", { exact: true }).check();
    await written(settingsFile).toContain("hideCode: true");
    await expect.poll(() => block("double").locator("pre.nb-code").count()).toBe(0);
    await page.getByLabel("Hide code", { exact: true }).uncheck();
    await expect.poll(() => block("double").locator("pre.nb-code").count()).toBe(1);
    expect(text(notebookFile())).toBe(NOTEBOOK);
  });

  it("are refused in words where they cannot be", async () => {
    const before = text(settingsFile());
    await page.getByLabel("Packages").fill("not a package!!");
    await page.getByLabel("Packages").blur();
    await page.locator(".toast").waitFor();
    expect(text(settingsFile())).toBe(before);
  });

  it("are taken back one by one", async () => {
    await page.getByLabel("Theme").selectOption("dark");
    await written(settingsFile).toContain("theme: dark");
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => text(settingsFile())).not.toContain("theme: dark");
  });

  it("are merged with what another program wrote meanwhile", async () => {
    writeFileSync(settingsFile(), `${text(settingsFile())}description: From outside\n`);
    await page.getByLabel("Full width").check();
    await written(settingsFile).toContain("fullWidth: true");
    expect(text(settingsFile())).toContain("description: From outside");
    await expect.poll(() => page.getByLabel("Description").inputValue()).toBe("From outside");
    await page.getByLabel("Full width").uncheck();
  });
});

describe("blocks", () => {
  it("are hidden from the block itself, and stay to be seen by the author only", async () => {
    await block("note").hover();
    await page.getByRole("button", { name: "Hide", exact: true }).click();
    await written(notebookFile).toContain('# %% id="note" deepnote_app_block_visible=false');
    await expect.poll(() => block("note").getAttribute("data-hidden")).toBe("");
    expect(await block("note").isVisible()).toBe(true);
    await page.getByRole("button", { name: "As viewers see it" }).click();
    await expect.poll(() => block("note").isVisible()).toBe(false);
    await page.getByRole("button", { name: "As viewers see it" }).click();
    await page.getByRole("button", { name: "Undo" }).click();
    await expect.poll(() => text(notebookFile())).toBe(NOTEBOOK);
  });

  it("are dragged beside each other, and the border between them is pulled", async () => {
    await block("note").hover();
    await dragTo(await middle(page.getByRole("button", { name: /^Drag/ })), await middle(block("double"), 0.95));
    await written(notebookFile).toContain("deepnote_app_block_group_id");
    const beside = async (): Promise<boolean> => {
      const [left, right] = [await block("double").boundingBox(), await block("note").boundingBox()];
      return left !== null && right !== null && right.x > left.x + left.width - 2;
    };
    await expect.poll(beside).toBe(true);
    await page.mouse.move(5, 5);
    const border = page.locator(".border");
    const from = await middle(border);
    await dragTo(from, { x: from.x + 120, y: from.y });
    await written(notebookFile).toContain("deepnote_app_block_width");
    await page.getByRole("button", { name: "Phone" }).click();
    await expect.poll(beside).toBe(false);
    await page.getByRole("button", { name: "Phone" }).click();
  });

  it("leave their row by keyboard", async () => {
    await openTab("Blocks");
    const place = page.getByLabel(/^Place of/).last();
    await place.focus();
    await place.selectOption({ label: "In a row of its own" });
    await expect.poll(() => text(notebookFile())).toBe(NOTEBOOK);
  });
});

describe("saving in another program", () => {
  it("runs only what was edited, and keeps inputs and Python", async () => {
    await app.getByRole("button", { name: "Run", exact: true }).click();
    await app.locator("notebook-app[data-state=ready]").waitFor({ timeout: 90_000 });
    const field = app.getByLabel("n", { exact: true });
    await field.fill("5");
    await field.press("Enter");
    await block("double").getByText("double 10").waitFor();
    const once = await block("once")
      .getByText(/^made \d/)
      .textContent();
    writeFileSync(notebookFile(), NOTEBOOK.replace("n * 2", "n * 3"));
    await block("double").getByText("double 15").waitFor();
    expect(await field.inputValue()).toBe("5");
    expect(
      await block("once")
        .getByText(/^made \d/)
        .textContent(),
    ).toBe(once);
  });

  it("keeps the last good version while the notebook is broken, and says why", async () => {
    writeFileSync(notebookFile(), `${NOTEBOOK}\n# %%\n%%bash\nls\n`);
    await page.getByText("This is the last version that could be built").waitFor();
    await openTab(/Problems/);
    await page.getByText("%%bash").first().waitFor();
    expect(await block("double").getByText("double 15").isVisible()).toBe(true);
    writeFileSync(notebookFile(), NOTEBOOK);
    await page.getByText("This is the last version that could be built").waitFor({ state: "detached" });
  });
});

describe("the graph", () => {
  it("shows what a block needs, what needs it and what runs with it, and leads to the block", async () => {
    await page.getByRole("button", { name: "Open dependency graph" }).click();
    const dialog = page.getByRole("dialog");
    await dialog
      .getByRole("button", { name: /binds n$/ })
      .first()
      .press("Enter");
    await dialog.getByRole("heading", { name: /Runs when this/ }).waitFor();
    expect(await dialog.locator("aside").textContent()).toContain("block 4");
    await dialog.getByRole("button", { name: "Show in the preview" }).click();
    await expect.poll(() => dialog.isVisible()).toBe(false);
  });
});

describe("sharing", () => {
  const link = async (): Promise<string> => (await page.locator("a.link").textContent()) ?? "";
  /** Opens it as somebody who is not signed in. */
  const opened = async (at: string): Promise<{ status: number; text: string }> => {
    const stranger = await browser.newContext();
    const response = await (await stranger.newPage()).goto(at);
    const answer = { status: response?.status() ?? 0, text: (await response?.text()) ?? "" };
    await stranger.close();
    return answer;
  };
  const status = async (): Promise<number> => (await opened(await link())).status;

  it("gets from nothing to a link, without anything read before", async () => {
    await openTab("Share");
    await page.getByLabel("Who may open the app").selectOption("link");
    await written(settingsFile).toContain("access: link");
    await page.getByRole("button", { name: "Use this machine" }).click();
    await page.getByRole("button", { name: "Show what will be published" }).click();
    await page.getByText(/\d+ files, /).waitFor();
    await page.getByRole("button", { name: "Publish", exact: true }).click();
    await page.getByText("Version 1 is published").waitFor();
    expect((await opened(await link())).text).toContain("Costs");
  });

  it("changes who may open it, at once", async () => {
    await page.getByLabel("Who may open the app").selectOption("workspace");
    await expect.poll(status).toBe(401);
    await page.getByLabel("Who may open the app").selectOption("link");
    await expect.poll(status).toBe(200);
  });

  it("makes a new link, and the old one is dead", async () => {
    const old = await link();
    await page.getByRole("button", { name: "New link…" }).click();
    await page.getByRole("button", { name: "Make a new link" }).click();
    await expect.poll(link).not.toBe(old);
    expect((await opened(old)).status).toBe(404);
    expect(await status()).toBe(200);
  });

  it("gives code to embed it, with a preview", async () => {
    expect(await page.getByLabel("As an element").inputValue()).toContain(`<notebook-app src="${await link()}">`);
    await page.getByRole("button", { name: "Preview of the frame" }).click();
    await page.frameLocator('iframe[title^="The app in a frame"]').getByRole("heading", { name: "Costs" }).waitFor();
    await page.getByRole("button", { name: "Preview of the element" }).click();
    const element = page.frameLocator('iframe[title^="The app as an element"]').locator("notebook-app");
    await element.getByRole("heading", { name: "Costs" }).waitFor();
    // The room that it takes is known from the preview, and kept for it.
    await expect
      .poll(() => page.getByLabel("As an element").inputValue())
      .toMatch(/style="display: block; min-height: \d+px"/);
    const all = await element.locator("nb-block").count();
    await page.getByLabel("What to show").selectOption({ index: 1 });
    await expect.poll(() => element.locator("nb-block").count()).toBe(1);
    expect(all).toBeGreaterThan(1);
    expect(await page.getByLabel("As an element").inputValue()).toMatch(/ blocks="[^"]+"/);
    expect(await page.getByLabel("As a frame").inputValue()).toMatch(/\?block=[^"]+"/);
    await page.getByRole("button", { name: "Preview of the element" }).click();
  });

  it("publishes a copy as the next version of the app, and names only what is new", async () => {
    const copy = join(folder, "copy.py");
    writeFileSync(copy, `${NOTEBOOK}\n# %% id="fresh"\nprint("fresh")\n`);
    const second = await startDev(copy);
    const other = await (await browser.newContext()).newPage();
    await other.goto(second.at);
    await other.getByRole("tab", { name: "Share" }).click();
    await other.getByLabel("As", { exact: true }).selectOption({ label: "the next version of Costs" });
    await other.getByRole("button", { name: "Show what will be published" }).click();
    await other.getByRole("heading", { name: "New blocks, to be looked at" }).waitFor();
    expect(await other.getByRole("tabpanel").textContent()).not.toContain("block 4:");
    await other.getByRole("button", { name: "Publish", exact: true }).click();
    await other.getByText("Version 2 is published").waitFor();
    expect((await opened(await link())).text).toContain("fresh");
    await other.context().close();
    second.child.kill();
  });

  it("deletes the app once it is confirmed", async () => {
    const old = await link();
    await page.getByRole("button", { name: "Delete app…" }).click();
    await page.getByRole("button", { name: "Delete app", exact: true }).click();
    await page.locator("a.link").waitFor({ state: "detached" });
    expect((await opened(old)).status).toBe(404);
  });
});

describe("any notebook", () => {
  const EMPTY = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [] });
  const big = Array.from(
    { length: 500 },
    (_, at) => `# %% id="b${at}"\nv${at} = ${at % 10 === 0 ? "1" : `v${at - 1} + 1`}\n`,
  );

  async function openEditor(name: string, content: string): Promise<{ page: Page; close(): Promise<void> }> {
    const file = join(folder, name);
    writeFileSync(file, content);
    const { child, at } = await startDev(file);
    const other = await (await browser.newContext()).newPage();
    await other.goto(at);
    const close = async (): Promise<void> => {
      child.kill();
      await other.context().close();
    };
    return { page: other, close };
  }

  it("may be empty", async () => {
    const { page: other, close } = await openEditor("empty.ipynb", EMPTY);
    await other.frameLocator("iframe").getByText("This notebook has nothing to show").waitFor();
    await other.getByRole("tab", { name: "Blocks" }).click();
    await other.getByText("This notebook has no blocks yet").waitFor();
    await close();
  });

  it("may be broken from the start, and is shown as soon as it is not", async () => {
    const { page: other, close } = await openEditor("broken.ipynb", '{"nbformat": 4, "cells": [');
    await other.getByText("There is nothing to show yet").waitFor();
    await other.getByRole("tab", { name: /Problems/ }).click();
    await other.getByText("This is not valid JSON").waitFor();
    writeFileSync(join(folder, "broken.ipynb"), EMPTY);
    await other.frameLocator("iframe").getByText("This notebook has nothing to show").waitFor();
    await close();
  });

  it("may have 500 blocks, also as a graph", async () => {
    const { page: other, close } = await openEditor("big.py", big.join("\n"));
    await other.getByRole("button", { name: "Open dependency graph" }).click();
    await other.locator('[data-node="b495"]').click();
    await other.getByRole("heading", { name: "Runs when this block changes" }).waitFor();
    expect(await other.locator("svg .node").count()).toBe(500);
    expect(await other.getByRole("dialog").locator("aside li").count()).toBe(6);
    await close();
  });
});

describe("for everyone", () => {
  it.each(["light", "dark"] as const)("axe finds nothing, %s", async (colorScheme) => {
    await page.emulateMedia({ colorScheme });
    for (const tab of ["Settings", "Blocks", /Problems/, "Share"]) {
      await openTab(tab);
      const { violations } = await new AxeBuilder({ page }).exclude("iframe").analyze();
      expect(violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(" ")}`)).toEqual([]);
    }
  });

  it("tabs are walked with the arrow keys", async () => {
    await openTab("Settings");
    await page.keyboard.press("ArrowRight");
    await expect.poll(() => page.getByRole("tab", { name: "Blocks" }).getAttribute("aria-selected")).toBe("true");
  });
});

describe("the server", () => {
  const edit = JSON.stringify({ kind: "app", path: ["title"], value: "Stolen" });

  it("writes only for its own page", async () => {
    const origin = new URL(url).origin;
    const post = (headers: Record<string, string>): Promise<number> =>
      fetch(`${url}@dev/api/edit`, { method: "POST", body: edit, headers }).then(({ status }) => status);
    const token = /notebook-app-token" content="([^"]+)"/.exec(await (await fetch(url)).text())?.[1] ?? "";
    expect(token).not.toBe("");
    expect(await post({})).toBe(403);
    expect(await post({ origin, "x-notebook-app-token": "wrong" })).toBe(403);
    expect(await post({ origin: "http://evil.example", "x-notebook-app-token": token })).toBe(403);
    expect(text(settingsFile())).not.toContain("Stolen");
    expect(await post({ origin, "x-notebook-app-token": token })).toBe(200);
    expect(text(settingsFile())).toContain("Stolen");
  });

  it("answers to no other name", async () => {
    const { request } = await import("node:http");
    const status = await new Promise((resolve) => {
      request(url, { headers: { host: "evil.example" } }, (response) => resolve(response.statusCode)).end();
    });
    expect(status).toBe(421);
  });
});
