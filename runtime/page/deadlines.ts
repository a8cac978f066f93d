/**
 * Time that a kernel's answers may take.
 * @module
 */
import type { Outcome } from "../../compiler/contract/outcome.ts";

/** The answer, or what `late` says if it takes longer than `millis`. */
export async function within<T>(
  millis: number,
  answer: Promise<Outcome<T>>,
  late: () => Outcome<T>,
): Promise<Outcome<T>> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const timeout = new Promise<Outcome<T>>((resolve) => {
    timer = setTimeout(() => resolve(late()), millis);
  });
  const outcome = await Promise.race([answer, timeout]);
  clearTimeout(timer);
  return outcome;
}

/** Calls back once when nothing has been heard for a time. */
export class Silence {
  readonly #millis: number;
  readonly #late: () => void;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #over = false;

  constructor(millis: number, late: () => void) {
    this.#millis = millis;
    this.#late = late;
    this.heard();
  }

  /** Something was heard: the time begins anew. */
  heard(): void {
    clearTimeout(this.#timer);
    if (!this.#over) this.#timer = setTimeout(this.#late, this.#millis);
  }

  /** Silence matters no more. */
  stop(): void {
    this.#over = true;
    clearTimeout(this.#timer);
  }
}
