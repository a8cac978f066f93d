/**
 * PNGs that the page makes, read back by zlib.
 * @module
 */
import { crc32, inflateSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import type { Pixels } from "../../../compiler/contract/outputs.ts";
import { encodePng } from "../../../runtime/page/png.ts";

/** Chunks by type, each with a right checksum. */
function chunksOf(png: Buffer): Map<string, Buffer> {
  const chunks = new Map<string, Buffer>();
  expect(png.subarray(0, 8).toString("latin1")).toBe("\x89PNG\r\n\x1a\n");
  for (let at = 8; at < png.length; ) {
    const end = at + 8 + png.readUInt32BE(at);
    expect(crc32(png.subarray(at + 4, end))).toBe(png.readUInt32BE(end));
    chunks.set(png.toString("latin1", at + 4, at + 8), png.subarray(at + 8, end));
    at = end + 4;
  }
  return chunks;
}

/** The pixels of a PNG with four channels of eight bits whose rows are as they are, or differences from the one above. */
function decode(png: Uint8Array): Pixels {
  const chunks = chunksOf(Buffer.from(png));
  expect([...chunks.keys()]).toEqual(["IHDR", "IDAT", "IEND"]);
  const header = chunks.get("IHDR") ?? Buffer.of();
  expect([...header.subarray(8)]).toEqual([8, 6, 0, 0, 0]);
  const [width, height] = [header.readUInt32BE(0), header.readUInt32BE(4)];
  const rows = inflateSync(chunks.get("IDAT") ?? Buffer.of());
  const row = width * 4;
  expect(rows.length).toBe(height * (row + 1));
  const rgba = new Uint8ClampedArray(height * row);
  for (let y = 0; y < height; y++) {
    const isUp = rows[y * (row + 1)] === 2;
    for (let x = 0; x < row; x++) {
      const above = isUp && y > 0 ? (rgba[(y - 1) * row + x] ?? 0) : 0;
      rgba[y * row + x] = ((rows[y * (row + 1) + 1 + x] ?? 0) + above) & 255;
    }
  }
  return { width, height, rgba };
}

function pixels(width: number, height: number, byte: (at: number) => number): Pixels {
  return { width, height, rgba: Uint8ClampedArray.from({ length: width * height * 4 }, (_, at) => byte(at)) };
}

/** The same for each start. */
function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

describe("encodePng", () => {
  it("keeps every pixel, whatever there is to pack", () => {
    const next = random(1);
    const pictures = [
      pixels(1, 1, (at) => at * 80),
      pixels(31, 17, () => next() * 256),
      pixels(300, 200, () => 255),
      pixels(7, 3000, (at) => (at % 28 < 4 ? at / 100 : 200)),
    ];
    for (const picture of pictures) expect(decode(encodePng(picture))).toEqual(picture);
  });

  it("packs runs of every length", () => {
    const lengths = Array.from({ length: 600 }, (_, at) => at + 1);
    const bytes = lengths.flatMap((length) => Array.from({ length }, () => length * 37));
    const picture = pixels(bytes.length / 4, 1, (at) => (bytes[at] ?? 0) & 255);
    const png = encodePng(picture);
    expect(decode(png)).toEqual(picture);
    expect(png.length).toBeLessThan(lengths.length * 12);
  });

  it("makes a figure with much white many times smaller", () => {
    const line = pixels(1000, 700, (at) => (at % 4000 === Math.floor(at / 4000) * 4 ? 0 : 255));
    expect(encodePng(line).length).toBeLessThan(line.rgba.length / 40);
  });
});
