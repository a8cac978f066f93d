/**
 * Makes PNGs of pixels, at once and exactly: what a canvas gives back may be another picture, where a browser hides what it draws with.
 * @module
 */
import type { Pixels } from "../../compiler/contract/outputs.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** PNG's name for the filter that takes the row above from each row. */
const UP = 2;
/** Eight bits of each of four channels, packed in the one way there is, rows from top to bottom. */
const FORMAT = [8, 6, 0, 0, 0];
/** How zlib data begins (RFC 1950) that is packed with as little work as may be. */
const ZLIB = [0x78, 0x01];

/** Bytes of the shortest and the longest run that are packed as one; a longer one would need a code of its own. */
const [SHORTEST, LONGEST] = [3, 257];

/** A PNG with four channels, the rows by their differences and of these the runs packed, which is what figures have. */
export function encodePng(pixels: Pixels): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, pixels.width);
  view.setUint32(4, pixels.height);
  header.set(FORMAT, 8);
  const parts = [chunk("IHDR", header), chunk("IDAT", packed(filtered(pixels))), chunk("IEND", new Uint8Array(0))];
  const png = new Uint8Array(SIGNATURE.length + parts.reduce((sum, { length }) => sum + length, 0));
  png.set(SIGNATURE);
  let at = SIGNATURE.length;
  for (const part of parts) {
    png.set(part, at);
    at += part.length;
  }
  return png;
}

/** Each row after the name of its filter, as what it differs by from the one above. */
function filtered({ width, height, rgba }: Pixels): Uint8Array {
  const row = width * 4;
  const rows = new Uint8Array(height * (row + 1));
  // Most pixels are those above them, which is seen at once for all four bytes.
  const words = new Uint32Array(rgba.buffer, rgba.byteOffset, width * height);
  for (let y = 0; y < height; y++) {
    const start = y * (row + 1);
    rows[start] = UP;
    if (y === 0) rows.set(rgba.subarray(0, row), 1);
    else
      for (let x = 0; x < width; x++) {
        const word = y * width + x;
        if (words[word] === words[word - width]) continue;
        const [from, to] = [word * 4, start + 1 + x * 4];
        for (let at = 0; at < 4; at++) rows[to + at] = (rgba[from + at] ?? 0) - (rgba[from + at - row] ?? 0);
      }
  }
  return rows;
}

/** zlib data of one block with the fixed codes of RFC 1951: bytes, and runs of the byte before them. */
function packed(bytes: Uint8Array): Uint8Array {
  const bits = new Bits((bytes.length * 9) / 8 + 16);
  for (const byte of ZLIB) bits.add(byte, 8);
  // The last block, with fixed codes.
  bits.add(0b011, 3);
  for (let at = 0; at < bytes.length; ) {
    const byte = bytes[at++] ?? 0;
    bits.addSymbol(byte);
    let run = 0;
    while (run < LONGEST && bytes[at + run] === byte) run++;
    if (run < SHORTEST) continue;
    bits.addRun(run);
    at += run;
  }
  bits.addSymbol(END);
  bits.align();
  const sum = adler32(bytes);
  for (const shift of [24, 16, 8, 0]) bits.add((sum >>> shift) & 255, 8);
  return bits.bytes();
}

/** The symbol that ends a block, and the first of those for lengths. */
const [END, LENGTHS] = [256, 257];
const SYMBOLS = Array.from({ length: 288 }, (_, symbol) => fixedCode(symbol));
const CODES = Uint16Array.from(SYMBOLS, ({ code }) => code);
const SIZES = Uint8Array.from(SYMBOLS, ({ size }) => size);

/** A symbol's fixed code, its first bit the lowest, and how many bits it has. */
function fixedCode(symbol: number): { code: number; size: number } {
  const [from, first, size] =
    symbol < 144 ? [0, 0x30, 8] : symbol < 256 ? [144, 0x190, 9] : symbol < 280 ? [256, 0, 7] : [280, 0xc0, 8];
  let code = 0;
  for (let bit = 0; bit < size; bit++) code |= (((first + symbol - from) >> bit) & 1) << (size - 1 - bit);
  return { code, size };
}

/** Bits on their way into bytes, the lowest first. */
class Bits {
  readonly #bytes: Uint8Array;
  #at = 0;
  #held = 0;
  #count = 0;

  /** @param size - Bytes that there may be. */
  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  /** Adds at most 16 bits. */
  add(value: number, count: number): void {
    this.#held |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) {
      this.#bytes[this.#at++] = this.#held;
      this.#held >>>= 8;
      this.#count -= 8;
    }
  }

  addSymbol(symbol: number): void {
    this.add(CODES[symbol] ?? 0, SIZES[symbol] ?? 0);
  }

  /** Adds a run of the byte before it. */
  addRun(length: number): void {
    const value = length - SHORTEST;
    // From eight on, one symbol stands for several lengths; which of them, is said by bits after it.
    const extra = Math.max(29 - Math.clz32(value), 0);
    this.addSymbol(LENGTHS + 4 * extra + (value >> extra));
    this.add(value & ((1 << extra) - 1), extra);
    // How far back it begins: one byte.
    this.add(0, 5);
  }

  /** Goes on with a whole byte. */
  align(): void {
    this.add(0, (8 - this.#count) % 8);
  }

  bytes(): Uint8Array {
    return this.#bytes.subarray(0, this.#at);
  }
}

/** Sums that fit 32 bits: so many bytes can be added before a remainder must be taken. */
const ADDED = 5552;

function adler32(bytes: Uint8Array): number {
  let [low, high] = [1, 0];
  for (let at = 0; at < bytes.length; ) {
    for (const end = Math.min(at + ADDED, bytes.length); at < end; at++) {
      low += bytes[at] ?? 0;
      high += low;
    }
    low %= 65521;
    high %= 65521;
  }
  return (high << 16) | low;
}

const CRCS = Uint32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte;
  for (let bit = 0; bit < 8; bit++) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  return crc;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (let at = 0; at < bytes.length; at++) crc = (CRCS[(crc ^ (bytes[at] ?? 0)) & 255] ?? 0) ^ (crc >>> 8);
  return ~crc;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(data.length + 12);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  for (let at = 0; at < 4; at++) bytes[4 + at] = type.charCodeAt(at);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}
