/**
 * Whole zip files in memory: reads all members, writes stored ones (which Python then reads without inflating).
 * @module
 */
import { crc32, inflateRawSync } from "node:zlib";

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** 1980-01-01, so that equal members give equal bytes. */
const DATE = 0x21;

/** Name and bytes of each file, in the archive's order. */
export function readZip(bytes: Uint8Array): [name: string, bytes: Uint8Array][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let end = bytes.length - 22;
  while (view.getUint32(end, true) !== END) end -= 1;
  const found: [string, Uint8Array][] = [];
  let at = view.getUint32(end + 16, true);
  for (let left = view.getUint16(end + 10, true); left > 0; left -= 1) {
    const [method, size] = [view.getUint16(at + 10, true), view.getUint32(at + 20, true)];
    const [nameLength, extra, comment] = [28, 30, 32].map((field) => view.getUint16(at + field, true)) as [
      number,
      number,
      number,
    ];
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(bytes.subarray(at + 46, at + 46 + nameLength));
    const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
    const content = bytes.subarray(start, start + size);
    if (!name.endsWith("/")) found.push([name, method === 0 ? content : inflateRawSync(content)]);
    at += 46 + nameLength + extra + comment;
  }
  return found;
}

/** A zip file whose members are not compressed. */
export function storedZip(members: readonly (readonly [name: string, bytes: Uint8Array])[]): Uint8Array {
  const parts: Uint8Array[] = [];
  const directory: Uint8Array[] = [];
  let offset = 0;
  for (const [name, bytes] of members) {
    const text = new TextEncoder().encode(name);
    const common = fields(
      [20, 2],
      [0x800, 2],
      [0, 2],
      [0, 2],
      [DATE, 2],
      [crc32(bytes), 4],
      [bytes.length, 4],
      [bytes.length, 4],
      [text.length, 2],
      [0, 2],
    );
    const head = Buffer.concat([fields([LOCAL, 4]), common, text]);
    directory.push(
      Buffer.concat([fields([CENTRAL, 4], [20, 2]), common, fields([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]), text]),
    );
    parts.push(head, bytes);
    offset += head.length + bytes.length;
  }
  const size = directory.reduce((sum, { length }) => sum + length, 0);
  const count = members.length;
  return Buffer.concat([
    ...parts,
    ...directory,
    fields([END, 4], [0, 4], [count, 2], [count, 2], [size, 4], [offset, 4], [0, 2]),
  ]);
}

/** Little-endian numbers of 2 or 4 bytes, one after the other. */
function fields(...values: (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  return Buffer.concat(
    values.map(([value, bytes]) => {
      const buffer = Buffer.alloc(bytes);
      if (bytes === 2) buffer.writeUInt16LE(value);
      else buffer.writeUInt32LE(value >>> 0);
      return buffer;
    }),
  );
}
