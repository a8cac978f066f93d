/**
 * Bytes in a folder: `blobs/ab/abcd….id`. A file is there with all its bytes or not at all.
 * @module
 */
import { createHash, type Hash, randomUUID } from "node:crypto";
import { createReadStream, createWriteStream } from "node:fs";
import { mkdir, open, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative, sep } from "node:path";
import { Readable, Transform } from "node:stream";
import { pipeline } from "node:stream/promises";
import type { ReadableStream as NodeStream } from "node:stream/web";
import { constants, createBrotliCompress } from "node:zlib";
import type { Blobs, Compressed, PartialBlob, Slice } from "../../storage/blobs.ts";
import { RecentBytes } from "./recent-bytes.ts";

/** Files up to this size are read at once and kept for a while. */
const SMALL = 1024 * 1024;

export class FolderBlobs implements Blobs {
  private readonly root: string;
  private readonly recent = new RecentBytes(64 * 1024 * 1024);
  private readonly compressing = new Set<string>();
  private queue: Promise<void> = Promise.resolve();

  constructor(root: string) {
    this.root = root;
  }

  async put(
    key: string,
    body: ReadableStream<Uint8Array>,
    expected: { sha256: string; size: number },
  ): Promise<boolean> {
    const beside = await this.incoming(randomUUID());
    try {
      const hash = createHash("sha256");
      let size = 0;
      const counted = new Transform({
        transform(chunk: Uint8Array, _, done) {
          size += chunk.byteLength;
          hash.update(chunk);
          done(null, chunk);
        },
      });
      await pipeline(toNode(body), counted, createWriteStream(beside, { flush: true }));
      if (size !== expected.size || hash.digest("hex") !== expected.sha256) return false;
      await this.settle(beside, key);
      return true;
    } finally {
      await rm(beside, { force: true });
    }
  }

  async get(key: string, slice?: Slice): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null> {
    const bytes = await this.small(key);
    if (bytes !== null) return slice ? bytes.subarray(slice.offset, slice.offset + slice.length) : bytes;
    const path = this.path(key);
    if (!(await exists(path))) return null;
    const stream = createReadStream(
      path,
      slice ? { start: slice.offset, end: slice.offset + slice.length - 1 } : undefined,
    );
    // Node's own type of the same standard class.
    return Readable.toWeb(stream) as unknown as ReadableStream<Uint8Array>;
  }

  private async small(key: string): Promise<Uint8Array<ArrayBuffer> | null> {
    const known = this.recent.get(key);
    if (known) return known;
    const path = this.path(key);
    const { size } = await stat(path).catch(() => ({ size: Number.POSITIVE_INFINITY }));
    if (size > SMALL) return null;
    const bytes = new Uint8Array(await readFile(path));
    this.recent.set(key, bytes);
    return bytes;
  }

  async compressed(key: string): Promise<Compressed | null> {
    const copy = `${key}.br`;
    const body = await this.get(copy);
    if (body === null) {
      this.compress(key, copy);
      return null;
    }
    return { body, size: (await stat(this.path(copy))).size };
  }

  /** One at a time, beside everything else; whoever asks meanwhile gets the bytes as they are. */
  private compress(key: string, copy: string): void {
    if (this.compressing.has(key)) return;
    this.compressing.add(key);
    this.queue = this.queue
      .then(() => this.writeCompressed(key, copy))
      // Without a copy everything still works.
      .catch(() => {})
      .finally(() => this.compressing.delete(key));
  }

  private async writeCompressed(key: string, copy: string): Promise<void> {
    const beside = await this.incoming(randomUUID());
    try {
      const brotli = createBrotliCompress({ params: { [constants.BROTLI_PARAM_QUALITY]: 6 } });
      await pipeline(createReadStream(this.path(key)), brotli, createWriteStream(beside, { flush: true }));
      // The blob may have gone meanwhile; then its copy goes with it.
      if (await exists(this.path(key))) await this.settle(beside, copy);
    } finally {
      await rm(beside, { force: true });
    }
  }

  async delete(keys: readonly string[]): Promise<void> {
    for (const key of keys.flatMap((one) => [one, `${one}.br`])) {
      this.recent.delete(key);
      await rm(this.path(key), { force: true });
    }
  }

  async beginParts(): Promise<string> {
    const handle = randomUUID();
    const file = await open(await this.incoming(handle), "w");
    await file.close();
    return handle;
  }

  async putPart(upload: PartialBlob, number: number, body: ReadableStream<Uint8Array>, size: number): Promise<string> {
    const path = await this.incoming(upload.handle);
    const start = (number - 1) * upload.partSize;
    const stream = createWriteStream(path, { flags: "r+", start, flush: true });
    await pipeline(toNode(body), exactly(size), stream);
    return String(number);
  }

  async finishParts(
    upload: PartialBlob,
    _parts: readonly { number: number; tag: string }[],
    expected: { sha256: string; size: number },
  ): Promise<boolean> {
    const path = await this.incoming(upload.handle);
    if (!(await exists(path))) return false;
    const hash: Hash = createHash("sha256");
    await pipeline(createReadStream(path, { highWaterMark: 1024 * 1024 }), hash);
    const { size } = await stat(path);
    const right = size === expected.size && hash.digest("hex") === expected.sha256;
    if (right) await this.settle(path, upload.key);
    else await rm(path, { force: true });
    return right;
  }

  async abortParts(upload: PartialBlob): Promise<void> {
    await rm(await this.incoming(upload.handle), { force: true });
  }

  private async settle(from: string, key: string): Promise<void> {
    const path = this.path(key);
    await mkdir(dirname(path), { recursive: true });
    await rename(from, path);
  }

  /** Whether the bytes of a key are there. */
  async has(key: string, size: number): Promise<boolean> {
    const found = await stat(this.path(key)).catch(() => null);
    return found?.size === size;
  }

  /** Removes all but what these keys and uploads in parts name; for a time when nothing is being stored. */
  async keepOnly(keys: ReadonlySet<string>, uploads: ReadonlySet<string>): Promise<void> {
    await removeFiles(join(this.root, "blobs"), (name) => !keys.has(name.replace(/\.br$/, "")));
    await removeFiles(join(this.root, "incoming"), (name) => !uploads.has(name));
  }

  private path(key: string): string {
    return join(this.root, "blobs", key);
  }

  private async incoming(name: string): Promise<string> {
    const folder = join(this.root, "incoming");
    await mkdir(folder, { recursive: true });
    return join(folder, name);
  }
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => null)) !== null;
}

/** @param isStray - Asked with a file's path below `folder`, `/` between parts. */
async function removeFiles(folder: string, isStray: (name: string) => boolean): Promise<void> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => []);
  for (const entry of found) {
    const path = join(entry.parentPath, entry.name);
    if (entry.isFile() && isStray(relative(folder, path).split(sep).join("/"))) await rm(path, { force: true });
  }
}

function toNode(body: ReadableStream<Uint8Array>): Readable {
  // Node's own type of the same standard class.
  return Readable.fromWeb(body as unknown as NodeStream<Uint8Array>);
}

/** Passes on this many bytes; fewer or more are an error. */
function exactly(size: number): Transform {
  let seen = 0;
  return new Transform({
    transform(chunk: Uint8Array, _, done) {
      seen += chunk.byteLength;
      done(seen > size ? new RangeError("more bytes than announced") : null, chunk);
    },
    flush(done) {
      done(seen === size ? null : new RangeError("fewer bytes than announced"));
    },
  });
}
