/**
 * `file?path=…`: a file that this viewer's Python wrote, else the published one; always as a download, never from outside the folder.
 * @module
 */
import { attachment, mediaType } from "../../compiler/contract/media-types.ts";
import type { FileAnswer, ReadFileMessage } from "../../compiler/contract/offline.ts";
import { linkedFile, workPath } from "../../compiler/contract/work-path.ts";
import { CONTENTS } from "./contents.ts";
import { keptApp } from "./kept-apps.ts";
import { ranged } from "./ranged.ts";
import { scope } from "./scope.ts";

declare const self: ServiceWorkerGlobalScope;

/** Milliseconds in which a page answers; its kernel has a deadline of 30 s. */
const PATIENCE = 40_000;
/** What a viewer's or author's file must not be used as on the app's origin. */
const REFUSED = /^(script|worker|sharedworker|serviceworker|style|audioworklet|paintworklet|manifest|object|embed)$/;

/** Whether a URL may be such a link; the project is only known once the app's record has been read. */
export function maybeFile(url: URL): boolean {
  return url.origin === scope.origin && url.searchParams.has("path") && url.pathname.endsWith("/file");
}

/** Answers such a link, or hands it to the network where it is none of this app's. */
export async function answerFile(event: FetchEvent, request: Request): Promise<Response> {
  const app = await keptApp();
  const asked = linkedFile(new URL(request.url), scope, app?.project ?? null);
  if (asked === null) return fetch(request);
  if (REFUSED.test(request.destination)) return refuse(403, "A file of a project is for download only.");
  const path = workPath(asked);
  if (path === null) return refuse(400, "The link's path leads out of the project's files.");
  const own = await askPages(path, event.clientId);
  if (own?.ok) return ranged(request, withHeaders(path, new Response(new Uint8Array(own.value.bytes))));
  if (own && own.fault.code === "timeout") return refuse(503, "Python is busy. Try again when it has finished.");
  return published(request, path, app?.work[`work/${path}`] ?? null);
}

/** Asks the page that the link stands on, then the others of this app, most recently used first. */
async function askPages(path: string, first: string): Promise<FileAnswer | null> {
  const pages = await self.clients.matchAll({ type: "window" });
  const ours = pages.filter(({ url }) => url.startsWith(scope.href));
  let last: FileAnswer | null = null;
  for (const page of [...ours].sort((one, other) => Number(other.id === first) - Number(one.id === first))) {
    const answer = await ask(page, path);
    if (answer?.ok) return answer;
    if (last === null || answer?.fault.code === "timeout") last = answer;
  }
  return last;
}

function ask(page: WindowClient, path: string): Promise<FileAnswer | null> {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    const late = setTimeout(() => resolve(null), PATIENCE);
    port1.onmessage = ({ data }: MessageEvent<FileAnswer>): void => {
      clearTimeout(late);
      port1.close();
      resolve(data);
    };
    page.postMessage({ kind: "read-file", path } satisfies ReadFileMessage, [port2]);
  });
}

async function published(request: Request, path: string, key: string | null): Promise<Response> {
  const kept = key === null ? undefined : await (await caches.open(CONTENTS)).match(key, { ignoreVary: true });
  if (kept) return ranged(request, withHeaders(path, kept));
  const url = new URL(`work/${path.split("/").map(encodeURIComponent).join("/")}`, scope);
  const range = request.headers.get("range");
  try {
    const response = await fetch(url, { cache: "no-cache", headers: range === null ? {} : { range } });
    if (response.ok || response.status === 416) return withHeaders(path, response);
    return refuse(response.status === 404 ? 404 : response.status, "There is no such file.");
  } catch {
    return refuse(504, "The file could not be loaded. Check the connection and try again.");
  }
}

function withHeaders(path: string, response: Response): Response {
  const headers = new Headers({
    "content-type": mediaType(path),
    "content-disposition": attachment(path.slice(path.lastIndexOf("/") + 1)),
    "content-security-policy": "sandbox; default-src 'none'",
    "x-content-type-options": "nosniff",
    "cache-control": "no-store",
    "accept-ranges": "bytes",
  });
  for (const name of ["content-range", "etag", "last-modified"]) {
    const value = response.headers.get(name);
    if (value !== null) headers.set(name, value);
  }
  return new Response(response.body, { status: response.status, statusText: response.statusText, headers });
}

function refuse(status: number, why: string): Response {
  const headers = { "content-type": "text/plain; charset=utf-8", "cache-control": "no-store" };
  return new Response(`${why}\n`, { status, headers });
}
