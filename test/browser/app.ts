/**
 * An app as its author and viewer meet it: built by the real command, served by the real `preview`, opened in a real browser.
 * @module
 */
import { spawn, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { Page } from "playwright-core";

const command = join(import.meta.dirname, "../../dist/cli.js");

/** One cell for {@link notebook}. */
export interface Cell {
  readonly id: string;
  readonly source: string;
  readonly markdown?: boolean;
  readonly metadata?: Record<string, unknown>;
  readonly outputs?: readonly unknown[];
}

/** An nbformat 4.5 notebook as text. */
export function notebook(cells: readonly Cell[]): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "python3", language: "python" } },
    cells: cells.map(({ id, source, markdown, metadata = {}, outputs = [] }) =>
      markdown
        ? { cell_type: "markdown", id, metadata, source }
        : { cell_type: "code", id, metadata, source, outputs, execution_count: null },
    ),
  });
}

/** A slider input as Deepnote exports it. */
export function slider(name: string, value: number, metadata: Record<string, unknown> = {}): Cell {
  return {
    id: name,
    source: `${name} = ${value}`,
    metadata: {
      deepnote_cell_type: "input-slider",
      deepnote_variable_name: name,
      deepnote_input_label: name,
      deepnote_variable_value: String(value),
      deepnote_slider_min_value: 0,
      deepnote_slider_max_value: 100,
      deepnote_slider_step: 1,
      ...metadata,
    },
  };
}

/** A folder of files that `notebook-app build` has been run on. */
export interface BuiltApp {
  readonly folder: string;
  readonly out: string;
  readonly stdout: string;
  readonly stderr: string;
  readonly status: number | null;
  remove(): void;
}

/** Writes `files` into a fresh folder and builds the first of them. */
export function build(files: Readonly<Record<string, string>>, args: readonly string[] = []): BuiltApp {
  const folder = mkdtempSync(join(tmpdir(), "notebook-app-test-"));
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
  return buildFile(join(folder, Object.keys(files)[0] ?? ""), folder, [...args, ...prerun(files, args)]);
}

/**
 * The quickest way to the first result, unless the test names one: apps that import nothing share one snapshot; to make one for each other
 * set of imports would take longer than its test.
 */
function prerun(files: Readonly<Record<string, string>>, args: readonly string[]): string[] {
  const texts = Object.values(files);
  if (args.includes("--prerun") || texts.some((text) => text.includes("prerun:"))) return [];
  return ["--prerun", texts.some((text) => /\bimport\b/.test(text)) ? "none" : "imports"];
}

/** Builds a notebook that exists into `folder/out`. */
export function buildFile(file: string, folder: string, args: readonly string[] = []): BuiltApp {
  const out = join(folder, "out");
  const run = spawnSync(process.execPath, [command, "build", file, "-o", out, ...args], { encoding: "utf8" });
  return {
    folder,
    out,
    stdout: run.stdout,
    stderr: run.stderr,
    status: run.status,
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** A running `notebook-app preview`. */
export interface Served {
  readonly url: string;
  stop(): void;
}

/** Serves a bundle with the real command; resolves with its link. */
export function preview(out: string, args: readonly string[] = []): Promise<Served> {
  const child = spawn(process.execPath, [command, "preview", out, "--port", "0", ...args], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  return new Promise((resolve, reject) => {
    let text = "";
    child.stdout.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const url = /http:\/\/\S+/.exec(text)?.[0];
      if (url) resolve({ url, stop: () => child.kill() });
    });
    child.on("exit", (code) => reject(new Error(`preview ended with ${code}: ${text}`)));
  });
}

/** Waits until the app element reports one of these states. */
export async function appState(page: Page, ...states: string[]): Promise<void> {
  await page.waitForFunction(
    (wanted) => wanted.includes(document.querySelector("notebook-app")?.getAttribute("data-state") ?? ""),
    states,
    { timeout: 90_000 },
  );
}

/** URLs of what the service worker has kept of the app; none as long as it has not kept the page itself. */
export function keptUrls(page: Page): Promise<string[]> {
  return page.evaluate(async () => {
    const kept = await (await caches.open("notebook-app-pages")).match(new URL("./", location.href));
    return kept ? (await (await caches.open("notebook-app-contents")).keys()).map(({ url }) => url) : [];
  });
}

/** Presses Run and waits for the end of the run. */
export async function runAll(page: Page): Promise<void> {
  await page.getByRole("button", { name: "Run", exact: true }).click();
  await appState(page, "ready", "failed");
}

/** Requests to anything but `origin` that a page makes from now on; empty is the promise. */
export function foreignRequests(page: Page, origin: string): string[] {
  const foreign: string[] = [];
  page.on("request", (request) => {
    const url = request.url();
    if (!url.startsWith(origin) && !/^(data|blob|about):/.test(url)) foreign.push(url);
  });
  return foreign;
}

/** What a viewer reads in a block: its text with that of the shadow roots inside it. */
export function blockText(page: Page, id: string): Promise<string> {
  return page.locator(`[data-block-id="${id}"]`).evaluate((element) => {
    const read = (node: Node): string => {
      if (node instanceof HTMLStyleElement || node instanceof Comment) return "";
      const inside = node instanceof Element && node.shadowRoot ? node.shadowRoot : node;
      return inside.childNodes.length > 0 ? [...inside.childNodes].map(read).join("") : (node.textContent ?? "");
    };
    return read(element);
  });
}
