/**
 * Ranges and conditions of RFC 9110, as pure functions.
 * @module
 */
import type { Slice } from "../storage/blobs.ts";

/** `null`: send all (no range, or one that a server may ignore); `unsatisfiable`: 416. */
export function parseRange(header: string | undefined, size: number): Slice | null | "unsatisfiable" {
  const match = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? "");
  if (!match) return null;
  const [, from = "", to = ""] = match;
  if (from === "" && to === "") return null;
  if (from === "") {
    const length = Math.min(Number(to), size);
    return length === 0 ? "unsatisfiable" : { offset: size - length, length };
  }
  const offset = Number(from);
  if (offset >= size) return "unsatisfiable";
  const last = to === "" ? size - 1 : Math.min(Number(to), size - 1);
  return last < offset ? null : { offset, length: last - offset + 1 };
}

/** Whether `If-None-Match` names the tag: a 304. */
export function matchesTag(header: string | undefined, tag: string): boolean {
  if (header === undefined) return false;
  return header.trim() === "*" || header.split(",").some((one) => one.trim().replace(/^W\//, "") === tag);
}

/** Whether a range may be sent: `If-Range` is missing or names the tag. Dates are no proof that nothing changed. */
export function rangeIsFresh(header: string | undefined, tag: string): boolean {
  return header === undefined || header.trim() === tag;
}

/** `Content-Disposition` for a name in any script (RFC 6266, RFC 5987): nothing in a name can end the header or the quotes. */
export function attachment(path: string): string {
  const name = path.slice(path.lastIndexOf("/") + 1);
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/g, "_");
  const encoded = encodeURIComponent(name).replace(
    /['()*]/g,
    (letter) => `%${letter.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
}
