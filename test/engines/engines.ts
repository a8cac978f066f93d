/**
 * Three browser engines behind one small interface, each from a Debian package and driven by the protocol that it speaks.
 * @module
 */
import { execFileSync, spawn } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import puppeteer from "puppeteer-core";
import { Builder, Capabilities } from "selenium-webdriver";
import { launchBrowser } from "../browser/browser.ts";

/** A page that can be asked. */
export interface EnginePage {
  open(url: string): Promise<void>;
  /** Runs a script (an expression) in the page and gives its JSON value. */
  ask(script: string): Promise<unknown>;
  close(): Promise<void>;
}

export interface Engine {
  readonly name: string;
  /** What must be there, and which packages bring it. */
  readonly programs: readonly string[];
  readonly packages: readonly string[];
  launch(): Promise<EnginePage>;
}

export const ENGINES: readonly Engine[] = [
  { name: "Chromium", programs: [], packages: [], launch: launchChromium },
  { name: "Firefox", programs: ["firefox-esr"], packages: ["firefox-esr"], launch: launchFirefox },
  {
    name: "WebKit",
    programs: ["WebKitWebDriver", "Xvfb"],
    packages: ["webkit2gtk-driver", "xvfb"],
    launch: launchWebKit,
  },
];

/** Whether the engine is there, or could be installed now. */
export function available({ programs, packages }: Engine): boolean {
  const missing = (): boolean => programs.some((program) => onPath(program) === null);
  if (missing() && process.getuid?.() === 0 && onPath("apt-get")) {
    try {
      execFileSync("apt-get", ["update"], { stdio: "ignore", timeout: 300_000 });
      execFileSync("apt-get", ["install", "-y", "--no-install-recommends", ...packages], {
        stdio: "ignore",
        timeout: 600_000,
      });
    } catch {
      // It is then reported as not there.
    }
  }
  return !missing();
}

function onPath(program: string): string | null {
  const paths = (process.env.PATH ?? "").split(":").map((folder) => join(folder, program));
  return paths.find((path) => existsSync(path)) ?? null;
}

async function launchChromium(): Promise<EnginePage> {
  const browser = await launchBrowser();
  const page = await browser.newPage();
  return {
    open: async (url) => void (await page.goto(url)),
    ask: (script) => page.evaluate(script),
    close: () => browser.close(),
  };
}

async function launchFirefox(): Promise<EnginePage> {
  const browser = await puppeteer.launch({
    browser: "firefox",
    executablePath: onPath("firefox-esr") ?? "firefox-esr",
    headless: true,
    userDataDir: mkdtempSync(join(tmpdir(), "notebook-app-firefox-")),
    timeout: 120_000,
  });
  const page = await browser.newPage();
  return {
    open: async (url) => void (await page.goto(url, { timeout: 120_000 })),
    ask: (script) => page.evaluate(script),
    close: () => browser.close(),
  };
}

async function launchWebKit(): Promise<EnginePage> {
  const [port, display] = [await freePort(), `:${100 + (process.pid % 400)}`];
  const screen = spawn("Xvfb", [display, "-screen", "0", "1280x900x24", "-nolisten", "tcp"], { stdio: "ignore" });
  const driver = spawn("WebKitWebDriver", [`--port=${port}`], {
    stdio: "ignore",
    env: {
      ...process.env,
      DISPLAY: display,
      WEBKIT_DISABLE_COMPOSITING_MODE: "1",
      WEBKIT_DISABLE_SANDBOX_THIS_IS_DANGEROUS: "1",
    },
  });
  const end = (): void => {
    driver.kill();
    screen.kill();
  };
  try {
    const capabilities = new Capabilities({
      browserName: "MiniBrowser",
      "webkitgtk:browserOptions": { binary: miniBrowser(), args: ["--automation"] },
    });
    const session = await retry(() =>
      new Builder().usingServer(`http://127.0.0.1:${port}`).withCapabilities(capabilities).build(),
    );
    return {
      open: (url) => session.get(url),
      ask: (script) => session.executeScript(`return (${script})`),
      async close(): Promise<void> {
        await session.quit().catch(() => {});
        end();
      },
    };
  } catch (error) {
    end();
    throw error;
  }
}

function miniBrowser(): string {
  const folders = ["x86_64", "aarch64"].flatMap((cpu) =>
    ["4.1", "4.0", "6.0"].map((version) => `/usr/lib/${cpu}-linux-gnu/webkit2gtk-${version}/MiniBrowser`),
  );
  return folders.find((path) => existsSync(path)) ?? "MiniBrowser";
}

/** The driver needs a moment until it listens. */
async function retry<T>(task: () => Promise<T>): Promise<T> {
  for (let left = 20; ; left -= 1) {
    try {
      return await task();
    } catch (error) {
      if (left === 0) throw error;
      await new Promise((go) => setTimeout(go, 500));
    }
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "127.0.0.1", () => {
      const address = server.address();
      server.close(() => resolve(typeof address === "object" && address ? address.port : 0));
    });
  });
}
