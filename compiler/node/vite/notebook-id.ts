/**
 * Module ids of notebooks that a site imports: `…/sales.ipynb?app`, for a project of several notebooks `…/team.deepnote?notebook=Q3&app`.
 * @module
 */
import { basename, relative, sep } from "node:path";
import { sha256 } from "../wheel-sources/cache.ts";

/** What such an id means. */
export interface NotebookId {
  /** Absolute path, `/` between parts. */
  readonly file: string;
  /** Which notebook of a project. */
  readonly notebook: string | null;
  /** Names the app in URLs: readable, and unlike that of another notebook with the same name. */
  readonly slug: string;
}

/** Ids worth a closer look, for hook filters. */
export const NOTEBOOK_ID: RegExp = /\.(?:ipynb|deepnote|py)\?(?:.*&)?app(?:&|=|$)/;

/**
 * Reads an id; `null` for anything else.
 *
 * @param root - Of the site; slugs come from paths below it, so that they are the same on every machine.
 */
export function readNotebookId(id: string, root: string): NotebookId | null {
  if (!NOTEBOOK_ID.test(id)) return null;
  const [file = "", query = ""] = id.split(/\?(.*)/s);
  const notebook = new URLSearchParams(query).get("notebook");
  const inSite = relative(root, file).split(sep).join("/");
  const name = basename(file)
    .replace(/\.[^.]*$/, "")
    .replace(/\W+/g, "-")
    .replace(/^-|-$/g, "");
  return { file, notebook, slug: `${name}-${sha256(`${inSite} ${notebook ?? ""}`).slice(0, 8)}` };
}
