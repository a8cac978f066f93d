/**
 * `files.json` and `version.json`: what a version of an app consists of, and which version a host has now.
 * @module
 */
import type { VersionedFile } from "./file-url.ts";

/** All files of a version that a page may ask for; the hash of its text is the version's name. */
export interface FileList {
  readonly files: readonly ListedFile[];
}

export interface ListedFile extends VersionedFile {
  /** Bytes. */
  readonly size: number;
}

/** Takes parsed JSON for a list of files; `null` for anything else. */
export function parseFileList(value: unknown): FileList | null {
  if (typeof value !== "object" || value === null) return null;
  const files: unknown = Reflect.get(value, "files");
  return Array.isArray(files) && files.every(isListed) ? { files } : null;
}

function isListed(value: unknown): value is ListedFile {
  return (
    typeof value === "object" &&
    value !== null &&
    typeof Reflect.get(value, "path") === "string" &&
    /^[0-9a-f]{64}$/.test(String(Reflect.get(value, "sha256"))) &&
    typeof Reflect.get(value, "size") === "number"
  );
}

/** Takes the parsed JSON of a `version.json`: the version's name, `null` for anything else. */
export function parseVersion(value: unknown): string | null {
  const version: unknown = typeof value === "object" && value !== null ? Reflect.get(value, "version") : null;
  return typeof version === "string" && /^[0-9a-f]{16}$/.test(version) ? version : null;
}
