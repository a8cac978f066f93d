/**
 * `notebook-app serve` as a process of its own, to be killed and started again on the same folder.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { sendTo } from "./http.ts";
import type { TestHost } from "./test-host.ts";

export interface ServeProcess extends TestHost {
  readonly process: ChildProcess;
  /** Ends it as a power cut would. */
  kill(): Promise<void>;
  /** Ends it as an operator would; its exit code. */
  stop(): Promise<number | null>;
}

/** What else the command is told. */
export interface MoreForServe {
  readonly args?: readonly string[];
  readonly environment?: Readonly<Record<string, string>>;
}

export async function serveProcess(
  folder: string,
  port = 0,
  { args = [], environment = {} }: MoreForServe = {},
): Promise<ServeProcess> {
  const child = spawn(
    process.execPath,
    ["dist/cli.js", "serve", "--json", "--data", folder, "--port", String(port), "--behind-proxy", ...args],
    { stdio: ["ignore", "pipe", "pipe"], env: { ...process.env, ...environment } },
  );
  let log = "";
  child.stderr.on("data", (part: Buffer) => {
    log += part.toString();
  });
  const origin = await new Promise<string>((resolve, reject) => {
    createInterface({ input: child.stdout }).once("line", (line) => resolve(String(JSON.parse(line).url)));
    child.once("exit", () => reject(new Error(`the server did not start: ${log}`)));
  });
  const ended = once(child, "exit");
  const end = async (signal: NodeJS.Signals): Promise<number | null> => {
    child.kill(signal);
    await ended;
    return child.exitCode;
  };
  return {
    name: "process",
    process: child,
    origin,
    appHost: new URL(origin).host,
    port: Number(new URL(origin).port),
    send: sendTo(Number(new URL(origin).port)),
    ownerToken: async () => readFileSync(join(folder, "owner-token"), "utf8").trim(),
    sql: () => Promise.reject(new Error("its registry is its own")),
    tidy: () => Promise.reject(new Error("it tidies by itself")),
    log: () => log,
    kill: async () => void (await end("SIGKILL")),
    stop: () => end("SIGTERM"),
    close: async () => void (await end("SIGKILL")),
  };
}
