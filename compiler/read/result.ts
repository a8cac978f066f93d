/**
 * What every reader gives.
 * @module
 */
import type { BlockId } from "../contract/ids.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import type { Document } from "../document.ts";

/** A document, unless an error is among the findings. */
export interface ReadResult {
  readonly document: Document | null;
  readonly diagnostics: readonly Diagnostic[];
  /** Where each block's metadata is written; a block without one cannot be given settings. */
  readonly origins: ReadonlyMap<BlockId, Origin>;
}

/** Where a file keeps the metadata of a block: below a path (JSON, YAML) or in a cell's header line (from 1). */
export type Origin =
  | { readonly kind: "path"; readonly path: readonly (string | number)[]; readonly ownRow: string | null }
  | { readonly kind: "header"; readonly line: number };

/** The result where there is no document. */
export function nothingRead(diagnostics: readonly Diagnostic[]): ReadResult {
  return { document: null, diagnostics, origins: new Map() };
}
