/**
 * Where bytes lie: R2, or a folder. Keys are never used twice, so what a key names never changes.
 * @module
 */

/** Bytes of a range. */
export interface Slice {
  readonly offset: number;
  readonly length: number;
}

export interface Blobs {
  /** Stores `size` bytes if their sha256 is the one given; nothing stays otherwise. */
  put(key: string, body: ReadableStream<Uint8Array>, expected: { sha256: string; size: number }): Promise<boolean>;
  /** The bytes, or `null` when there is no such key. */
  get(key: string, slice?: Slice): Promise<ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer> | null>;
  /**
   * The same bytes compressed with Brotli, where a host keeps such copies itself and has one already; asking for one makes it, for the
   * next time. Missing where the network in front compresses.
   */
  readonly compressed?: (key: string) => Promise<Compressed | null>;
  delete(keys: readonly string[]): Promise<void>;
  /** Begins a blob that comes in parts; the answer is what the other calls want as `handle`. */
  beginParts(key: string): Promise<string>;
  /** Stores part `number` (from 1); sending one again replaces it. Gives its tag. */
  putPart(upload: PartialBlob, number: number, body: ReadableStream<Uint8Array>, size: number): Promise<string>;
  /** Makes the blob of its parts; whether they have the sha256 given. If not, nothing stays. */
  finishParts(
    upload: PartialBlob,
    parts: readonly { number: number; tag: string }[],
    expected: { sha256: string; size: number },
  ): Promise<boolean>;
  abortParts(upload: PartialBlob): Promise<void>;
}

export interface Compressed {
  readonly size: number;
  readonly body: ReadableStream<Uint8Array> | Uint8Array<ArrayBuffer>;
}

export interface PartialBlob {
  readonly key: string;
  readonly handle: string;
  /** Size of every part but the last. */
  readonly partSize: number;
}
