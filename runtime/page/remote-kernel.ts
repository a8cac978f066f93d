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
import { Silence } from "../silence.ts";
import { within } from "./deadlines.ts";
import { PageKernel, STOPPED } from "./page-kernel.ts";

/** Remembers a session's id so that a reload finds its kernel again. */
export interface SessionMemory {
  get(key: string): string | null;
  set(key: string, id: string): void;
}

/** A boot of which nothing is heard for this long (ms) has failed; packages may take their time to install. */
const BOOT_SILENCE = 10 * 60_000;
/** A server that does not answer Stop within this (ms) is out of reach. */
const STOP_DEADLINE = 5_000;

const LOSS: Fault = {
  code: "network",
  message: "The connection to the server was lost. Check the network, then run again.",
};
const LOST: Outcome<never> = { ok: false, fault: LOSS };

/** One socket and everything that ends with it. */
interface Life {
  readonly socket: WebSocket;
  readonly waiting: Map<number, (outcome: Outcome<unknown>) => void>;
  /** Runs while it boots. */
  silence: Silence | null;
}

/** Makes a kernel that connects at `boot`. */
export function createRemoteKernel(listener: KernelListener, memory: SessionMemory = tabMemory()): Kernel {
  return new RemoteKernel(listener, memory);
}

class RemoteKernel extends PageKernel<Life> {
  readonly #memory: SessionMemory;
  #calls = 0;

  constructor(listener: KernelListener, memory: SessionMemory) {
    super(listener);
    this.#memory = memory;
  }

  async interrupt(): Promise<void> {
    const { life } = this;
    if (!life || (this.state !== "running" && this.state !== "booting")) return;
    const answer = await within(STOP_DEADLINE, this.#call<void>(life, { kind: "interrupt" }), () => LOST);
    if (!answer.ok) this.fail(life, answer.fault);
  }

  /** A page cannot tell a server what to run: the edited app has a kernel of its own. */
  update(): Promise<Outcome<void>> {
    return Promise.resolve(failure("unsupported", "An edited app starts a new kernel on the server."));
  }

  async readFile(path: string): Promise<Outcome<FileContent>> {
    const parts: Uint8Array[] = [];
    for (let offset = 0; ; offset += FILE_PART) {
      const part = await this.#part<FilePart>({ kind: "read", path, offset });
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
      const written = await this.#part<void>({ kind: "write", path, offset, data, last });
      if (!written.ok || last) return written;
    }
  }

  override async dispose(): Promise<void> {
    const { life } = this;
    if (life && life.socket.readyState === WebSocket.OPEN) void this.#call(life, { kind: "dispose" });
    await super.dispose();
  }

  protected sendRun(life: Life, request: RunRequest): Promise<Outcome<RunSummary>> {
    return this.#call(life, { kind: "run", request });
  }

  protected sendQuestion<Q extends Question>(life: Life, question: Q): Promise<Outcome<AnswerTo<Q>>> {
    return this.#call(life, { kind: "ask", question });
  }

  protected async start(plan: BootPlan): Promise<Outcome<KernelInfo>> {
    this.enter("booting");
    const life = this.#connect(plan);
    const opened = await this.#opened(life);
    const outcome = opened.ok ? await this.#watched(life) : opened;
    if (this.life !== life) return outcome;
    if (outcome.ok) this.enter("ready");
    else this.fail(life, outcome.fault);
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
      silence: null,
    };
    this.life = life;
    life.socket.addEventListener("message", ({ data }) => {
      const message = typeof data === "string" ? parseServerMessage(data) : null;
      if (message && this.life === life) this.#hear(life, message, base);
    });
    life.socket.addEventListener("close", ({ code, reason }) => {
      this.fail(life, closed(code, reason));
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
    const { promise: silent, resolve } = Promise.withResolvers<Outcome<never>>();
    life.silence = new Silence(BOOT_SILENCE, () =>
      resolve(failure("timeout", "The server's Python did not start in time.")),
    );
    const outcome = await Promise.race([this.#call<KernelInfo>(life, { kind: "boot" }), silent]);
    life.silence.stop();
    return outcome;
  }

  #hear(life: Life, message: ServerMessage, base: string): void {
    life.silence?.heard();
    if (message.kind === "welcome") this.#memory.set(base, message.session);
    else if (message.kind === "answer") {
      const answer = life.waiting.get(message.call);
      life.waiting.delete(message.call);
      answer?.(message.outcome);
    } else if (message.event.kind !== "fault") this.emit(life, message.event);
    // The kernel has ended by itself; calls that wait have answers of their own.
    else if (life.waiting.size === 0) this.fail(life, message.event.fault);
  }

  /** Asks for a part of a file. */
  #part<T>(message: Unnumbered): Promise<Outcome<T>> {
    return this.file((life) => this.#call<T>(life, message));
  }

  #call<T>(life: Life, message: Unnumbered): Promise<Outcome<T>> {
    if (this.life !== life) return Promise.resolve(STOPPED);
    this.#calls += 1;
    const call = this.#calls;
    return new Promise((resolve) => {
      // The server is as trusted as the page's own script, which it serves.
      life.waiting.set(call, (outcome) => resolve(outcome as Outcome<T>));
      life.socket.send(JSON.stringify({ ...message, call }));
    });
  }

  protected release({ silence, socket, waiting }: Life, outcome: Outcome<never>): void {
    silence?.stop();
    socket.close();
    for (const answer of waiting.values()) answer(outcome);
    waiting.clear();
  }
}

type Unnumbered = ViewerMessage extends infer M ? (M extends ViewerMessage ? Omit<M, "call"> : never) : never;

function closed(code: number, reason: string): Fault {
  switch (code) {
    case CLOSE.refused:
      return { code: "invalid", message: `The server refused what this page asked. ${reason}` };
    case CLOSE.taken:
      return { code: "ended", message: "Python is used by another tab or a newer page." };
    case CLOSE.gone:
      return { code: "ended", message: reason === "" ? "The server ended the session." : reason };
    case CLOSE.outdated:
      return { code: "outdated", message: OUTDATED };
    default:
      return LOSS;
  }
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
