/**
 * The files of an example, as if they had been dropped.
 * @module
 */
import type { NamedFile } from "./dropped.ts";

/** Fetches them from the site. */
export async function fetchExample(name: string): Promise<NamedFile[]> {
  const folder = new URL(`./examples/${encodeURIComponent(name)}/`, document.baseURI);
  const names: unknown = await (await get(new URL("list.json", folder))).json();
  if (!Array.isArray(names)) throw new TypeError(`The example ${name} has no list of files.`);
  return Promise.all(
    names.map(async (file) => ({
      name: String(file),
      content: await (await get(new URL(String(file), folder))).blob(),
    })),
  );
}

async function get(url: URL): Promise<Response> {
  const response = await fetch(url);
  if (!response.ok) throw new TypeError(`${url.pathname} could not be fetched (${response.status}).`);
  return response;
}
