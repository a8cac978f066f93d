/**
 * The kernel gateway that a server runs for itself: started when first needed, again when it has died, ended with the server. Listens on
 * this machine only, behind a token that never leaves this process and its own.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { randomBytes } from "node:crypto";
import { mkdirSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";

export interface GatewayAddress {
  /** Without a final slash. */
  readonly url: string;
  readonly token: string;
}

export interface GatewayOptions {
  /** The gateway's Python. */
  readonly python: () => Promise<string>;
  /** The configuration file. */
  readonly config: string;
  /** A folder of its own, for connection files and the like. */
  readonly folder: string;
  /** Folder with `kernels/<name>/kernel.json`. */
  readonly specs: string;
  /** Hears each line of its log. */
  readonly onLog: (line: string) => void;
}

/** The gateway did not come up. */
export class GatewayError extends Error {
  override readonly name: string = "GatewayError";
}

interface Running {
  readonly process: ChildProcess;
  readonly address: GatewayAddress;
}

/** It must answer within this (ms) after its start, and be gone within this after being told to end. */
const START_DEADLINE = 90_000;
const END_DEADLINE = 5_000;

export class GatewayProcess {
  readonly #options: GatewayOptions;
  #running: Promise<Running> | null = null;
  #closed = false;

  constructor(options: GatewayOptions) {
    this.#options = options;
  }

  /** Where it answers. @throws {@link GatewayError} */
  async address(): Promise<GatewayAddress> {
    if (this.#closed) throw new GatewayError("The server is going down.");
    this.#running ??= this.#start();
    return (await this.#running).address;
  }

  /** Its process id, for tests and operations; `null` while there is none. */
  async pid(): Promise<number | null> {
    return (await this.#running)?.process.pid ?? null;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const running = await this.#running?.catch(() => null);
    if (running) await ended(running.process);
  }

  async #start(): Promise<Running> {
    try {
      const { python, folder } = this.#options;
      const path = await python();
      // What a killed one left would only be in the way.
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true, mode: 0o700 });
      const address = { url: `http://127.0.0.1:${await freePort()}`, token: randomBytes(32).toString("base64url") };
      const process = this.#spawn(path, address);
      process.once("exit", () => {
        this.#running = null;
      });
      await this.#answering(process, address);
      return { process, address };
    } catch (error) {
      this.#running = null;
      throw error;
    }
  }

  #spawn(python: string, { url, token }: GatewayAddress): ChildProcess {
    const { config, folder, specs, onLog } = this.#options;
    const port = new URL(url).port;
    const args = ["-m", "kernel_gateway", `--config=${config}`, "--ip=127.0.0.1", `--port=${port}`];
    const child = spawn(python, args, {
      cwd: folder,
      stdio: ["ignore", "ignore", "pipe"],
      // Nothing of the server's environment: it may hold secrets.
      env: {
        PATH: process.env.PATH ?? "/usr/bin:/bin",
        LANG: "C.UTF-8",
        HOME: folder,
        JUPYTER_RUNTIME_DIR: join(folder, "run"),
        JUPYTER_DATA_DIR: join(folder, "data"),
        JUPYTER_CONFIG_DIR: join(folder, "config"),
        JUPYTER_PATH: specs,
        JUPYTER_NO_CONFIG: "1",
        KG_AUTH_TOKEN: token,
      },
    });
    child.stderr?.on("data", (chunk: Buffer) => {
      for (const line of chunk.toString().split("\n")) if (line !== "") onLog(line);
    });
    return child;
  }

  async #answering(process: ChildProcess, { url, token }: GatewayAddress): Promise<void> {
    const deadline = performance.now() + START_DEADLINE;
    while (performance.now() < deadline && process.exitCode === null && process.signalCode === null) {
      const answer = await fetch(`${url}/api`, { headers: { authorization: `token ${token}` } }).catch(() => null);
      if (answer?.ok) return;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
    await ended(process);
    throw new GatewayError("The kernel gateway did not start; its log says why.");
  }
}

/** Ends a process politely, then not. */
function ended(process: ChildProcess): Promise<void> {
  if (process.exitCode !== null || process.signalCode !== null) return Promise.resolve();
  return new Promise((resolve) => {
    const timer = setTimeout(() => process.kill("SIGKILL"), END_DEADLINE);
    process.once("exit", () => {
      clearTimeout(timer);
      resolve();
    });
    process.kill("SIGTERM");
  });
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const address = server.address();
      const port = typeof address === "object" && address ? address.port : 0;
      server.close(() => resolve(port));
    });
  });
}
