/**
 * A part of a whole response, as its request asks for.
 * @module
 */
import { byteRange } from "../../compiler/contract/byte-range.ts";

/** The part, or the whole where no part is asked for. */
export async function ranged(request: Request, whole: Response): Promise<Response> {
  const header = request.headers.get("range");
  if (header === null || whole.status !== 200) return whole;
  const blob = await whole.clone().blob();
  const range = byteRange(header, blob.size);
  if (range === null) return whole;
  const headers = new Headers(whole.headers);
  if (range === "outside") {
    headers.set("content-range", `bytes */${blob.size}`);
    return new Response(null, { status: 416, headers });
  }
  headers.set("content-range", `bytes ${range.first}-${range.last}/${blob.size}`);
  headers.set("content-length", String(range.last - range.first + 1));
  return new Response(blob.slice(range.first, range.last + 1, blob.type), { status: 206, headers });
}
