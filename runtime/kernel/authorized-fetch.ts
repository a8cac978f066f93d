/**
 * Fetching from a host that wants to know who asks, where no cookie of its reaches: the page embeds an app of another site.
 * @module
 */

/** Whether this worker's fetches carry a sign-in. */
let carries = false;

/** From now on every fetch below `base`, and none elsewhere, carries this `Authorization`. */
export function authorizeFetch(base: string, authorization: string): void {
  const { fetch } = globalThis;
  carries = true;
  globalThis.fetch = (input, init): Promise<Response> => {
    const request = new Request(input, init);
    if (request.url.startsWith(base)) request.headers.set("authorization", authorization);
    return fetch(request);
  };
}

/** Imports a script of the bundle; `import` by its URL could carry no sign-in. */
// biome-ignore lint/suspicious/noExplicitAny: what a module exports is for its importer to say, as with `import` itself.
export async function importScript(url: string): Promise<any> {
  if (!carries) return import(/* @vite-ignore */ url);
  const response = await fetch(url);
  const local = URL.createObjectURL(new Blob([await response.arrayBuffer()], { type: "text/javascript" }));
  try {
    return await import(/* @vite-ignore */ local);
  } finally {
    URL.revokeObjectURL(local);
  }
}
