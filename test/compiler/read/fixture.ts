/**
 * Notebooks of `test/fixtures/notebooks`, read.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Diagnostic } from "../../../compiler/diagnostics/diagnostic.ts";
import type { Block, Document } from "../../../compiler/document.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import type { ReadResult } from "../../../compiler/read/result.ts";

const folder = join(import.meta.dirname, "../../fixtures/notebooks");

/** The text of a fixture. */
export function fixture(file: string): string {
  return readFileSync(join(folder, file), "utf8");
}

/** Reads a fixture that has nothing wrong with it but `codes`. */
export function readFixture(file: string, notebook: string | null = null, codes: readonly string[] = []): Document {
  const { document, diagnostics } = readNotebook({ file, text: fixture(file), notebook });
  if (diagnostics.map(({ code }) => code).join() !== codes.join() || !document)
    throw new Error(JSON.stringify(diagnostics));
  return document;
}

/** The block with this id, if it is of this kind. */
export function blockOf<K extends Block["kind"]>(document: Document, id: string, kind: K): Extract<Block, { kind: K }> {
  const found = document.blocks.find((block) => block.id === id);
  const isKind = (block: Block | undefined): block is Extract<Block, { kind: K }> => block?.kind === kind;
  if (!isKind(found))
    throw new Error(`${id} is ${found?.kind ?? "not there"}: ${document.blocks.map((one) => one.id)}`);
  return found;
}

/** Reads text that no document comes from; gives its one finding. */
export function onlyError(result: ReadResult): Diagnostic {
  if (result.document !== null || result.diagnostics.length !== 1) throw new Error(JSON.stringify(result.diagnostics));
  return result.diagnostics[0]!;
}
