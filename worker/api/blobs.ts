/**
 * The API by which bytes come in: by sha256, only those that are missing, large ones in parts.
 * @module
 */
import { type Context, Hono } from "hono";
import { missingRequest, uploadRequest } from "../../compiler/contract/parse-api.ts";
import type { Deps, Env } from "../deps.ts";
import { badRequest, conflict, lengthRequired, notFound, tooLarge, wrongDigest } from "../errors.ts";
import {
  addPart,
  addUpload,
  dropUpload,
  findUpload,
  holds,
  keepBlob,
  missingOf,
  newKey,
  type Upload,
} from "../registry/blobs.ts";
import { newId } from "../secrets.ts";
import { bodyOf, uploadSpace } from "./caller.ts";

export function blobsApi(deps: Deps): Hono<Env> {
  const { database, limits } = deps;
  const api = new Hono<Env>();
  api.post("/workspaces/:workspace/missing", async (context) => {
    const workspace = await uploadSpace(context, deps);
    const { sha256 } = await bodyOf(context, missingRequest);
    return context.json({ missing: await missingOf(database, workspace, sha256) });
  });
  api.get("/workspaces/:workspace/blobs/:sha256", async (context) => {
    const workspace = await uploadSpace(context, deps);
    // Whether it is there, never its content: that is only behind an app's gate.
    if (context.req.method !== "HEAD" || !(await holds(database, workspace, shaOf(context)))) throw notFound();
    return context.body(null, 200);
  });
  api.put("/workspaces/:workspace/blobs/:sha256", async (context) => {
    const workspace = await uploadSpace(context, deps);
    const sha256 = shaOf(context);
    if (await holds(database, workspace, sha256)) return context.body(null, 200);
    const size = lengthOf(context);
    if (size > limits.blob)
      throw tooLarge(`One upload holds at most ${limits.blob} bytes.`, "Send the file in parts: POST …/uploads.");
    const key = newKey(sha256);
    if (!(await deps.blobs.put(key, bytesOf(context), { sha256, size }))) throw mismatch();
    await settle(deps, { workspace, sha256, size, key });
    return context.body(null, 201);
  });
  api.post("/workspaces/:workspace/uploads", async (context) => {
    const workspace = await uploadSpace(context, deps);
    const { sha256, size } = await bodyOf(context, uploadRequest);
    const begun = await findUpload(database, workspace, { sha256 });
    if (begun !== null && begun.size === size && begun.part === limits.part) return context.json(uploadInfo(begun));
    if (begun !== null) await abandon(deps, begun);
    const key = newKey(sha256);
    const handle = await deps.blobs.beginParts(key);
    const upload = { id: newId(), workspace, sha256, size, part: limits.part, key, handle };
    await addUpload(database, upload, deps.clock());
    return context.json(uploadInfo({ ...upload, parts: [] }), 201);
  });
  api.put("/workspaces/:workspace/uploads/:upload/:number", async (context) => {
    const upload = await uploadOf(context, deps);
    const number = Number(context.req.param("number"));
    const expected = partSize(upload, number);
    if (lengthOf(context) !== expected)
      throw badRequest(`Part ${number} must have ${expected} bytes.`, "Cut the file as the upload's answer says.");
    const tag = await deps.blobs.putPart(partial(upload), number, bytesOf(context), expected);
    await addPart(database, upload.id, number, tag);
    return context.body(null, 204);
  });
  api.post("/workspaces/:workspace/uploads/:upload", async (context) => {
    const upload = await uploadOf(context, deps);
    const { missing } = uploadInfo(upload);
    if (missing.length > 0) throw conflict(`${missing.length} parts are still missing.`, "Send them first.");
    const { workspace, sha256, size, key } = upload;
    if (!(await deps.blobs.finishParts(partial(upload), upload.parts, { sha256, size }))) {
      await dropUpload(database, upload.id);
      throw mismatch();
    }
    await settle(deps, { workspace, sha256, size, key });
    return context.body(null, 201);
  });
  return api;
}

/** Enters stored bytes into the registry; a second copy of the same goes. */
async function settle(
  deps: Deps,
  blob: { workspace: string; sha256: string; size: number; key: string },
): Promise<void> {
  const kept = await keepBlob(deps.database, { ...blob, now: deps.clock() });
  if (kept !== blob.key) await deps.blobs.delete([blob.key]);
}

async function abandon(deps: Deps, upload: Upload): Promise<void> {
  await dropUpload(deps.database, upload.id);
  await deps.blobs.abortParts(partial(upload));
}

async function uploadOf(context: Context<Env>, deps: Deps): Promise<Upload> {
  const workspace = await uploadSpace(context, deps);
  const upload = await findUpload(deps.database, workspace, { id: context.req.param("upload") ?? "" });
  if (upload === null) throw notFound("There is no such upload. Begin it again.");
  return upload;
}

function uploadInfo(upload: Upload): { id: string; part: number; missing: number[] } {
  const there = new Set(upload.parts.map(({ number }) => number));
  const all = Array.from({ length: Math.ceil(upload.size / upload.part) }, (_, index) => index + 1);
  return { id: upload.id, part: upload.part, missing: all.filter((number) => !there.has(number)) };
}

function partSize({ size, part }: Upload, number: number): number {
  const count = Math.ceil(size / part);
  if (!Number.isInteger(number) || number < 1 || number > count)
    throw badRequest(`The upload has parts 1 to ${count}.`, "Cut the file as the upload's answer says.");
  return number < count ? part : size - part * (count - 1);
}

function partial({ key, handle, part }: Upload) {
  return { key, handle, partSize: part };
}

function shaOf(context: Context<Env>): string {
  const sha256 = context.req.param("sha256") ?? "";
  if (/^[0-9a-f]{64}$/.test(sha256)) return sha256;
  throw badRequest("That is no sha256.", "Give 64 hexadecimal digits in lower case.");
}

function lengthOf(context: Context<Env>): number {
  const header = context.req.header("Content-Length") ?? "";
  if (!/^\d{1,15}$/.test(header))
    throw lengthRequired("The upload does not say how long it is.", "Send Content-Length.");
  return Number(header);
}

function bytesOf(context: Context<Env>): ReadableStream<Uint8Array> {
  return context.req.raw.body ?? new Blob([]).stream();
}

function mismatch() {
  return wrongDigest(
    "The bytes do not have that sha256.",
    "The file changed while it was sent, or was damaged. Send it again.",
  );
}
