/**
 * A snapshot's memory on its way in: files that a browser's cache takes, each checked and then unpacked straight into Python's memory.
 * Beside that memory at most one unpacked piece exists at a time.
 * @module
 */
import type { MemoryPiece, PackedFile } from "../../compiler/contract/python-image.ts";
import { counting } from "./core-files.ts";
import { fetchFiles } from "./fetch-files.ts";
import { type CodedMemory, placePiece } from "./memory-words.ts";
import { unpack } from "./unpack.ts";

/** A piece on its way. */
export interface ArrivingPiece {
  readonly piece: MemoryPiece;
  /** Its checked, unpacked bytes; to be asked for once. */
  readonly bytes: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** Files of pieces, and what the pieces are, which may arrive later. */
export interface PieceFiles {
  readonly files: readonly PackedFile[];
  readonly pieces: Promise<readonly MemoryPiece[]>;
}

/**
 * Downloads that run at a time: all at once would end all at once, after what they share the line with, and leave the unpacking for then.
 */
const ABREAST = 3;

/** Starts the downloads, each part's in its order. */
export async function fetchPieces(
  base: string,
  parts: readonly PieceFiles[],
  count: (bytes: number) => void,
): Promise<ArrivingPiece[]> {
  const packed = fetchInTurn(
    base,
    parts.flatMap(({ files }) => files),
    count,
  );
  const pieces = (await Promise.all(parts.map((part) => part.pieces))).flat();
  return pieces.map((piece, at) => ({
    piece,
    bytes: async () => {
      const bytes = await packed[at];
      // Memory is scarce where this runs.
      packed[at] = null;
      return unpack(bytes ?? new Uint8Array(0), piece.length);
    },
  }));
}

function fetchInTurn(
  base: string,
  files: readonly PackedFile[],
  count: (bytes: number) => void,
): (Promise<Uint8Array> | null)[] {
  const arriving: Promise<Uint8Array>[] = [];
  for (const [at, file] of files.entries()) {
    const get = (): Promise<Uint8Array> => one(base, file, count);
    const before = arriving[at - ABREAST];
    const promise = before ? before.then(get, get) : get();
    // A failure is seen by whoever waits for the piece; nobody may yet.
    promise.catch(() => {});
    arriving.push(promise);
  }
  return arriving;
}

/** One file of the bundle. */
export async function one(
  base: string,
  file: PackedFile,
  count: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const [bytes] = fetchFiles(base, [file], counting(count));
  return (await bytes) ?? new Uint8Array(0);
}

/** Copies all pieces to their addresses as they arrive; one that has been copied is handed on. */
export async function placePieces(
  pieces: Promise<readonly ArrivingPiece[]>,
  module: CodedMemory,
  onPlaced: (piece: MemoryPiece, bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  for (const { piece, bytes } of await pieces) {
    const content = await bytes();
    placePiece(module, piece, content);
    onPlaced(piece, content);
  }
}
