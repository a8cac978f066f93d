/**
 * Published apps in a real browser: the real command publishes to the real one-machine server, viewers look on.
 * @module
 */
import type { ChildProcess } from "node:child_process";
import { setTimeout as pause } from "node:timers/promises";
import type { Browser, BrowserContext, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Machine } from "../compiler/node/publish/machine.ts";
import { type NodeHost, nodeHost } from "../worker/node-host.ts";
import { appState, blockText, notebook, runAll } from "./app.ts";
import { launchBrowser } from "./browser.ts";

let browser: Browser;
let host: NodeHost;
let machine: Machine;
let context: BrowserContext;

beforeAll(async () => {
  [browser, host] = await Promise.all([launchBrowser(), nodeHost()]);
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

/** What the command says of one publish. */
interface Said {
  readonly ok: boolean;
  readonly link: string;
  readonly version: { readonly number: number };
}

/** Publishes with `--watch`; gives how to wait for what it says next. */
async function watching(file: string): Promise<{ child: ChildProcess; link: string; next(): Promise<Said> }> {
  const child = machine.start(["publish", file, "--access", "link", "--watch", "--json"]);
  let text = "";
  let read = 0;
  child.stdout?.on("data", (chunk: Buffer) => {
    text += chunk.toString();
  });
  const next = async (): Promise<Said> => {
    for (;;) {
      // The first answer is spread over lines, later ones have a line each.
      const [found] = /^\{\n[\s\S]*?\n\}\n|^\{.*\}\n/.exec(text.slice(read)) ?? [];
      if (found !== undefined) {
        read += found.length;
        return JSON.parse(found);
      }
      if (child.exitCode !== null) throw new Error(`publish ended with ${child.exitCode}: ${text}`);
      await pause(50);
    }
  };
  const { link } = await next();
  return { child, link, next };
}

describe("a notebook that is being edited", () => {
  let child: ChildProcess;
  let link: string;
  let next: () => Promise<Said>;
  let old: Page;

  beforeAll(async () => {
    context = await browser.newContext();
    machine.write(version("one"));
    ({ child, link, next } = await watching("live.ipynb"));
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
      .poll(async () => (await machine.run("apps", "live.ipynb", "--json")).json().days, { timeout: 30_000 })
      .toMatchObject([{ runs: 3 }]);
    const [today] = (await machine.run("apps", "live.ipynb", "--json")).json().days;
    expect(today.viewers).toBeGreaterThan(0);
  });
});
