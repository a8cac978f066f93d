/**
 * An author's mistake as the bundlers' error: message, file, line and the lines around it, which Vite shows over the page.
 * @module
 */
import { readFileSync } from "node:fs";
import type { Diagnostic, Place } from "../../diagnostics/diagnostic.ts";
import type { Block, Document } from "../../document.ts";

/** What a plugin's `this.error` and `this.warn` take. */
export interface AuthorError {
  readonly message: string;
  /** The file; Vite shows it where there is no {@link loc}. */
  readonly id: string;
  readonly loc?: { readonly file: string; readonly line: number; readonly column: number };
  readonly frame?: string;
  /** The finding's code. */
  readonly pluginCode: string;
}

/** A mistake that is thrown because nothing is there to report it to. */
export class NotebookError extends Error {
  override readonly name: string = "NotebookError";
}

/** Describes a finding. @param document - What was read; `null` if nothing could be. */
export function authorError({ code, message, help, place }: Diagnostic, document: Document | null): AuthorError {
  const block = place.block === undefined ? undefined : document?.blocks.find(({ id }) => id === place.block);
  const where = place.blockTitle === undefined ? "" : `${place.blockTitle}${lineText(place)}: `;
  const line = fileLine(place, block);
  const frame = framed(block && "source" in block ? block.source : readText(place.file), place.line);
  return {
    message: `${where}${message}\n${help}`,
    id: place.file,
    pluginCode: code,
    ...(line === null ? {} : { loc: { file: place.file, line, column: Math.max(0, (place.column ?? 1) - 1) } }),
    ...(frame === null ? {} : { frame }),
  };
}

function lineText({ line }: Place): string {
  return line === undefined ? "" : `, line ${line}`;
}

/** The line in the file; of a block, its place in the file is known in percent format and looked for in the others. */
function fileLine({ file, line = 1 }: Place, block: Block | undefined): number | null {
  if (!block) return line;
  if (block.line !== null) return block.line + line - 1;
  const source = "source" in block ? (block.source.split("\n")[line - 1] ?? "").trim() : "";
  const lines = readText(file).split("\n");
  const start = lines.findIndex((text) => text.includes(block.id));
  // As JSON writes it, or as YAML does.
  const written = [JSON.stringify(source).slice(1, -1), source];
  const found = lines.flatMap((text, at) => (source !== "" && written.some((one) => text.includes(one)) ? [at] : []));
  if (start === -1 || found.length === 0) return start === -1 ? null : start + 1;
  return found.reduce((best, at) => (Math.abs(at - start) < Math.abs(best - start) ? at : best)) + 1;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch {
    return "";
  }
}

/** Lines above and below that are shown. */
const AROUND = 2;

/** The line and its neighbours, numbered, the line marked. */
function framed(source: string, line: number | undefined): string | null {
  const lines = source.split("\n");
  if (line === undefined || line > lines.length) return null;
  const first = Math.max(1, line - AROUND);
  return lines
    .slice(first - 1, line + AROUND)
    .map((text, at) => `${first + at === line ? ">" : " "} ${String(first + at).padStart(3)} | ${text}`)
    .join("\n");
}
