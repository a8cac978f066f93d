/**
 * Notices that another side has gone silent. As long as it says something, it may take its time.
 * @module
 */

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
