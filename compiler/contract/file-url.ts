/**
 * Where a page asks for a file of its bundle. Files outside `rt/` keep their names from version to version, so they are asked for with
 * the hash of the content that the page was compiled with: a server that keeps versions then answers exactly that content, and a page
 * that was opened before a publish never mixes two versions.
 * @module
 */

/** Hexadecimal digits of a sha256 that name a version of a file. */
export const VERSION_DIGITS = 16;

/** A file of the bundle and its content. */
export interface VersionedFile {
  /** Relative to the bundle's root, `/` between parts, not encoded. */
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
}

/** Whether the path itself says which content it has: what lies in `rt/`, be it the app's own or one beside it that apps of a site share. */
export function hasFixedContent(path: string): boolean {
  return /^(?:\.\.\/)?rt\//.test(path);
}

/** The file's URL relative to the bundle's root. */
export function fileUrl({ path, sha256 }: VersionedFile): string {
  const encoded = path.split("/").map(encodeURIComponent).join("/");
  return hasFixedContent(path) ? encoded : `${encoded}?v=${sha256.slice(0, VERSION_DIGITS)}`;
}

/** The version that a URL asks for; `null` for whichever is newest. */
export function askedVersion(url: string): string | null {
  return /[?&]v=([0-9a-f]{16})(?:[&#]|$)/.exec(url)?.[1] ?? null;
}

/** Whether content with this sha256 is the version asked for. */
export function isVersion(version: string, sha256: string): boolean {
  return sha256.slice(0, VERSION_DIGITS) === version;
}

/** What to say where a host has only the newer content. */
export const OUTDATED = "A newer version of this app was published. Reload the page to use it.";
