/**
 * Starts the browser kernel's worker, also where the runtime comes from another site than the page.
 * @module
 */
import entry from "../kernel/entry.ts?worker&url";

/** Browsers start workers from the page's own origin only; a script of that origin may import from elsewhere. */
export function startWorker(): Worker {
  const url = new URL(entry, import.meta.url).href;
  const isOwn = new URL(url).origin === self.origin;
  const script = isOwn
    ? url
    : URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
  return new Worker(script, { type: "module", name: "notebook-app" });
}
