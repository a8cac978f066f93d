/**
 * Whether kernels on this machine can be boxed: bubblewrap and what else the launcher uses, tried once for real.
 * @module
 */
import { runProgram } from "./run-program.ts";

/** `null` if kernels can be boxed, else why not and what to do. */
export async function boxProblem(): Promise<string | null> {
  if (process.platform !== "linux") return "Boxing needs Linux.";
  const tools = ["bwrap", "prlimit", "setpriv"];
  for (const tool of tools) {
    if ((await runProgram(tool, ["--version"])).status === null)
      return `Boxing needs ${tool}. Install it (Debian, Ubuntu: apt install bubblewrap util-linux; Fedora: dnf install bubblewrap).`;
  }
  const args = ["--unshare-pid", "--unshare-net", "--ro-bind", "/", "/", "--proc", "/proc", "true"];
  const root = process.getuid?.() === 0;
  const tried = await runProgram("bwrap", root ? args : ["--unshare-user", ...args]);
  if (tried.status === 0) return null;
  return `This machine lets nobody make namespaces (${tried.tail.at(-1) ?? "bwrap failed"}). Allow user namespaces, or run each kernel in a container.`;
}
