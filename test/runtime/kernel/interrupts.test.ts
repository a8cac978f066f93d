/**
 * What Python sees when it looks for interrupts.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import { expect, it, vi } from "vitest";
import { heedInterrupts } from "../../../runtime/kernel/interrupts.ts";

/** What Pyodide is given, used as Pyodide does: read, then reset. */
function looking(interrupts: Uint8Array<SharedArrayBuffer> | null, onLook: () => void = () => {}) {
  let buffer: Uint8Array = new Uint8Array(1);
  const pyodide = {
    setInterruptBuffer(given: Uint8Array): void {
      buffer = given;
    },
  };
  heedInterrupts(pyodide as unknown as PyodideInterface, interrupts, onLook); // nothing else of it is used
  return (between: () => void = () => {}): number | undefined => {
    const found = buffer[0];
    between();
    buffer[0] = 0;
    return found;
  };
}

it("finds an interrupt once, also one that comes while it looks", () => {
  const interrupts = new Uint8Array(new SharedArrayBuffer(1));
  const look = looking(interrupts);
  expect(look()).toBe(0);
  expect(
    look(() => {
      interrupts[0] = 2;
    }),
  ).toBe(0);
  expect([look(), look()]).toEqual([2, 0]);
});

it("tells that Python looks, also where nobody can interrupt it", () => {
  const onLook = vi.fn();
  expect(looking(null, onLook)()).toBe(0);
  expect(onLook).toHaveBeenCalledOnce();
});
