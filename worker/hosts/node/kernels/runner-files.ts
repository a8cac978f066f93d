/**
 * The Python that is sent into each kernel, from a folder of this package.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { RunnerFiles } from "../../../kernels/kernel-life.ts";

/** @param folders - `python` holds `notebook_kernel/` (the browser's runner), `boot` is the file that unpacks it. */
export function readRunnerFiles({ python, boot }: { readonly python: string; readonly boot: string }): RunnerFiles {
  const names = readdirSync(python, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".py"));
  return {
    boot: readFileSync(boot, "utf8"),
    files: Object.fromEntries(
      names.map((name) => [name.replaceAll("\\", "/"), readFileSync(join(python, name), "utf8")]),
    ),
  };
}
