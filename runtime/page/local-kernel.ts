/**
 * The browser kernel as the page sees it: one dedicated worker at a time, states, deadlines, Stop, recovery. Nothing throws.
 * @module
 */
import { type Remote, releaseProxy, wrap } from "comlink";
import type {
  BootPlan,
  FileContent,
  Kernel,
  KernelEvent,
  KernelInfo,
  KernelListener,
  KernelProgram,
  KernelState,
  RunRequest,
  RunSummary,
} from "../../compiler/contract/kernel.ts";
import type { AnswerTo, Question } from "../../compiler/contract/live.ts";
import { type Fault, failure, type Outcome } from "../../compiler/contract/outcome.ts";
import { filesToStart } from "../../compiler/contract/start-files.ts";
import type { Events, Heeds, KeptStart, StopSignal, WorkerKernel } from "../../compiler/contract/worker-kernel.ts";
import { Silence } from "../silence.ts";
import { within } from "./deadlines.ts";
import { PageKernel, STOPPED } from "./page-kernel.ts";
import { receive } from "./picture.ts";
import { startWorker } from "./start-worker.ts";

/** A boot that makes no progress for this long (ms) has failed. */
const BOOT_SILENCE = 60_000;
const LATE: Fault = { code: "timeout", message: "Python did not start in time. Check the connection and try again." };
/** After these, starting the ordinary way may still work. */
const MAY_HELP: ReadonlySet<Fault["code"]> = new Set(["timeout", "boot", "crashed", "memory", "unsupported"]);
/** What Python's interrupt buffer holds for "interrupt now" (SIGINT). */
const SIGINT = 2;
/** Without shared memory Python sees Stop within a fifth of a second if it looks at all; one that has not within this (ms) is ended. */
const HEED_TIME = 400;
const UNHEEDED: Outcome<never> = failure("timeout", "Python did not stop in time.");

/** Milliseconds that a started Python has the device for itself before a second one may start. */
const ALONE = 2_000;
/** A run that takes this long (ms) may be one that Stop ends together with its Python. */
const LONG = 500;
/** Gigabytes of memory that a device for two Pythons has at least. */
const ROOMY = 4;

const DONE: Outcome<void> = { ok: true, value: undefined };
const NOT_RUNNING: Outcome<never> = failure("invalid", "The kernel is not running.");

/** One worker and everything that ends with it. */
interface Life {
  readonly worker: Worker;
  readonly remote: Remote<WorkerKernel>;
  /** By what Stop tells Python. */
  signal: StopSignal;
  /** Python can see it. */
  interruptible: boolean;
  /** Told when Python has seen it. */
  onHeeds: () => void;
  /** When Python had started; of the page's clock. */
  started: number;
  /** Resolves with the fault that ended it; calls race against it. */
  readonly ended: Promise<Outcome<never>>;
  readonly end: (outcome: Outcome<never>) => void;
  /** A failure now is no news for the page: there is another way to start. */
  firstTry: boolean;
}

/** What a worker has left for the next, and the plan that it had. */
interface Kept {
  readonly plan: BootPlan;
  readonly start: KeptStart;
}

/** Makes a kernel that starts nothing until `boot`. */
export function createLocalKernel(listener: KernelListener): Kernel {
  return new LocalKernel(listener);
}

class LocalKernel extends PageKernel<Life> {
  #silence: Silence | null = null;
  /** For the next worker; as long as the page lives. */
  #kept: Kept | null = null;
  /** A worker whose Python has started, for when Stop ends the one that runs. */
  #standby: { readonly plan: string; readonly life: Life } | null = null;
  #alone: ReturnType<typeof setTimeout> | undefined;

  async interrupt(): Promise<void> {
    const { life } = this;
    if (!life || this.state !== "running" || (await this.#interrupted(life)) || this.life !== life) return;
    this.close(life, STOPPED);
    this.enter("idle");
  }

  /** Whether Python heeds Stop, or will: then its worker is kept. */
  async #interrupted(life: Life): Promise<boolean> {
    if (typeof life.signal !== "string") {
      life.signal[0] = SIGINT;
      void this.#call(life, asOutcome(life.remote.interrupt()));
      return true;
    }
    if (!life.interruptible) return false;
    URL.revokeObjectURL(life.signal);
    life.signal = newUrl();
    const seen = new Promise<Outcome<void>>((resolve) => {
      life.onHeeds = () => resolve(DONE);
    });
    const ended = this.#call(life, asOutcome(life.remote.interrupt(life.signal)));
    return (await within(HEED_TIME, Promise.race([seen, ended]), () => UNHEEDED)).ok;
  }

  override async dispose(): Promise<void> {
    await super.dispose();
    this.#dropStandby();
  }

  readFile(path: string): Promise<Outcome<FileContent>> {
    return this.file((life) => this.#call(life, life.remote.readFile(path)));
  }

  writeFile(path: string, content: Uint8Array): Promise<Outcome<void>> {
    return this.file((life) => this.#call(life, life.remote.writeFile(path, content)));
  }

  update(program: KernelProgram): Promise<Outcome<void>> {
    const life = this.usable();
    return life ? this.#call(life, life.remote.update(program)) : Promise.resolve(NOT_RUNNING);
  }

  protected sendRun(life: Life, request: RunRequest): Promise<Outcome<RunSummary>> {
    clearSignal(life);
    return this.#covered(life, this.#call(life, life.remote.run(request)));
  }

  protected sendQuestion<Q extends Question>(life: Life, question: Q): Promise<Outcome<AnswerTo<Q>>> {
    if (this.running === 0) clearSignal(life);
    // The worker's own typing says which answer belongs to which question.
    return this.#covered(life, this.#call(life, life.remote.ask(question) as Promise<Outcome<AnswerTo<Q>>>));
  }

  /** While Python is long at work a second one starts: Stop may have to end the first. */
  async #covered<T>(life: Life, work: Promise<T>): Promise<T> {
    const start = Math.max(LONG, life.started + ALONE - performance.now());
    const timer = setTimeout(() => void this.#standBy(life), start);
    const outcome = await work;
    clearTimeout(timer);
    return outcome;
  }

  /** From the snapshot; where that breaks or hangs, once more the ordinary way, in a new worker. */
  protected async start(plan: BootPlan): Promise<Outcome<KernelInfo>> {
    clearTimeout(this.#alone);
    if (!plan.python?.snapshot) return this.#attempt(plan, this.#begin());
    const life = this.#takeStandby(plan) ?? this.#begin(true);
    const outcome = await this.#attempt(plan, life);
    if (outcome.ok) {
      if (typeof life.signal === "string") void this.#keep(plan, life);
      // Every Stop will end it.
      if (!life.interruptible) this.#alone = setTimeout(() => void this.#standBy(life), ALONE);
      return outcome;
    }
    this.#kept = null;
    if (!MAY_HELP.has(outcome.fault.code) || this.life !== null || this.state !== "booting") {
      if (this.state === "booting") this.tell(outcome.fault);
      return outcome;
    }
    return this.#attempt({ ...plan, python: { ...plan.python, snapshot: null } }, this.#begin());
  }

  async #attempt(plan: BootPlan, life: Life): Promise<Outcome<KernelInfo>> {
    this.enter("booting");
    this.#silence = new Silence(BOOT_SILENCE, () => this.fail(life, LATE));
    const kept = this.#keptFor(plan)?.start ?? null;
    const outcome = await this.#call(life, life.remote.boot(plan, life.signal, devicePixelRatio, kept));
    if (this.life !== life) return outcome;
    this.#silence.stop();
    life.firstTry = false;
    if (!outcome.ok) this.fail(life, outcome.fault);
    else {
      life.interruptible = outcome.value.interruptible;
      life.started = performance.now();
      this.enter("ready");
    }
    return outcome;
  }

  /** Without shared memory Stop ends the worker; the next one then starts from what this one has unpacked and compiled. */
  async #keep(plan: BootPlan, life: Life): Promise<void> {
    const start = this.#keptFor(plan)?.start ?? (await life.remote.keep().catch(() => null));
    if (start && this.life === life) this.#kept = { plan, start };
  }

  /** What is kept, if it is of the same files. */
  #keptFor(plan: BootPlan): Kept | null {
    return this.#kept && startKey(this.#kept.plan) === startKey(plan) ? this.#kept : null;
  }

  /** Starts Python in a second worker, where there is room for one. */
  async #standBy(life: Life): Promise<void> {
    if (this.life !== life || this.#standby || !this.#kept || !isRoomy()) return;
    const { plan, start } = this.#kept;
    const standby = this.#newLife(true);
    this.#standby = { plan: planKey(plan), life: standby };
    const outcome = await this.#call(standby, standby.remote.prepare(plan, start));
    if (!outcome.ok && this.#standby?.life === standby) this.#dropStandby();
  }

  /** The worker that stands by, if it fits. */
  #takeStandby(plan: BootPlan): Life | null {
    const standby = this.#standby;
    if (standby?.plan !== planKey(plan)) {
      this.#dropStandby();
      return null;
    }
    this.#standby = null;
    this.life = standby.life;
    return standby.life;
  }

  #dropStandby(): void {
    clearTimeout(this.#alone);
    if (this.#standby) terminate(this.#standby.life, STOPPED);
    this.#standby = null;
  }

  #begin(firstTry = false): Life {
    this.life = this.#newLife(firstTry);
    return this.life;
  }

  #newLife(firstTry: boolean): Life {
    const worker = startWorker();
    const signal = globalThis.crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(1)) : newUrl();
    const { promise: ended, resolve: end } = Promise.withResolvers<Outcome<never>>();
    const remote = wrap<WorkerKernel>(worker);
    const life: Life = { worker, remote, signal, interruptible: false, onHeeds() {}, started: 0, ended, end, firstTry };
    worker.addEventListener("message", ({ data }: MessageEvent<Partial<Events & Heeds>>) => {
      if (data.heeds) life.onHeeds();
      if (data.events) this.#hear(life, data.events);
    });
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.fail(life, workerFault(this.state, event.message));
    });
    worker.addEventListener("messageerror", () => this.fail(life, workerFault(this.state, "messageerror")));
    return life;
  }

  #hear(life: Life, events: readonly KernelEvent[]): void {
    if (this.life === life) this.#silence?.heard();
    for (const event of events)
      this.emit(life, event.kind === "output" ? { ...event, output: receive(event.output) } : event);
  }

  /** The call's outcome, or what ended the worker under it. */
  #call<T>(life: Life, answer: Promise<Outcome<T>>): Promise<Outcome<T>> {
    const safe = answer.catch((error: unknown) => failure("crashed", "Python did not answer.", String(error)));
    return Promise.race([safe, life.ended]);
  }

  /** There is another way to start after the first one. */
  protected override fail(life: Life, fault: Fault): void {
    if (this.life === life && life.firstTry) this.drop(life, { ok: false, fault });
    else super.fail(life, fault);
  }

  protected release(life: Life, outcome: Outcome<never>): void {
    this.#silence?.stop();
    terminate(life, outcome);
  }
}

function terminate({ worker, remote, signal, end }: Life, outcome: Outcome<never>): void {
  end(outcome);
  remote[releaseProxy]();
  worker.terminate();
  // Browsers let a worker go on in its block for seconds.
  if (typeof signal === "string") URL.revokeObjectURL(signal);
}

/** A new run is none that was stopped. */
function clearSignal({ signal }: Life): void {
  if (typeof signal !== "string") signal[0] = 0;
}

function newUrl(): string {
  return URL.createObjectURL(new Blob());
}

/** Says which files a start is made from. */
function startKey({ python }: BootPlan): string {
  return python ? [...filesToStart(python)].map(({ sha256 }) => sha256).join() : "";
}

/** Says what a started Python has of a plan. */
function planKey(plan: BootPlan): string {
  return [
    startKey(plan),
    plan.base,
    plan.authorization,
    ...(plan.python?.files ?? []).map(({ sha256 }) => sha256),
  ].join();
}

/** A phone may end a page that takes more memory than it has to. */
function isRoomy(): boolean {
  const memory: unknown = Reflect.get(navigator, "deviceMemory");
  return typeof memory === "number" ? memory >= ROOMY : matchMedia("(hover: hover)").matches;
}

function workerFault(state: KernelState, detail: string): Fault {
  if (/memory/i.test(detail))
    return { code: "memory", message: "Python ran out of memory. Run again to start afresh.", detail };
  if (state === "booting") return { code: "boot", message: "Python could not be started.", detail };
  return { code: "crashed", message: "Python crashed. Run again to start afresh.", detail };
}

async function asOutcome(answer: Promise<void>): Promise<Outcome<void>> {
  await answer;
  return DONE;
}
