/**
 * Type-checks every environment: each folder with a `tsconfig.json`. Run by itself it stops with the number of those that fail.
 * @module
 */
import { spawnSync } from "node:child_process";
import { globSync } from "node:fs";
import { dirname, join } from "node:path";

/** Folders with a `tsconfig.json`, sorted. */
export const environments: readonly string[] = globSync("{compiler,runtime,worker,site,test}/**/tsconfig.json", {
  exclude: ["**/node_modules/**", "**/fixtures/**"],
})
  .map(dirname)
  .sort();

if (import.meta.main) {
  const tsc = join("node_modules", ".bin", "tsc");
  const failed = environments.filter((folder) => spawnSync(tsc, ["-p", folder], { stdio: "inherit" }).status !== 0);
  process.exitCode = failed.length;
}
