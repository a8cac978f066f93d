/**
 * Runs the maker in a process of its own and hands back its answer.
 * @module
 */
import { fork } from "node:child_process";
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { InternalError } from "../../diagnostics/diagnostic.ts";
import type { MakerMessage, MakerResult, MakerTask } from "./maker/protocol.ts";

/** The maker says why something cannot be made; the build goes on without. */
export class MakerFailure extends Error {
  override readonly name: string = "MakerFailure";
  /** Technical: an engine's stack or what the process wrote. */
  readonly detail: string;
  constructor(reason: string, detail: string) {
    super(reason);
    this.detail = detail;
  }
}

/** Milliseconds without a word from the maker after which it is given up. */
const SILENCE = 5 * 60_000;
const STDERR_KEPT = 4000;

/** @throws {@link MakerFailure} */
export function runMaker(task: MakerTask, onProgress: (text: string) => void): Promise<MakerResult> {
  const child = fork(findMaker(), [], {
    // Nothing of the author's machine may reach what is kept: not its variables, not its time zone.
    env: {
      PATH: process.env.PATH,
      TZ: "UTC",
      ...(process.env.SystemRoot ? { SystemRoot: process.env.SystemRoot } : {}),
    },
    execArgv: [],
    stdio: ["ignore", "ignore", "pipe", "ipc"],
  });
  return new Promise((resolve, reject) => {
    let written = "";
    let timer: ReturnType<typeof setTimeout> | undefined;
    const heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => {
        child.kill("SIGKILL");
        reject(new MakerFailure("it took too long", written));
      }, SILENCE);
    };
    heard();
    child.stderr?.on("data", (chunk: Buffer) => {
      written = (written + chunk.toString()).slice(-STDERR_KEPT);
    });
    child.on("message", (message: MakerMessage) => {
      heard();
      if (message.kind === "progress") onProgress(message.text);
      else if (message.kind === "done") resolve(message.result);
      else reject(new MakerFailure(message.reason, `${message.detail}\n${written}`));
    });
    child.on("error", (error) => reject(new MakerFailure("the process could not be started", String(error))));
    child.on("exit", (code, signal) => {
      clearTimeout(timer);
      // Has no effect if the answer has come.
      reject(new MakerFailure("the process ended early", `${signal ?? `exit ${code}`}\n${written}`));
    });
    child.send(task);
  });
}

/** `dist/snapshot-maker.js` of this package, wherever this code runs from. */
export function findMaker(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); ; folder = dirname(folder)) {
    for (const candidate of [join(folder, "snapshot-maker.js"), join(folder, "dist", "snapshot-maker.js")])
      if (existsSync(candidate)) return candidate;
    if (folder === dirname(folder))
      throw new InternalError("maker-not-built", "The snapshot maker is not built. In a checkout: npm run build.");
  }
}
