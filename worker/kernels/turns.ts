/**
 * Lets only so many do something at once; the others wait their turn, first come first served.
 * @module
 */

export class Turns {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param most - How many at once. */
  constructor(most: number) {
    this.#free = most;
  }

  /** Resolves when it is one's turn, with how to end it; ending it again does nothing. */
  async take(): Promise<() => void> {
    if (this.#free > 0) this.#free -= 1;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    let over = false;
    return () => {
      if (over) return;
      over = true;
      const next = this.#waiting.shift();
      if (next) next();
      else this.#free += 1;
    };
  }
}
