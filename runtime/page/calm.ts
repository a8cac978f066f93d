/**
 * When a change of the state is drawn. A run that is over at once shows no signs of having been under way: nothing flickers, and the page
 * does not draw what the next message makes void. Values of inputs are drawn at once, results as they come.
 * @module
 */
import { type Action, blockState, type PageState } from "./state.ts";

/** A run shows that it is under way once it has taken this long (ms). */
const CALM = 80;

export class Calm {
  readonly #show: (state: PageState, looksNew: boolean) => void;
  /** Not cleared when a run ends, as the next one may begin before it is over: one run after another would set one each. */
  #timer: ReturnType<typeof setTimeout> | null = null;
  #isCalm = false;
  #began = 0;
  #latest: PageState | null = null;
  #drawn: PageState | null = null;

  /** @param show - Takes each state that is to be shown, and whether that must be drawn. */
  constructor(show: (state: PageState, looksNew: boolean) => void) {
    this.#show = show;
  }

  /** A run has just begun: show no signs of it. */
  get isCalm(): boolean {
    return this.#isCalm;
  }

  /** Takes the state after an action, and draws it now or later. */
  take(state: PageState, action: Action): void {
    if (state === this.#latest) return;
    const begins = action.kind === "applied" && state.status === "ready";
    this.#latest = state;
    if (begins) this.#begin();
    else if (state.status !== "running") return this.#end();
    if (this.isCalm && isSign(action, state, this.#drawn)) return;
    this.#drawn = state;
    this.#show(state, true);
  }

  /** Draws nothing any more. */
  stop(): void {
    this.#latest = null;
    if (this.#timer !== null) clearTimeout(this.#timer);
    this.#end();
  }

  #begin(): void {
    this.#isCalm = true;
    this.#began = performance.now();
    this.#timer ??= setTimeout(() => this.#look(), CALM);
  }

  #look(): void {
    this.#timer = null;
    const left = this.#began + CALM - performance.now();
    if (!this.#isCalm) return;
    if (left > 0) this.#timer = setTimeout(() => this.#look(), left);
    else this.#end();
  }

  #end(): void {
    const wasCalm = this.#isCalm;
    this.#isCalm = false;
    const [latest, drawn] = [this.#latest, this.#drawn];
    this.#drawn = latest;
    if (latest) this.#show(latest, !(wasCalm && latest.status === "ready" && drawn && looksAlike(latest, drawn)));
  }
}

/** Whether two states differ at most in the signs that a run is under way, which calm has kept from being seen. */
function looksAlike(one: PageState, other: PageState): boolean {
  return (
    one.blocks === other.blocks &&
    one.options === other.options &&
    one.applied === other.applied &&
    one.pending === other.pending &&
    one.fault === other.fault &&
    one.notice === other.notice
  );
}

/** Whether all that an action tells is that a run is under way. */
function isSign(action: Action, state: PageState, drawn: PageState | null): boolean {
  if (action.kind === "started") return true;
  if (action.kind !== "event" || action.event.kind !== "block") return false;
  const { block, state: now } = action.event;
  if (now === "running") return true;
  // So does a block that has come to its end with nothing new to see, unless it stands there as running.
  if (now !== "done" || drawn === null) return false;
  const { status, outputs } = blockState(drawn, block);
  return status !== "running" && outputs === blockState(state, block).outputs;
}
