/**
 * Downloads over HTTP: whole files with progress, and ranges.
 * @module
 */
import { plainUrl, SourceError } from "./source-error.ts";

/** Told while bytes arrive. */
export type OnBytes = (count: number) => void;

export interface Download {
  readonly headers?: Readonly<Record<string, string>>;
  /** Milliseconds until the answer must have begun. Default 30,000. */
  readonly timeout?: number;
  readonly onBytes?: OnBytes;
}

const ATTEMPTS = 3;

/** Fetches a URL, again after a pause if the other side failed. @throws {@link SourceError} if it does not answer. */
export async function request(url: string, { headers = {}, timeout = 30_000 }: Download = {}): Promise<Response> {
  let last: unknown;
  for (let attempt = 0; attempt < ATTEMPTS; attempt++) {
    if (attempt > 0) await new Promise((resolve) => setTimeout(resolve, 300 * 2 ** attempt));
    try {
      const response = await firstAnswer(url, headers, timeout);
      if (response.status < 500 && response.status !== 429) return response;
      last = new SourceError(`It answered ${response.status}.`);
    } catch (error) {
      last = error;
      if (error instanceof Error && error.name === "AbortError") break;
    }
  }
  throw new SourceError(
    `${plainUrl(url)} did not answer. Check the network, or use --offline with packages in the cache or --wheels.`,
    { cause: last },
  );
}

async function firstAnswer(url: string, headers: Readonly<Record<string, string>>, timeout: number): Promise<Response> {
  const abort = new AbortController();
  const timer = setTimeout(() => abort.abort(), timeout);
  try {
    return await fetch(url, { headers, signal: abort.signal });
  } finally {
    clearTimeout(timer);
  }
}

/** All bytes of an answer. */
export async function readAll(response: Response, onBytes?: OnBytes): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  for await (const chunk of response.body ?? []) {
    chunks.push(chunk);
    onBytes?.(chunk.length);
  }
  return new Uint8Array(Buffer.concat(chunks));
}

/** Bytes `start` up to (not including) `end`; a negative start counts from the end. */
export async function readRange(
  url: string,
  start: number,
  end: number | null,
  onBytes?: OnBytes,
): Promise<{ bytes: Uint8Array; total: number }> {
  const range = start < 0 ? `bytes=${start}` : `bytes=${start}-${end === null ? "" : end - 1}`;
  const response = await request(url, { headers: { range } });
  const total = Number(/\/(\d+)$/.exec(response.headers.get("content-range") ?? "")?.[1]);
  if (response.status !== 206 || !Number.isFinite(total)) {
    await response.body?.cancel();
    throw new SourceError(`${plainUrl(url)} does not answer ranges (status ${response.status}).`);
  }
  return { bytes: await readAll(response, onBytes), total };
}
