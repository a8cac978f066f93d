/**
 * What a page and its service worker say to each other.
 * @module
 */
import type { FileContent } from "./kernel.ts";
import type { Outcome } from "./outcome.ts";

/** From a page: keep what it needs, so that it opens without a network. */
export interface KeepMessage {
  readonly kind: "keep";
  readonly project: string;
  /** Name of the version that the page is of. */
  readonly version: string;
  /** Absolute URLs of files that the page has used or will use. */
  readonly urls: readonly string[];
  /** The author allows the page to be cross-origin isolated by its service worker. */
  readonly isolate: boolean;
}

/** From the service worker, with a port for the {@link FileAnswer}: read a file that this page's Python wrote. */
export interface ReadFileMessage {
  readonly kind: "read-file";
  /** Below `/work`. */
  readonly path: string;
}

export type FileAnswer = Outcome<FileContent>;

export function isKeepMessage(value: unknown): value is KeepMessage {
  return (
    hasKind(value, "keep") &&
    typeof Reflect.get(value, "version") === "string" &&
    Array.isArray(Reflect.get(value, "urls"))
  );
}

export function isReadFileMessage(value: unknown): value is ReadFileMessage {
  return hasKind(value, "read-file") && typeof Reflect.get(value, "path") === "string";
}

function hasKind(value: unknown, kind: string): value is object {
  return typeof value === "object" && value !== null && Reflect.get(value, "kind") === kind;
}
