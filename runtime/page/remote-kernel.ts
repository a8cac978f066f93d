/**
 * A server kernel as the page sees it: one WebSocket, whose loss ends whatever waits. Nothing throws. Fetched only by pages of server apps.
 * @module
 */
import { fileUrl, OUTDATED } from "../../compiler/contract/file-url.ts";
import type {
  BootPlan,
  FileContent,
  Kernel,
  KernelInfo,
  KernelListener,
  KernelState,
  RunRequest,
  RunSummary,
} from "../../compiler/contract/kernel.ts";
import {
  CLOSE,
  FILE_PART,
  type FilePart,
  KERNEL_SOCKET_PATH,
  offeredProtocols,
  parseServerMessage,
  type ServerMessage,
  type ViewerMessage,
} from "../../compiler/contract/kernel-socket.ts";
import type { AnswerTo, Question } from "../../compiler/contract/live.ts";
import { type Fault, failure, type Outcome, success } from "../../compiler/contract/outcome.ts";

/** Remembers a session's id so that a reload finds its kernel again. */
export interface SessionMemory {
  get(key: string): string | null;
  set(key: string, id: string): void;
}

/** A boot of which nothing is heard for this long (ms) has failed; packages may take their time to install. */
const BOOT_SILENCE = 10 * 60_000;
/** Reading or writing a part of a file takes at most this long (ms) once no block runs. */
const FILE_DEADLINE = 30_000;
/** A server that does not answer Stop within this (ms) is out of reach. */
const STOP_DEADLINE = 5_000;

const STOPPED: Outcome<never> = failure("stopped", "The run was stopped.");
const IDLE: Outcome<never> = failure("invalid", "The kernel is not running.");
const LOST: Outcome<never> = failure(
  "network",
  "The connection to the server was lost. Check the network, then run again.",
);

/** One socket and everything that ends with it. */
interface Life {
  readonly socket: WebSocket;
  readonly waiting: Map<number, (outcome: Outcome<unknown>) => void>;
  /** Called whenever anything is heard. */
  heard: () => void;
}

/** Makes a kernel that connects at `boot`. */
export function createRemoteKernel(listener: KernelListener, memory: SessionMemory = tabMemory()): Kernel {
  return new RemoteKernel(listener, memory);
}

class RemoteKernel implements Kernel {
  readonly #listener: KernelListener;
  readonly #memory: SessionMemory;
  #state: KernelState = "idle";
  #life: Life | null = null;
  #booted: Promise<Outcome<KernelInfo>> | null = null;
  #calls = 0;
  #running = 0;

  constructor(listener: KernelListener, memory: SessionMemory) {
    this.#listener = listener;
    this.#memory = memory;
  }

  get state(): KernelState {
    return this.#state;
  }

  boot(plan: BootPlan): Promise<Outcome<KernelInfo>> {
    this.#booted ??= this.#boot(plan);
    return this.#booted;
  }

  async run(request: RunRequest): Promise<Outcome<RunSummary>> {
    const life = this.#life;
    if (!life || (this.#state !== "ready" && this.#state !== "running")) return IDLE;
    this.#running += 1;
    this.#enter("running");
    const outcome = await this.#call<RunSummary>(life, { kind: "run", request });
    this.#running -= 1;
    if (this.#life !== life) return outcome;
    if (!outcome.ok) this.#end(life, outcome);
    else if (this.#running === 0) this.#enter("ready");
    return outcome;
  }

  async interrupt(): Promise<void> {
    const life = this.#life;
    if (!life || (this.#state !== "running" && this.#state !== "booting")) return;
    const answer = await within(STOP_DEADLINE, this.#call<void>(life, { kind: "interrupt" }), () => LOST);
    if (!answer.ok && this.#life === life) this.#end(life, answer);
  }

  async ask<Q extends Question>(question: Q): Promise<Outcome<AnswerTo<Q>>> {
    const life = this.#life;
    if (!life || (this.#state !== "ready" && this.#state !== "running")) return IDLE;
    // Not bound by a deadline: an observer may compute as long as a block; Stop ends it.
    this.#running += 1;
    this.#enter("running");
    const outcome = await this.#call<AnswerTo<Q>>(life, { kind: "ask", question });
    if (this.#life !== life) return outcome;
    this.#running -= 1;
    if (this.#running === 0) this.#enter("ready");
    return outcome;
  }

  /** A page cannot tell a server what to run: the edited app has a kernel of its own. */
  update(): Promise<Outcome<void>> {
    return Promise.resolve(failure("unsupported", "An edited app starts a new kernel on the server."));
  }

  async readFile(path: string): Promise<Outcome<FileContent>> {
    const parts: Uint8Array[] = [];
    for (let offset = 0; ; offset += FILE_PART) {
      const part = await this.#file<FilePart>({ kind: "read", path, offset });
      if (!part.ok) return part;
      parts.push(bytesOf(part.value.data));
      if (offset + FILE_PART >= part.value.size) break;
    }
    const bytes = new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer());
    return success({ name: path.slice(path.lastIndexOf("/") + 1), bytes });
  }

  async writeFile(path: string, content: Uint8Array): Promise<Outcome<void>> {
    for (let offset = 0; ; offset += FILE_PART) {
      const data = textOf(content.subarray(offset, offset + FILE_PART));
      const last = offset + FILE_PART >= content.length;
      const written = await this.#file<void>({ kind: "write", path, offset, data, last });
      if (!written.ok || last) return written;
    }
  }

  async dispose(): Promise<void> {
    const life = this.#life;
    if (life && life.socket.readyState === WebSocket.OPEN) void this.#call(life, { kind: "dispose" });
    if (life) this.#close(life, STOPPED);
    this.#enter("idle");
  }

  async #boot(plan: BootPlan): Promise<Outcome<KernelInfo>> {
    this.#enter("booting");
    const life = this.#connect(plan);
    const opened = await this.#opened(life);
    const outcome = opened.ok ? await this.#watched(life) : opened;
    if (this.#life !== life) return outcome;
    if (outcome.ok) this.#enter("ready");
    else this.#end(life, outcome);
    return outcome;
  }

  #connect({ base, server, authorization }: BootPlan): Life {
    const url = new URL(KERNEL_SOCKET_PATH, base);
    url.protocol = url.protocol === "https:" ? "wss:" : "ws:";
    if (server) url.search = new URL(fileUrl(server), base).search;
    const session = this.#memory.get(base);
    if (session !== null) url.searchParams.set("session", session);
    const life: Life = {
      socket: new WebSocket(url, offeredProtocols(authorization)),
      waiting: new Map(),
      heard: () => {},
    };
    this.#life = life;
    life.socket.addEventListener("message", ({ data }) => {
      const message = typeof data === "string" ? parseServerMessage(data) : null;
      if (message && this.#life === life) this.#hear(life, message, base);
    });
    life.socket.addEventListener("close", ({ code, reason }) => {
      if (this.#life === life) this.#end(life, closed(code, reason));
    });
    return life;
  }

  #opened(life: Life): Promise<Outcome<void>> {
    return new Promise((resolve) => {
      life.waiting.set(-1, (outcome) => resolve(outcome.ok ? success(undefined) : outcome));
      life.socket.addEventListener("open", () => {
        life.waiting.delete(-1);
        resolve(success(undefined));
      });
    });
  }

  /** Boots, unless nothing is heard for too long. */
  async #watched(life: Life): Promise<Outcome<KernelInfo>> {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const silent = new Promise<Outcome<never>>((resolve) => {
      life.heard = () => {
        clearTimeout(timer);
        timer = setTimeout(
          () => resolve(failure("timeout", "The server's Python did not start in time.")),
          BOOT_SILENCE,
        );
      };
      life.heard();
    });
    const outcome = await Promise.race([this.#call<KernelInfo>(life, { kind: "boot" }), silent]);
    clearTimeout(timer);
    life.heard = () => {};
    return outcome;
  }

  #hear(life: Life, message: ServerMessage, base: string): void {
    life.heard();
    if (message.kind === "welcome") this.#memory.set(base, message.session);
    else if (message.kind === "answer") {
      const answer = life.waiting.get(message.call);
      life.waiting.delete(message.call);
      answer?.(message.outcome);
    } else if (message.event.kind === "fault") this.#fault(life, message.event.fault);
    else this.#listener(message.event);
  }

  /** The kernel has ended by itself; calls that wait have answers of their own. */
  #fault(life: Life, fault: Fault): void {
    if (life.waiting.size === 0) this.#end(life, { ok: false, fault });
  }

  async #file<T>(message: Unnumbered): Promise<Outcome<T>> {
    const life = this.#life;
    if (!life || (this.#state !== "ready" && this.#state !== "running")) return IDLE;
    return within(FILE_DEADLINE, this.#call<T>(life, message), () =>
      failure("timeout", "Python did not answer in time."),
    );
  }

  #call<T>(life: Life, message: Unnumbered): Promise<Outcome<T>> {
    if (this.#life !== life) return Promise.resolve(STOPPED);
    this.#calls += 1;
    const call = this.#calls;
    return new Promise((resolve) => {
      // The server is as trusted as the page's own script, which it serves.
      life.waiting.set(call, (outcome) => resolve(outcome as Outcome<T>));
      life.socket.send(JSON.stringify({ ...message, call }));
    });
  }

  #end(life: Life, outcome: Outcome<never>): void {
    if (this.#life !== life || outcome.ok) return;
    const { fault } = outcome;
    this.#close(life, outcome);
    const ended = fault.code === "stopped" || fault.code === "ended" || fault.code === "idle";
    this.#enter(ended ? "idle" : "failed");
    this.#listener({ kind: "fault", fault });
  }

  /** Closes the socket; whoever waits for it gets `outcome`. */
  #close(life: Life, outcome: Outcome<never>): void {
    this.#life = null;
    this.#booted = null;
    this.#running = 0;
    life.socket.close();
    for (const answer of life.waiting.values()) answer(outcome);
    life.waiting.clear();
  }

  #enter(state: KernelState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#listener({ kind: "state", state });
  }
}

type Unnumbered = ViewerMessage extends infer M ? (M extends ViewerMessage ? Omit<M, "call"> : never) : never;

function closed(code: number, reason: string): Outcome<never> {
  switch (code) {
    case CLOSE.refused:
      return failure("invalid", `The server refused what this page asked. ${reason}`);
    case CLOSE.taken:
      return failure("ended", "Python is used by another tab or a newer page.");
    case CLOSE.gone:
      return failure("ended", reason === "" ? "The server ended the session." : reason);
    case CLOSE.outdated:
      return failure("outdated", OUTDATED);
    default:
      return LOST;
  }
}

async function within<T>(millis: number, answer: Promise<Outcome<T>>, late: () => Outcome<T>): Promise<Outcome<T>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => resolve(late()), millis);
  });
  const outcome = await Promise.race([answer, timeout]);
  clearTimeout(timer);
  return outcome;
}

function bytesOf(base64: string): Uint8Array {
  return Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));
}

function textOf(bytes: Uint8Array): string {
  let text = "";
  for (let at = 0; at < bytes.length; at += 0x8000) text += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return btoa(text);
}

/** The tab's own storage: a reload has the id, another tab has not. Where a browser forbids it, a reload starts anew. */
function tabMemory(): SessionMemory {
  const key = (base: string): string => `notebook-app kernel ${base}`;
  return {
    get(base): string | null {
      try {
        return sessionStorage.getItem(key(base));
      } catch {
        return null;
      }
    },
    set(base, id): void {
      try {
        sessionStorage.setItem(key(base), id);
      } catch {
        // Only a reload's comfort is lost.
      }
    },
  };
}
