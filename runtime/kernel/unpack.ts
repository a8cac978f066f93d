/**
 * Decompresses the bundle's packed files. Zstandard, as WebAssembly: smaller than gzip by a quarter, no host needs to be told, and nine
 * times as fast as JavaScript (measured on Pyodide's engine: 24 ms for 9.6 MB).
 * @module
 */
import { ZSTDDecoder } from "zstddec";
import { KernelFault } from "./faults.ts";

const decoder = new ZSTDDecoder();
let ready: Promise<void> | null = null;

/** Makes {@link unpackNow} possible. */
export function prepareUnpacking(): Promise<void> {
  ready ??= open();
  return ready;
}

/** The decoder fetches itself from a `data:` URL, which some pages' policies forbid: it gets the same bytes without a fetch. */
async function open(): Promise<void> {
  const { fetch } = globalThis;
  globalThis.fetch = async (url): Promise<Response> => {
    const text = atob(String(url).split(",")[1] ?? "");
    return new Response(Uint8Array.from(text, (character) => character.charCodeAt(0)));
  };
  const opened = decoder.init();
  // It has asked by now.
  globalThis.fetch = fetch;
  await opened;
}

/** The file's bytes; only after {@link prepareUnpacking}. @throws {@link KernelFault} `integrity` */
export function unpackNow(packed: Uint8Array, length: number): Uint8Array<ArrayBuffer> {
  if (length === 0) return new Uint8Array(0);
  const bytes = decoder.decode(packed, length);
  // An error of the decoder is a length that nothing has.
  if (bytes.length !== length) throw damaged();
  return bytes as Uint8Array<ArrayBuffer>; // A slice of its memory, which is never shared.
}

function damaged(): KernelFault {
  return new KernelFault("integrity", "A packed file of the app is damaged; build it again.");
}

/** The file's bytes. @throws {@link KernelFault} `integrity` */
export async function unpack(packed: Uint8Array, length: number): Promise<Uint8Array<ArrayBuffer>> {
  await prepareUnpacking();
  return unpackNow(packed, length);
}

/** A packed JSON file's value; its packed bytes say how long it is. */
export async function unpackJson(packed: Uint8Array): Promise<unknown> {
  await prepareUnpacking();
  const bytes = decoder.decode(packed);
  if (bytes.length === 0) throw damaged();
  return JSON.parse(new TextDecoder().decode(bytes));
}
