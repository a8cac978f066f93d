/**
 * The server's code, which is built apart from the command and loaded only where it is needed.
 * @module
 */
import { existsSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import type { ServeModule } from "../contract/serve.ts";

/** The built server beside this file, or in `dist` when this runs from the sources; `null` if it is not built. */
export async function serverModule(): Promise<ServeModule | null> {
  const here = dirname(fileURLToPath(import.meta.url));
  const places = ["serve.js", "../serve.js", "../../dist/serve.js"].map((path) => join(here, path));
  const found = places.find(existsSync);
  if (found === undefined) return null;
  const module: ServeModule = await import(/* @vite-ignore */ pathToFileURL(found).href);
  return module;
}
