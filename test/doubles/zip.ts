/**
 * Writes small zip files: what a wheel is.
 * @module
 */
import { deflateRawSync } from "node:zlib";

/** A zip with these members, deflated, or stored where the name ends with `.stored`. */
export function zip(members: Readonly<Record<string, string | Uint8Array>>): Uint8Array {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [name, content] of Object.entries(members)) {
    const bytes = Buffer.from(content);
    const method = name.endsWith(".stored") ? 0 : 8;
    const data = method === 0 ? bytes : deflateRawSync(bytes);
    const fields = (signature: number, extra: number): Buffer => {
      const header = Buffer.alloc(signature === 0x04034b50 ? 30 : 46);
      header.writeUInt32LE(signature, 0);
      const at = signature === 0x04034b50 ? 4 : 6;
      header.writeUInt16LE(20, at);
      header.writeUInt16LE(method, at + 4);
      header.writeUInt32LE(data.length, at + 14);
      header.writeUInt32LE(bytes.length, at + 18);
      header.writeUInt16LE(Buffer.byteLength(name), at + 22);
      header.writeUInt16LE(extra, at + 24);
      return header;
    };
    // Local headers may have an extra field that the directory does not have.
    const local = Buffer.concat([fields(0x04034b50, 6), Buffer.from(name), Buffer.alloc(6), data]);
    const central = fields(0x02014b50, 0);
    central.writeUInt32LE(offset, 42);
    directory.push(central, Buffer.from(name));
    parts.push(local);
    offset += local.length;
  }
  const entries = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(Object.keys(members).length, 8);
  end.writeUInt16LE(Object.keys(members).length, 10);
  end.writeUInt32LE(entries.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, entries, end]);
}
