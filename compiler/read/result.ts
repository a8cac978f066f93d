/**
 * What every reader gives.
 * @module
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Document } from "../document.ts";

/** A document, unless an error is among the findings. */
export interface ReadResult {
  readonly document: Document | null;
  readonly diagnostics: readonly Diagnostic[];
}
