/**
 * Fetches a file, however slowly it comes, for page and kernel; a server that says nothing any more is given up. What a status or a
 * content means is the caller's to say.
 * @module
 */
import { Silence } from "./silence.ts";

/** A server that says nothing for this long (ms) is taken for gone. */
const SILENCE = 30_000;

export interface Downloaded {
  readonly response: Response;
  /** The content as it came; nothing where the server has refused. */
  readonly parts: readonly Uint8Array<ArrayBuffer>[];
}

/**
 * @param onPart - Told the bytes of each part.
 * @throws What `fetch` does; a `TimeoutError` for silence.
 */
export async function download(
  url: URL,
  options: RequestInit,
  onPart: (bytes: number) => void = () => {},
): Promise<Downloaded> {
  const end = new AbortController();
  const { signal } = end;
  const silence = new Silence(SILENCE, () =>
    end.abort(new DOMException(`nothing came for ${SILENCE / 1000} s`, "TimeoutError")),
  );
  try {
    const response = await fetch(url, { ...options, signal });
    const parts: Uint8Array<ArrayBuffer>[] = [];
    if (!response.ok || !response.body) return { response, parts };
    const reader = response.body.getReader();
    silence.heard();
    for (let next = await reader.read(); !next.done; next = await reader.read()) {
      silence.heard();
      parts.push(next.value);
      onPart(next.value.length);
    }
    return { response, parts };
  } catch (error) {
    // Browsers differ in what they say of an end from outside.
    throw signal.aborted ? signal.reason : error;
  } finally {
    silence.stop();
  }
}
