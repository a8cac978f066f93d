/**
 * The page's side of its service worker: registers it, tells it what to keep, answers it for files that Python wrote.
 * @module
 */
import type { FileContent } from "../../compiler/contract/kernel.ts";
import { type FileAnswer, isReadFileMessage, type KeepMessage } from "../../compiler/contract/offline.ts";
import type { Outcome } from "../../compiler/contract/outcome.ts";

export interface OfflineOptions {
  /** Absolute URL of the bundle's root, with a final slash. */
  readonly base: string;
  readonly project: string;
  /** Name of the version that the page is of. */
  readonly version: string;
  readonly isolate: boolean;
  readonly read: (path: string) => Promise<Outcome<FileContent>>;
  /** What the service worker's own start must not take time from. */
  readonly after: Promise<unknown>;
}

/** Keeps these files, and the page with them. */
export type Keep = (urls: readonly string[]) => void;

/** Starts the service worker where there can be one; what is kept without one is nothing. */
export function startOffline({ base, project, version, isolate, read, after }: OfflineOptions): Keep {
  if (!("serviceWorker" in navigator) || new URL(base).origin !== location.origin || version === "") return () => {};
  const { serviceWorker } = navigator;
  serviceWorker.addEventListener("message", ({ data, ports }: MessageEvent<unknown>) => {
    if (isReadFileMessage(data)) void read(data.path).then((answer: FileAnswer) => ports[0]?.postMessage(answer));
  });
  void after.then(() =>
    // Refused in some private windows and frames: the app then works online only.
    serviceWorker.register(new URL("sw.js", base), { scope: base, updateViaCache: "none" }).catch(() => {}),
  );
  return (urls) => {
    void serviceWorker.ready.then(({ active }) => {
      const message: KeepMessage = { kind: "keep", project, version, isolate, urls: [...loaded(base), ...urls] };
      active?.postMessage(message);
    });
  };
}

/** What the page itself has loaded of the app so far. */
function loaded(base: string): string[] {
  return performance.getEntriesByType("resource").flatMap(({ name }) => (name.startsWith(base) ? [name] : []));
}
