/**
 * How an app starts, as its viewer has it: with what the build has run, and nothing downloaded twice.
 * @module
 */
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serveFolder } from "../../compiler/node/static-server.ts";
import { appState, type BuiltApp, blockText, build, type Cell, keptUrls, notebook, slider } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let context: BrowserContext;
let server: RunningServer | null = null;
/** Bodies that the host has sent, by path, since the app was hosted; bytes since the last look. */
let sent: Map<string, number>;
let bytes = 0;
const built: BuiltApp[] = [];

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await context?.close();
  await server?.close();
  server = null;
  for (const app of built.splice(0)) app.remove();
});

async function host({ out }: BuiltApp): Promise<Page> {
  await server?.close();
  sent = new Map();
  server = await serveFolder(() => out, {
    port: 0,
    isolated: false,
    intercept(request, response): boolean {
      const path = new URL(request.url ?? "/", "http://localhost").pathname;
      const before = request.socket.bytesWritten;
      response.on("finish", () => {
        bytes += request.socket.bytesWritten - before;
        if (response.statusCode === 200) sent.set(path, (sent.get(path) ?? 0) + 1);
      });
      return false;
    },
  });
  await context?.close();
  context = await browser.newContext();
  return context.newPage();
}

/** Builds a notebook with all of it run beforehand. */
function buildRun(name: string, cells: readonly Cell[]): BuiltApp {
  const files = { [`${name}.ipynb`]: notebook(cells), [`${name}.app.yaml`]: "showOutputs: true\nprerun: all\n" };
  const app = build(files, ["--prerun", "all"]);
  built.push(app);
  expect(app.status, app.stderr).toBe(0);
  return app;
}

const state = (page: Page, id: string) => page.locator(`[data-block-id="${id}"]`).getAttribute("data-state");

describe("prerun: all", () => {
  const CELLS: readonly Cell[] = [
    slider("n", 5),
    { id: "slow", source: "import time\nstarted = sum(i for i in range(10))\nprint('slow', started)" },
    { id: "square", source: "print('square', n * n)" },
    { id: "written", source: "note = open('note.txt', 'w')\nnote.write('kept open ')\nnote.flush()\nprint('wrote')" },
    { id: "more", source: "at = note.write(str(n))\nnote.flush()\nprint('file', open('note.txt').read())" },
    { id: "clock", source: "now = time.time()\nprint('clock', now > 1.78e9)" },
    { id: "after", source: "print('after', now > 1.78e9)" },
    { id: "chance", source: "import uuid\nprint('chance', uuid.uuid4())" },
    { id: "end", source: "print('end')" },
  ];

  it("the page shows what the build has run; the first change runs what it affects and what a build cannot know", async () => {
    const app = buildRun("all", CELLS);
    // Named for the author, and no other.
    for (const id of ["time", "randomness"]) expect(app.stderr + app.stdout).toContain(id);
    const page = await host(app);
    await page.goto(server?.url ?? "");
    await expect.poll(() => blockText(page, "square")).toContain("square 25");
    await expect.poll(() => blockText(page, "more")).toContain("file kept open 5");
    await expect.poll(() => blockText(page, "end")).toContain("end");
    // Not one second of Python yet.
    await appState(page, "idle");
    const drawn = await blockText(page, "chance");

    await page.getByRole("slider").fill("7");
    await expect.poll(() => blockText(page, "square"), { timeout: 60_000 }).toContain("square 49");
    await appState(page, "ready");
    const states = Object.fromEntries(
      await Promise.all(CELLS.map(async ({ id }) => [id, await state(page, id)] as const)),
    );
    expect(states).toMatchObject({ square: "done", clock: "done", after: "done", chance: "done" });
    // What nothing affects has not run.
    expect(states).toMatchObject({ slow: "idle", end: "idle" });
    await expect.poll(() => blockText(page, "chance")).not.toBe(drawn);
    // As a full run would have left it, though the file was open while memory was kept.
    await expect.poll(() => blockText(page, "more")).toContain("file kept open 7");
  });
});

describe("prerun: all of what no memory can be kept of", () => {
  const CELLS: readonly Cell[] = [
    slider("n", 5),
    { id: "task", source: "import asyncio\ntask = asyncio.create_task(asyncio.sleep(600))" },
    { id: "square", source: "print('square', n * n)" },
    { id: "end", source: "print('end', task.done())" },
  ];

  it("the page shows what the build has run all the same, and the first change runs everything", async () => {
    const app = buildRun("task", CELLS);
    expect(app.stderr).toMatch(/\[no-prerun\][^[]*task/);
    const page = await host(app);
    await page.goto(server?.url ?? "");
    await expect.poll(() => blockText(page, "square")).toContain("square 25");
    await expect.poll(() => blockText(page, "end")).toContain("end False");
    await appState(page, "idle");
    await page.getByRole("slider").fill("7");
    await expect.poll(() => blockText(page, "square"), { timeout: 60_000 }).toContain("square 49");
    await appState(page, "ready");
    for (const id of ["task", "square", "end"]) expect(await state(page, id)).toBe("done");
  });
});

describe("prerun: all with a viewer's file", () => {
  const upload = { deepnote_cell_type: "input-file", deepnote_variable_name: "up", deepnote_input_label: "File" };
  const CELLS: readonly Cell[] = [
    { id: "up", source: "", metadata: upload },
    { id: "asks", source: "print('asks', 'nothing' if up is None else open(up).read())" },
    { id: "looks", source: "from glob import glob\nprint('looks', glob('file_input_uploads/*'))" },
    { id: "end", source: "print('end')" },
  ];

  it("what depends on it is named, shows what it is without one, and runs when there is one; nothing else does", async () => {
    const app = buildRun("file", CELLS);
    expect((app.stderr + app.stdout).match(/\[runs-with-file\]/g)?.length).toBe(2);
    const page = await host(app);
    await page.goto(server?.url ?? "");
    await expect.poll(() => blockText(page, "asks")).toContain("asks nothing");
    await expect.poll(() => blockText(page, "looks")).toContain("looks []");
    const file = { name: "mine.txt", mimeType: "text/plain", buffer: Buffer.from("my words") };
    await page.getByLabel("File").setInputFiles(file);
    await expect.poll(() => blockText(page, "asks"), { timeout: 60_000 }).toContain("asks my words");
    await appState(page, "ready");
    await expect.poll(() => blockText(page, "looks")).toContain("looks ['file_input_uploads/mine.txt']");
    expect(await state(page, "end")).toBe("idle");
  });
});

function expectAbout(found: number, told: number): void {
  expect(found).toBeGreaterThan(told * 0.97);
  expect(found).toBeLessThan(told * 1.03);
}

describe("what a viewer downloads", () => {
  it("is what the build has said, and is downloaded once, also when the service worker keeps it", async () => {
    const app = build({ "once.ipynb": notebook([slider("n", 5), { id: "out", source: "print('got', n)" }]) }, [
      "--prerun",
      "imports",
      "--json",
    ]);
    built.push(app);
    expect(app.status, app.stderr).toBe(0);
    const { downloads } = JSON.parse(app.stdout) as { downloads: Record<string, number> };
    const page = await host(app);
    bytes = 0;
    await page.goto(`${server?.url}?__run=true`);
    await appState(page, "ready");
    const { page: text = 0, python = 0, packages = 0, background = 0 } = downloads;
    // As the build has said; more only by headers.
    expectAbout(bytes, text + python + packages);
    const isKept = async (): Promise<boolean> => {
      const urls = await keptUrls(page);
      return ["memory-1", ".wasm.zst"].every((name) => urls.some((url) => url.includes(name)));
    };
    await expect.poll(isKept, { timeout: 60_000 }).toBe(true);
    await page.waitForLoadState("networkidle");
    expectAbout(bytes, text + python + packages + background);
    expect([...sent].some(([path]) => /memory-1\.zst$/.test(path))).toBe(true);
    // The page itself is asked for again, as only its newest is kept.
    expect([...sent].filter(([path, times]) => times > 1 && path !== "/")).toEqual([]);
  });
});
