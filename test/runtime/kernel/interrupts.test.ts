/**
 * What Python sees when it looks for interrupts.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import { expect, it, vi } from "vitest";
import { heedInterrupts, type Interrupts, revocableUrl, sharedByte } from "../../../runtime/kernel/interrupts.ts";

/** What Pyodide is given, used as Pyodide does: read, then reset. */
function looking(interrupts: Interrupts | null, onLook: () => void = () => {}) {
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
  const look = looking(sharedByte(interrupts));
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

it("asks for the page's URL only in work that takes long, and finds once that it is gone", () => {
  let time = 0;
  const urls = new Set(["first", "second"]);
  const exists = vi.fn((url: string) => urls.has(url));
  const onRevoked = vi.fn();
  const interrupts = revocableUrl("first", onRevoked, { now: () => time, exists });
  const look = looking(interrupts);
  const lookFor = (millis: number): (number | undefined)[] =>
    Array.from({ length: millis }, () => {
      time += 1;
      return look();
    }).filter((found) => found !== 0);

  for (let run = 0; run < 10; run += 1) {
    interrupts.begin?.();
    expect(lookFor(150)).toEqual([]);
  }
  expect(exists).not.toHaveBeenCalled();

  interrupts.begin?.();
  expect(lookFor(1_000)).toEqual([]);
  expect(exists.mock.calls.length).toBeLessThanOrEqual(5);

  urls.delete("first");
  expect(lookFor(1_000)).toEqual([2]);
  interrupts.follow?.("second");
  expect(lookFor(1_000)).toEqual([]);
  urls.delete("second");
  expect(lookFor(250)).toEqual([2]);
  expect(onRevoked).toHaveBeenCalledTimes(2);
});
