/**
 * Published apps in a real browser: the real command publishes to the real one-machine server, viewers look on.
 * @module
 */
import type { ChildProcess } from "node:child_process";
import { createReadStream, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Machine, type Said } from "../compiler/node/publish/machine.ts";
import { CACHE } from "../doubles/kernel-server.ts";
import { type NodeHost, nodeHost, UNREACHABLE } from "../worker/node-host.ts";
import { appState, blockText, notebook, runAll } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let host: NodeHost;
let machine: Machine;
let context: BrowserContext;

beforeAll(async () => {
  const most = { total: 4, perApp: 4, perViewer: 4 };
  const kernels = { ...UNREACHABLE, gateway: null, cache: CACHE, boxed: "if-possible", most } as const;
  [browser, host] = await Promise.all([launchBrowser(), nodeHost({ kernels })]);
  machine = new Machine();
  await machine.login(host);
});
afterAll(async () => {
  await browser.close();
  await host.close();
  machine.remove();
});

/** A version whose code, data and saved outputs all say which it is. */
function version(name: string): Record<string, string> {
  return {
    "live.ipynb": notebook([
      { id: "title", source: `# Version ${name}`, markdown: true },
      { id: "show", source: `print('code ${name}', open('data.txt').read())` },
    ]),
    "work/data.txt": `data ${name}`,
  };
}

describe("a notebook that is being edited", () => {
  let child: ChildProcess;
  let link: string;
  let next: () => Promise<Said>;
  let old: Page;

  beforeAll(async () => {
    context = await browser.newContext();
    machine.write(version("one"));
    ({ child, link, next } = await machine.watch("live.ipynb", "--access", "link"));
  });
  afterAll(async () => {
    child.kill();
    await context.close();
  });

  it("is a new version with each save, which a reload shows", async () => {
    old = await context.newPage();
    await old.goto(link);
    await appState(old, "idle");
    machine.write(version("two"));
    expect((await next()).version.number).toBe(2);
    const fresh = await context.newPage();
    await fresh.goto(link);
    await runAll(fresh);
    expect(await fresh.getByRole("heading", { name: "Version two" }).count()).toBe(1);
    await expect.poll(() => blockText(fresh, "show")).toContain("code two data two");
    await fresh.close();
  });

  it("goes on as it was in a tab that was open before: never a mix", async () => {
    await runAll(old);
    await expect.poll(() => blockText(old, "show")).toContain("code one data one");
    expect(await old.getByRole("heading", { name: "Version one" }).count()).toBe(1);
  });

  it("tells that tab that there is a newer version, and shows it when asked to", async () => {
    await old.evaluate(() => document.dispatchEvent(new Event("visibilitychange")));
    await old.getByText("A newer version of this app is there.").waitFor();
    await old.getByRole("button", { name: "Show it" }).click();
    await old.getByRole("heading", { name: "Version two" }).waitFor();
    await runAll(old);
    await expect.poll(() => blockText(old, "show")).toContain("code two data two");
  });

  it("keeps the last good version while it has errors", async () => {
    machine.write({ "live.ipynb": notebook([{ id: "show", source: "!ls" }]) });
    expect(await next()).toMatchObject({ ok: false, diagnostics: [{ severity: "error" }] });
    await old.reload();
    await old.getByRole("heading", { name: "Version two" }).waitFor();
    machine.write(version("three"));
    expect((await next()).version.number).toBe(3);
    await old.reload();
    await old.getByRole("heading", { name: "Version three" }).waitFor();
  });

  it("counts viewers and runs for its author", async () => {
    await expect
      .poll(async () => (await machine.run("apps", "live.ipynb", "--json")).json().days)
      .toMatchObject([{ runs: 3 }]);
    const [today] = (await machine.run("apps", "live.ipynb", "--json")).json().days;
    expect(today.viewers).toBeGreaterThan(0);
  });
});

describe("a workspace app on a page of another site", () => {
  let site: Server;
  let origin: string;
  let link: string;

  beforeAll(async () => {
    // Another site: `127.0.0.1` and `localhost` are strangers to each other.
    const folder = join(machine.folder, "site");
    mkdirSync(folder, { recursive: true });
    site = createServer((request, response) => {
      const path = new URL(request.url ?? "/", "http://x").pathname;
      const type = { ".html": "text/html", ".js": "text/javascript" }[extname(path)] ?? "application/octet-stream";
      response.setHeader("content-type", type);
      createReadStream(join(folder, path))
        .on("error", () => response.writeHead(404).end())
        .pipe(response);
    });
    await new Promise<void>((resolve) => site.listen(0, "127.0.0.1", resolve));
    origin = `http://127.0.0.1:${(site.address() as AddressInfo).port}`;
    machine.write({
      "team.ipynb": notebook([
        { id: "show", source: "print('for the team', open('data.txt').read())" },
        { id: "table", source: "import pandas as pd\nsums = pd.DataFrame({'n': [40, 2]})" },
        {
          id: "query",
          source: "SELECT sum(n) AS found_by_sql FROM sums",
          metadata: { deepnote_cell_type: "sql", deepnote_variable_name: "answer" },
        },
        { id: "answer", source: "print('SQL says', int(answer.iloc[0, 0]))" },
        { id: "link", source: "[the data](file?path=data.txt)", markdown: true },
      ]),
      "team.app.yaml": `embed: {allow: true, origins: ["${origin}"]}\n`,
      "far.ipynb": notebook([{ id: "show", source: "import os\nprint('on a server', os.name)" }]),
      "far.app.yaml": `runtime: server\nembed: {allow: true, origins: ["${origin}"]}\n`,
      "work/data.txt": "only",
    });
    ({ link } = (await machine.run("publish", "team.ipynb", "--access", "workspace", "--json")).json());
    writeFileSync(
      join(folder, "frame.html"),
      `<!doctype html><title>Blog</title><iframe src="${link}" width="900" height="600"></iframe>`,
    );
    const far = (await machine.run("publish", "far.ipynb", "--access", "workspace", "--json")).json();
    for (const [name, src] of [
      ["element.html", link],
      ["far.html", far.link],
    ])
      writeFileSync(
        join(folder, `${name}`),
        `<!doctype html><title>Blog</title><script type="module" src="${link}embed.js"></script><notebook-app src="${src}"></notebook-app>`,
      );
  });
  afterAll(() => {
    site.closeAllConnections();
    site.close();
  });

  /** Opens a page of the other site in a browser that no cookie of a third party gets through. */
  async function visit(name: string): Promise<Page> {
    const context = await browser.newContext();
    const page = await context.newPage();
    await page.goto(`${origin}/${name}`);
    return page;
  }

  /** The window that opens on a click, in which the owner signs in. */
  async function signInBy(page: Page, click: () => Promise<void>): Promise<Page> {
    const [window] = await Promise.all([page.context().waitForEvent("page"), click()]);
    await window.getByLabel("Owner token").fill(await host.ownerToken());
    await press(window, "Sign in as owner");
    return window;
  }

  /** Presses a button of a window that may close itself before the press has been answered; what comes of it tells whether it worked. */
  async function press(window: Page, name: string): Promise<void> {
    await window.getByRole("button", { name }).waitFor();
    await window
      .getByRole("button", { name })
      .click()
      .catch(() => {});
  }

  it("signs in inside a frame by a window, and runs", async () => {
    const page = await visit("frame.html");
    const frame = page.frameLocator("iframe");
    const button = frame.getByRole("button", { name: "Sign in", exact: true });
    await button.waitFor();
    await signInBy(page, () => button.click());
    await frame.getByRole("button", { name: "Run", exact: true }).click();
    await frame.getByText("for the team only").waitFor({ timeout: 90_000 });
    await page.context().close();
  });

  it("signs in as an element by a window, and runs, with nothing left in the page's storage", async () => {
    const page = await visit("element.html");
    const button = page.getByRole("button", { name: "Sign in", exact: true });
    await button.waitFor();
    const window = await signInBy(page, () => button.click());
    await press(window, "Yes, go on");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("for the team only").waitFor({ timeout: 90_000 });
    await page.getByText("SQL says 42").waitFor({ timeout: 90_000 });
    const [download] = await Promise.all([page.waitForEvent("download"), page.getByText("the data").click()]);
    expect(readFileSync(await download.path(), "utf8")).toBe("only");
    expect(await page.evaluate(() => [localStorage.length, sessionStorage.length, document.cookie])).toEqual([
      0,
      0,
      "",
    ]);
    await page.context().close();
  });

  it("runs on a server's kernel as an element too", async () => {
    const page = await visit("far.html");
    const button = page.getByRole("button", { name: "Sign in", exact: true });
    await button.waitFor();
    const window = await signInBy(page, () => button.click());
    await press(window, "Yes, go on");
    await page.getByRole("button", { name: "Run", exact: true }).click();
    await page.getByText("on a server posix").waitFor({ timeout: 180_000 });
    await page.context().close();
  });
});
