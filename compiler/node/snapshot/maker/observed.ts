/**
 * How often Python has looked at what differs from visit to visit. Counted where WebAssembly asks JavaScript, so nothing is missed.
 * @module
 */
import type { WasmImports } from "../../../../runtime/kernel/pyodide-internals.ts";
import type { Cause } from "./protocol.ts";

export const observed: Record<Cause, number> = { time: 0, randomness: 0, network: 0, "the browser": 0 };

const IMPORTS: Readonly<Record<string, Cause>> = {
  clock_time_get: "time",
  emscripten_date_now: "time",
  emscripten_get_now: "time",
  _localtime_js: "time",
  _mktime_js: "time",
  random_get: "randomness",
  emscripten_random: "randomness",
  emscripten_math_random: "randomness",
  // Whatever Python wants of JavaScript begins with a look at one of its objects.
  JsProxy_GetAttr_js: "the browser",
};

/** Counts from now on. */
export function observe({ env }: WasmImports): void {
  for (const [name, cause] of Object.entries(IMPORTS)) {
    const original = env[name];
    if (typeof original !== "function") continue;
    const counting = (...args: unknown[]): unknown => {
      observed[cause] += 1;
      return original(...args);
    };
    env[name] = original.sig === undefined ? counting : Object.assign(counting, { sig: original.sig });
  }
}

/** There is no network while an app is built; who asks for it is noted. */
export function refuseNetwork(): void {
  const refuse = (): never => {
    observed.network += 1;
    throw new TypeError("There is no network while the app is built.");
  };
  globalThis.fetch = async () => refuse();
  for (const name of ["XMLHttpRequest", "WebSocket"])
    Object.defineProperty(globalThis, name, { value: refuse, configurable: true, writable: true });
}
