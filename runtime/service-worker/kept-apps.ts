/**
 * Which apps are kept on this origin and which contents each needs. What no app needs goes; where room is short, the app that was not
 * opened for longest goes first.
 * @module
 */
import { registerQuotaErrorCallback } from "workbox-core";
import { CONTENTS } from "./contents.ts";
import { scope } from "./scope.ts";

const APPS = "notebook-app-apps";
const PAGES = "notebook-app-pages";
/** Milliseconds after which an app that nobody opened goes. */
const FORGOTTEN = 90 * 24 * 60 * 60 * 1000;

/** What is known of one app. */
export interface KeptApp {
  readonly project: string;
  readonly version: string;
  /** Work files by their path in the bundle, with the key of their content. */
  readonly work: Readonly<Record<string, string>>;
  /** Keys of the contents of its version. */
  readonly keys: readonly string[];
  /** Keys of the version before, as a page of it may still be open. */
  readonly older: readonly string[];
  /** When it was last opened, in milliseconds since 1970. */
  readonly seen: number;
  readonly isolate: boolean;
}

/** What is known of the app of `at`; `null` also for a damaged record. */
export async function keptApp(at: string = scope.href): Promise<KeptApp | null> {
  try {
    const response = await (await caches.open(APPS)).match(at);
    const found: unknown = await response?.json();
    return isKept(found) ? found : null;
  } catch {
    return null;
  }
}

function isKept(value: unknown): value is KeptApp {
  if (typeof value !== "object" || value === null) return false;
  const has = (key: string, type: string): boolean => typeof Reflect.get(value, key) === type;
  return (
    has("project", "string") &&
    has("version", "string") &&
    has("work", "object") &&
    has("seen", "number") &&
    Array.isArray(Reflect.get(value, "keys")) &&
    Array.isArray(Reflect.get(value, "older"))
  );
}

export async function rememberApp(app: KeptApp): Promise<void> {
  await (await caches.open(APPS)).put(scope.href, Response.json(app));
}

/** The page of this app as it was when all that it needs was kept. */
export async function keptPage(): Promise<Response | undefined> {
  return (await caches.open(PAGES)).match(scope.href);
}

export async function keepPage(page: Response): Promise<void> {
  await (await caches.open(PAGES)).put(scope.href, page);
}

/** Takes an app and what only it needs away. */
export async function forgetApp(at: string = scope.href): Promise<void> {
  await (await caches.open(PAGES)).delete(at);
  await (await caches.open(APPS)).delete(at);
  await sweep();
}

/** Takes away apps that nobody opens any more, and contents that no app needs. */
export async function sweep(): Promise<void> {
  const apps = await caches.open(APPS);
  const needed = new Set<string>();
  for (const { url } of await apps.keys()) {
    const app = await keptApp(url);
    if (app === null || Date.now() - app.seen > FORGOTTEN) {
      await apps.delete(url);
      await (await caches.open(PAGES)).delete(url);
    } else for (const key of [...app.keys, ...app.older]) needed.add(key);
  }
  const contents = await caches.open(CONTENTS);
  for (const request of await contents.keys()) if (!needed.has(request.url)) await contents.delete(request);
}

/** Takes apps other than this one away, longest unused first, until `bytes` have room; whether they have. */
export async function makeRoom(bytes: number): Promise<boolean> {
  if (await fits(bytes)) return true;
  const apps = await caches.open(APPS);
  const others = [];
  for (const { url } of await apps.keys())
    if (url !== scope.href) others.push({ url, seen: (await keptApp(url))?.seen ?? 0 });
  others.sort((one, other) => one.seen - other.seen);
  for (const { url } of others) {
    await forgetApp(url);
    if (await fits(bytes)) return true;
  }
  return false;
}

async function fits(bytes: number): Promise<boolean> {
  const { quota = Number.POSITIVE_INFINITY, usage = 0 } = await navigator.storage.estimate();
  return usage + bytes < quota;
}

// A browser that counts otherwise than it tells: the next file finds room, this one is fetched again another time.
registerQuotaErrorCallback(() => makeRoom(Number.POSITIVE_INFINITY));
