/**
 * An author's machine: a project folder, a configuration folder, and the real command.
 * @module
 */
import { type ChildProcess, spawn } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { TestHost } from "../../../worker/test-host.ts";

const command = join(import.meta.dirname, "../../../../dist/cli.js");

/** How a command ended. */
export interface Ended {
  readonly status: number | null;
  readonly stdout: string;
  readonly stderr: string;
  /** Standard output as JSON. */
  // biome-ignore lint/suspicious/noExplicitAny: tests say what they expect of it.
  json(): any;
}

/** What the command says of one publish. */
export interface Said {
  readonly ok: boolean;
  readonly link: string;
  readonly version: { readonly number: number };
}

export interface Watching {
  readonly child: ChildProcess;
  readonly link: string;
  readonly next: () => Promise<Said>;
}

export class Machine {
  readonly folder: string = mkdtempSync(join(tmpdir(), "notebook-app-author-"));
  readonly config: string = join(this.folder, "config");
  readonly project: string = join(this.folder, "project");

  constructor() {
    mkdirSync(this.project);
  }

  /** Writes files into the project. */
  write(files: Readonly<Record<string, string | Uint8Array>>): void {
    for (const [name, content] of Object.entries(files)) {
      mkdirSync(dirname(join(this.project, name)), { recursive: true });
      writeFileSync(join(this.project, name), content);
    }
  }

  path(name: string): string {
    return join(this.project, name);
  }

  /** Starts the command; nobody sits at a terminal. */
  start(args: readonly string[], environment: Readonly<Record<string, string>> = {}): ChildProcess {
    return spawn(process.execPath, [command, ...args], {
      cwd: this.project,
      stdio: ["ignore", "pipe", "pipe"],
      env: { PATH: process.env.PATH, HOME: process.env.HOME, NOTEBOOK_APP_CONFIG: this.config, ...environment },
    });
  }

  /** Runs the command to its end. */
  run(...args: readonly string[]): Promise<Ended> {
    return ended(this.start(args));
  }

  /** Publishes with `--watch`; gives its link and how to wait for what it says next. */
  async watch(file: string, ...args: readonly string[]): Promise<Watching> {
    const child = this.start(["publish", file, ...args, "--watch", "--json"]);
    let text = "";
    let read = 0;
    child.stdout?.on("data", (chunk: Buffer) => {
      text += chunk.toString();
    });
    const next = async (): Promise<Said> => {
      for (;;) {
        // The first answer is spread over lines, later ones have a line each.
        const [found] = /^\{\n[\s\S]*?\n\}\n|^\{.*\}\n/.exec(text.slice(read)) ?? [];
        if (found !== undefined) {
          read += found.length;
          return JSON.parse(found);
        }
        if (child.exitCode !== null) throw new Error(`publish ended with ${child.exitCode}: ${text}`);
        await pause(50);
      }
    };
    const { link } = await next();
    return { child, link, next };
  }

  /** Signs in as the owner of a server. */
  async login(host: TestHost, origin: string = host.origin): Promise<Ended> {
    return this.run("login", origin, "--token", await host.ownerToken());
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

/** Waits for a process and gives what it said. */
export function ended(child: ChildProcess): Promise<Ended> {
  let [stdout, stderr] = ["", ""];
  child.stdout?.on("data", (chunk: Buffer) => {
    stdout += chunk.toString();
  });
  child.stderr?.on("data", (chunk: Buffer) => {
    stderr += chunk.toString();
  });
  return new Promise((resolve) => {
    child.on("close", (status) => resolve({ status, stdout, stderr, json: () => JSON.parse(stdout) }));
  });
}

/** A notebook that nobody may run, so that its bundle is small: text blocks with ids of their own. */
export function page(blocks: Readonly<Record<string, string>>, metadata: Record<string, unknown> = {}): string {
  return JSON.stringify({
    nbformat: 4,
    nbformat_minor: 5,
    metadata: { kernelspec: { name: "python3", language: "python" } },
    cells: Object.entries(blocks).map(([id, source]) => ({
      cell_type: "code",
      id,
      metadata: metadata[id] ?? {},
      source,
      outputs: [],
      execution_count: null,
    })),
  });
}

/** Settings of such a page. */
export const READ_ONLY = "allowRun: false\n";
