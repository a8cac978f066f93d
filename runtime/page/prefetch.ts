/**
 * Fetches Python's files before they are needed, into the browser's cache, when the app's settings allow it. Starts nothing.
 * @module
 */
import { fileUrl } from "../../compiler/contract/file-url.ts";
import type { Program } from "../../compiler/contract/program.ts";
import { filesForLater, filesToStart } from "../../compiler/contract/start-files.ts";
import { authorization } from "./host-access.ts";

/** Absolute URLs of all that Python loads before it can run. */
export function pythonUrls({ python }: Program, base: string): string[] {
  if (!python) return [];
  const sql = python.duckdb ? [python.duckdb.script, python.duckdb.wasm] : [];
  return [...filesToStart(python), ...sql, ...python.files].map((file) => new URL(fileUrl(file), base).href);
}

/** Those, and what Python may ask for later: without a network it could not. Who saves data has it when Python asks. */
export function offlineUrls(program: Program, base: string): string[] {
  const later =
    program.python && !saysSaveData() ? filesForLater(program.python).filter(({ kind }) => kind !== "sources") : [];
  return [...pythonUrls(program, base), ...later.map((file) => new URL(fileUrl(file), base).href)];
}

/** The app on its page. */
export interface PlaceOfApp {
  readonly element: HTMLElement;
  /** Absolute URL of the bundle's root, with a final slash. */
  readonly base: string;
  /** The viewer has shown interest already. */
  readonly isUsed: boolean;
}

/**
 * `eager`: at once; `interaction`: at the first sign of interest, which is an input (or Run) that has the focus or the pointer; `idle`:
 * then, or when the page is at rest.
 *
 * @param onFetched - Told when everything has arrived.
 */
export function prefetchPython(program: Program, place: PlaceOfApp, onFetched: () => void): void {
  const { element, base, isUsed } = place;
  const fetchAll = async (): Promise<void> => {
    // With a sign-in of its own, the kernel alone knows how to ask.
    if (saysSaveData() || authorization(base) !== null) return;
    const fetched = pythonUrls(program, base).map(async (url) => (await fetch(url, { priority: "low" })).blob());
    // Failing here costs nothing: the kernel fetches again and reports.
    if ((await Promise.allSettled(fetched)).every(({ status }) => status === "fulfilled")) onFetched();
  };
  const { load } = program.settings;
  if (load === "eager" || isUsed) return void fetchAll();
  const begun = new AbortController();
  const begin = (): void => {
    if (begun.signal.aborted) return;
    begun.abort();
    void fetchAll();
  };
  // Not on the element itself: what moves from one part of it to another is not seen from outside.
  const inside = element.shadowRoot ?? element;
  for (const type of ["pointerover", "focusin"])
    inside.addEventListener(type, (event) => showsInterest(event) && begin(), {
      passive: true,
      signal: begun.signal,
    });
  if (load === "idle") whenIdle(begin);
}

function showsInterest(event: Event): boolean {
  return event.composedPath().some((node) => node instanceof Element && node.matches("nb-input, .nb-run"));
}

function whenIdle(callback: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(callback, { timeout: 5000 });
  else setTimeout(callback, 1500);
}

function saysSaveData(): boolean {
  const connection: unknown = Reflect.get(navigator, "connection");
  return typeof connection === "object" && connection !== null && Reflect.get(connection, "saveData") === true;
}
