/**
 * The URL of a page that is an app: what it asks for, and the inputs that are written to it.
 * @module
 */
import type { InputSpec } from "../../compiler/contract/inputs.ts";
import type { InputValues } from "../element.ts";
import { askedBlock, parseUrlInputs, printUrlInputs, type UrlInputs } from "./url.ts";

/** Milliseconds after which the URL follows. */
const DELAY = 150;

/** What a URL asks of an app. */
export interface UrlWish extends UrlInputs {
  /** The one block to show; `null` for all. */
  readonly block: string | null;
}

/** An app that is not the whole page takes nothing from the page's URL. */
export const NO_WISH: UrlWish = { values: {}, run: false, problems: [], block: null };

/** Reads the page's URL. */
export function readPageUrl(specs: readonly InputSpec[]): UrlWish {
  return { ...parseUrlInputs(location.search, specs), block: askedBlock(location.search, specs) };
}

export class UrlWriter {
  #timer: ReturnType<typeof setTimeout> | undefined;

  /** Has the URL follow these values. Browsers take their time with it, and refuse it when it comes too often: not while a result is on its way. */
  write(specs: readonly InputSpec[], values: InputValues): void {
    this.stop();
    this.#timer = setTimeout(() => writeUrl(specs, values), DELAY);
  }

  /** Writes nothing any more. */
  stop(): void {
    clearTimeout(this.#timer);
  }
}

function writeUrl(specs: readonly InputSpec[], values: InputValues): void {
  const query = printUrlInputs(location.search, specs, values);
  if (query !== location.search)
    history.replaceState(history.state, "", `${location.pathname}${query}${location.hash}`);
}
