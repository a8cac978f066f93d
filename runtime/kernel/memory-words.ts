/**
 * Words of a snapshot's memory that are sent as codes, because what they hold can be told from where they lie: pointers to what is near,
 * the links between objects that Python's garbage collector has frozen, and the hashes of strings. Together they are an eighth of what
 * compression leaves of pandas' memory. The maker decodes what it has encoded and compares: a page gets what Python had.
 * @module
 */
import type { MemoryPiece } from "../../compiler/contract/python-image.ts";

/** The codes' first value; few words of a Python have one like it, and those are listed. */
const FIRST = 0xc1d2_0000;
/** Bytes to both sides within which a pointer is near. */
const REACH = 1024;
/** Codes of links are followed by the word's two lowest bits, which are flags (`pycore_gc.h`). */
const NEXT = 2 * REACH;
const PREVIOUS = NEXT + 4;
const HASH = PREVIOUS + 4;
const COUNT = HASH + 1;

/** `PyASCIIObject` of CPython 3.14: bytes from an object's start to its hash. */
export const HASH_OFFSET = 12;

/** The code of a pointer to what is near; `null` if the word is none. */
export function nearCode(word: number, address: number): number | null {
  const distance = word - address;
  return distance >= -REACH && distance < REACH ? FIRST + REACH + distance : null;
}

/** The codes of a frozen object's links. */
export function linkCodes(next: number, previous: number): [next: number, previous: number] {
  return [FIRST + NEXT + (next & 3), FIRST + PREVIOUS + (previous & 3)];
}

/** The code of a hash. */
export const HASH_CODE: number = FIRST + HASH;

/** Whether a word would be taken for a code. */
export function looksLikeCode(word: number): boolean {
  return (word - FIRST) >>> 0 < COUNT;
}

/** A string's hash before it is asked for: -1. */
export const NOT_YET = 0xffff_ffff;

/** Python's memory, where all but the piece is as it was. */
export interface CodedMemory {
  readonly HEAPU8: Uint8Array;
  readonly HEAPU32: Uint32Array;
  /** Computes the hash of a string that has none, and keeps it there. */
  _PyObject_Hash(address: number): number;
}

/** Copies a piece to its addresses, and puts in place of its codes what they stand for. */
export function placePiece(memory: CodedMemory, piece: MemoryPiece, content: Uint8Array): void {
  let at = 0;
  for (const [address, length] of piece.runs) {
    memory.HEAPU8.set(content.subarray(at, at + length), address);
    at += length;
  }
  const strings = decode(memory.HEAPU32, piece);
  for (const [address, value] of piece.plain) memory.HEAPU32[address >>> 2] = value;
  for (const address of strings) memory._PyObject_Hash(address);
}

/** Gives the addresses of strings that lack their hash. */
function decode(words: Uint32Array, { runs, frozen }: MemoryPiece): number[] {
  const strings: number[] = [];
  const [before, after] = frozen ?? [0, 0];
  /** The object whose link forth is still open, and its flags. */
  let object = before;
  let open: number | null = null;
  let flags = 0;
  for (const [address, length] of runs) {
    for (let at = address >>> 2; at < (address + length) >>> 2; at += 1) {
      const code = ((words[at] ?? 0) - FIRST) >>> 0;
      if (code >= COUNT) continue;
      if (code < NEXT) words[at] = at * 4 + code - REACH;
      else if (code < PREVIOUS) {
        if (open !== null) words[open] = (at * 4) | flags;
        [open, flags] = [at, code - NEXT];
      } else if (code < HASH) {
        words[at] = object | (code - PREVIOUS);
        object = at * 4 - 4;
      } else {
        words[at] = NOT_YET;
        strings.push(at * 4 - HASH_OFFSET);
      }
    }
  }
  if (open !== null) words[open] = after | flags;
  return strings;
}
