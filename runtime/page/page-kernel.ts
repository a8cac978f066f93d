/**
 * What the page's kernels have in common, wherever Python runs: states, one life at a time, what an end means to whoever waits. Nothing
 * throws.
 * @module
 */
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
import { within } from "./deadlines.ts";

/** What whoever waits gets when the kernel is ended on purpose. */
export const STOPPED: Outcome<never> = failure("stopped", "The run was stopped.");
const NOT_RUNNING: Outcome<never> = failure("invalid", "The kernel is not running.");
/** Reading or writing a file, or a part of it, takes at most this long (ms) once no block runs. */
const FILE_DEADLINE = 30_000;

/** `Life` is one worker or socket, and everything that ends with it. */
export abstract class PageKernel<Life> implements Kernel {
  protected life: Life | null = null;
  /** Runs and questions that have no answer yet. */
  protected running = 0;
  readonly #listener: KernelListener;
  #state: KernelState = "idle";
  #booted: Promise<Outcome<KernelInfo>> | null = null;

  constructor(listener: KernelListener) {
    this.#listener = listener;
  }

  get state(): KernelState {
    return this.#state;
  }

  boot(plan: BootPlan): Promise<Outcome<KernelInfo>> {
    this.#booted ??= this.start(plan);
    return this.#booted;
  }

  async run(request: RunRequest): Promise<Outcome<RunSummary>> {
    const life = this.usable();
    if (!life) return NOT_RUNNING;
    const outcome = await this.#work(life, this.sendRun(life, request));
    if (!outcome.ok) this.fail(life, outcome.fault);
    this.#rest(life);
    return outcome;
  }

  /** Not bound by a deadline: an observer may compute as long as a block; Stop ends it. */
  async ask<Q extends Question>(question: Q): Promise<Outcome<AnswerTo<Q>>> {
    const life = this.usable();
    if (!life) return NOT_RUNNING;
    const outcome = await this.#work(life, this.sendQuestion(life, question));
    if (!outcome.ok && !ANSWERS.has(outcome.fault.code)) this.fail(life, outcome.fault);
    this.#rest(life);
    return outcome;
  }

  abstract interrupt(): Promise<void>;
  abstract update(program: KernelProgram): Promise<Outcome<void>>;
  abstract readFile(path: string): Promise<Outcome<FileContent>>;
  abstract writeFile(path: string, content: Uint8Array): Promise<Outcome<void>>;

  async dispose(): Promise<void> {
    if (this.life) this.close(this.life, STOPPED);
    this.enter("idle");
  }

  protected abstract start(plan: BootPlan): Promise<Outcome<KernelInfo>>;
  protected abstract sendRun(life: Life, request: RunRequest): Promise<Outcome<RunSummary>>;
  protected abstract sendQuestion<Q extends Question>(life: Life, question: Q): Promise<Outcome<AnswerTo<Q>>>;
  /** Lets worker or socket go; whoever waits for it gets `outcome`. */
  protected abstract release(life: Life, outcome: Outcome<never>): void;

  /** The life that can be asked now. */
  protected usable(): Life | null {
    return this.#state === "ready" || this.#state === "running" ? this.life : null;
  }

  /** Asks about a file. */
  protected async file<T>(ask: (life: Life) => Promise<Outcome<T>>): Promise<Outcome<T>> {
    const life = this.usable();
    if (!life) return NOT_RUNNING;
    return within(FILE_DEADLINE, ask(life), () => failure("timeout", "Python did not answer in time."));
  }

  /** The kernel has ended for this reason; no news if it has ended already. */
  protected fail(life: Life, fault: Fault): void {
    if (this.life !== life) return;
    this.close(life, { ok: false, fault });
    this.tell(fault);
  }

  /** Tells the page of an end. */
  protected tell(fault: Fault): void {
    this.#booted = null;
    this.enter(MEANT.has(fault.code) ? "idle" : "failed");
    this.#listener({ kind: "fault", fault });
  }

  /** Ends a life; the next boot begins a new one. */
  protected close(life: Life, outcome: Outcome<never>): void {
    this.#booted = null;
    this.drop(life, outcome);
  }

  /** Ends a life within a boot that goes on with another. */
  protected drop(life: Life, outcome: Outcome<never>): void {
    this.life = null;
    this.running = 0;
    this.release(life, outcome);
  }

  /** Passes an event on, unless it is of a life that has ended. */
  protected emit(life: Life, event: KernelEvent): void {
    if (this.life === life) this.#listener(event);
  }

  protected enter(state: KernelState): void {
    if (this.#state === state) return;
    this.#state = state;
    this.#listener({ kind: "state", state });
  }

  async #work<T>(life: Life, answer: Promise<Outcome<T>>): Promise<Outcome<T>> {
    this.running += 1;
    this.enter("running");
    const outcome = await answer;
    // Another life counts for itself.
    if (this.life === life) this.running -= 1;
    return outcome;
  }

  #rest(life: Life): void {
    if (this.life === life && this.running === 0) this.enter("ready");
  }
}

/** What a kernel answers to a question that it cannot answer; all else is its end. */
const ANSWERS: ReadonlySet<Fault["code"]> = new Set(["missing", "invalid"]);

/** Ends that are no failures. */
const MEANT: ReadonlySet<Fault["code"]> = new Set(["stopped", "ended", "idle"]);
