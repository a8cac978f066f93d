/**
 * Sends one file of an app: conditions, ranges, and the headers that its kind needs.
 * @module
 */
import type { Context } from "hono";
import { byteRange } from "../../compiler/contract/byte-range.ts";
import { attachment, mediaType } from "../../compiler/contract/media-types.ts";
import { ISOLATION, WORK_FILE_POLICY } from "../../compiler/contract/security.ts";
import type { Deps, Env } from "../deps.ts";
import { ApiError, InternalError } from "../errors.ts";
import { caching } from "../headers.ts";
import type { Asset } from "../registry/apps.ts";
import type { Compressed, Slice } from "../storage/blobs.ts";
import { matchesTag, rangeIsFresh } from "./conditions.ts";

export interface Sending {
  readonly asset: Asset;
  /** Whether the address names this very content. */
  readonly pinned: boolean;
  /** Offer it as a download under its own name. */
  readonly download: boolean;
}

export async function sendFile(context: Context<Env>, deps: Deps, sending: Sending): Promise<Response> {
  const { asset, pinned, download } = sending;
  // Another encoding is other bytes, and so has another tag.
  const [tag, encodedTag] = [`"${asset.sha256}"`, `"${asset.sha256}-br"`];
  const headers = new Headers({
    ETag: tag,
    "Content-Type": mediaType(asset.path),
    "Cache-Control": caching(context.get("visit").app, pinned),
    "Accept-Ranges": "bytes",
    ...ISOLATION,
  });
  if (download) headers.set("Content-Disposition", attachment(asset.path.slice(asset.path.lastIndexOf("/") + 1)));
  if (asset.path.startsWith("work/")) headers.set("Content-Security-Policy", WORK_FILE_POLICY);
  const { method } = context.req;
  const condition = context.req.header("If-None-Match");
  if (matchesTag(condition, tag) || matchesTag(condition, encodedTag)) return answer(context, 304, headers, null);
  const fresh = rangeIsFresh(context.req.header("If-Range"), tag);
  const range = fresh ? byteRange(context.req.header("Range") ?? null, asset.size) : null;
  if (range === "outside") {
    throw new ApiError(
      416,
      { code: "bad-range", message: "The file is shorter than that.", help: `It has ${asset.size} bytes.` },
      { "Content-Range": `bytes */${asset.size}` },
    );
  }
  const encoded = range === null ? await compressed(context, deps, asset, headers) : null;
  if (encoded) {
    headers.set("ETag", encodedTag);
    headers.set("Content-Encoding", "br");
    headers.set("Content-Length", String(encoded.size));
    return answer(context, 200, headers, method === "HEAD" ? null : encoded.body);
  }
  const slice = range && { offset: range.first, length: range.last - range.first + 1 };
  headers.set("Content-Length", String(slice?.length ?? asset.size));
  if (range) headers.set("Content-Range", `bytes ${range.first}-${range.last}/${asset.size}`);
  const body = method === "HEAD" ? null : await bytesOf(deps, asset, slice);
  return answer(context, range ? 206 : 200, headers, body);
}

const COMPRESSIBLE = /^(text\/|application\/(json|wasm|xml|yaml|toml|[\w.-]+\+json)|image\/svg)/;
const WORTHWHILE = { from: 1024, to: 64 * 1024 * 1024 };

/** The compressed copy, for who takes it, of what becomes smaller by it. */
async function compressed(
  context: Context<Env>,
  deps: Deps,
  asset: Asset,
  headers: Headers,
): Promise<Compressed | null> {
  if (!deps.blobs.compressed || !COMPRESSIBLE.test(headers.get("Content-Type") ?? "")) return null;
  headers.append("Vary", "Accept-Encoding");
  const takes = /(^|[\s,])br($|[\s,])/.test(context.req.header("Accept-Encoding") ?? "");
  if (!takes || asset.size < WORTHWHILE.from || asset.size > WORTHWHILE.to) return null;
  return deps.blobs.compressed(asset.key);
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
