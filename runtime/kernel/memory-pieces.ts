/**
 * A snapshot's memory on its way in: one download, cut into pieces as bytes arrive, each checked and then unpacked straight into
 * Python's memory. Beside that memory at most one unpacked piece exists at a time.
 * @module
 */
import { fileUrl } from "../../compiler/contract/file-url.ts";
import type { MemoryPiece, PackedFile } from "../../compiler/contract/python-image.ts";
import { KernelFault } from "./faults.ts";
import { checked, lost, unlessSilent } from "./fetch-files.ts";
import { unpack } from "./unpack.ts";

/** A piece on its way. */
export interface ArrivingPiece {
  readonly piece: MemoryPiece;
  /** Its checked, unpacked bytes; to be asked for once. */
  readonly bytes: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** Starts the download. */
export function fetchPieces(
  base: string,
  file: PackedFile,
  pieces: readonly MemoryPiece[],
  onChunk: (bytes: number) => void,
): ArrivingPiece[] {
  const arriving = pieces.map((piece) => ({ piece, ...Promise.withResolvers<Uint8Array>() }));
  // A failure is seen by whoever waits for the piece; nobody may yet.
  for (const { promise } of arriving) promise.catch(() => {});
  readPieces(base, file, arriving, onChunk).catch((error: unknown) => {
    for (const { reject } of arriving) reject(error);
  });
  return arriving.map(({ piece, promise }) => ({ piece, bytes: async () => unpack(await promise, piece.length) }));
}

interface Arriving {
  readonly piece: MemoryPiece;
  readonly resolve: (bytes: Uint8Array) => void;
}

async function readPieces(
  base: string,
  file: PackedFile,
  arriving: readonly Arriving[],
  onChunk: (bytes: number) => void,
): Promise<void> {
  if (arriving.length === 0) return;
  const url = new URL(fileUrl(file), base);
  const source = new Bytes(await open(url), onChunk, url);
  for (const [at, { piece, resolve }] of arriving.entries()) {
    const bytes = await source.take(piece.size);
    const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
    resolve(checked(url, { path: `${file.path}, piece ${at}`, sha256: piece.sha256 }, bytes, digest));
  }
}

async function open(url: URL): Promise<ReadableStreamDefaultReader<Uint8Array>> {
  const response = await unlessSilent(fetch(url), url).catch((error: unknown) => {
    throw asNetwork(error, url);
  });
  if (!response.ok || !response.body)
    throw new KernelFault("network", lost(url), `${url.href}: HTTP ${response.status}`);
  return response.body.getReader();
}

function asNetwork(error: unknown, url: URL): KernelFault {
  return error instanceof KernelFault ? error : new KernelFault("network", lost(url), `${url.href}: ${String(error)}`);
}

/** Takes exact numbers of bytes from a stream of chunks of any size. */
class Bytes {
  readonly #reader: ReadableStreamDefaultReader<Uint8Array>;
  readonly #onChunk: (bytes: number) => void;
  readonly #url: URL;
  #rest: Uint8Array = new Uint8Array(0);

  constructor(reader: ReadableStreamDefaultReader<Uint8Array>, onChunk: (bytes: number) => void, url: URL) {
    this.#reader = reader;
    this.#onChunk = onChunk;
    this.#url = url;
  }

  async take(count: number): Promise<Uint8Array<ArrayBuffer>> {
    const taken = new Uint8Array(count);
    for (let at = 0; at < count; ) {
      if (this.#rest.length === 0) this.#rest = await this.#next();
      const part = this.#rest.subarray(0, count - at);
      taken.set(part, at);
      at += part.length;
      this.#rest = this.#rest.subarray(part.length);
    }
    return taken;
  }

  async #next(): Promise<Uint8Array> {
    const { value, done } = await unlessSilent(this.#reader.read(), this.#url).catch((error: unknown) => {
      throw asNetwork(error, this.#url);
    });
    if (done) throw new KernelFault("network", lost(this.#url), `${this.#url.href}: it ended early`);
    this.#onChunk(value.length);
    return value;
  }
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
