/**
 * Sends the blobs that a server lacks: several at once, straight from disk, large ones in parts. What has arrived stays there, so that
 * a publish that was broken off goes on where it was.
 * @module
 */
import { createReadStream } from "node:fs";
import { Readable } from "node:stream";
import { TransformStream } from "node:stream/web";
import type { ServerLimits } from "../../contract/api.ts";
import type { Payload, ServerClient } from "./server-client.ts";
import { ServerError } from "./server-error.ts";

/** A file's content and where to read it. */
export interface Blob {
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly content: { readonly text: string } | { readonly file: string };
}

export interface UploadOptions {
  readonly server: ServerClient;
  readonly workspace: string;
  readonly limits: ServerLimits;
  /** Told while bytes go out. */
  readonly onProgress?: (progress: UploadProgress) => void;
}

/** Bytes sent of all that the server lacks. */
export interface UploadProgress {
  readonly sent: number;
  readonly total: number;
}

/** How much was sent. */
export interface Uploaded {
  readonly blobs: number;
  readonly bytes: number;
}

/** Uploads at once. */
const PARALLEL = 4;

/** Sends what is missing of `blobs`. @throws {@link ServerError} */
export async function uploadMissing(blobs: readonly Blob[], options: UploadOptions): Promise<Uploaded> {
  const byHash = new Map(blobs.map((blob) => [blob.sha256, blob]));
  const missing = await options.server.missing(options.workspace, [...byHash.keys()]);
  const wanted = missing.flatMap((sha256) => byHash.get(sha256) ?? []);
  const upload = new Upload(wanted, options);
  await upload.run();
  return { blobs: wanted.length, bytes: upload.total };
}

class Upload {
  readonly total: number;
  private sent = 0;
  private readonly blobs: readonly Blob[];
  private readonly options: UploadOptions;

  constructor(blobs: readonly Blob[], options: UploadOptions) {
    this.blobs = blobs;
    this.options = options;
    this.total = blobs.reduce((sum, { size }) => sum + size, 0);
  }

  /** Small files first, as each that has arrived need not be sent again; then large ones, part by part. */
  async run(): Promise<void> {
    const { limits } = this.options;
    const tooLarge = this.blobs.find(({ size }) => size > limits.file);
    if (tooLarge) throw new ServerError("too-large", tooLargeText(tooLarge, limits.file));
    const small = this.blobs.filter(({ size }) => size <= limits.blob).sort((one, other) => one.size - other.size);
    await parallel(small, (blob) => this.whole(blob));
    for (const blob of this.blobs.filter(({ size }) => size > limits.blob)) await this.inParts(blob);
  }

  private whole(blob: Blob): Promise<void> {
    const { server, workspace } = this.options;
    return server.putBlob(workspace, blob.sha256, this.payload(blob, 0, blob.size));
  }

  private async inParts(blob: Blob): Promise<void> {
    const { server, workspace } = this.options;
    const { id, part: size, missing } = await server.startUpload(workspace, { sha256: blob.sha256, size: blob.size });
    const bounds = (part: number): readonly [from: number, to: number] => [
      (part - 1) * size,
      Math.min(part * size, blob.size),
    ];
    const waiting = missing.reduce((sum, part) => sum + bounds(part)[1] - bounds(part)[0], 0);
    this.count(blob.size - waiting);
    await parallel(missing, (part) =>
      server.putPart(workspace, id, { part, bytes: this.payload(blob, ...bounds(part)) }),
    );
    await server.finishUpload(workspace, id);
  }

  private count(bytes: number): void {
    this.sent += bytes;
    this.options.onProgress?.({ sent: this.sent, total: this.total });
  }

  /** A piece of a blob; what an attempt that failed has sent is no longer counted when it is opened again. */
  private payload(blob: Blob, from: number, to: number): Payload {
    let counted = 0;
    const open: Payload["open"] = () => {
      this.count(-counted);
      counted = 0;
      return source(blob, from, to).pipeThrough(
        new TransformStream<Uint8Array, Uint8Array>({
          transform: (piece, controller) => {
            counted += piece.length;
            this.count(piece.length);
            controller.enqueue(piece);
          },
        }),
      );
    };
    return { size: to - from, open };
  }
}

function source({ content }: Blob, from: number, to: number): ReturnType<Payload["open"]> {
  const readable =
    "text" in content
      ? Readable.from([Buffer.from(content.text).subarray(from, to)])
      : createReadStream(content.file, { start: from, end: Math.max(from, to - 1), highWaterMark: 256 * 1024 });
  return Readable.toWeb(readable);
}

function tooLargeText({ content }: Blob, limit: number): string {
  const name = "file" in content ? content.file : "A file of the app";
  return `${name} is larger than this server takes (${limit} bytes). Make it smaller, or leave it out with .appignore.`;
}

/** Does all tasks, some at once. The first failure ends it; tasks that have begun are waited for. */
async function parallel<T>(tasks: readonly T[], work: (task: T) => Promise<void>): Promise<void> {
  const queue = [...tasks];
  const failures: unknown[] = [];
  const worker = async (): Promise<void> => {
    for (let task = queue.shift(); task !== undefined && failures.length === 0; task = queue.shift())
      await work(task).catch((error: unknown) => failures.push(error));
  };
  await Promise.all(Array.from({ length: PARALLEL }, worker));
  if (failures.length > 0) throw failures[0];
}
