/**
 * Fetches files of the bundle in parallel and checks each by its sha256 before anyone sees a byte.
 * @module
 */
import { fileUrl, hasFixedContent, OUTDATED } from "../../compiler/contract/file-url.ts";
import { download } from "../download.ts";
import { KernelFault } from "./faults.ts";

/** A file to fetch. */
export interface Wanted {
  readonly path: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** Tells how many bytes of a group have arrived. */
export type OnBytes = (loaded: number, total: number) => void;

/** Fetches each file once; the promises are in the order of `files`. */
export function fetchFiles(
  base: string,
  files: readonly Wanted[],
  onBytes: OnBytes,
): Promise<Uint8Array<ArrayBuffer>>[] {
  const total = files.reduce((sum, file) => sum + file.size, 0);
  let loaded = 0;
  return files.map((file) =>
    fetchChecked(new URL(fileUrl(file), base), file, (bytes) => {
      loaded += bytes;
      onBytes(Math.min(loaded, total), total);
    }),
  );
}

/** Fetches one file; `onChunk` hears the bytes of each part. */
export async function fetchChecked(
  url: URL,
  file: Wanted,
  onChunk: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = await fetchBytes(url, file.size, "default", onChunk);
  // Checked here, not by fetch's own `integrity`: that holds back all bytes until the end and reports a mismatch as a network error.
  const digest = await digestOf(bytes);
  if (hex(digest) === file.sha256) return bytes;
  // A damaged cache must not keep Python from starting for ever; the bytes of the second try are not counted again.
  const again = await fetchBytes(url, file.size, "reload", () => {});
  return checked(url, file, again, await digestOf(again));
}

/** The bytes, if their digest is the file's. @throws {@link KernelFault} `integrity` or `outdated` */
export function checked<T extends Uint8Array>(
  url: URL,
  file: Pick<Wanted, "path" | "sha256">,
  bytes: T,
  digest: Uint8Array,
): T {
  const found = hex(digest);
  if (found === file.sha256) return bytes;
  const detail = `${url.href}: sha256 ${found}, expected ${file.sha256}`;
  // A name that every version uses: a host without versions has only the newest file of that name.
  if (!hasFixedContent(file.path))
    throw new KernelFault("outdated", `${file.path} is not the file that this app was built with. ${OUTDATED}`, detail);
  throw new KernelFault(
    "integrity",
    `${file.path} is not the file that this app was built with, so it was refused.`,
    detail,
  );
}

async function fetchBytes(
  url: URL,
  size: number,
  cache: RequestCache,
  onChunk: (bytes: number) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { response, parts } = await download(url, { cache }, onChunk).catch((error: unknown) => {
    throw new KernelFault("network", lost(url), `${url.href}: ${String(error)}`);
  });
  if (!response.ok || !response.body)
    throw new KernelFault("network", lost(url), `${url.href}: HTTP ${response.status}`);
  return joined(parts, size);
}

function joined(parts: readonly Uint8Array[], expected: number): Uint8Array<ArrayBuffer> {
  const size = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = new Uint8Array(size === expected ? expected : size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}

export function lost(url: URL): string {
  return `${url.pathname.split("/").at(-1)} could not be loaded. Check the connection and try again; what was loaded is kept.`;
}

async function digestOf(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  return new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
}

function hex(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
