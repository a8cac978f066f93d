/**
 * A real browser for tests: an installed Playwright Chromium, a system Chrome or Chromium, or one that is installed now.
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium } from "playwright-core";

const NAMES = ["google-chrome-stable", "google-chrome", "chromium", "chromium-browser", "microsoft-edge"];
const FLAGS =
  "--no-sandbox --disable-gpu --disable-quic --no-first-run --disable-background-networking --disable-component-update --disable-sync";

/** Finds or installs a browser; gives its path. */
export function findBrowser(): string {
  const found = installed();
  if (found) return found;
  for (const install of [installWithPlaywright, installWithApt]) {
    install();
    const path = installed();
    if (path) return path;
  }
  throw new Error("No browser: install Chrome or Chromium, or run 'npx playwright-core install chromium'.");
}

function installed(): string | null {
  const own = chromium.executablePath();
  if (own && existsSync(own)) return own;
  const folders = (process.env.PATH ?? "").split(":");
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  const paths = [...NAMES.flatMap((name) => folders.map((folder) => join(folder, name))), mac];
  return paths.find((path) => existsSync(path)) ?? null;
}

function attempt(program: string, args: readonly string[]): void {
  try {
    execFileSync(program, args, { stdio: "inherit", timeout: 10 * 60 * 1000 });
  } catch {
    // The next way may work; if none does, findBrowser says so.
  }
}

function installWithPlaywright(): void {
  attempt(join("node_modules", ".bin", "playwright-core"), ["install", "chromium"]);
}

function installWithApt(): void {
  if (process.getuid?.() !== 0) return;
  attempt("apt-get", ["update"]);
  attempt("apt-get", ["install", "-y", "chromium", "fonts-dejavu-core"]);
}

/** What is waited for may take this long (ms): the machine may do much else. */
const PATIENCE = 120_000;

/** Launches it headless with a profile that may have been used before, and stays: with its cache on disk. */
export async function launchProfile(profile: string, options: BrowserContextOptions): Promise<BrowserContext> {
  const args = FLAGS.split(" ");
  const context = await chromium.launchPersistentContext(profile, { ...options, executablePath: findBrowser(), args });
  context.setDefaultTimeout(PATIENCE);
  return context;
}

/** Launches it headless with a fresh profile. */
export async function launchBrowser(): Promise<Browser> {
  const profile = mkdtempSync(join(tmpdir(), "notebook-app-browser-"));
  const args = [...FLAGS.split(" "), `--disk-cache-dir=${profile}`];
  const browser = await chromium.launch({ executablePath: findBrowser(), args });
  browser.on("context", (context) => context.setDefaultTimeout(PATIENCE));
  return browser;
}
