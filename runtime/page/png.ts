/**
 * Makes PNGs of pixels, at once and exactly: what a canvas gives back may be another picture, where a browser hides what it draws with.
 * @module
 */
import { zlibSync } from "fflate";
import type { Pixels } from "../../compiler/contract/outputs.ts";

const SIGNATURE = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];
/** PNG's name for the filter that takes the row above from each row. */
const UP = 2;
/** Eight bits of each of four channels, packed in the one way there is, rows from top to bottom. */
const FORMAT = [8, 6, 0, 0, 0];

/** A PNG with four channels, the rows by what they differ by from the one above: in figures mostly nothing. */
export function encodePng(pixels: Pixels): Uint8Array<ArrayBuffer> {
  const header = new Uint8Array(13);
  const view = new DataView(header.buffer);
  view.setUint32(0, pixels.width);
  view.setUint32(4, pixels.height);
  header.set(FORMAT, 8);
  const parts = [
    chunk("IHDR", header),
    chunk("IDAT", zlibSync(filtered(pixels), { level: 1 })),
    chunk("IEND", new Uint8Array(0)),
  ];
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
