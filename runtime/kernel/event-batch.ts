/**
 * Events on their way to the page. What quick blocks tell within a few milliseconds goes out as one message, as each message costs both
 * sides more than such a block; what a block shows first, and whatever may be followed by a long silence, goes out at once.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { KernelEvent } from "../../compiler/contract/kernel.ts";

/** A block whose last run took less (ms) is expected to be quick again. */
const QUICK = 5;
/** Events wait at most this long (ms), unless a block that was expected to be quick is not. */
const WINDOW = 8;

export interface EventBatchOptions {
  readonly send: (events: readonly KernelEvent[]) => void;
  /** Milliseconds of any clock. */
  readonly now: () => number;
}

export class EventBatch {
  readonly #options: EventBatchOptions;
  readonly #took = new Map<BlockId, number>();
  #held: KernelEvent[] = [];
  /** When the oldest of them came. */
  #since = 0;
  /** The block that runs now is not known to be quick. */
  #slow = false;
  /** It has shown nothing yet. */
  #isSilent = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: EventBatchOptions) {
    this.#options = options;
  }

  add(event: KernelEvent): void {
    // However quick the next block was before: it may take long now, and what there is to see must not wait for it.
    if (event.kind === "block" && event.state === "running" && this.#held.some(({ kind }) => kind === "output"))
      this.flush();
    if (this.#held.length === 0) this.#since = this.#options.now();
    this.#held.push(event);
    if (event.kind === "block") {
      this.#isSilent = event.state === "running";
      this.#slow = event.state === "running" && this.expected(event.block) >= QUICK;
      if (event.state !== "running") this.#took.set(event.block, event.millis);
    }
    const isFirst = event.kind === "output" && this.#isSilent;
    if (isFirst) this.#isSilent = false;
    if (isFirst || this.#slow || this.#options.now() - this.#since >= WINDOW) this.flush();
    else this.#timer ??= setTimeout(() => this.#late(), WINDOW);
  }

  #late(): void {
    this.#timer = undefined;
    this.flush();
  }

  /** Milliseconds that the block's last run took; infinite, if nothing is known. */
  expected(block: BlockId): number {
    return this.#took.get(block) ?? Number.POSITIVE_INFINITY;
  }

  /** Sends what has waited long enough, where no timer can: while Python is in a block. */
  look(): void {
    if (this.#held.length > 0 && this.#options.now() - this.#since >= WINDOW) this.flush();
  }

  /** Sends what waits. */
  flush(): void {
    if (this.#held.length === 0) return;
    const events = this.#held;
    this.#held = [];
    this.#options.send(events);
  }
}
