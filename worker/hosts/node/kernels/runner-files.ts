/**
 * The Python that is sent into each kernel: the runner that browser kernels have too, and what unpacks it.
 * @module
 */
import boot from "../../../kernels/boot.py?raw";
import type { RunnerFiles } from "../../../kernels/kernel-life.ts";

const sources: Record<string, string> = import.meta.glob<string>("../../../../runtime/kernel/python/**/*.py", {
  query: "?raw",
  import: "default",
  eager: true,
});

export const RUNNER_FILES: RunnerFiles = {
  boot,
  files: Object.fromEntries(
    Object.entries(sources).map(([path, text]) => [path.slice(path.indexOf("/python/") + "/python/".length), text]),
  ),
};
