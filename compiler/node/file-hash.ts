/**
 * The sha256 of files of any size, read piece by piece, and only again when a file has changed.
 * @module
 */
import { createHash } from "node:crypto";
import { closeSync, fstatSync, openSync, readSync } from "node:fs";

/** Bytes read at once. */
const PIECE = 1 << 20;

interface Known {
  /** What changes when the file does. */
  readonly state: string;
  readonly sha256: string;
}

const known = new Map<string, Known>();

/** A file's sha256 (lower-case hexadecimal) and bytes. Symbolic links are followed. */
export function hashFile(path: string): { readonly sha256: string; readonly size: number } {
  const file = openSync(path, "r");
  try {
    const { size, mtimeMs, ino } = fstatSync(file);
    const state = `${size} ${mtimeMs} ${ino}`;
    const before = known.get(path);
    if (before?.state === state) return { sha256: before.sha256, size };
    const sha256 = hashOpen(file);
    known.set(path, { state, sha256 });
    return { sha256, size };
  } finally {
    closeSync(file);
  }
}

function hashOpen(file: number): string {
  const hash = createHash("sha256");
  const piece = Buffer.allocUnsafe(PIECE);
  for (let read = readSync(file, piece); read > 0; read = readSync(file, piece)) hash.update(piece.subarray(0, read));
  return hash.digest("hex");
}
