/**
 * Writes words of memory as the codes that a page decodes, where what they hold can be told from where they lie.
 * @module
 */
import {
  HASH_CODE,
  HASH_OFFSET,
  linkCodes,
  looksLikeCode,
  NOT_YET,
  nearCode,
} from "../../../../runtime/kernel/memory-words.ts";
import type { PyodideModule } from "../../../../runtime/kernel/pyodide-internals.ts";
import type { MemoryPiece } from "../../../contract/python-image.ts";
import type { FrozenObjects } from "./frozen-objects.ts";

/** What tells codes from other words. */
export interface KnownWords {
  /** The running Python's, to ask for hashes. */
  readonly module: PyodideModule;
  /** `null` to leave links as they are. */
  readonly frozen: FrozenObjects | null;
}

export interface EncodedPiece extends Pick<MemoryPiece, "frozen" | "plain"> {
  readonly content: Uint8Array;
}

/** Encodes pieces of a copy of the module's memory. */
export class WordEncoder {
  private readonly known: KnownWords;
  private readonly words: Uint32Array;
  private readonly coded: Uint32Array;
  private readonly places: ReadonlyMap<number, number>;

  constructor(memory: Uint8Array, known: KnownWords) {
    this.known = known;
    this.words = new Uint32Array(memory.buffer, memory.byteOffset, memory.byteLength >>> 2);
    this.coded = this.words.slice();
    this.places = new Map(known.frozen?.objects.map((address, place) => [address, place]));
  }

  encode(runs: MemoryPiece["runs"]): EncodedPiece {
    const { frozen } = this.known;
    const linked: number[] = [];
    const plain: [address: number, value: number][] = [];
    for (const [start, length] of runs) {
      const end = start + length;
      for (let address = start; address < end; address += 4) {
        const place = this.places.get(address);
        if (place !== undefined) linked.push(place);
        // What has been written already is the second word of a link, or a hash.
        if (this.coded[address >>> 2] === this.words[address >>> 2]) this.encodeWord(address, { start, end, plain });
      }
    }
    const bytes = new Uint8Array(this.coded.buffer);
    const content = Buffer.concat(runs.map(([start, length]) => bytes.subarray(start, start + length)));
    return { content, plain, frozen: frozen && neighbours(frozen, linked) };
  }

  private encodeWord(address: number, { start, end, plain }: Place): void {
    const { words, coded } = this;
    const at = address >>> 2;
    const word = words[at] ?? 0;
    const near = nearCode(word, address);
    if (this.places.has(address)) coded.set(linkCodes(word, words[at + 1] ?? 0), at);
    else if (near !== null) coded[at] = near;
    else if (looksLikeCode(word)) {
      plain.push([address, word]);
      coded[at] = 0;
    } else if (word === this.known.module._PyUnicode_Type && address > start) {
      const hash = hashOfString(words, address - 4, { module: this.known.module, end });
      if (hash !== null) coded[hash] = HASH_CODE;
    }
  }
}

/** Where a word lies: its run, and where to note it if it looks like a code. */
interface Place {
  readonly start: number;
  readonly end: number;
  readonly plain: [address: number, value: number][];
}

/** The members of the ring before and after some that follow each other. */
function neighbours({ ring, objects }: FrozenObjects, places: readonly number[]): MemoryPiece["frozen"] {
  const [first, last] = [places[0], places.at(-1)];
  if (first === undefined || last === undefined) return null;
  return [objects[first - 1] ?? ring, objects[last + 1] ?? ring];
}

/** Of `PyASCIIObject`: bytes to the length and to the bits that say how text lies; one of them says that it lies in the object. */
const LENGTH_OFFSET = 8;
const STATE_OFFSET = 16;
const COMPACT = 1 << 5;
/** At most: `PyCompactUnicodeObject`. */
const STRING_HEAD = 28;

/** Where the hash of a string lies (in words), if the string ends before `end` and its hash is what Python would compute again. */
function hashOfString(
  words: Uint32Array,
  object: number,
  { module, end }: { module: PyodideModule; end: number },
): number | null {
  const at = (object + HASH_OFFSET) >>> 2;
  const hash = words[at] ?? NOT_YET;
  const length = words[(object + LENGTH_OFFSET) >>> 2] ?? 0;
  const isCompact = ((words[(object + STATE_OFFSET) >>> 2] ?? 0) & COMPACT) !== 0;
  if (hash === NOT_YET || !isCompact || object + STRING_HEAD + (length + 1) * 4 > end) return null;
  module.HEAPU32[at] = NOT_YET;
  const computed = module._PyObject_Hash(object) >>> 0;
  module.HEAPU32[at] = hash;
  return computed === hash ? at : null;
}
