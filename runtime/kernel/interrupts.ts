/**
 * Python's own look for interrupts, every few dozen turns of its loops: the one moment in which a worker whose block goes on and on can
 * still do something else.
 * @module
 */
import type { PyodideInterface } from "pyodide";

/**
 * Makes Python look, and heed what it finds.
 *
 * @param interrupts - The byte by which the page interrupts; `null` if it cannot.
 * @param onLook - Called at each look, so it must be quick.
 */
export function heedInterrupts(
  pyodide: PyodideInterface,
  interrupts: Uint8Array<SharedArrayBuffer> | null,
  onLook: () => void,
): void {
  let seen = 0;
  const buffer = {
    get 0(): number {
      onLook();
      seen = interrupts?.[0] ?? 0;
      return seen;
    },
    set 0(value: number) {
      // Pyodide resets it after every look: an interrupt that has come since must not be lost.
      if (interrupts && seen !== 0) interrupts[0] = value;
    },
  };
  pyodide.setInterruptBuffer(buffer as unknown as Uint8Array); // Pyodide reads and writes its first element only
}
