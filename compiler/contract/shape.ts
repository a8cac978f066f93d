/**
 * Checks of plain JSON that came over a border: small functions that put together the check of a whole message.
 * @module
 */
import { failure, type Outcome, success } from "./outcome.ts";

/** Takes a value of unknown shape for a `T`, or says where it is wrong. `at` names the place, e.g. `files[2].path`. */
export type Check<T> = (value: unknown, at: string) => Outcome<T>;

/** What a check finds. */
export type Checked<C> = C extends Check<infer T> ? T : never;

/** Runs a check on a whole message, which its faults call `what`. */
export function parseAs<T>(check: Check<T>, value: unknown, what: string): Outcome<T> {
  return check(value, what);
}

function wrong(at: string, wanted: string): Outcome<never> {
  return failure("invalid", `${at} must be ${wanted}.`);
}

/** Text within a length, and of a pattern if one is given; `wanted` names it in the fault. */
export function text(max: number, pattern?: RegExp, wanted?: string): Check<string> {
  return (value, at) =>
    typeof value === "string" && value.length <= max && (pattern?.test(value) ?? true)
      ? success(value)
      : wrong(at, wanted ?? `text of at most ${max} characters`);
}

/** A whole number of a range. */
export function whole(min: number, max: number): Check<number> {
  return (value, at) =>
    typeof value === "number" && Number.isInteger(value) && value >= min && value <= max
      ? success(value)
      : wrong(at, `a whole number from ${min} to ${max}`);
}

export const truth: Check<boolean> = (value, at) =>
  typeof value === "boolean" ? success(value) : wrong(at, "true or false");

/** One of some words. */
export function oneOf<const W extends string>(...words: readonly W[]): Check<W> {
  return (value, at) => {
    const found = words.find((word) => word === value);
    return found === undefined ? wrong(at, words.map((word) => `'${word}'`).join(", ")) : success(found);
  };
}

/** `null`, or what another check takes. A missing key counts as `null`. */
export function maybe<T>(check: Check<T>): Check<T | null> {
  return (value, at) => (value === null || value === undefined ? success(null) : check(value, at));
}

/** What another check takes, or `standard` where the key is missing. */
export function otherwise<T>(check: Check<T>, standard: T): Check<T> {
  return (value, at) => (value === undefined ? success(standard) : check(value, at));
}

/** A list of at most `max` items. */
export function list<T>(item: Check<T>, max: number): Check<readonly T[]> {
  return (value, at) => {
    if (!Array.isArray(value) || value.length > max) return wrong(at, `a list of at most ${max} items`);
    const items: T[] = [];
    for (const [index, one] of value.entries()) {
      const found = item(one, `${at}[${index}]`);
      if (!found.ok) return found;
      items.push(found.value);
    }
    return success(items);
  };
}

/** An object with these keys; others are dropped, so that newer senders can talk to older receivers. */
export function record<T extends object>(fields: { readonly [K in keyof T]-?: Check<T[K]> }): Check<T> {
  return (value, at) => {
    if (typeof value !== "object" || value === null || Array.isArray(value)) return wrong(at, "an object");
    const found: Partial<T> = {};
    for (const key in fields) {
      const own: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
      const field = fields[key](own, at === "" ? key : `${at}.${key}`);
      if (!field.ok) return field;
      found[key] = field.value;
    }
    // Every key of T has been checked above, which the loop's type cannot say.
    return success(found as T);
  };
}
