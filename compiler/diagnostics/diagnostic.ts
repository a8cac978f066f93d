/**
 * What the compiler tells an author: a value, collected and never thrown. Each code has one factory, in the file of
 * this folder that is named like the phase which finds it.
 * @module
 */
import type { BlockId } from "../contract/ids.ts";

/** Where in the author's files. Lines and columns count from 1. */
export interface Place {
  /** As the author gave it. */
  readonly file: string;
  readonly block?: BlockId;
  /** What a person calls the block, e.g. `block 3`. */
  readonly blockTitle?: string;
  /** In `file`, or, with {@link block}, in the block's source. */
  readonly line?: number;
  readonly column?: number;
}

/** One finding. */
export interface Diagnostic {
  /** Stable, kebab-case; a section of the docs. */
  readonly code: string;
  /** An `error` stops the build. */
  readonly severity: "error" | "warning" | "info";
  /** One sentence: what is wrong. */
  readonly message: string;
  /** One sentence: what to do. */
  readonly help: string;
  readonly place: Place;
}

/** A broken promise inside the compiler; never the author's fault. */
export class InternalError extends Error {
  override readonly name: string = "InternalError";
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether any finding stops the build. */
export function hasErrors(diagnostics: readonly Diagnostic[]): boolean {
  return diagnostics.some((diagnostic) => diagnostic.severity === "error");
}
