/**
 * A snapshot's memory on its way in: files that a browser's cache takes, each checked and then unpacked straight into Python's memory.
 * Beside that memory at most two unpacked pieces exist at a time.
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

export interface FetchPiecesOptions {
  readonly base: string;
  readonly count: (bytes: number) => void;
  /** Downloads under way that must end before memory is of use: they are among those that run at a time. */
  readonly ahead: readonly Promise<unknown>[];
}

/** Pieces that are unpacked as soon as they are there, while the engine is still being compiled. */
const EARLY = 2;

/** Starts the downloads, each part's in its order. */
export async function fetchPieces(parts: readonly PieceFiles[], options: FetchPiecesOptions): Promise<ArrivingPiece[]> {
  const packed = fetchInTurn(
    parts.flatMap(({ files }) => files),
    options,
  );
  const pieces = (await Promise.all(parts.map((part) => part.pieces))).flat();
  return pieces.map((piece, at) => {
    const bytes = async (): Promise<Uint8Array<ArrayBuffer>> => {
      const content = await packed[at];
      // Memory is scarce where this runs.
      packed[at] = null;
      return unpack(content ?? new Uint8Array(0), piece.length);
    };
    let early = at < EARLY ? bytes() : null;
    early?.catch(() => {});
    const given = (): Promise<Uint8Array<ArrayBuffer>> => {
      const asked = early ?? bytes();
      early = null;
      return asked;
    };
    return { piece, bytes: given };
  });
}

function fetchInTurn(
  files: readonly PackedFile[],
  { base, count, ahead }: FetchPiecesOptions,
): (Promise<Uint8Array> | null)[] {
  const turns: (() => void)[] = [];
  const next = (): void => turns.shift()?.();
  const arriving = files.map(async (file) => {
    await new Promise<void>((turn) => turns.push(turn));
    return one(base, file, count).finally(next);
  });
  for (const promise of ahead) promise.then(next, next);
  for (let running = ahead.length; running < ABREAST; running += 1) next();
  // A failure is seen by whoever waits for the piece; nobody may yet.
  for (const promise of arriving) promise.catch(() => {});
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
