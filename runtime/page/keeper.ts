/**
 * When an app is kept for use without a network: piece by piece as it arrives. That takes time from whatever else happens, so it waits
 * until nothing does.
 * @module
 */
import type { Keep } from "./offline.ts";

/** Milliseconds without a run after which the page is at rest. */
const REST = 1500;

export class Keeper {
  readonly #keep: Keep;
  readonly #pythonUrls: () => readonly string[];
  #hasPython = false;
  /** What the page has is not all kept yet. */
  #isBehind = false;
  #isBusy = false;
  #isOver = false;
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** @param pythonUrls - What Python has taken, and may ask for later. */
  constructor(keep: Keep, pythonUrls: () => readonly string[]) {
    this.#keep = keep;
    this.#pythonUrls = pythonUrls;
    this.#soon();
  }

  /** Python has arrived. */
  addPython(): void {
    if (this.#hasPython) return;
    this.#hasPython = true;
    this.#soon();
  }

  /** Tells whether a run is under way. */
  setBusy(isBusy: boolean): void {
    if (isBusy === this.#isBusy) return;
    this.#isBusy = isBusy;
    if (isBusy) clearTimeout(this.#timer);
    else if (this.#isBehind) this.#soon();
  }

  /** Keeps nothing any more. */
  stop(): void {
    clearTimeout(this.#timer);
    this.#isOver = true;
  }

  #soon(): void {
    this.#isBehind = true;
    clearTimeout(this.#timer);
    if (this.#isBusy || this.#isOver) return;
    this.#timer = setTimeout(() => {
      this.#isBehind = false;
      this.#keep(this.#hasPython ? this.#pythonUrls() : []);
    }, REST);
  }
}
