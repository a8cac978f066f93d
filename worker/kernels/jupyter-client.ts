/**
 * A client of one Jupyter kernel that can do one thing: make the runner inside it answer calls. Code is constant; arguments travel as
 * metadata. What the kernel does by itself (dying, restarting) ends the client.
 * @module
 */

import { parseJson, property } from "../../compiler/contract/json.ts";
import { decodeMessage, encodeMessage, type JupyterMessage } from "./jupyter-wire.ts";
import type { KernelChannel } from "./kernel-host.ts";

/** What the runner tells, as display data of this MIME type (`notebook_kernel/jupyter.py`). */
const MIME = "application/vnd.notebook-app.kernel.v1+json";
/** Awaits the runner's function, which takes its arguments from the request's metadata. */
const CALL = "await _notebook_app()";
/** Text that a kernel writes around the runner (C code, subprocesses): characters of one call that are passed on. */
const RAW_TEXT_LIMIT = 256 * 1024;

/** What a call gives: the runner's value, or a sentence about its own failure. */
export type CallResult =
  | { readonly ok: true; readonly value: unknown }
  | { readonly ok: false; readonly error: string };

/** Hears what one call shows before it is answered. */
export type ShowOutput = (message: unknown) => void;

interface Pending {
  readonly show: ShowOutput;
  readonly resolve: (result: CallResult) => void;
  answer: CallResult | null;
  raw: number;
  replied: boolean;
  idle: boolean;
}

export interface JupyterClientOptions {
  readonly channel: KernelChannel;
  readonly newId: () => string;
  /** Called once when the kernel has died. */
  readonly onDeath: () => void;
}

export class JupyterClient {
  readonly #options: JupyterClientOptions;
  readonly #session: string;
  readonly #pending = new Map<string, Pending>();
  #dead = false;

  constructor(options: JupyterClientOptions) {
    this.#options = options;
    this.#session = options.newId();
  }

  /** Runs constant code, the arguments beside it; used once, to install the runner. */
  install(code: string, files: Readonly<Record<string, string>>): Promise<CallResult> {
    return this.#execute(code, { files }, () => {});
  }

  /** Calls one of the runner's methods. */
  call(name: string, args: Readonly<Record<string, unknown>>, show: ShowOutput = () => {}): Promise<CallResult> {
    return this.#execute(CALL, { call: name, arguments: args }, show);
  }

  /** Takes one frame from the kernel. */
  receive(frame: Uint8Array): void {
    const message = decodeMessage(frame);
    if (!message) return;
    const state = message.header.msg_type === "status" ? message.content.execution_state : null;
    if (state === "restarting" || state === "dead" || state === "autorestarting") return this.die();
    const id = message.parent_header.msg_id;
    const pending = typeof id === "string" ? this.#pending.get(id) : undefined;
    if (pending && typeof id === "string") this.#take(id, pending, message, state);
  }

  /** Whoever waits is told that the kernel is gone. */
  die(): void {
    if (this.#dead) return;
    this.#dead = true;
    for (const { resolve } of this.#pending.values()) resolve({ ok: false, error: "The kernel is gone." });
    this.#pending.clear();
    this.#options.onDeath();
  }

  #execute(code: string, metadata: Readonly<Record<string, unknown>>, show: ShowOutput): Promise<CallResult> {
    if (this.#dead) return Promise.resolve({ ok: false, error: "The kernel is gone." });
    const id = this.#options.newId();
    const header = {
      msg_id: id,
      msg_type: "execute_request",
      session: this.#session,
      username: "notebook-app",
      version: "5.4",
      date: "",
    };
    // An error must not take the requests behind it along.
    const content = {
      code,
      silent: false,
      store_history: false,
      user_expressions: {},
      allow_stdin: false,
      stop_on_error: false,
    };
    return new Promise((resolve) => {
      this.#pending.set(id, { show, resolve, answer: null, raw: 0, replied: false, idle: false });
      this.#options.channel.send(
        encodeMessage({ channel: "shell", header, parent_header: {}, metadata: { notebook_app: metadata }, content }),
      );
    });
  }

  #take(id: string, pending: Pending, message: JupyterMessage, state: unknown): void {
    const { msg_type: type } = message.header;
    if (type === "display_data") takeTold(pending, message.content.data);
    else if (type === "stream") takeRaw(pending, message.content);
    else if (type === "execute_reply") {
      pending.replied = true;
      if (message.content.status !== "ok") pending.answer ??= { ok: false, error: describe(message.content) };
    } else if (state === "idle") pending.idle = true;
    // The reply may come before the last output: a call ends with both.
    if (!pending.replied || !pending.idle) return;
    this.#pending.delete(id);
    pending.resolve(pending.answer ?? { ok: true, value: null });
  }
}

function describe({ ename, evalue, status }: JupyterMessage["content"]): string {
  return ename === undefined ? `The kernel answered '${String(status)}'.` : `${String(ename)}: ${String(evalue)}`;
}

function takeTold(pending: Pending, data: unknown): void {
  const text = property(data, MIME);
  // The author's code can write anything in our MIME type too.
  const told = typeof text === "string" ? parseJson(text) : null;
  const kind = property(told, "kind");
  const message = property(told, "message");
  if (kind === "output" && typeof message === "string") pending.show(parseJson(message));
  else if (kind === "answer") {
    const error = property(told, "error");
    pending.answer =
      property(told, "ok") === true
        ? { ok: true, value: property(told, "value") }
        : { ok: false, error: String(error) };
  }
}

/** Text written around the runner is shown too, but only so much. */
function takeRaw(pending: Pending, { name, text }: JupyterMessage["content"]): void {
  if (typeof text !== "string" || pending.raw >= RAW_TEXT_LIMIT) return;
  const shown = text.slice(0, RAW_TEXT_LIMIT - pending.raw);
  pending.raw += text.length;
  pending.show({ output_type: "stream", name: name === "stderr" ? "stderr" : "stdout", text: shown });
}
