/**
 * Fetching from a host that wants to know who asks, where no cookie of its reaches: the page embeds an app of another site.
 * @module
 */

/** The sign-in that requests below a base carry; `null` where a cookie does, or nothing. */
let carried: { readonly base: string; readonly authorization: string } | null = null;

/** From now on every fetch below `base`, and none elsewhere, carries this `Authorization`. */
export function authorizeFetch(base: string, authorization: string): void {
  const { fetch } = globalThis;
  carried = { base, authorization };
  globalThis.fetch = (input, init): Promise<Response> => {
    const request = new Request(input, init);
    const value = authorizationFor(request.url);
    if (value !== null) request.headers.set("authorization", value);
    return fetch(request);
  };
}

/** The `Authorization` for a request that is made by other means than `fetch`; `null` for none. */
export function authorizationFor(url: string): string | null {
  return carried && url.startsWith(carried.base) ? carried.authorization : null;
}

/** Imports a script of the bundle. `import` by its URL could carry no sign-in, and is refused to a page whose origin is opaque. */
// biome-ignore lint/suspicious/noExplicitAny: what a module exports is for its importer to say, as with `import` itself.
export async function importScript(url: string): Promise<any> {
  if (!carried && globalThis.origin !== "null") return import(/* @vite-ignore */ url);
  const response = await fetch(url);
  return importBytes(new Blob([await response.arrayBuffer()], { type: "text/javascript" }));
}

/** Imports a script that is here already. */
// biome-ignore lint/suspicious/noExplicitAny: as above.
export async function importBytes(script: Blob): Promise<any> {
  const local = URL.createObjectURL(script);
  try {
    return await import(/* @vite-ignore */ local);
  } finally {
    URL.revokeObjectURL(local);
  }
}
