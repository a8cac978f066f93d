/**
 * A snapshot's memory on its way in: files that a browser's cache takes, each checked and then unpacked straight into Python's memory.
 * Beside that memory at most one unpacked piece exists at a time.
 * @module
 */
import type { MemoryPiece, PackedFile } from "../../compiler/contract/python-image.ts";
import { counting } from "./core-files.ts";
import { fetchFiles } from "./fetch-files.ts";
import { unpack } from "./unpack.ts";

/** A piece on its way. */
export interface ArrivingPiece {
  readonly piece: MemoryPiece;
  /** Its checked, unpacked bytes; to be asked for once. */
  readonly bytes: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** Starts the downloads; what the pieces are may arrive later. */
export async function fetchPieces(
  base: string,
  files: readonly PackedFile[],
  pieces: Promise<readonly MemoryPiece[]>,
  count: (bytes: number) => void,
): Promise<ArrivingPiece[]> {
  const packed: (Promise<Uint8Array> | null)[] = fetchFiles(base, files, counting(count));
  // A failure is seen by whoever waits for the piece; nobody may yet.
  for (const promise of packed) promise?.catch(() => {});
  return (await pieces).map((piece, at) => ({
    piece,
    bytes: async () => {
      const bytes = await packed[at];
      // Memory is scarce where this runs.
      packed[at] = null;
      return unpack(bytes ?? new Uint8Array(0), piece.length);
    },
  }));
}

/** Copies all pieces to their addresses as they arrive; one that has been copied is handed on. */
export async function placePieces(
  pieces: Promise<readonly ArrivingPiece[]>,
  module: { readonly HEAPU8: Uint8Array },
  onPlaced: (piece: MemoryPiece, bytes: Uint8Array<ArrayBuffer>) => void,
): Promise<void> {
  for (const { piece, bytes } of await pieces) {
    const content = await bytes();
    let at = 0;
    for (const [address, length] of piece.runs) {
      module.HEAPU8.set(content.subarray(at, at + length), address);
      at += length;
    }
    onPlaced(piece, content);
  }
}
