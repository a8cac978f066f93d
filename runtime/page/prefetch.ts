/**
 * Fetches Python's files before they are needed, into the browser's cache, when the app's settings allow it. Starts nothing.
 * @module
 */
import { fileUrl } from "../../compiler/contract/file-url.ts";
import type { Program } from "../../compiler/contract/program.ts";

/** `eager`: at once; `idle`: when the page is at rest; `interaction`: at the first sign of interest. */
export function prefetchPython(program: Program, element: HTMLElement, base: string): void {
  const fetchAll = (): void => {
    const { python } = program;
    if (!python || saysSaveData()) return;
    for (const file of [...python.core, ...python.packages]) {
      // Failing here costs nothing: the kernel fetches again and reports.
      fetch(new URL(fileUrl(file), base), { priority: "low" })
        .then((response) => response.blob())
        .catch(() => {});
    }
  };
  const { load } = program.settings;
  if (load === "eager") fetchAll();
  else if (load === "idle") whenIdle(fetchAll);
  else
    for (const type of ["pointerover", "focusin"])
      element.addEventListener(type, fetchAll, { once: true, passive: true });
}

function whenIdle(callback: () => void): void {
  if ("requestIdleCallback" in window) requestIdleCallback(callback, { timeout: 5000 });
  else setTimeout(callback, 1500);
}

function saysSaveData(): boolean {
  const connection: unknown = Reflect.get(navigator, "connection");
  return typeof connection === "object" && connection !== null && Reflect.get(connection, "saveData") === true;
}
