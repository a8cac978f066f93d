/**
 * Puts an app among a site's assets: its own files into a folder named by their content, what apps share beside it, once.
 * @module
 */
import { readFileSync } from "node:fs";
import { posix } from "node:path";
import type { Rolldown } from "vite";
import { InternalError } from "../../diagnostics/diagnostic.ts";
import type { PlacedFile } from "../output.ts";
import { sha256 } from "../wheel-sources/cache.ts";

export interface EmittedApp {
  readonly slug: string;
  readonly files: ReadonlyMap<string, PlacedFile>;
  /** The site's folder of assets, below its root. */
  readonly assets: string;
}

/** Only a page of its own needs these; and the site brings the element itself. */
const PAGE_ONLY = /^(?:index\.html|embed\.js|sw\.js|_headers|files\.json)$|^rt\/[0-9a-f]{12}\//;

/** Where a site has the app's program, below its root. */
export function programPath({ slug, files, assets }: EmittedApp): string {
  // The list has the hash of every file that a version consists of.
  const version = sha256(textOf(files.get("files.json"))).slice(0, 8);
  return posix.join(assets, "notebooks", `${slug.replace(/-[^-]*$/, "")}-${version}`, "app.json");
}

/** What was emitted of an app. */
export interface Emitted {
  /** The bundler's reference of the app's program. */
  readonly program: string;
  /** All files, below the site's root. */
  readonly files: readonly string[];
}

/** Emits the files. */
export function emitApp(context: Pick<Rolldown.PluginContext, "emitFile">, app: EmittedApp): Emitted {
  const names: string[] = [];
  const own = posix.dirname(programPath(app));
  let program: string | null = null;
  for (const file of app.files.values()) {
    if (PAGE_ONLY.test(file.path)) continue;
    const fileName = posix.join(file.path.startsWith("rt/") ? posix.dirname(own) : own, file.path);
    const source = "text" in file ? file.text : readFileSync(file.file);
    const reference = context.emitFile({ type: "asset", fileName, source });
    names.push(fileName);
    if (file.path === "app.json") program = reference;
  }
  if (program === null) throw new InternalError("no-program", "A bundle has no app.json.");
  return { program, files: names };
}

function textOf(file: PlacedFile | undefined): string {
  return file && "text" in file ? file.text : "";
}
