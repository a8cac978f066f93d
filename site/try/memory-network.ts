/**
 * A network of files in memory: for a page whose origin is opaque, which can fetch nothing from the site that it came from.
 * @module
 */

/** Where the app's files seem to be. The name can belong to nobody. */
export const APP_BASE = "https://app.invalid/";

/** URLs of files in memory by the URLs that they are asked for by. */
export type MemoryUrls = Readonly<Record<string, string>>;

/** From now on `fetch` answers from these files alone, here and in every worker, and every worker runs `kernel`. */
export function installMemoryNetwork(files: ReadonlyMap<string, Blob>, kernel: Blob): void {
  const urls = Object.fromEntries([...files].map(([path, blob]) => [APP_BASE + path, URL.createObjectURL(blob)]));
  answerFromMemory(urls);
  // What `worker-prelude.ts`, at the head of the kernel's script, reads.
  const script = new Blob([`var memoryUrls = ${JSON.stringify(urls)};\n`, kernel], { type: "text/javascript" });
  const scriptUrl = URL.createObjectURL(script);
  const { Worker } = globalThis;
  globalThis.Worker = class extends Worker {
    constructor() {
      // A classic one: Chromium starts no module worker in an opaque origin.
      super(scriptUrl);
    }
  };
}

/** Replaces this global's `fetch`. */
export function answerFromMemory(urls: MemoryUrls): void {
  const { fetch } = globalThis;
  globalThis.fetch = (input) => {
    const asked = new URL(input instanceof Request ? input.url : String(input));
    const url = asked.protocol === "blob:" ? asked.href : urls[asked.origin + decodeURIComponent(asked.pathname)];
    return url === undefined ? Promise.resolve(new Response(null, { status: 404 })) : fetch(url);
  };
}
