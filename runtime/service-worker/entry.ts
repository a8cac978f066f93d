/**
 * The app's service worker: the app opens without a network, versions are never mixed, `file?path=` works on any host.
 * It knows no version itself (each URL says which content it wants), so a new worker takes over at once.
 * @module
 */
import { clientsClaim } from "workbox-core";
import { enable as enableNavigationPreload } from "workbox-navigation-preload";
import { registerRoute } from "workbox-routing";
import { isKeepMessage } from "../../compiler/contract/offline.ts";
import { contentKey, contents } from "./contents.ts";
import { keepApp } from "./keep.ts";
import { answerPage } from "./pages.ts";
import { isPage } from "./scope.ts";
import { answerFile, maybeFile } from "./work-files.ts";

declare const self: ServiceWorkerGlobalScope;

self.addEventListener("install", () => void self.skipWaiting());
clientsClaim();
enableNavigationPreload();

registerRoute(
  ({ url, request }) => request.mode === "navigate" && isPage(url),
  ({ event, request }) => answerPage(fetchEvent(event), request),
);
registerRoute(
  ({ url }) => maybeFile(url),
  ({ event, request }) => answerFile(fetchEvent(event), request),
);
registerRoute(({ url }) => contentKey(url) !== null, contents);

/** One at a time: two that keep and sweep at once would undo each other's work. */
let keeping: Promise<void> = Promise.resolve();

self.addEventListener("message", (event) => {
  const message: unknown = event.data;
  if (!isKeepMessage(message)) return;
  // What cannot be kept now (no network, no room) is fetched when it is needed.
  keeping = keeping.then(() => keepApp(event, message)).catch(() => {});
  event.waitUntil(keeping);
});

/** Workbox's routes are asked for fetches only; its types do not say so. */
function fetchEvent(event: ExtendableEvent): FetchEvent {
  if (event instanceof FetchEvent) return event;
  throw new TypeError("A route was asked by something else than a fetch.");
}
