/**
 * Sends one file of an app: conditions, ranges, and the headers that its kind needs.
 * @module
 */
import type { Context } from "hono";
import { ISOLATION, WORK_FILE_POLICY } from "../../compiler/contract/security.ts";
import type { Deps, Env } from "../deps.ts";
import { ApiError, InternalError } from "../errors.ts";
import { caching } from "../headers.ts";
import type { Asset } from "../registry/apps.ts";
import type { Slice } from "../storage/blobs.ts";
import { contentType } from "./content-type.ts";
import { attachment, matchesTag, parseRange, rangeIsFresh } from "./ranges.ts";

export interface Sending {
  readonly asset: Asset;
  /** Whether the address names this very content. */
  readonly pinned: boolean;
  /** Offer it as a download under its own name. */
  readonly download: boolean;
}

export async function sendFile(context: Context<Env>, deps: Deps, sending: Sending): Promise<Response> {
  const { asset, pinned, download } = sending;
  const tag = `"${asset.sha256}"`;
  const headers = new Headers({
    ETag: tag,
    "Content-Type": contentType(asset.path),
    "Cache-Control": caching(context.get("visit").app, pinned),
    "Accept-Ranges": "bytes",
    ...ISOLATION,
  });
  if (download) headers.set("Content-Disposition", attachment(asset.path));
  if (asset.path.startsWith("work/")) headers.set("Content-Security-Policy", WORK_FILE_POLICY);
  const { method } = context.req;
  if (matchesTag(context.req.header("If-None-Match"), tag)) return answer(context, 304, headers, null);
  const range = rangeIsFresh(context.req.header("If-Range"), tag)
    ? parseRange(context.req.header("Range"), asset.size)
    : null;
  if (range === "unsatisfiable") {
    throw new ApiError(
      416,
      { code: "bad-range", message: "The file is shorter than that.", help: `It has ${asset.size} bytes.` },
      { "Content-Range": `bytes */${asset.size}` },
    );
  }
  headers.set("Content-Length", String(range?.length ?? asset.size));
  if (range) headers.set("Content-Range", `bytes ${range.offset}-${range.offset + range.length - 1}/${asset.size}`);
  const body = method === "HEAD" ? null : await bytesOf(deps, asset, range);
  return answer(context, range ? 206 : 200, headers, body);
}

async function bytesOf(deps: Deps, asset: Asset, range: Slice | null): Promise<BodyInit> {
  const body = await deps.blobs.get(asset.key, range ?? undefined);
  if (body === null) throw new InternalError("A blob of the registry is not in the store.");
  return body;
}

function answer(context: Context<Env>, status: 200 | 206 | 304, headers: Headers, body: BodyInit | null): Response {
  for (const [name, value] of headers) context.header(name, value);
  return context.newResponse(body as string | ReadableStream | Uint8Array<ArrayBuffer> | null, status);
}
