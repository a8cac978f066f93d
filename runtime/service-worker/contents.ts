/**
 * Files of apps, kept by content: what a URL asks for by version or by the hash in its path can be kept for ever, and two apps or
 * versions on one origin that need the same file share it. No version of an app is ever mixed with another, as no name is reused.
 * @module
 */
import type { WorkboxPlugin } from "workbox-core/types.js";
import { Strategy, type StrategyHandler } from "workbox-strategies";
import { askedVersion, isVersion } from "../../compiler/contract/file-url.ts";
import { ranged } from "./ranged.ts";
import { scope } from "./scope.ts";

export const CONTENTS = "notebook-app-contents";
/** Headers of kept responses: sha256 and number of their bytes. */
const HASH = "x-notebook-app-sha256";
const SIZE = "x-notebook-app-size";
/** Bytes up to which a kept file is checked when it is read; larger ones are Python's, which checks all that it loads. */
const CHECKED = 1024 * 1024;

/** The name under which a URL's content is kept; `null` if the URL does not say which content it wants. */
export function contentKey(url: URL): string | null {
  if (url.origin !== scope.origin || !url.pathname.startsWith(scope.pathname)) return null;
  const version = askedVersion(url.href);
  if (version !== null) return `${scope.origin}/.notebook-app/v/${version}`;
  const path = url.pathname.slice(scope.pathname.length);
  return path.startsWith("rt/") ? `${scope.origin}/.notebook-app/${path}` : null;
}

/** Kept content first. A request that says `reload` is of somebody who found it damaged. */
class ContentFirst extends Strategy {
  protected override async _handle(request: Request, handler: StrategyHandler): Promise<Response> {
    const kept = request.cache === "reload" ? undefined : await handler.cacheMatch(request);
    return kept ? ranged(request, kept) : this.fetchFirst(request, handler);
  }

  protected fetchFirst(request: Request, handler: StrategyHandler): Promise<Response> {
    return handler.fetchAndCachePut(request);
  }
}

/**
 * As a page asks. Somebody waits for Python's files: they pass through untouched, as reading, hashing and storing them meanwhile makes
 * a start twice as long. They are kept when the page is at rest, from the browser's cache; from this answer where that keeps nothing.
 */
class ForPages extends ContentFirst {
  protected override async fetchFirst(request: Request, handler: StrategyHandler): Promise<Response> {
    if (!isPythons(new URL(request.url))) return super.fetchFirst(request, handler);
    const response = await handler.fetch(request);
    if (/no-store/i.test(response.headers.get("cache-control") ?? ""))
      handler.waitUntil(handler.cachePut(request, response.clone()));
    return response;
  }
}

/** Whether it is a file of Python's. */
export function isPythons({ pathname }: URL): boolean {
  return /^rt\/(pkg|snap|py-[^/]+)\//.test(pathname.slice(scope.pathname.length));
}

const byContent: WorkboxPlugin = {
  cacheKeyWillBeUsed: async ({ request }) => contentKey(new URL(request.url)) ?? request,
  cacheWillUpdate: async ({ request, response }) => {
    if (response.status !== 200 || isErrorPage(request, response)) return null;
    const bytes = await response.arrayBuffer();
    const sha256 = await hashOf(bytes);
    const version = askedVersion(request.url);
    if (version !== null && !isVersion(version, sha256)) return null;
    // The bytes are decoded by now, and what the answer varied by no longer matters.
    const headers = new Headers(response.headers);
    for (const name of ["content-encoding", "content-length", "vary", "set-cookie"]) headers.delete(name);
    headers.set(HASH, sha256);
    headers.set(SIZE, String(bytes.byteLength));
    return new Response(bytes, { headers });
  },
  cachedResponseWillBeUsed: async ({ request, cachedResponse }) => {
    if (!cachedResponse) return null;
    const { headers } = cachedResponse;
    if (Number(headers.get(SIZE)) > CHECKED) return cachedResponse;
    try {
      const bytes = await cachedResponse.clone().arrayBuffer();
      if ((await hashOf(bytes)) === headers.get(HASH)) return cachedResponse;
    } catch {
      // Unreadable is as good as damaged.
    }
    await (await caches.open(CONTENTS)).delete(request, { ignoreVary: true });
    return null;
  },
};

/** Some hosts answer every unknown path with a page. */
function isErrorPage(request: Request, response: Response): boolean {
  const type = response.headers.get("content-type") ?? "";
  return type.startsWith("text/html") && !new URL(request.url).pathname.endsWith(".html");
}

/** SHA-256 as lower-case hexadecimal. */
export async function hashOf(bytes: BufferSource): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("");
}

const OPTIONS = { cacheName: CONTENTS, matchOptions: { ignoreVary: true }, plugins: [byContent] };

/** Answers a page from what is kept, else from the network. */
export const contents: Strategy = new ForPages(OPTIONS);

/** Sees to it that content is kept. */
export const keeping: Strategy = new ContentFirst(OPTIONS);
