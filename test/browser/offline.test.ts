/**
 * What the service worker promises, in a real browser against real hosts: use without a network, one version at a time, files, room.
 * @module
 */
import { mkdtempSync, readFileSync, renameSync, rmSync } from "node:fs";
import type { ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { type RunningServer, serveFolder } from "../../compiler/node/static-server.ts";
import { appState, blockText, build, keptUrls, notebook, runAll, slider } from "./app.ts";
import { launchBrowser } from "./browser.ts";

const PROJECT = "8b1f1b0e-7f4b-4d49-9f5f-0f5b0f5b0f5b";

let browser: Browser;
let context: BrowserContext;
let host: Host;

beforeAll(async () => {
  browser = await launchBrowser();
});
afterAll(() => browser.close());
afterEach(async () => {
  await context?.close();
  await host?.close();
});

/** A host of several apps, each a folder below one origin; what it was asked for is written down. */
interface Host {
  readonly url: string;
  readonly asked: string[];
  /** Paths that are answered with 403 from now on. */
  readonly closed: Set<string>;
  /** Every answer tells browsers to store nothing. */
  storesNothing: boolean;
  put(name: string, source: string, options?: { settings?: string; work?: Record<string, string> }): void;
  close(): Promise<void>;
}

async function openHost(): Promise<Host> {
  const root = mkdtempSync(join(tmpdir(), "notebook-app-host-"));
  const asked: string[] = [];
  const closed = new Set<string>();
  const server: RunningServer = await serveFolder(() => root, {
    port: 0,
    isolated: false,
    intercept: (request, response) => {
      asked.push(request.url ?? "");
      if (host.storesNothing) refuseStoring(response);
      if (!closed.has(request.url ?? "")) return false;
      response.writeHead(403).end("Not yours.");
      return true;
    },
  });
  const host: Host = {
    url: server.url,
    asked,
    closed,
    storesNothing: false,
    put(name, source, { settings = "", work = {} } = {}): void {
      const files = Object.fromEntries(Object.entries(work).map(([path, text]) => [`work/${path}`, text]));
      const cells = [slider("n", 5), { id: "out", source }];
      const app = build({
        "app.ipynb": notebook(cells),
        "app.app.yaml": `project: ${PROJECT}\ntitle: ${name}\n${settings}`,
        ...files,
      });
      expect(app.stderr + app.stdout).not.toMatch(/error/i);
      rmSync(join(root, name), { recursive: true, force: true });
      renameSync(app.out, join(root, name));
      app.remove();
    },
    async close(): Promise<void> {
      await server.close();
      rmSync(root, { recursive: true, force: true });
    },
  };
  return host;
}

/** Whatever the server says of caching later. */
function refuseStoring(response: ServerResponse): void {
  const set = response.setHeader.bind(response);
  response.setHeader = (name, value) => set(name, name.toLowerCase() === "cache-control" ? "no-store" : value);
  set("Cache-Control", "no-store");
}

async function visit(path: string): Promise<Page> {
  const page = await context.newPage();
  await page.goto(`${host.url}${path}`);
  await appState(page, "idle", "booting", "running", "ready");
  return page;
}

/** Waits until the service worker says that it has kept the page and all of Python. */
async function isKept(page: Page): Promise<void> {
  await expect
    .poll(async () => (await keptUrls(page)).some((url) => /\.wasm(\.zst)?$/.test(url)), { timeout: 60_000 })
    .toBe(true);
}

/** Names of kept scripts, without what comes after the dash. */
const keptNames = async (page: Page): Promise<string[]> =>
  (await keptUrls(page)).map((url) => /chunks\/(\w+)-/.exec(url)?.[1] ?? "");

describe("without a network", () => {
  it("a second visit opens, runs and updates", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("app", "print('sum', n + 1, open('data.txt').read())", { work: { "data.txt": "from a file" } });
    const first = await visit("app/");
    await runAll(first);
    await isKept(first);
    await first.close();
    const { url } = host;
    await host.close();
    await expect(fetch(url)).rejects.toThrow();

    const second = await visit("app/?n=7");
    await runAll(second);
    await expect.poll(() => blockText(second, "out")).toContain("sum 8 from a file");
    await second.getByRole("slider").fill("9");
    await expect.poll(() => blockText(second, "out")).toContain("sum 10");
  });

  it("an app that was only looked at runs, and shows what it has never shown", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("app", "from IPython.display import Markdown\ndisplay(Markdown(f'**bold** $x^{n}$'))");
    const first = await visit("app/");
    await isKept(first);
    // Renderers come last.
    await expect.poll(() => keptNames(first)).toContain("markdown");
    await first.close();
    await host.close();
    const second = await visit("app/");
    await runAll(second);
    const block = second.locator('[data-block-id="out"]');
    await expect.poll(() => block.locator("strong").textContent()).toBe("bold");
    expect(await block.locator("math").count()).toBeGreaterThan(0);
  });

  it.each([false, true])(
    "what Python may ask for later is kept, unless the viewer saves data: %s",
    async (saveData) => {
      host = await openHost();
      context = await browser.newContext();
      await context.addInitScript((on) => {
        Object.defineProperty(navigator, "connection", { value: { saveData: on } });
      }, saveData);
      host.put("app", "print('sum', n + 1)");
      const page = await visit("app/");
      await runAll(page);
      await isKept(page);
      expect(host.asked.some((url) => /\.code\.zst/.test(url))).toBe(!saveData);
      await expect.poll(() => blockText(page, "out")).toContain("sum 6");
    },
  );

  it("an app is kept whole where the host tells browsers to store nothing", async () => {
    host = await openHost();
    host.storesNothing = true;
    context = await browser.newContext();
    host.put("app", "print('sum', n + 1)");
    const first = await visit("app/");
    await runAll(first);
    await isKept(first);
    await first.close();
    await host.close();
    const second = await visit("app/?n=7");
    await runAll(second);
    await expect.poll(() => blockText(second, "out")).toContain("sum 8");
  });

  it("what was damaged in the cache is fetched again", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("app", "print('sum', n + 1)");
    const first = await visit("app/");
    await runAll(first);
    await isKept(first);
    await first.evaluate(async () => {
      const cache = await caches.open("notebook-app-contents");
      for (const request of await cache.keys()) {
        const { headers } = (await cache.match(request)) as Response;
        await cache.put(request, new Response("damaged", { headers }));
      }
      const apps = await caches.open("notebook-app-apps");
      for (const request of await apps.keys()) await apps.put(request, new Response("{"));
    });
    await first.close();
    const second = await visit("app/");
    await runAll(second);
    await expect.poll(() => blockText(second, "out")).toContain("sum 6");
  });
});

describe("versions", () => {
  it("an open page says that a newer one is there, keeps its own until then, and shows the newer on request", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("app", "print('first version', n)");
    const page = await visit("app/");
    await runAll(page);
    await isKept(page);
    host.put("app", "print('second version', n)");
    await page.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await page.getByText("A newer version of this app is there.").waitFor();
    await page.getByRole("slider").fill("9");
    await expect.poll(() => blockText(page, "out")).toContain("first version 9");
    await page.getByRole("button", { name: "Show it" }).click();
    await page.getByText("A newer version").waitFor({ state: "detached" });
    await appState(page, "idle");
    await runAll(page);
    await expect.poll(() => blockText(page, "out")).toContain("second version");
  });

  it("a reload shows the newest, and only its contents stay kept", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("app", "print('first version', n)");
    const page = await visit("app/");
    await runAll(page);
    await isKept(page);
    const versions: string[] = [];
    for (const text of ["second", "third"]) {
      host.put("app", `print('${text} version', n)`);
      await page.reload();
      await appState(page, "idle");
      const version = await page.locator("notebook-app").getAttribute("version");
      versions.push(version ?? "");
      await expect
        .poll(() =>
          page.evaluate(async () => {
            const kept = await (await caches.open("notebook-app-pages")).match(new URL("./", location.href));
            return (await kept?.text()) ?? "";
          }),
        )
        .toContain(`version="${version}"`);
    }
    expect(new Set(versions).size).toBe(2);
    const programs = await page.evaluate(async () => {
      const cache = await caches.open("notebook-app-contents");
      const texts = await Promise.all((await cache.keys()).map(async (key) => (await cache.match(key))?.text() ?? ""));
      return texts.filter((text) => text.startsWith('{"format"')).map((text) => /(\w+) version/.exec(text)?.[1]);
    });
    expect(programs).toContain("third");
    expect(programs).not.toContain("first");
  });

  it("apps on one origin share the runtime and Python", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("one", "print('one', n)");
    host.put("two", "print('two', n)");
    const one = await visit("one/");
    await runAll(one);
    await isKept(one);
    const two = await visit("two/");
    await isKept(two);
    host.asked.length = 0;
    await two.reload();
    await appState(two, "idle");
    await runAll(two);
    await expect.poll(() => blockText(two, "out")).toContain("two 5");
    expect(host.asked.filter((url) => url.includes("/rt/"))).toEqual([]);
    const cached = await two.evaluate(
      async () =>
        (await (await caches.open("notebook-app-contents")).keys()).filter(({ url }) => /\.wasm(\.zst)?$/.test(url))
          .length,
    );
    expect(cached).toBe(1);
  });

  it("an app that its host no longer shows is not kept", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("app", "print(n)");
    host.put("other", "print(n)");
    const page = await visit("app/");
    await runAll(page);
    await isKept(page);
    host.closed.add("/app/");
    await page.goto(`${host.url}app/`);
    await page.getByText("Not yours.").waitFor();
    const other = await visit("other/");
    await expect
      .poll(() =>
        other.evaluate(async () => (await (await caches.open("notebook-app-pages")).keys()).map(({ url }) => url)),
      )
      .not.toContain(`${host.url}app/`);
  });
});

describe("files", () => {
  const source = `
from pathlib import Path
from IPython.display import HTML, display
Path("out.csv").write_text("a,b\\n1,2\\n")
Path("shared.txt").write_text(f"mine {n}")
Path("sub").mkdir(exist_ok=True)
Path("sub/Bericht für Ämter.txt").write_text("0123456789")
display(HTML('<a href="file?path=out.csv">the table</a> <a href="/${PROJECT}/file?path=published.txt">the note</a> <a href="file?path=../app.json">out</a>'))
`;
  const work = { "shared.txt": "published", "published.txt": "as published" };

  /** What a page gets for a URL. */
  const ask = (page: Page, url: string, range?: string) =>
    page.evaluate(
      async ([path, wanted]) => {
        const response = await fetch(path as string, wanted ? { headers: { range: wanted } } : {});
        return {
          status: response.status,
          text: await response.text(),
          type: response.headers.get("content-type"),
          disposition: response.headers.get("content-disposition"),
          range: response.headers.get("content-range"),
        };
      },
      [url, range],
    );

  it("answers with what this viewer's Python wrote first, then with published files: ranges, name, type, never outside", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("app", source, { work });
    const page = await visit("app/");
    await isKept(page);
    await page.waitForFunction(() => navigator.serviceWorker.controller !== null);
    expect(await ask(page, "file?path=shared.txt")).toMatchObject({ status: 200, text: "published" });
    expect((await ask(page, "file?path=out.csv")).status).toBe(404);
    await runAll(page);
    expect(await ask(page, "file?path=shared.txt")).toMatchObject({ status: 200, text: "mine 5" });
    expect(await ask(page, "file?path=/work/out.csv")).toMatchObject({
      status: 200,
      text: "a,b\n1,2\n",
      type: "text/csv; charset=utf-8",
      disposition: `attachment; filename="out.csv"; filename*=UTF-8''out.csv`,
    });
    const german = encodeURIComponent("sub/Bericht für Ämter.txt");
    const part = await ask(page, `/${PROJECT}/file?path=${german}`, "bytes=2-4");
    expect(part).toMatchObject({ status: 206, text: "234", range: "bytes 2-4/10" });
    expect(part.disposition).toContain("filename*=UTF-8''Bericht%20f%C3%BCr%20%C3%84mter.txt");
    expect(await ask(page, "file?path=published.txt", "bytes=3-")).toMatchObject({ status: 206, text: "published" });
    expect((await ask(page, "file?path=shared.txt", "bytes=900-")).status).toBe(416);
    for (const path of [
      "../app.json",
      "%2e%2e/app.json",
      "/etc/passwd",
      "sub/../../app.json",
      "..%5capp.json",
      "a%00b",
      "",
    ])
      expect((await ask(page, `file?path=${path}`)).status).toBe(400);

    // Another viewer has files of their own.
    const other = await browser.newContext();
    const theirs = await other.newPage();
    await theirs.goto(`${host.url}app/?n=8`);
    await appState(theirs, "idle");
    await runAll(theirs);
    await theirs.waitForFunction(() => navigator.serviceWorker.controller !== null);
    expect((await ask(theirs, "file?path=shared.txt")).text).toBe("mine 8");
    expect((await ask(page, "file?path=shared.txt")).text).toBe("mine 5");
    await other.close();
  });

  it.each(["allow", "block"] as const)(
    "links in results download, with service workers: %s",
    async (serviceWorkers) => {
      host = await openHost();
      context = await browser.newContext({ serviceWorkers, acceptDownloads: true });
      host.put("app", source, { work });
      const page = await visit("app/");
      await runAll(page);
      const save = async (name: string) => {
        const [download] = await Promise.all([page.waitForEvent("download"), page.getByRole("link", { name }).click()]);
        const path = join(mkdtempSync(join(tmpdir(), "download-")), "file");
        await download.saveAs(path);
        return [download.suggestedFilename(), readFileSync(path, "utf8")];
      };
      expect(await save("the table")).toEqual(["out.csv", "a,b\n1,2\n"]);
      expect(await save("the note")).toEqual(["published.txt", "as published"]);
      await page.getByRole("link", { name: "out" }).click();
      await page.getByText("leads out of the project's files").waitFor();
    },
  );
});

describe("room", () => {
  it("an app runs where nothing can be kept, and the app that was not opened for longest makes room for another", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("old", "print('old', n)");
    const old = await visit("old/");
    await runAll(old);
    await isKept(old);
    const usage = await old.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
    await old.close();

    // A page that needs as much again as there is room for.
    host.put("new", "import regex\nprint('new', n)", { settings: "", work: { "big.bin": "x".repeat(3_000_000) } });
    const page = await context.newPage();
    const devtools = await context.newCDPSession(page);
    await devtools.send("Storage.overrideQuotaForOrigin", {
      origin: new URL(host.url).origin,
      quotaSize: usage + 1_000_000,
    });
    await page.goto(`${host.url}new/`);
    await appState(page, "idle");
    await runAll(page);
    await expect.poll(() => blockText(page, "out")).toContain("new 5");
    await expect
      .poll(() =>
        page.evaluate(async () => (await (await caches.open("notebook-app-pages")).keys()).map(({ url }) => url)),
      )
      .toEqual([`${host.url}new/`]);

    await devtools.send("Storage.overrideQuotaForOrigin", { origin: new URL(host.url).origin, quotaSize: 100_000 });
    await page.reload();
    await appState(page, "idle");
    await runAll(page);
    await expect.poll(() => blockText(page, "out")).toContain("new 5");
  });
});

describe("isolation", () => {
  it("comes with the service worker where the author allows it, on the second visit, and never in a frame", async () => {
    host = await openHost();
    context = await browser.newContext();
    host.put("plain", "print(n)");
    host.put("isolated", "print(n)", { settings: "isolate: true\n" });
    for (const [name, expected] of [
      ["plain", false],
      ["isolated", true],
    ] as const) {
      const page = await visit(`${name}/`);
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(false);
      await runAll(page);
      await expect
        .poll(() =>
          page.evaluate(async () =>
            Boolean(await (await caches.open("notebook-app-pages")).match(new URL("./", location.href))),
          ),
        )
        .toBe(true);
      await page.reload();
      await appState(page, "idle");
      expect(await page.evaluate(() => crossOriginIsolated)).toBe(expected);
      await page.close();
    }
    const framing = await context.newPage();
    await framing.goto(`${host.url}plain/files.json`);
    await framing.setContent(`<iframe src="${host.url}isolated/"></iframe>`);
    const app = framing.frameLocator("iframe").locator("notebook-app");
    await expect.poll(() => app.getAttribute("data-state")).toBe("idle");
    expect(await app.evaluate(() => crossOriginIsolated)).toBe(false);
  });
});
