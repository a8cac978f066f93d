/**
 * A published server app in a real browser, on a real `serve`: everything that a browser kernel's page can do, and a server that is killed
 * under it.
 * @module
 */
import { mkdtempSync, readdirSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { stringify } from "yaml";
import { appState, blockText, foreignRequests } from "../../browser/app.ts";
import { launchBrowser } from "../../browser/browser.ts";
import { Machine } from "../../compiler/node/publish/machine.ts";
import { type ServeProcess, serveProcess } from "../serve-process.ts";
import { processesOf } from "./server-processes.ts";

const NAMES = "deepnote_variable_name";
const BLOCKS: Readonly<Record<string, { type?: string; content?: string; metadata?: Record<string, unknown> }>> = {
  limit: {
    type: "input-slider",
    metadata: {
      [NAMES]: "limit",
      deepnote_input_label: "Limit",
      deepnote_variable_value: "3",
      deepnote_slider_min_value: 1,
      deepnote_slider_max_value: 50,
      deepnote_slider_step: 1,
    },
  },
  file: { type: "input-file", metadata: { [NAMES]: "file", deepnote_input_label: "File" } },
  hidden: {
    content: "import os, time\nimport pandas as pd\nmarker = 'only-the-server-knows'\nframe = pd.read_csv('rows.csv')",
    metadata: { deepnote_app_block_visible: false },
  },
  query: {
    type: "sql",
    content: "SELECT k, count(*) AS n FROM frame WHERE v < {{ limit }} GROUP BY k ORDER BY k",
    metadata: { [NAMES]: "found", sql_integration_id: "deepnote-dataframe-sql" },
  },
  table: {
    content:
      "big = pd.DataFrame({'n': range(100_000), 'name': [f'Row {i % 977}' for i in range(100_000)]})\nbig.head(1000).to_csv('out.csv', index=False)\nbig",
  },
  links: {
    content: "from IPython.display import HTML, display\ndisplay(HTML('<a href=\"file?path=out.csv\">the table</a>'))",
  },
  widgets: {
    content:
      "from ipywidgets import interact\n@interact(n=(0, 10))\ndef greet(n=3):\n    print(f'Hello {n} of {len(found)}')",
  },
  upload: { content: "print('uploaded', file and open(file).read())" },
  slow: { content: "print('slept for', limit)\ntime.sleep(60 if limit == 50 else 0)" },
};

function deepnote(): string {
  const blocks = Object.entries(BLOCKS).map(([id, { type = "code", content = "", metadata = {} }], index) => ({
    id,
    type,
    content,
    metadata,
    blockGroup: `g${index}`,
    sortingKey: String(index).padStart(4, "0"),
  }));
  const notebooks = [{ id: "n", name: "Blocks", blocks }];
  const project = { id: "7c0c7c5e-6f0a-4c1e-9d58-0a6d7c1f2b33", name: "Blocks", notebooks };
  return stringify({ version: "1.0.0", metadata: { createdAt: "2026-11-26T00:00:00Z" }, project });
}

const ROWS = `k,v\n${Array.from({ length: 90 }, (_, row) => `${"abc"[row % 3]},${row}`).join("\n")}\n`;

let browser: Browser;
let page: Page;
let folder: string;
let machine: Machine;
let server: ServeProcess;
let link: string;
let foreign: string[];
const fetched = new Map<string, string>();

beforeAll(async () => {
  browser = await launchBrowser();
  folder = mkdtempSync(join(tmpdir(), "nb-serve-"));
  server = await serveProcess(folder);
  machine = new Machine();
  await machine.login(server);
  machine.write({
    "blocks.deepnote": deepnote(),
    "blocks.app.yaml": "runtime: server\nhideCode: true\n",
    "work/rows.csv": ROWS,
  });
  const published = await machine.run("publish", "blocks.deepnote", "--access", "link", "--json", "--yes");
  expect(published.stderr).toBe("");
  expect(published.json()).toMatchObject({ ok: true });
  link = published.json().link;
  page = await (await browser.newContext({ acceptDownloads: true })).newPage();
  foreign = foreignRequests(page, new URL(link).origin);
  page.on("response", async (response) => {
    fetched.set(new URL(response.url()).pathname, await response.text().catch(() => ""));
  });
  await page.goto(link);
});
afterAll(async () => {
  await browser.close();
  await server.stop();
  machine.remove();
  rmSync(folder, { recursive: true, force: true });
});

const block = (id: string) => page.locator(`[data-block-id="${id}"]`);
const text = (id: string) => blockText(page, id);
describe("a published server app", () => {
  it("runs, its Python made ready on the way", async () => {
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.waitForFunction(
      () => document.querySelector("notebook-app")?.getAttribute("data-state") === "ready",
      null,
      { timeout: 400_000 },
    );
    await expect.poll(() => text("slow")).toContain("slept for 3");
  }, 500_000);

  it("asks SQL, and again when an input changes", async () => {
    await expect.poll(() => block("query").locator("tbody tr").count()).toBe(3);
    await page.getByRole("slider", { name: "Limit" }).fill("2");
    await expect.poll(() => block("query").locator("tbody tr").count()).toBe(2);
    await appState(page, "ready");
  });

  it("pages, sorts, filters and saves a long table that stays on the server", async () => {
    const table = block("table").locator("nb-table");
    const rows = () => table.locator("tbody tr").allInnerTexts();
    await expect.poll(async () => (await rows()).length).toBe(10);
    await table.getByRole("button", { name: "Last" }).click();
    await expect.poll(async () => (await rows()).at(-1)).toMatch(/99999\s+99999\s+Row 345/);
    await table.getByRole("searchbox", { name: "Filter rows" }).fill("row 976");
    await expect.poll(() => table.getByRole("status").textContent()).toBe("102 of 100,000 rows");
    const saved = page.waitForEvent("download");
    await table.getByRole("button", { name: "CSV" }).click();
    const lines = (await (await (await saved).createReadStream()).toArray()).join("").trim().split("\r\n");
    expect([lines.length, lines[0]]).toEqual([103, ",n,name"]);
  });

  it("moves widgets, whose functions run on the server", async () => {
    await expect.poll(() => text("widgets")).toContain("Hello 3 of 2");
    await block("widgets").getByRole("slider", { name: "n" }).fill("7");
    await expect.poll(() => text("widgets")).toContain("Hello 7 of 2");
  });

  it("takes a viewer's file, and gives what Python wrote", async () => {
    await page
      .locator('input[type="file"]')
      .setInputFiles({ name: "list.txt", mimeType: "text/plain", buffer: Buffer.from("socks") });
    await expect.poll(() => text("upload")).toContain("uploaded socks");
    const saved = page.waitForEvent("download");
    await page.getByRole("link", { name: "the table" }).click();
    const download = await saved;
    const content = (await (await download.createReadStream()).toArray()).join("");
    expect([download.suggestedFilename(), content.split("\n").length]).toEqual(["out.csv", 1002]);
  });

  it("fetches no Python, no source, and nothing from anybody else", () => {
    expect(fetched.size).toBeGreaterThan(3);
    expect([...fetched.keys()].filter((path) => /pyodide|duckdb|\/rt\/(py-|pkg\/)|private/.test(path))).toEqual([]);
    const source = /only-the-server-knows|time\.sleep|GROUP BY|import pandas/;
    expect([...fetched].filter(([, body]) => source.test(body)).map(([path]) => path)).toEqual([]);
    expect(foreign).toEqual([]);
  });
});

const foldersOf = (pid: number | undefined): string[] =>
  readdirSync(tmpdir()).filter((name) => name.startsWith(`nbk-${pid}-`));

describe("a server that is killed", () => {
  it("takes its kernels along; the page says that the connection is lost, and its next run recovers with the server", async () => {
    const { pid } = server.process;
    expect(processesOf(pid).length).toBeGreaterThan(2);
    await page.getByRole("slider", { name: "Limit" }).fill("50");
    await expect.poll(() => text("slow")).toContain("slept for 50");
    await server.kill();
    await appState(page, "failed");
    await page.getByText("The connection to the server was lost").first().waitFor();
    await expect.poll(() => processesOf(pid)).toEqual([]);

    server = await serveProcess(folder, Number(new URL(server.origin).port));
    await page.getByRole("slider", { name: "Limit" }).fill("3");
    await appState(page, "ready");
    await expect.poll(() => text("slow")).toContain("slept for 3");
    await expect.poll(() => block("query").locator("tbody tr").count()).toBe(3);
    // What the killed one left on disk, the next one removes.
    expect(foldersOf(pid)).toEqual([]);
  });

  it("leaves nothing when it is told to end, though a page is open", async () => {
    const { pid } = server.process;
    expect(await server.stop()).toBe(0);
    await expect.poll(() => [processesOf(pid), foldersOf(pid)]).toEqual([[], []]);
    await page.getByText("The server is going down").first().waitFor();
    server = await serveProcess(folder);
  });
});
