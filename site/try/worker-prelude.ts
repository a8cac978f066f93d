/**
 * What a kernel's worker runs first where its page's origin is opaque: files come from memory, and sha256 is computed here, since
 * browsers give such workers no `crypto.subtle`.
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { answerFromMemory, type MemoryUrls } from "./memory-network.ts";

declare global {
  /** Set by the first line of the worker's script. */
  var memoryUrls: MemoryUrls;
}

answerFromMemory(globalThis.memoryUrls);

if (!globalThis.isSecureContext) {
  const digest = async (
    _algorithm: string,
    bytes: ArrayBuffer | ArrayBufferView<ArrayBuffer>,
  ): Promise<ArrayBuffer> => {
    const view = ArrayBuffer.isView(bytes)
      ? new Uint8Array(bytes.buffer, bytes.byteOffset, bytes.byteLength)
      : new Uint8Array(bytes);
    return new Uint8Array(sha256(view)).buffer;
  };
  Object.defineProperty(crypto, "subtle", { value: { digest } });
}
