/**
 * Starts the browser kernel's worker, also where the runtime comes from another site than the page.
 * @module
 */
import entry from "../kernel/entry.ts?worker&url";

/** Started ahead of its use. */
let waiting: Worker | null = null;

/** Starts a worker for the next {@link startWorker}: its script arrives and is compiled while the page still reads the app. */
export function startWorkerAhead(): void {
  waiting ??= newWorker();
  // Whoever takes it hears of its errors; until then it is only not there.
  waiting.addEventListener("error", dropWorkerAhead, { once: true });
}

/** A worker that nobody has used. */
export function startWorker(): Worker {
  const worker = waiting ?? newWorker();
  waiting = null;
  return worker;
}

/** Lets a worker go that was started ahead in vain. */
export function dropWorkerAhead(): void {
  waiting?.terminate();
  waiting = null;
}

/** Browsers start workers from the page's own origin only; a script of that origin may import from elsewhere. */
function newWorker(): Worker {
  const url = new URL(entry, import.meta.url).href;
  const isOwn = new URL(url).origin === self.origin;
  const script = isOwn
    ? url
    : URL.createObjectURL(new Blob([`import ${JSON.stringify(url)};`], { type: "text/javascript" }));
  return new Worker(script, { type: "module", name: "notebook-app" });
}
