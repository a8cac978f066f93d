/**
 * One server kernel from its start to its end: waits for a place, starts, installs the runner, hands over work files. Whatever ends it,
 * it is ended once, its place is given up, and who waits is told why.
 * @module
 */
import type { KernelEvent, KernelInfo } from "../../compiler/contract/kernel.ts";
import { FILE_PART } from "../../compiler/contract/kernel-socket.ts";
import { type Fault, failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import type { ServerProgram } from "../../compiler/contract/server-program.ts";
import { JupyterClient } from "./jupyter-client.ts";
import type { HostedKernel, KernelChannel, KernelHost, PublishedApp } from "./kernel-host.ts";
import { RemotePython } from "./remote-python.ts";
import type { Slot } from "./slots.ts";

/** Files of the runner by their path: `notebook_kernel/…`, and the code that unpacks them in a kernel. */
export interface RunnerFiles {
  readonly boot: string;
  readonly files: Readonly<Record<string, string>>;
}

/** Time, so that tests can make it pass. */
export interface SessionClock {
  /** Milliseconds of any clock. */
  now(): number;
  /** Calls back after `millis` unless cancelled by what it gives. */
  after(millis: number, callback: () => void): () => void;
}

export interface LifeOptions {
  readonly app: PublishedApp;
  readonly host: KernelHost;
  readonly runner: RunnerFiles;
  readonly newId: () => string;
  readonly clock: SessionClock;
  /** Enters the queue for a place. */
  readonly enter: (told: (ahead: number) => void) => Slot;
  readonly emit: (event: KernelEvent) => void;
}

/** A started kernel must answer within this (ms), and is looked for this often (ms) until then. */
const START_DEADLINE = 60_000;
const LOOK = 1_000;

const DIED: Fault = {
  code: "crashed",
  message: "Python ended unexpectedly, most often because memory ran out. Run again to start afresh.",
};

/** What a page is told whose app is no longer what it was let in to. */
export const CHANGED: Fault = { code: "ended", message: "The app has changed. Reload the page to go on." };

const UNPREPARED: Fault = { code: "boot", message: "The server could not make Python ready." };

const STILLBORN: Fault = { code: "boot", message: "Python ended while it started. The server's log says why." };

export class KernelLife {
  readonly #options: LifeOptions;
  readonly #slot: Slot;
  #kernel: HostedKernel | null = null;
  #channel: KernelChannel | null = null;
  #client: JupyterClient | null = null;
  #fault: Fault | null = null;
  #end: (fault: Fault) => void = () => {};
  /** Resolves with the fault that ended it. */
  readonly ended: Promise<Outcome<never>>;
  /** The start's outcome. */
  readonly started: Promise<Outcome<KernelInfo>>;
  /** Resolves when nothing of it is left. */
  #gone: Promise<void> = Promise.resolve();
  python: RemotePython | null = null;

  constructor(options: LifeOptions) {
    this.#options = options;
    this.ended = new Promise((resolve) => {
      this.#end = (fault) => resolve({ ok: false, fault });
    });
    this.#slot = options.enter((ahead) => this.#progress("queue", ahead, null));
    const start = this.#start().catch((error: unknown) => this.#failed({ ...UNPREPARED, detail: String(error) }));
    this.started = Promise.race([start, this.ended]);
  }

  get over(): boolean {
    return this.#fault !== null;
  }

  /** Whether Python is at work, as far as the host can tell. */
  async busy(): Promise<boolean> {
    return this.#kernel !== null && (await this.#options.host.state(this.#kernel)) === "busy";
  }

  interrupt(): void {
    if (this.#kernel && !this.over) void this.#options.host.interrupt(this.#kernel);
  }

  /** Ends it; resolves when its process is gone. */
  end(fault: Fault): Promise<void> {
    if (this.#fault) return this.#gone;
    this.#fault = fault;
    this.#end(fault);
    this.#client?.die();
    this.#channel?.close();
    this.#gone = this.#clear();
    return this.#gone;
  }

  async #clear(): Promise<void> {
    try {
      if (this.#kernel) await this.#options.host.end(this.#kernel);
    } catch {
      // What a host could not remove must not keep others from its place.
    } finally {
      this.#slot.leave();
    }
  }

  async #start(): Promise<Outcome<KernelInfo>> {
    const began = this.#options.clock.now();
    await this.#slot.held;
    if (this.#fault) return { ok: false, fault: this.#fault };
    if (!(await this.#options.app.mayStart())) return this.#failed(CHANGED);
    this.#progress("python", 0, null);
    const python = await this.#connect();
    if (!python.ok) return this.#failed(python.fault);
    const files = await this.#handOver(python.value);
    if (!files.ok) return this.#failed(files.fault);
    const millis = this.#options.clock.now() - began;
    return success({ python: files.value, interruptible: true, millis });
  }

  #failed(fault: Fault): Outcome<never> {
    void this.end(fault);
    return { ok: false, fault: this.#fault ?? fault };
  }

  async #connect(): Promise<Outcome<RemotePython>> {
    const { host, app, runner, newId } = this.#options;
    const kernel = await host.start(app, (loaded, total) => this.#progress("packages", loaded, total));
    if (!kernel.ok) return kernel;
    if (this.over) {
      // Ended while it started: nobody else knows of it yet.
      await host.end(kernel.value);
      return failure("stopped", "The kernel was ended while it started.");
    }
    this.#kernel = kernel.value;
    const channel = await host.connect(kernel.value, {
      frame: (frame) => this.#client?.receive(frame),
      closed: () => this.#died(),
      ended: (fault) => void this.end(fault),
    });
    if (!channel.ok) return channel;
    this.#channel = channel.value;
    const client = new JupyterClient({ channel: channel.value, newId, onDeath: () => this.#died() });
    this.#client = client;
    const stopWatching = this.#watch(kernel.value);
    const installed = await client.install(runner.boot, runner.files);
    stopWatching();
    if (!installed.ok) return failure("boot", "The kernel's Python could not be prepared.", installed.error);
    const python = new RemotePython(client, () => this.interrupt());
    this.python = python;
    return success(python);
  }

  /** A gateway tells nothing of a kernel that dies before it first answers: asks for it now and then, and not for ever. */
  #watch(kernel: HostedKernel): () => void {
    const { clock, host } = this.#options;
    const began = clock.now();
    let cancel = (): void => {};
    const look = async (): Promise<void> => {
      const gone = (await host.state(kernel)) === "gone";
      if (gone || clock.now() - began > START_DEADLINE) return this.#died();
      if (!this.over) cancel = clock.after(LOOK, () => void look());
    };
    cancel = clock.after(LOOK, () => void look());
    return () => cancel();
  }

  /** Work files, then the program; gives Python's version. */
  async #handOver(python: RemotePython): Promise<Outcome<string>> {
    const { app, host } = this.#options;
    const { server } = app;
    if (!host.mountsFiles) {
      for (const [index, name] of server.files.entries()) {
        this.#progress("files", index, server.files.length);
        const written = await sendFile(python, name, app.readFile(name));
        if (!written.ok) return written;
      }
    }
    const program = withHiddenSource(server);
    const opened = await this.#client?.call("open", { program, modules: server.modules });
    if (!opened?.ok) return failure("boot", "The kernel's Python could not be prepared.", opened?.error ?? "");
    const version: unknown = Reflect.get(Object(opened.value), "python");
    return success(String(version));
  }

  #died(): void {
    void this.end(this.python ? DIED : STILLBORN);
  }

  #progress(stage: "queue" | "python" | "packages" | "files", loaded: number, total: number | null): void {
    if (!this.over) this.#options.emit({ kind: "progress", stage, loaded, total });
  }
}

async function sendFile(python: RemotePython, path: string, pieces: AsyncIterable<Uint8Array>): Promise<Outcome<void>> {
  let held = new Uint8Array();
  let offset = 0;
  const send = async (last: boolean): Promise<Outcome<void>> => {
    const part = held.subarray(0, FILE_PART);
    const written = await python.write({ path, offset, data: base64(part), last, keep: false });
    offset += part.length;
    held = held.subarray(part.length);
    return written;
  };
  for await (const piece of pieces) {
    held = joined(held, piece);
    while (held.length > FILE_PART) {
      const written = await send(false);
      if (!written.ok) return written;
    }
  }
  return send(true);
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array<ArrayBuffer> {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

function base64(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** Tells the runner which blocks' source no traceback may show. */
function withHiddenSource({ program, hidden }: ServerProgram): unknown {
  const secret = new Set(hidden);
  return { ...program, blocks: program.blocks.map((block) => ({ ...block, hidden: secret.has(block.id) })) };
}
