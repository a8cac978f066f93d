/**
 * What a page that embeds an app may use of `<notebook-app>`: its properties, methods and events. Types only, and nothing of a library's
 * in them, so that they hold wherever the package is installed.
 * @module
 */
import type { InputValue } from "../compiler/contract/inputs.ts";
import type { Output } from "../compiler/contract/outputs.ts";

export type { InputValue, Output };

/** Values of an app's inputs, by Python variable. */
export type InputValues = Readonly<Record<string, InputValue>>;

/** What an app is doing: nothing yet; starting Python; waiting for the viewer; running blocks; not able to go on. */
export type AppState = "idle" | "booting" | "ready" | "running" | "failed";

/** How wide the element looks for its colors: as the viewer's system, or always light or dark. */
export type Theme = "auto" | "light" | "dark";

/** One block of the part of an app that is shown. */
export interface BlockInfo {
  /** What the `blocks` attribute takes. */
  readonly id: string;
  /** `code`, `sql`, `markdown`, `input-slider`, … */
  readonly type: string;
}

/** What one block showed at the end of a run. */
export interface BlockResult extends BlockInfo {
  /** `skipped`: not run, since a block that it needs failed; `stale`: the run was stopped before it. */
  readonly state: "done" | "failed" | "skipped" | "stale";
  /** As in a notebook file (nbformat 4), in order. */
  readonly outputs: readonly Output[];
}

/** Detail of `ready`. */
export interface ReadyDetail {
  readonly title: string;
  /** The values that the app opened with. */
  readonly inputs: InputValues;
  /** The blocks that are shown, in the notebook's order. */
  readonly blocks: readonly BlockInfo[];
}
/** Detail of `change`. */
export interface ChangeDetail {
  /** All values, as Python gets them now. */
  readonly inputs: InputValues;
}
/** Detail of `result`. */
export interface ResultDetail extends ChangeDetail {
  /** The blocks that ran and are shown, in the notebook's order. */
  readonly blocks: readonly BlockResult[];
}
/** Detail of `error`. */
export interface ErrorDetail {
  /**
   * - `invalid`: a value or a name that the app does not take was refused; the app goes on;
   * - `signed-out`: the app is for members, and waits for the viewer to sign in;
   * - anything else: the app or its Python could not be loaded, or has ended.
   */
  readonly code: string;
  /** A sentence for the viewer. */
  readonly message: string;
}

/** The events of `<notebook-app>`. `change` bubbles, as that of any control; the others do not, as with an image's `load` and `error`. */
export interface NotebookAppEventMap {
  readonly ready: CustomEvent<ReadyDetail>;
  readonly change: CustomEvent<ChangeDetail>;
  readonly result: CustomEvent<ResultDetail>;
  readonly error: CustomEvent<ErrorDetail>;
}

/** What a page writes in its markup, for frameworks' types. */
export interface NotebookAppProps {
  readonly src: string;
  readonly inputs?: InputValues | string;
  readonly autorun?: boolean;
  readonly blocks?: readonly string[] | string;
  readonly theme?: Theme | "";
}

/** Listeners under the names that React and Svelte give them. */
export interface NotebookAppListeners {
  readonly onready?: (event: NotebookAppEventMap["ready"]) => void;
  readonly onchange?: (event: NotebookAppEventMap["change"]) => void;
  readonly onresult?: (event: NotebookAppEventMap["result"]) => void;
  readonly onerror?: (event: NotebookAppEventMap["error"]) => void;
}

/** `<notebook-app>` as a page's script sees it. */
export interface NotebookAppElement extends HTMLElement {
  /** URL of the app: its folder, with a final slash. Another one shows another app. */
  src: string;
  /**
   * The app's input values. Values that are set, also a few of them or as JSON, are applied at once and run what they affect; before the
   * app is there, it opens with them. What an input does not take is refused with an `error` event.
   */
  get inputs(): InputValues;
  set inputs(values: InputValues | string | null);
  /** Run as soon as the app is shown. */
  autorun: boolean;
  /** Ids of the blocks to show, as a list or separated by commas; what they need runs unseen, and nothing else. Empty shows all. */
  get blocks(): readonly string[];
  set blocks(ids: readonly string[] | string | null);
  /** Colors; empty takes the app's own setting, else those of the page around it. */
  theme: Theme | "";
  /** What the app is doing. */
  readonly state: AppState;
  /** Runs everything that is shown, and what that needs. */
  run(): void;
  /** Stops the run. */
  stop(): Promise<void>;
  addEventListener<K extends keyof NotebookAppEventMap>(
    type: K,
    listener: (this: NotebookAppElement, event: NotebookAppEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: HTMLElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "notebook-app": NotebookAppElement;
  }
}
