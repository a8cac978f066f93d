/**
 * Decompresses the bundle's packed files. Zstandard in JavaScript: smaller than gzip by a quarter, and no host needs to be told.
 * @module
 */
import { decompress } from "fzstd";

/** The file's bytes. The length is known beforehand, so nothing is copied twice. */
export function unpack(packed: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length);
  if (length > 0) decompress(packed, bytes);
  return bytes;
}

/** A packed JSON file's value. */
export function unpackJson(packed: Uint8Array): unknown {
  return JSON.parse(new TextDecoder().decode(decompress(packed)));
}
