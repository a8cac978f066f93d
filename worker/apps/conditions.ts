/**
 * Conditions of RFC 9110, as pure functions.
 * @module
 */

/** Whether `If-None-Match` names the tag: a 304. */
export function matchesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
}

/** Whether a range may be sent: `If-Range` is missing or names the tag. Dates are no proof that nothing changed. */
export function rangeIsFresh(header: string | undefined, tag: string): boolean {
  return header === undefined || header.trim() === tag;
}
