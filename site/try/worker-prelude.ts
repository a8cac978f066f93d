/**
 * What a kernel's worker runs first where its page's origin is opaque: files come from memory, and sha256 is computed here, since
 * browsers give such workers no `crypto.subtle`.
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import { isArrivedFile, MemoryNetwork } from "./memory-network.ts";

declare global {
  /** Set by the first line of the worker's script: what will arrive, and what has. */
  var memoryFiles: { readonly expected: readonly string[]; readonly arrived: MemoryNetwork["files"] };
}

const { expected, arrived } = globalThis.memoryFiles;
const network = new MemoryNetwork(expected, arrived);

// Before the kernel's own listener, which is not to see these.
addEventListener("message", (event: MessageEvent<unknown>) => {
  if (!isArrivedFile(event.data)) return;
  event.stopImmediatePropagation();
  network.add(event.data);
});

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
