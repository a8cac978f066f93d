/**
 * Reads single members out of a zip file, wherever its bytes are: on disk, or on a server that answers ranges.
 * Follows PKWARE's APPNOTE 6.3.10; stored and deflated members, zip64 sizes.
 * @module
 */
import { inflateRawSync } from "node:zlib";
import { SourceError } from "./source-error.ts";

/** Random access to the bytes of an archive. */
export interface ByteSource {
  /** Bytes `start` up to `end`; a negative start counts from the end. */
  read(start: number, end: number | null): Promise<{ bytes: Uint8Array; total: number }>;
}

export interface ZipMember {
  readonly name: string;
  readonly method: number;
  readonly compressedSize: number;
  readonly size: number;
  readonly offset: number;
}

const END = 0x06054b50;
const END64_LOCATOR = 0x07064b50;
const CENTRAL = 0x02014b50;
const TAIL = 65_557;

/** The archive's directory, by member name. */
export async function readDirectory(source: ByteSource): Promise<Map<string, ZipMember>> {
  const { bytes, total } = await source.read(-TAIL, null);
  const tail = view(bytes);
  const at = findEnd(tail);
  let [count, size, offset] = [
    tail.getUint16(at + 10, true),
    tail.getUint32(at + 12, true),
    tail.getUint32(at + 16, true),
  ];
  if (at >= 20 && tail.getUint32(at - 20, true) === END64_LOCATOR) {
    const end64 = Number(tail.getBigUint64(at - 12, true));
    const record = view((await source.read(end64, end64 + 56)).bytes);
    [count, size, offset] = [
      Number(record.getBigUint64(32, true)),
      Number(record.getBigUint64(40, true)),
      Number(record.getBigUint64(48, true)),
    ];
  }
  const inTail = offset - (total - bytes.length);
  const directory =
    inTail >= 0 ? bytes.subarray(inTail, inTail + size) : (await source.read(offset, offset + size)).bytes;
  return parseDirectory(directory, count);
}

function view(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function findEnd(tail: DataView): number {
  for (let at = tail.byteLength - 22; at >= 0; at--) if (tail.getUint32(at, true) === END) return at;
  throw new SourceError("This is no zip file: it has no directory.");
}

function parseDirectory(bytes: Uint8Array, count: number): Map<string, ZipMember> {
  const members = new Map<string, ZipMember>();
  const data = view(bytes);
  let at = 0;
  for (let index = 0; index < count && at + 46 <= bytes.length && data.getUint32(at, true) === CENTRAL; index++) {
    const [nameLength, extraLength, commentLength] = [
      data.getUint16(at + 28, true),
      data.getUint16(at + 30, true),
      data.getUint16(at + 32, true),
    ];
    const name = Buffer.from(bytes.subarray(at + 46, at + 46 + nameLength)).toString("utf8");
    const sizes = {
      compressedSize: data.getUint32(at + 20, true),
      size: data.getUint32(at + 24, true),
      offset: data.getUint32(at + 42, true),
    };
    const extra = bytes.subarray(at + 46 + nameLength, at + 46 + nameLength + extraLength);
    members.set(name, { name, method: data.getUint16(at + 10, true), ...withZip64(sizes, extra) });
    at += 46 + nameLength + extraLength + commentLength;
  }
  return members;
}

interface Sizes {
  size: number;
  compressedSize: number;
  offset: number;
}

/** The zip64 extra field holds, in this order, those values that are all ones in the record. */
function withZip64(sizes: Sizes, extra: Uint8Array): Sizes {
  const data = view(extra);
  for (let at = 0; at + 4 <= extra.length; at += 4 + data.getUint16(at + 2, true)) {
    if (data.getUint16(at, true) !== 1) continue;
    let place = at + 4;
    const next = (value: number): number => {
      if (value !== 0xffffffff) return value;
      place += 8;
      return Number(data.getBigUint64(place - 8, true));
    };
    const size = next(sizes.size);
    const compressedSize = next(sizes.compressedSize);
    return { size, compressedSize, offset: next(sizes.offset) };
  }
  return sizes;
}

/** One member's bytes. The local header repeats the name, so that its length is asked first with some room. */
export async function readMember(source: ByteSource, member: ZipMember): Promise<Uint8Array> {
  const room = 30 + Buffer.byteLength(member.name) + 512;
  const { bytes, total } = await source.read(member.offset, member.offset + room + member.compressedSize);
  const header = view(bytes);
  const start = 30 + header.getUint16(26, true) + header.getUint16(28, true);
  let data = bytes.subarray(start, start + member.compressedSize);
  if (data.length < member.compressedSize) {
    const from = member.offset + start;
    data = (await source.read(from, Math.min(from + member.compressedSize, total))).bytes;
  }
  if (member.method === 0) return data;
  if (member.method === 8) return new Uint8Array(inflateRawSync(data));
  throw new SourceError(`The member ${member.name} is compressed in a way that is not known (${member.method}).`);
}

/** Bytes that are all there. */
export function inMemory(bytes: Uint8Array): ByteSource {
  return {
    read: async (start, end) => ({
      bytes: bytes.subarray(start < 0 ? Math.max(0, bytes.length + start) : start, end ?? bytes.length),
      total: bytes.length,
    }),
  };
}
