/**
 * Reads `.ipynb`, nbformat 4.0 to 4.5, with Deepnote's own cell metadata where it is there.
 * @module
 */
import { projectId } from "../contract/ids.ts";
import { malformed, notPython, oldNotebook } from "../diagnostics/read.ts";
import type { Block, Document } from "../document.ts";
import { CellReader, idOf } from "./cells.ts";
import { isObject, type Json, listOf, numberOrNull, objectOf, textOf, textOrNull } from "./json.ts";
import { readOutputs } from "./outputs.ts";
import { nothingRead, type ReadResult } from "./result.ts";

/** Where a notebook's JSON came from. */
export interface JsonSource {
  readonly file: string;
  /** The file's, without its extension. */
  readonly name: string;
  /** Line of the value at a path. */
  lineOf(path: readonly (string | number)[]): number;
}

/** Reads parsed JSON. */
export function readIpynb(json: unknown, { file, name, lineOf }: JsonSource): ReadResult {
  if (!isObject(json) || !Array.isArray(json.cells)) {
    const version = isObject(json) ? numberOrNull(json.nbformat) : null;
    const wrong =
      version !== null && version !== 4
        ? oldNotebook(file, String(version))
        : malformed({ file, line: 1 }, "This JSON has no list of cells.");
    return nothingRead([wrong]);
  }
  if (json.nbformat !== 4) return nothingRead([oldNotebook(file, String(json.nbformat))]);
  const metadata = objectOf(json.metadata);
  const language = languageOf(metadata);
  if (!/^(i?python\d?|py)$/i.test(language)) return nothingRead([notPython(file, language)]);
  const wrong = json.cells.flatMap((cell, index) => {
    const problem = cellProblem(cell);
    return problem ? [malformed({ file, line: lineOf(["cells", index, ...problem.path]) }, problem.what)] : [];
  });
  if (wrong.length > 0) return nothingRead(wrong);
  const reader = new CellReader();
  const rows = sharedGroups(json.cells);
  json.cells.forEach((cell, index) => readCell(reader, objectOf(cell), { file, index, rows }));
  const project = projectId(textOf(metadata.deepnote_project_id));
  const document: Document = {
    format: "ipynb",
    file,
    name: textOrNull(metadata.deepnote_notebook_name) ?? name,
    project,
    requirements: reader.requirements,
    blocks: reader.blocks,
    modules: [],
  };
  return { document, diagnostics: reader.diagnostics, origins: reader.origins };
}

/** What of a cell is not as nbformat demands, so that something of it would be lost. */
function cellProblem(cell: unknown): { path: string[]; what: string } | null {
  if (!isObject(cell)) return { path: [], what: "A cell must be an object." };
  if (cell.cell_type !== "code" && cell.cell_type !== "markdown" && cell.cell_type !== "raw")
    return { path: ["cell_type"], what: `A cell's 'cell_type' must be code, markdown or raw.` };
  if (!isText(cell.source)) return { path: ["source"], what: "A cell's 'source' must be text or a list of texts." };
  if (cell.metadata !== undefined && !isObject(cell.metadata))
    return { path: ["metadata"], what: "A cell's 'metadata' must be an object." };
  if (cell.outputs !== undefined && !(Array.isArray(cell.outputs) && cell.outputs.every(isObject)))
    return { path: ["outputs"], what: "A cell's 'outputs' must be a list of objects." };
  return null;
}

function isText(value: unknown): boolean {
  return typeof value === "string" || (Array.isArray(value) && value.every((part) => typeof part === "string"));
}

function languageOf(metadata: Json): string {
  const kernel = objectOf(metadata.kernelspec);
  return (
    textOrNull(kernel.language) ??
    textOrNull(objectOf(metadata.language_info).name) ??
    (textOrNull(kernel.name)?.replace(/\d.*$/, "") || "python")
  );
}

/** Block groups that several cells share: their blocks stand side by side. */
function sharedGroups(cells: readonly unknown[]): ReadonlySet<string> {
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const cell of cells) {
    const group = groupOf(objectOf(cell));
    if (group !== null && seen.has(group)) shared.add(group);
    if (group !== null) seen.add(group);
  }
  return shared;
}

function groupOf(cell: Json): string | null {
  return textOrNull(objectOf(cell.metadata).deepnote_block_group) ?? textOrNull(cell.block_group);
}

function readCell(
  reader: CellReader,
  cell: Json,
  { file, index, rows }: { file: string; index: number; rows: ReadonlySet<string> },
): void {
  const metadata = objectOf(cell.metadata);
  if (metadata.created_in_deepnote_cell === true) return;
  const title = `block ${index + 1}`;
  const id = idOf(
    textOrNull(cell.id) ?? textOrNull(metadata.cell_id) ?? textOrNull(metadata.id) ?? `cell-${index + 1}`,
  );
  const place = { file, block: id, blockTitle: title };
  const type = textOrNull(metadata.deepnote_cell_type) ?? (cell.cell_type === "code" ? "code" : "markdown");
  const group = groupOf(cell);
  const row = group !== null && rows.has(group) ? group : null;
  const tags = listOf(metadata.tags).concat(listOf(objectOf(metadata.papermill).tags));
  // A raw cell is for other tools; nobody shows it.
  if (cell.cell_type === "raw") return;
  const before = reader.blocks.length;
  reader.add(
    {
      id,
      type,
      title,
      place,
      line: null,
      content: content(type, cell, metadata),
      metadata,
      outputs: readOutputs(cell.outputs),
      row,
    },
    { kind: "path", path: ["cells", index, "metadata"], ownRow: row },
    tags.includes("parameters"),
  );
  const attachments = objectOf(cell.attachments);
  if (Object.keys(attachments).length > 0) attach(reader.blocks, before, attachments);
}

function content(type: string, cell: Json, metadata: Json): string {
  const source = textOf(cell.source);
  if (type.startsWith("text-cell-")) return textOrNull(metadata.deepnote_source) ?? plainText(source, type);
  return source;
}

/** Deepnote exports headings and lists as Markdown. */
function plainText(source: string, type: string): string {
  if (/h[123]$/.test(type)) return source.replace(/^#+\s*/, "");
  if (type.endsWith("bullet")) return source.replace(/^\s*[-*]\s+/, "");
  if (type.endsWith("todo")) return source.replace(/^\s*[-*]\s+\[[ x]\]\s*/i, "");
  return type.endsWith("callout") ? source.replace(/^>\s?/gm, "") : source;
}

function attach(blocks: Block[], from: number, attachments: Json): void {
  const read = Object.fromEntries(
    Object.entries(attachments).map(([name, bundle]) => [
      name,
      Object.fromEntries(Object.entries(objectOf(bundle)).map(([mime, data]) => [mime, textOf(data)])),
    ]),
  );
  for (const [index, block] of blocks.entries()) {
    if (index >= from && block.kind === "markdown") blocks[index] = { ...block, attachments: read };
  }
}
