/**
 * The list of a bundle's files, by which service workers know what to keep and pages know that there is a newer version.
 * @module
 */
import type { FileList, ListedFile } from "../contract/file-list.ts";
import { VERSION_DIGITS } from "../contract/file-url.ts";

/** A file of a bundle: a text, or one that the shell copies. */
type Entry = { readonly path: string; readonly text: string } | ListedFile;

/** The text of `files.json`, and the version's name: the hash of that text. */
export function listFiles(
  entries: readonly Entry[],
  sha256: (text: string) => string,
): { readonly list: string; readonly version: string } {
  const files = entries
    .map((entry): ListedFile => {
      const { path } = entry;
      if ("text" in entry) return { path, sha256: sha256(entry.text), size: utf8Size(entry.text) };
      return { path, sha256: entry.sha256, size: entry.size };
    })
    .sort((one, other) => (one.path < other.path ? -1 : 1));
  const list = `${JSON.stringify({ files } satisfies FileList)}\n`;
  return { list, version: sha256(list).slice(0, VERSION_DIGITS) };
}

/** Bytes of a text in UTF-8. */
export function utf8Size(text: string): number {
  return encodeURIComponent(text.toWellFormed()).replace(/%../g, "x").length;
}
