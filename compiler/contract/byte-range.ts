/**
 * The `Range` header of a request for one file (RFC 9110).
 * @module
 */

/** First and last byte, both inside the file. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** The range asked for; `null` for the whole file (no header, or one that nobody need honour), `outside` where the file has no such bytes. */
export function byteRange(header: string | null, size: number): ByteRange | "outside" | null {
  const [, from = "", to = ""] = /^\s*bytes\s*=\s*(\d*)\s*-\s*(\d*)\s*$/i.exec(header ?? "") ?? [];
  if (from === "" && to === "") return null;
  if (from === "")
    return Number(to) === 0 || size === 0 ? "outside" : { first: Math.max(0, size - Number(to)), last: size - 1 };
  const [first, last] = [Number(from), to === "" ? size - 1 : Math.min(Number(to), size - 1)];
  // An end before the start makes no range at all.
  if (to !== "" && Number(to) < first) return null;
  return first >= size ? "outside" : { first, last };
}
