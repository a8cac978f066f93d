/**
 * Keeps a version of the app, so that it opens without a network: all or nothing as far as its page is concerned.
 * @module
 */
import { parseFileList } from "../../compiler/contract/file-list.ts";
import { fileUrl } from "../../compiler/contract/file-url.ts";
import type { KeepMessage } from "../../compiler/contract/offline.ts";
import { CONTENTS, contentKey, isPythons, keeping } from "./contents.ts";
import { type KeptApp, keepPage, keptApp, makeRoom, rememberApp, sweep } from "./kept-apps.ts";
import { scope } from "./scope.ts";

/** Bytes up to which a file of the runtime is kept though the page has not used it yet, nor Python that may show something with it. */
const SMALL = 256 * 1024;
/** Files fetched at a time. */
const AT_ONCE = 4;

interface Wanted {
  readonly url: string;
  readonly key: string;
  readonly size: number;
}

/** Keeps what the page names and what it may need next. A version that the host no longer has is left alone. */
export async function keepApp(event: ExtendableEvent, message: KeepMessage): Promise<void> {
  const listUrl = new URL(`files.json?v=${message.version}`, scope);
  const list = await keeping.handle({ event, request: new Request(listUrl) });
  const files = parseFileList(await list.json())?.files ?? null;
  if (files === null || !list.ok) return;
  const all = files.flatMap((file): (Wanted & { readonly path: string })[] => {
    const url = new URL(fileUrl(file), scope);
    const key = contentKey(url);
    return key === null ? [] : [{ url: url.href, key, size: file.size, path: file.path }];
  });
  const named = new Set(message.urls);
  const hasPython = message.urls.some((url) => isPythons(new URL(url)));
  const before = await keptApp();
  await rememberApp({
    project: message.project,
    version: message.version,
    work: Object.fromEntries(all.flatMap(({ path, key }) => (path.startsWith("work/") ? [[path, key]] : []))),
    keys: [contentKey(listUrl) ?? "", ...all.map(({ key }) => key)],
    older: olderKeys(before, message.version),
    seen: Date.now(),
    isolate: message.isolate,
  });
  const isRuntime = (path: string): boolean => /^(rt\/[0-9a-f]{12}\/|app\.json$|outputs\/)/.test(path);
  await fetchMissing(
    event,
    all.filter(({ url, path, size }) => named.has(url) || (isRuntime(path) && (hasPython || size <= SMALL))),
  );
  await keepPageOf(message.version);
  await sweep();
}

function olderKeys(before: KeptApp | null, version: string): readonly string[] {
  return before === null ? [] : before.version === version ? before.older : before.keys;
}

async function fetchMissing(event: ExtendableEvent, wanted: readonly Wanted[]): Promise<void> {
  const cache = await caches.open(CONTENTS);
  const kept = new Set((await cache.keys()).map(({ url }) => url));
  const missing = wanted.filter(({ key }) => !kept.has(key));
  const needed = missing.reduce((sum, { size }) => sum + size, 0);
  const room = await makeRoom(needed);
  // Without room for Python the page itself is still worth keeping.
  const waiting = [...(room ? missing : missing.filter(({ size }) => size <= SMALL))];
  const work = async (): Promise<void> => {
    for (let next = waiting.shift(); next; next = waiting.shift()) {
      const { url } = next;
      // Once more, as other apps have made room; what finds none even then is fetched when it is needed.
      if (!(await fitsIn(event, url))) await fitsIn(event, url);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

/** Keeps a file; `false` if the browser says that there is no room. */
async function fitsIn(event: ExtendableEvent, url: string): Promise<boolean> {
  // The page has just had it: its bytes are in the browser's cache, and the URL says what they must be.
  const request = new Request(url, { priority: "low", cache: "force-cache" });
  const [response, done] = keeping.handleAll({ event, request });
  try {
    await response;
    await done;
    return true;
  } catch (error) {
    if (error instanceof Error && error.name === "QuotaExceededError") return false;
    throw error;
  }
}

/** The page goes in last, and only if it is of the version whose files are there. */
async function keepPageOf(version: string): Promise<void> {
  const page = await fetch(scope, { cache: "no-cache" });
  const type = page.headers.get("content-type") ?? "";
  if (page.status !== 200 || page.redirected || !type.startsWith("text/html")) return;
  const text = await page.text();
  if (!text.includes(`version="${version}"`)) return;
  const headers = new Headers(page.headers);
  for (const name of ["content-encoding", "content-length", "vary"]) headers.delete(name);
  await keepPage(new Response(text, { headers }));
}
