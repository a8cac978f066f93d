/**
 * What tests need of the machine and share, made ready before any of them begins: files of tests run side by side, and must not install or
 * write the same thing at once. What cannot be had is left out: the tests that need it fail and say what is missing.
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { findBrowser } from "./browser/browser.ts";
import { hasPackages } from "./runtime/kernel/packages.ts";

const command = "dist/cli.js";

/** Runs once for each project, before its files. */
export function setup(): void {
  for (const prepare of [findBrowser, installBubblewrap, fetchPackages, makeSharedRuntime]) {
    try {
      prepare();
    } catch (error) {
      console.warn(error);
    }
  }
}

/** It keeps server kernels apart. */
function installBubblewrap(): void {
  const isThere = (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, "bwrap")));
  if (isThere || process.getuid?.() !== 0) return;
  execFileSync("apt-get", ["update"], { stdio: "ignore", timeout: 300_000 });
  execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "bubblewrap"], {
    stdio: "ignore",
    timeout: 300_000,
  });
}

/** Puts numpy, pandas and matplotlib into the package cache, by an example that needs them. */
function fetchPackages(): void {
  if (hasPackages()) return;
  const out = mkdtempSync(join(tmpdir(), "notebook-app-packages-"));
  const args = ["build", "examples/penguins/penguins.ipynb", "--no-write", "--prerun", "none", "-o", join(out, "app")];
  execFileSync(process.execPath, [command, ...args], { stdio: "ignore" });
  rmSync(out, { recursive: true });
}

/** What the Cloudflare host serves for all apps. */
function makeSharedRuntime(): void {
  if (!existsSync("dist/edge")) execFileSync(process.execPath, [command, "shared-runtime", "dist/edge"]);
}
