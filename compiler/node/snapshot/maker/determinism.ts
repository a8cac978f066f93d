/**
 * A world in which equal input gives equal memory: a clock that ticks by being read, and random bytes from a fixed seed.
 * @module
 */
import crypto from "node:crypto";
import { syncBuiltinESMExports } from "node:module";

/** 2026-01-01; every reading of the clock is 10 microseconds later. */
const START = Date.UTC(2026, 0, 1);
const TICK = 0.01;

/** Takes the place of this process' clock and entropy. Call before Pyodide is loaded. */
export function makeDeterministic(): void {
  let passed = 0;
  const tick = (): number => {
    passed += TICK;
    return passed;
  };
  const RealDate = Date;
  const now = (): number => START + Math.floor(tick());
  globalThis.Date = new Proxy(RealDate, {
    construct: (target, given, self) => Reflect.construct(target, given.length === 0 ? [now()] : given, self),
    get: (target, key) => (key === "now" ? now : Reflect.get(target, key)),
  });
  Object.defineProperty(performance, "now", { value: tick });
  const fill = <T extends ArrayBufferView>(view: T): T => {
    fillRandom(view);
    return view;
  };
  Reflect.set(crypto, "randomFillSync", fill);
  syncBuiltinESMExports();
  Object.defineProperty(globalThis.crypto, "getRandomValues", { value: fill });
  Math.random = () => random() / 2 ** 32;
  Object.defineProperty(globalThis, "FinalizationRegistry", { value: Unfinalized });
}

/** When this process collects its garbage must not be seen: what JavaScript has let go of stays alive in Python. */
class Unfinalized {
  register(): void {}
  unregister(): void {}
}

let state = 0x9e3779b9;

/** Xorshift; good enough to seed what is seeded anew in the page. */
function random(): number {
  state ^= state << 13;
  state ^= state >>> 17;
  state ^= state << 5;
  return state >>> 0;
}

function fillRandom(view: ArrayBufferView): void {
  const bytes = new Uint8Array(view.buffer, view.byteOffset, view.byteLength);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = random() & 255;
}
