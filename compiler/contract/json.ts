/**
 * Reads JSON of which nothing is known: from a network, or from a notebook's own code.
 * @module
 */

/** The value that the text is JSON of; `null` if it is of none. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** A property of what may be an object; `undefined` of anything else. */
export function property(value: unknown, key: string): unknown {
  return typeof value === "object" && value !== null ? Reflect.get(value, key) : undefined;
}
