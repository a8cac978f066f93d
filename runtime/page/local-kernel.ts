/**
 * The browser kernel as the page sees it: one dedicated worker at a time, states, deadlines, Stop, recovery. Nothing throws.
 * @module
 */
import { proxy, type Remote, releaseProxy, wrap } from "comlink";
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
import type { KeptStart, WorkerKernel } from "../../compiler/contract/worker-kernel.ts";
import { startWorker } from "./start-worker.ts";

/** A boot that makes no progress for this long (ms) has failed. */
const BOOT_SILENCE = 60_000;
/** After these, starting the ordinary way may still work. */
const MAY_HELP: ReadonlySet<Fault["code"]> = new Set(["timeout", "boot", "crashed", "memory", "unsupported"]);
/** Reading or writing a file takes at most this long (ms) once no block runs. */
const FILE_DEADLINE = 30_000;
/** What Python's interrupt buffer holds for "interrupt now" (SIGINT). */
const SIGINT = 2;

const STOPPED: Outcome<never> = failure("stopped", "The run was stopped.");
const IDLE: Outcome<never> = failure("invalid", "The kernel is not running.");

/** One worker and everything that ends with it. */
interface Life {
  readonly worker: Worker;
  readonly remote: Remote<WorkerKernel>;
  readonly interrupts: Uint8Array<SharedArrayBuffer> | null;
  /** Resolves with the fault that ended it; calls race against it. */
  readonly ended: Promise<Outcome<never>>;
  readonly end: (outcome: Outcome<never>) => void;
  /** A failure now is no news for the page: there is another way to start. */
  firstTry: boolean;
}

/** Makes a kernel that starts nothing until `boot`. */
export function createLocalKernel(listener: KernelListener): Kernel {
  return new LocalKernel(listener);
}

class LocalKernel implements Kernel {
  readonly #listener: KernelListener;
  #state: KernelState = "idle";
  #life: Life | null = null;
  #booted: Promise<Outcome<KernelInfo>> | null = null;
  #running = 0;
  #heard: () => void = () => {};
  /** For the next worker; as long as the page lives. */
  #kept: { readonly files: string; readonly start: KeptStart } | null = null;

  constructor(listener: KernelListener) {
    this.#listener = listener;
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
    if (life.interrupts) life.interrupts[0] = 0;
    const outcome = await this.#call(life, life.remote.run(request));
    this.#running -= 1;
    if (this.#life !== life) return outcome;
    if (!outcome.ok) this.#fail(life, outcome.fault);
    else if (this.#running === 0) this.#enter("ready");
    return outcome;
  }

  async interrupt(): Promise<void> {
    const life = this.#life;
    if (!life || this.#state !== "running") return;
    if (!life.interrupts) {
      this.#close(life, STOPPED);
      this.#enter("idle");
      return;
    }
    life.interrupts[0] = SIGINT;
    await this.#call(life, asOutcome(life.remote.interrupt()));
  }

  readFile(path: string): Promise<Outcome<FileContent>> {
    return this.#file((life) => life.remote.readFile(path));
  }

  writeFile(path: string, content: Uint8Array): Promise<Outcome<void>> {
    return this.#file((life) => life.remote.writeFile(path, content));
  }

  async ask<Q extends Question>(question: Q): Promise<Outcome<AnswerTo<Q>>> {
    const life = this.#life;
    if (!life || (this.#state !== "ready" && this.#state !== "running")) return IDLE;
    if (life.interrupts && this.#running === 0) life.interrupts[0] = 0;
    // Not bound by a deadline: an observer may compute as long as a block; Stop ends it.
    this.#running += 1;
    this.#enter("running");
    // The worker's own typing says which answer belongs to which question.
    const outcome = await this.#call(life, life.remote.ask(question) as Promise<Outcome<AnswerTo<Q>>>);
    if (this.#life !== life) return outcome;
    this.#running -= 1;
    if (this.#running === 0) this.#enter("ready");
    return outcome;
  }

  update(program: KernelProgram): Promise<Outcome<void>> {
    const life = this.#life;
    if (!life || (this.#state !== "ready" && this.#state !== "running")) return Promise.resolve(IDLE);
    return this.#call(life, life.remote.update(program));
  }

  async dispose(): Promise<void> {
    if (this.#life) this.#close(this.#life, STOPPED);
    this.#enter("idle");
  }

  /** From the snapshot; where that breaks or hangs, once more the ordinary way, in a new worker. */
  async #boot(plan: BootPlan): Promise<Outcome<KernelInfo>> {
    if (!plan.python?.snapshot) return this.#attempt(plan, this.#start());
    const life = this.#start(true);
    const outcome = await this.#attempt(plan, life);
    if (outcome.ok) {
      if (!life.interrupts) void this.#keep(plan, life);
      return outcome;
    }
    this.#kept = null;
    if (!MAY_HELP.has(outcome.fault.code) || this.#life !== null || this.#state !== "booting") {
      if (this.#state === "booting") this.#tell(outcome.fault);
      return outcome;
    }
    return this.#attempt({ ...plan, python: { ...plan.python, snapshot: null } }, this.#start());
  }

  async #attempt(plan: BootPlan, life: Life): Promise<Outcome<KernelInfo>> {
    this.#enter("booting");
    const watch = this.#watch(life);
    const hear = proxy((events: readonly KernelEvent[]) => this.#hear(life, events));
    const kept = this.#kept?.files === startKey(plan) ? this.#kept.start : null;
    const outcome = await this.#call(life, life.remote.boot(plan, life.interrupts, devicePixelRatio, hear, kept));
    watch();
    if (this.#life !== life) return outcome;
    life.firstTry = false;
    if (outcome.ok) this.#enter("ready");
    else this.#fail(life, outcome.fault);
    return outcome;
  }

  /** Without shared memory Stop ends the worker; the next one then starts from what this one has unpacked and compiled. */
  async #keep(plan: BootPlan, life: Life): Promise<void> {
    const files = startKey(plan);
    if (this.#kept?.files === files) return;
    const start = await life.remote.keep().catch(() => null);
    if (start && this.#life === life) this.#kept = { files, start };
  }

  #start(firstTry = false): Life {
    const worker = startWorker();
    const interrupts = globalThis.crossOriginIsolated ? new Uint8Array(new SharedArrayBuffer(1)) : null;
    const { promise: ended, resolve: end } = Promise.withResolvers<Outcome<never>>();
    const life: Life = { worker, remote: wrap<WorkerKernel>(worker), interrupts, ended, end, firstTry };
    worker.addEventListener("error", (event) => {
      event.preventDefault();
      this.#fail(life, workerFault(this.#state, event.message));
    });
    worker.addEventListener("messageerror", () => this.#fail(life, workerFault(this.#state, "messageerror")));
    this.#life = life;
    return life;
  }

  /** Ends a boot of which nothing has been heard for too long; returns how to stop watching. */
  #watch(life: Life): () => void {
    let timer: ReturnType<typeof setTimeout>;
    const late = (): void =>
      this.#fail(life, {
        code: "timeout",
        message: "Python did not start in time. Check the connection and try again.",
      });
    this.#heard = (): void => {
      clearTimeout(timer);
      timer = setTimeout(late, BOOT_SILENCE);
    };
    this.#heard();
    return (): void => {
      clearTimeout(timer);
      this.#heard = (): void => {};
    };
  }

  /** Events of a worker that has been ended are dropped here. */
  #hear(life: Life, events: readonly KernelEvent[]): void {
    this.#heard();
    for (const event of events) if (this.#life === life) this.#listener(event);
  }

  async #file<T>(ask: (life: Life) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const life = this.#life;
    if (!life || (this.#state !== "ready" && this.#state !== "running")) return IDLE;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const late = new Promise<Outcome<never>>((resolve) => {
      timer = setTimeout(() => resolve(failure("timeout", "Python did not answer in time.")), FILE_DEADLINE);
    });
    const outcome = await Promise.race([this.#call(life, ask(life)), late]);
    clearTimeout(timer);
    return outcome;
  }

  /** The call's outcome, or what ended the worker under it. */
  #call<T>(life: Life, answer: Promise<Outcome<T>>): Promise<Outcome<T>> {
    const safe = answer.catch((error: unknown) => failure("crashed", "Python did not answer.", String(error)));
    return Promise.race([safe, life.ended]);
  }

  #fail(life: Life, fault: Fault): void {
    if (this.#life !== life) return;
    if (life.firstTry) return this.#end(life, { ok: false, fault });
    this.#close(life, { ok: false, fault });
    this.#tell(fault);
  }

  #tell(fault: Fault): void {
    this.#booted = null;
    this.#enter("failed");
    this.#listener({ kind: "fault", fault });
  }

  /** Ends the worker; whoever waits for it gets `outcome`. */
  #close(life: Life, outcome: Outcome<never>): void {
    this.#booted = null;
    this.#end(life, outcome);
  }

  #end(life: Life, outcome: Outcome<never>): void {
    this.#life = null;
    this.#running = 0;
    life.end(outcome);
    life.remote[releaseProxy]();
    life.worker.terminate();
  }

  #enter(state: KernelState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#listener({ kind: "state", state });
  }
}

/** Says which files a start is made from. */
function startKey({ python }: BootPlan): string {
  return python ? [...filesToStart(python)].map(({ sha256 }) => sha256).join() : "";
}

function workerFault(state: KernelState, detail: string): Fault {
  if (/memory/i.test(detail))
    return { code: "memory", message: "Python ran out of memory. Run again to start afresh.", detail };
  if (state === "booting") return { code: "boot", message: "Python could not be started.", detail };
  return { code: "crashed", message: "Python crashed. Run again to start afresh.", detail };
}

async function asOutcome(answer: Promise<void>): Promise<Outcome<void>> {
  await answer;
  return { ok: true, value: undefined };
}
