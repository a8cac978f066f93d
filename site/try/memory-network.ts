/**
 * A network of files in memory: for a page whose origin is opaque, which can fetch nothing from the site that it came from. Files may
 * arrive later than they are asked for.
 * @module
 */

/** Where the app's files seem to be. The name can belong to nobody. */
export const APP_BASE = "https://app.invalid/";

/** A file by the URL that it is asked for by; without content if it will not arrive. */
export interface ArrivedFile {
  readonly kind: "memory-file";
  readonly url: string;
  readonly blobUrl: string | null;
}

export function isArrivedFile(value: unknown): value is ArrivedFile {
  return typeof value === "object" && value !== null && Reflect.get(value, "kind") === "memory-file";
}

/** What is there, and who waits for what is not. Takes the place of this global's `fetch` and of the addresses of `XMLHttpRequest`. */
export class MemoryNetwork {
  readonly #arrived: Map<string, string | null>;
  readonly #waiting: Map<string, ((blobUrl: string | null) => void)[]> = new Map();
  readonly #expected: ReadonlySet<string>;

  /** @param expected - URLs of files that will arrive; others are not found at once. */
  constructor(expected: Iterable<string>, arrived: Iterable<readonly [string, string | null]> = []) {
    this.#expected = new Set(expected);
    this.#arrived = new Map(arrived);
    const { fetch } = globalThis;
    globalThis.fetch = async (input) => {
      const asked = new URL(input instanceof Request ? input.url : String(input));
      const found = asked.protocol === "blob:" ? asked.href : await this.#find(plain(asked));
      return found === null ? new Response(null, { status: 404 }) : fetch(found);
    };
    this.#openFromMemory();
  }

  /** Files that have arrived so far. */
  get files(): readonly (readonly [string, string | null])[] {
    return [...this.#arrived];
  }

  add({ url, blobUrl }: ArrivedFile): void {
    this.#arrived.set(url, blobUrl);
    for (const resolve of this.#waiting.get(url) ?? []) resolve(blobUrl);
    this.#waiting.delete(url);
  }

  #find(url: string): Promise<string | null> {
    const found = this.#arrived.get(url);
    if (found !== undefined) return Promise.resolve(found);
    if (!this.#expected.has(url)) return Promise.resolve(null);
    return new Promise((resolve) => this.#waiting.set(url, [...(this.#waiting.get(url) ?? []), resolve]));
  }

  /** A blocking request cannot wait for what has not arrived; it fails as without a network. */
  #openFromMemory(): void {
    const arrived = this.#arrived;
    const { open } = XMLHttpRequest.prototype;
    XMLHttpRequest.prototype.open = function (method: string, url: string | URL, isAsync: boolean = true): void {
      open.call(this, method, arrived.get(plain(new URL(url, APP_BASE))) ?? url, isAsync);
    };
  }
}

/** Without the version that a URL asks for: there is only one. */
function plain(url: URL): string {
  return url.origin + decodeURIComponent(url.pathname);
}
