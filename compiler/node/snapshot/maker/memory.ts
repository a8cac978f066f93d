/**
 * Memory as pages: freed memory is blanked, pages that a fresh module has anyway are left out, the rest goes into compressed pieces.
 * @module
 */
import { type CodedMemory, placePiece } from "../../../../runtime/kernel/memory-words.ts";
import type { PyodideModule } from "../../../../runtime/kernel/pyodide-internals.ts";
import type { MemoryPiece } from "../../../contract/python-image.ts";
import { heldBy } from "./clean-allocator.ts";
import type { Compress } from "./compress.ts";
import { type KnownWords, WordEncoder } from "./encode-words.ts";

const PAGE = 4096;
/** Uncompressed bytes of a piece: the page needs that much beside Python's memory while it unpacks. Larger ones compress little better. */
const PIECE = 8 * 1024 * 1024;
const LARGEST = 8 * 1024 * 1024;
const SMALLEST = 8;

/** Fills what `malloc` has free with zeros, from large to small, without growing memory. */
export function blankFreeMemory(module: PyodideModule): void {
  const breakAt = module._emscripten_get_sbrk_ptr() >>> 2;
  const taken: number[] = [];
  let top = module.HEAPU32[breakAt] ?? 0;
  for (let size = LARGEST; size >= SMALLEST; size >>= 1) {
    for (;;) {
      const pointer = module._malloc(size);
      const now = module.HEAPU32[breakAt] ?? 0;
      if (pointer !== 0) module.HEAPU8.fill(0, pointer, pointer + heldBy(module, pointer));
      if (pointer === 0 || now > top) {
        // Part of it is fresh memory: there are no more holes of this size.
        top = now;
        if (pointer !== 0) module._free(pointer);
        break;
      }
      taken.push(pointer);
    }
  }
  for (const pointer of taken) module._free(pointer);
}

/** Fills what calls have left on C's stack, below what is in use, with zeros. */
export function blankStack(module: PyodideModule): void {
  module.HEAPU8.fill(0, module._emscripten_stack_get_end(), module._emscripten_stack_get_current());
}

/** Runs of pages in which `memory` differs from `known`; what lies beyond `known` counts as zero there. */
export function changedRuns(memory: Uint8Array, known: Uint8Array): [address: number, length: number][] {
  const [one, other] = [words(memory), words(known)];
  const runs: [number, number][] = [];
  for (let at = 0; at < memory.length; at += PAGE) {
    if (samePage(one, other, at / 8)) continue;
    const last = runs.at(-1);
    if (last && last[0] + last[1] === at) last[1] += PAGE;
    else runs.push([at, PAGE]);
  }
  return runs;
}

function words(bytes: Uint8Array): BigUint64Array {
  return new BigUint64Array(bytes.buffer, bytes.byteOffset, bytes.byteLength >>> 3);
}

function samePage(one: BigUint64Array, other: BigUint64Array, start: number): boolean {
  for (let at = start; at < start + PAGE / 8; at += 1) if (one[at] !== (other[at] ?? 0n)) return false;
  return true;
}

/** The pages, compressed, and where they belong. @throws Error, if what a page would make of them is not `memory`. */
export function packRuns(
  memory: Uint8Array,
  runs: readonly (readonly [address: number, length: number])[],
  { known, compress, fresh }: { known: KnownWords; compress: Compress; fresh: CodedMemory },
): Promise<{ readonly piece: MemoryPiece; readonly packed: Uint8Array }[]> {
  const encoder = new WordEncoder(memory, known);
  const made = intoPieces(runs).map((own) => {
    const { content, ...codes } = encoder.encode(own);
    const piece: MemoryPiece = { length: content.length, runs: own, ...codes };
    placePiece(fresh, piece, content);
    if (own.some(([at, length]) => Buffer.compare(part(memory, at, length), part(fresh.HEAPU8, at, length)) !== 0))
      throw new Error("Memory does not come back from its codes.");
    return { piece, content };
  });
  // Not before all are encoded: in an older Node it is Python that compresses, and its memory is no longer the same then.
  return Promise.all(made.map(async ({ piece, content }) => ({ piece, packed: await compress(content, "small") })));
}

function part(memory: Uint8Array, address: number, length: number): Uint8Array {
  return memory.subarray(address, address + length);
}

function intoPieces(runs: readonly (readonly [address: number, length: number])[]): [number, number][][] {
  const pieces: [number, number][][] = [];
  let room = 0;
  for (const [start, length] of runs) {
    for (let [at, left] = [start, length]; left > 0; ) {
      if (room === 0) {
        pieces.push([]);
        room = PIECE;
      }
      const part = Math.min(left, room);
      pieces.at(-1)?.push([at, part]);
      at += part;
      left -= part;
      room -= part;
    }
  }
  return pieces;
}
