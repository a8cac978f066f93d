/**
 * One viewer's session with a server app: at most one socket and one kernel. Checks what the page asks, runs it, and ends the kernel when
 * nobody uses it. The same for every host; what differs comes in through {@link SessionOptions}.
 * @module
 */
import type { KernelEvent, KernelInfo } from "../../compiler/contract/kernel.ts";
import {
  CLOSE,
  FILE_PART,
  parseViewerMessage,
  type ServerMessage,
  type ViewerMessage,
} from "../../compiler/contract/kernel-socket.ts";
import { type Fault, failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import { Executor } from "../../runtime/kernel/executor.ts";
import { RequestCheck, uploadName } from "./check-request.ts";
import { KernelLife, type LifeOptions } from "./kernel-life.ts";
import type { RemotePython } from "./remote-python.ts";

/** The page's end of the line. */
export interface ViewerSocket {
  send(text: string): void;
  /** @param reason - At most 123 bytes of UTF-8, as WebSockets take no more. */
  close(code: number, reason: string): void;
}

/** Milliseconds. */
export interface SessionLimits {
  /** A kernel goes this long after the last execution. */
  readonly idle: number;
  /** A session without a page goes after this; a reload in between keeps it. */
  readonly grace: number;
  /** The longest run. */
  readonly run: number;
  /** Stop ends the kernel if Python has not stopped after this. */
  readonly stop: number;
}

export const SESSION_LIMITS: SessionLimits = { idle: 600_000, grace: 15_000, run: 1_800_000, stop: 1500 };

export interface SessionOptions extends Omit<LifeOptions, "emit"> {
  /** Names the session to its page; whoever knows it may take it up. */
  readonly id: string;
  readonly limits: SessionLimits;
  /** Told once when session and kernel are gone. */
  readonly onEnded: () => void;
}

const STOPPED: Fault = { code: "stopped", message: "The run was stopped." };
const FAILED: Fault = { code: "crashed", message: "Python failed for a reason of its own." };
const IDLE: Fault = { code: "idle", message: "Python was put away after a time without use." };
const GONE: Fault = { code: "stopped", message: "The page was closed." };
const NOT_BOOTED = failure("invalid", "The kernel has not been started.");
/** A kernel that still computes at the end of the idle time is asked again after this (ms). */
const STILL_BUSY = 30_000;

/** What belongs to one socket. */
interface Line {
  readonly socket: ViewerSocket;
  executor: Executor | null;
}

export class KernelSession {
  readonly #options: SessionOptions;
  readonly #check: RequestCheck;
  #line: Line | null = null;
  #life: KernelLife | null = null;
  /** The last page's, which a reload has to wait for. */
  #executor: Executor | null = null;
  #lastRun: Promise<unknown> = Promise.resolve();
  #running = 0;
  /** Python has been asked to stop what it does. */
  #stopping = false;
  #over = false;
  #cancelIdle = (): void => {};
  #cancelGrace = (): void => {};
  #cancelStop = (): void => {};

  constructor(options: SessionOptions) {
    this.#options = options;
    this.#check = new RequestCheck(options.app.server.program);
  }

  /** Connects a page; an earlier one is told that it has been replaced. */
  attach(socket: ViewerSocket): { receive(text: string): void; closed(): void } {
    this.#cancelGrace();
    // What an earlier page started interests nobody any more.
    this.#stop();
    this.#line?.socket.close(CLOSE.taken, "The session is open elsewhere.");
    const line: Line = { socket, executor: null };
    this.#line = line;
    this.#say(line, { kind: "welcome", session: this.#options.id });
    return {
      receive: (text) => this.#receive(line, text),
      closed: () => this.#closed(line),
    };
  }

  /** Ends session and kernel; resolves when the kernel's process is gone. */
  async end(code: number, reason: string): Promise<void> {
    if (this.#over) return;
    this.#over = true;
    this.#cancelTimers();
    const line = this.#line;
    this.#line = null;
    line?.socket.close(code, reason);
    await this.#life?.end(GONE);
    this.#options.onEnded();
  }

  #closed(line: Line): void {
    if (this.#line !== line) return;
    this.#line = null;
    this.#cancelGrace = this.#options.clock.after(this.#options.limits.grace, () => {
      void this.end(CLOSE.gone, "The page was closed.");
    });
  }

  #say(line: Line, message: ServerMessage): void {
    if (this.#line === line) line.socket.send(JSON.stringify(message));
  }

  #emit(event: KernelEvent): void {
    if (this.#line) this.#say(this.#line, { kind: "event", event });
  }

  #receive(line: Line, text: string): void {
    if (this.#line !== line) return;
    const message = parseViewerMessage(text);
    const problem = typeof message === "string" ? message : this.#check.problem(message);
    if (typeof message === "string" || problem !== null) {
      line.socket.close(CLOSE.refused, closeReason(problem ?? ""));
      this.#closed(line);
      return;
    }
    void this.#act(line, message).then((outcome) => this.#say(line, { kind: "answer", call: message.call, outcome }));
  }

  async #act(line: Line, message: ViewerMessage): Promise<Outcome<unknown>> {
    switch (message.kind) {
      case "boot":
        return this.#boot(line);
      case "run":
        return this.#work(line, (executor) => executor.run(message.request).then((summary) => success(summary)));
      case "interrupt":
        return this.#interrupt(line);
      case "ask":
        return this.#work(line, (executor) => executor.ask(message.question));
      case "read":
        return this.#onPython((python) => python.read(message.path, message.offset, FILE_PART));
      case "write":
        return this.#onPython((python) =>
          python.write({ ...message, path: uploadName(message.path) ?? message.path, keep: true }),
        );
      case "dispose":
        await this.#life?.end(STOPPED);
        return success(undefined);
    }
  }

  async #boot(line: Line): Promise<Outcome<KernelInfo>> {
    if (!line.executor) await this.#lastRun;
    const life = this.#life && !this.#life.over ? this.#life : this.#newLife();
    const outcome = await Promise.race([life.started, life.ended]);
    if (!outcome.ok || !life.python) return outcome;
    const { clock, app } = this.#options;
    line.executor = new Executor({
      program: app.server.program,
      python: life.python,
      emit: (event) => {
        if (this.#line === line) this.#emit(event);
      },
      now: () => clock.now(),
      pause: () => Promise.resolve(),
    });
    this.#executor = line.executor;
    this.#armIdle(this.#options.limits.idle);
    return outcome;
  }

  #newLife(): KernelLife {
    const life = new KernelLife({ ...this.#options, emit: (event) => this.#emit(event) });
    this.#life = life;
    this.#running = 0;
    this.#stopping = false;
    void life.ended.then((ended) => this.#lost(life, ended));
    return life;
  }

  /** The page hears of a kernel's end at once, also when no call waits for it. */
  #lost(life: KernelLife, ended: Outcome<never>): void {
    if (this.#life !== life || ended.ok) return;
    this.#cancelIdle();
    // Who may not have a kernel needs no session either; coming anew, they pass the gate again.
    if (ended.fault.code === "ended") void this.end(CLOSE.gone, ended.fault.message);
    else this.#emit({ kind: "fault", fault: ended.fault });
  }

  /** Lets the executor do something that takes its time; the clocks stop meanwhile. */
  async #work<T>(line: Line, task: (executor: Executor) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const [life, { executor }] = [this.#life, line];
    if (!life || life.over || !executor) return NOT_BOOTED;
    const { clock, limits } = this.#options;
    this.#cancelIdle();
    this.#running += 1;
    const cancelCap = clock.after(limits.run, () => {
      const minutes = Math.round(limits.run / 60_000);
      void life.end({ code: "timeout", message: `The run took longer than ${minutes} minutes and was ended.` });
    });
    const done = task(executor).catch((error: unknown) => {
      // An interrupt may come at a moment that even the runner does not survive.
      const fault: Fault = this.#stopping ? STOPPED : { ...FAILED, detail: String(error) };
      void life.end(fault);
      return { ok: false, fault } as const;
    });
    const ended = Promise.race([life.ended, done]);
    this.#lastRun = ended;
    const outcome = await ended;
    cancelCap();
    if (this.#life !== life) return outcome;
    this.#running -= 1;
    if (this.#running === 0) {
      this.#stopping = false;
      this.#cancelStop();
      this.#armIdle(limits.idle);
    }
    return outcome;
  }

  async #interrupt(line: Line): Promise<Outcome<void>> {
    if (this.#life && !line.executor) await this.#life.end(STOPPED);
    else this.#stop();
    return success(undefined);
  }

  /** Python is asked to stop and, if it does not listen, ended. */
  #stop(): void {
    const life = this.#life;
    if (!life || life.over || this.#running === 0) return;
    this.#stopping = true;
    void this.#executor?.interrupt();
    this.#cancelStop();
    this.#cancelStop = this.#options.clock.after(this.#options.limits.stop, () => void life.end(STOPPED));
  }

  async #onPython<T>(ask: (python: RemotePython) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const life = this.#life;
    if (!life?.python || life.over) return NOT_BOOTED;
    return Promise.race([ask(life.python), life.ended]);
  }

  #armIdle(millis: number): void {
    this.#cancelIdle();
    const life = this.#life;
    if (life && !life.over) this.#cancelIdle = this.#options.clock.after(millis, () => void this.#whenIdle(life));
  }

  async #whenIdle(life: KernelLife): Promise<void> {
    if (this.#running > 0 || (await life.busy())) this.#armIdle(STILL_BUSY);
    else if (this.#life === life) await life.end(IDLE);
  }

  #cancelTimers(): void {
    this.#cancelIdle();
    this.#cancelGrace();
    this.#cancelStop();
  }
}

/** As much of a text as a WebSocket takes for a reason. */
function closeReason(text: string): string {
  return text.slice(0, new TextEncoder().encodeInto(text, new Uint8Array(123)).read);
}
