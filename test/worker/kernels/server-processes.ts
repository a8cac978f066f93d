/**
 * Which kernels and gateways of a server are alive.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";

/** Processes of kernels and gateways of a server, by its id; with `word`, only those whose command line has it. */
export function processesOf(pid: number | undefined, word = ""): string[] {
  return readdirSync("/proc").filter((name) => {
    try {
      const command = /^\d+$/.test(name) ? readFileSync(`/proc/${name}/cmdline`, "utf8") : "";
      return command.includes(`/nbk-${pid}-`) && command.includes(word);
    } catch {
      // It has ended meanwhile.
      return false;
    }
  });
}
