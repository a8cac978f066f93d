/**
 * One notebook on each kernel (a browser's, a browser's from a memory snapshot, a server's): errors and their recovery, rich outputs,
 * state outside the namespace, and a sample of the reactive promise played inside. All three must show the same.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { blockText, buildFile, notebook, preview, slider } from "../../browser/app.ts";
import { launchBrowser } from "../../browser/browser.ts";
import { planOf } from "../../compiler/analyze/promise/case.ts";
import { cases } from "../../compiler/analyze/promise/notebooks.ts";

const root = join(import.meta.dirname, "../../..");
const PLAYER = join(root, "test/compiler/analyze/promise/player.py");
const SESSIONS = 25;
const LIMIT = 240_000;

const cells = {
  made: "rows = [1]\nprint('made', rows)",
  changed: "def share(of):\n    return 10 // (of - 5)\n\nrows.append(share(n))\nprint(rows)",
  needs: "print('in all', sum(rows))",
  apart: "print('apart', n)",
  chance: "import random\nrandom.seed(n)\nprint(random.random())",
  file: "open('note.txt', 'w').write(str(n))\nprint(open('note.txt').read())",
  rich: `from IPython.display import HTML, Latex, Markdown, display
display(HTML(f'<table><tr><td>{n}</td></tr></table>'), Latex('$x^2$'), Markdown('**bold**'))
handle = display('first', display_id=True)
handle.update('second')`,
  progress: "import sys\nfor i in range(3):\n    print(f'\\r{i} of 2', end='', file=sys.stderr)",
  played: `import os
import player
work = player.ambient.WORK
folder = os.path.join(work, 'played')
try:
    player.prepare(folder)
    verdicts = await player.verdicts(open(os.path.join(work, 'plans.json')).read())
finally:
    player.ambient.WORK = work
    os.chdir(work)
with open('verdicts.json', 'w') as file:
    file.write(verdicts)`,
  verdicts: `import json
found = json.load(open('verdicts.json'))
print(len(found), 'sessions;', sum(bool(one['differences']) for one in found), 'lies')
[one for one in found if one['differences']] or None`,
} as const;
type Id = keyof typeof cells;
const RICH: readonly Id[] = ["made", "changed", "needs", "apart", "chance", "file", "rich", "progress"];

let browser: Browser;
beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());

/** The notebook with its work files in a folder of its own. */
function write(settings: string): string {
  const folder = mkdtempSync(join(tmpdir(), "notebook-app-agree-"));
  const source = Object.entries(cells).map(([id, text]) => ({ id, source: text }));
  mkdirSync(join(folder, "work"));
  writeFileSync(join(folder, "app.ipynb"), notebook([slider("n", 3), ...source]));
  writeFileSync(join(folder, "app.app.yaml"), `access: public\n${settings}`);
  writeFileSync(join(folder, "work/player.py"), readFileSync(PLAYER));
  const plans = fc.sample(cases, { numRuns: SESSIONS, seed: 3 }).map(planOf);
  writeFileSync(join(folder, "work/plans.json"), JSON.stringify(plans));
  return folder;
}

interface Running {
  readonly url: string;
  stop(): Promise<void>;
}

async function static_(folder: string, prerun: string): Promise<Running> {
  const built = buildFile(join(folder, "app.ipynb"), folder, ["--prerun", prerun]);
  expect(built.status, built.stderr).toBe(0);
  const served = await preview(built.out);
  return { url: served.url, stop: async () => served.stop() };
}

async function onServer(folder: string): Promise<Running> {
  const command: ChildProcess = spawn(
    process.execPath,
    [join(root, "dist/cli.js"), "dev", join(folder, "app.ipynb"), "--port", "0"],
    { stdio: ["ignore", "pipe", "inherit"] },
  );
  const url = await new Promise<string>((resolve, reject) => {
    let text = "";
    command.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
      const link = /http:\/\/\S+/.exec(text)?.[0];
      if (link) resolve(new URL("app/", link).href);
    });
    command.once("exit", (code) => reject(new Error(`dev ended with ${code}: ${text}`)));
  });
  const ended = new Promise<void>((resolve) => command.once("exit", () => resolve()));
  return {
    url,
    async stop(): Promise<void> {
      command.kill();
      await ended;
    },
  };
}

const state = (page: Page, id: Id) => page.locator(`[data-block-id="${id}"]`).getAttribute("data-state");
const states = (page: Page, ...ids: readonly Id[]) => Promise.all(ids.map((id) => state(page, id)));

async function settled(page: Page): Promise<void> {
  await page.waitForFunction(
    () => ["ready", "failed"].includes(document.querySelector("notebook-app")?.getAttribute("data-state") ?? ""),
    null,
    { timeout: LIMIT },
  );
}

/** What a viewer reads in each block, without times. */
async function shown(page: Page): Promise<Record<string, string>> {
  const texts = await Promise.all(RICH.map(async (id) => [id, await blockText(page, id)] as const));
  return Object.fromEntries(texts.map(([id, text]) => [id, text.replace(/\s+/g, " ")]));
}

async function change(page: Page, value: number): Promise<void> {
  await page.getByRole("slider").fill(String(value));
  await expect.poll(() => blockText(page, "apart"), { timeout: LIMIT }).toContain(`apart ${value}`);
  await settled(page);
}

const pages: Record<string, Record<string, string>> = {};
const KERNELS: Readonly<Record<string, (folder: string) => Promise<Running>>> = {
  "a browser": (folder) => static_(folder, "none"),
  "a browser, from a snapshot": (folder) => static_(folder, "imports"),
  "a server": onServer,
};

describe.each(Object.keys(KERNELS))("in %s", (name) => {
  let folder: string;
  let running: Running;
  let page: Page;
  beforeAll(async () => {
    folder = write(name === "a server" ? "runtime: server\n" : "");
    running = await (KERNELS[name]?.(folder) ?? Promise.reject(new Error(name)));
    page = await browser.newPage();
    await page.goto(running.url);
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await settled(page);
  });
  afterAll(async () => {
    await page?.close();
    await running?.stop();
    rmSync(folder, { recursive: true, force: true });
  });

  it("the reactive promise holds", async () => {
    await expect.poll(() => blockText(page, "verdicts")).toContain(`${SESSIONS} sessions; 0 lies`);
  });

  it("a block that fails says where, what needs it says of what, the rest runs", async () => {
    await change(page, 5);
    await expect
      .poll(() => states(page, "changed", "needs", "apart", "rich"))
      .toEqual(["failed", "skipped", "done", "done"]);
    const trace = await page.locator('[data-block-id="changed"]').getByRole("alert").textContent();
    expect(trace).toMatch(/ZeroDivisionError[\s\S]*return 10 \/\/ \(of - 5\)/);
    expect(trace).not.toMatch(/notebook_kernel|runner\.py/);
    await expect.poll(() => blockText(page, "needs")).toMatch(/needs .*, which failed/);
  });

  it("with the input put right all is as in a fresh run", async () => {
    await change(page, 7);
    await expect.poll(() => states(page, ...RICH)).toEqual(RICH.map(() => "done"));
    const reactive = await shown(page);
    const fresh = await (await browser.newContext()).newPage();
    await fresh.goto(`${running.url}?n=7&__run=true`);
    await expect.poll(() => blockText(fresh, "apart"), { timeout: LIMIT }).toContain("apart 7");
    await settled(fresh);
    await expect.poll(() => shown(fresh)).toEqual(reactive);
    await fresh.context().close();
    pages[name] = reactive;
  });
});

it("all kernels show the same", () => {
  const [first, ...others] = Object.values(pages);
  expect(others).toHaveLength(2);
  for (const other of others) expect(other).toEqual(first);
});
