/**
 * What the page and the browser kernel's worker say to each other: calls and answers through Comlink, and beside them, in order with the
 * answers, what happens. Types only, so that neither imports the other.
 * @module
 */
import type {
  BootPlan,
  FileContent,
  KernelEvent,
  KernelInfo,
  KernelProgram,
  RunRequest,
  RunSummary,
} from "./kernel.ts";
import type { Answer, Question } from "./live.ts";
import type { Outcome } from "./outcome.ts";

/** Opaque to the page: only a worker looks into it. Can be posted. */
export interface KeptStart {
  readonly kept: unknown;
}

/**
 * How the page interrupts a Python that is in the middle of a block: a shared byte, which it sets to 2, or, without shared memory, the URL of
 * a blob, which it revokes.
 */
export type StopSignal = Uint8Array<SharedArrayBuffer> | string;

/** What a worker posts that is no answer: progress, blocks, outputs and options, in order; states and faults are the page's to tell. */
export interface Events {
  readonly events: readonly KernelEvent[];
}

/** What a worker posts when it has found its URL revoked: Python ends its block, which may take a while. */
export interface Heeds {
  readonly heeds: true;
}

/** The worker's side; calls never throw. */
export interface WorkerKernel {
  /**
   * @param signal - `null` if the page will not interrupt.
   * @param scale - Pixels of the viewer's screen for each of CSS: what figures are drawn for.
   * @param kept - What {@link keep} of an earlier worker with the same plan gave; makes the start a matter of moments.
   */
  boot(plan: BootPlan, signal: StopSignal | null, scale: number, kept?: KeptStart | null): Promise<Outcome<KernelInfo>>;
  /** Starts Python for a boot with the same plan that may come, and then has only the session left to open. */
  prepare(plan: BootPlan, kept: KeptStart | null): Promise<Outcome<void>>;
  /** After a boot from a snapshot: compiled code and memory for the next worker; `null` after another. */
  keep(): KeptStart | null;
  run(request: RunRequest): Promise<Outcome<RunSummary>>;
  /**
   * Ends the run after the block that it is in; a block that waits in an `await` or sleeps is ended. Answered when it has ended.
   *
   * @param url - Takes the place of the one that has been revoked.
   */
  interrupt(url?: string): Promise<void>;
  ask(question: Question): Promise<Outcome<Answer>>;
  update(program: KernelProgram): Promise<Outcome<void>>;
  readFile(path: string): Outcome<FileContent>;
  writeFile(path: string, content: Uint8Array): Outcome<void>;
}
