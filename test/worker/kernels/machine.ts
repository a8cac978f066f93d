/**
 * What server kernels need of the machine, installed where that is possible: bubblewrap, which keeps kernels apart.
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

/** Runs once before the kernels' tests; without bubblewrap those of isolation fail and say so. */
export function setup(): void {
  const isThere = (process.env.PATH ?? "").split(":").some((folder) => existsSync(join(folder, "bwrap")));
  if (isThere || process.getuid?.() !== 0) return;
  try {
    execFileSync("apt-get", ["update"], { stdio: "ignore", timeout: 300_000 });
    execFileSync("apt-get", ["install", "-y", "--no-install-recommends", "bubblewrap"], {
      stdio: "ignore",
      timeout: 300_000,
    });
  } catch {
    // No Debian, or no network: the tests that need it tell what is missing.
  }
}
