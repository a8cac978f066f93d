/**
 * Reads `.deepnote` files with the format's own library, and takes one notebook out of the project.
 * @module
 */
import { deserializeDeepnoteFile } from "@deepnote/blocks";
import { LineCounter, parseDocument } from "yaml";
import { projectId } from "../contract/ids.ts";
import { type Diagnostic, InternalError } from "../diagnostics/diagnostic.ts";
import { chooseNotebook, malformed, unreadable } from "../diagnostics/read.ts";
import type { Document, StatedRequirement } from "../document.ts";
import { CellReader, idOf } from "./cells.ts";
import { isObject, type Json, listOf, objectOf, textOf, textOrNull } from "./json.ts";
import { readOutputs } from "./outputs.ts";
import { nothingRead, type ReadResult } from "./result.ts";

/** Reads the text of a `.deepnote` file; `notebook` is a name or an id. */
export function readDeepnote(text: string, file: string, notebook: string | null): ReadResult {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  const [wrong] = yaml.errors;
  if (wrong) {
    const { line, col } = lines.linePos(wrong.pos[0]);
    return nothing(unreadable({ file, line, column: col }, "YAML", wrong.message));
  }
  const parsed = parseFile(text);
  if (!parsed.ok)
    return nothing(malformed({ file, ...parsed.place(yaml, lines) }, `This is no .deepnote file: ${parsed.message}`));
  const project = objectOf(objectOf(parsed.value).project);
  const notebooks = listOf(project.notebooks).map(objectOf);
  const initial = notebooks.find(({ id }) => id === project.initNotebookId);
  const shown = notebooks.filter((one) => one !== initial && one.isModule !== true);
  const chosen = choose(shown.length > 0 ? shown : notebooks, notebook);
  if (!chosen)
    return nothing(
      chooseNotebook(
        file,
        shown.map(({ name }) => textOf(name)),
        notebook,
      ),
    );
  return { ...readProject({ file, project, notebooks, initial: chosen === initial ? undefined : initial, chosen }) };
}

function nothing(diagnostic: Diagnostic): ReadResult {
  return nothingRead([diagnostic]);
}

type ParsedFile =
  | { readonly ok: true; readonly value: unknown }
  | {
      readonly ok: false;
      readonly message: string;
      place(yaml: ReturnType<typeof parseDocument>, lines: LineCounter): { line?: number };
    };

/** The library throws with a list of paths; the first one gives the line. */
function parseFile(text: string): ParsedFile {
  try {
    return { ok: true, value: deserializeDeepnoteFile(text) };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    const path = /[\w]+(?:\.[\w]+)+|\w+(?=:)/.exec(message.replace(/^[^:]*:\s*/, ""))?.[0].split(".") ?? [];
    return {
      ok: false,
      message,
      place: (yaml, lines) => {
        for (let length = path.length; length > 0; length--) {
          const node: unknown = yaml.getIn(
            path.slice(0, length).map((part) => (/^\d+$/.test(part) ? Number(part) : part)),
            true,
          );
          const range = isObject(node) && Array.isArray(node.range) ? node.range[0] : null;
          if (typeof range === "number") return { line: lines.linePos(range).line };
        }
        return { line: 1 };
      },
    };
  }
}

function choose(notebooks: readonly Json[], asked: string | null): Json | undefined {
  if (asked === null) return notebooks.length === 1 ? notebooks[0] : undefined;
  return notebooks.find(({ id, name }) => id === asked || name === asked);
}

interface Chosen {
  readonly file: string;
  readonly project: Json;
  readonly notebooks: readonly Json[];
  readonly initial: Json | undefined;
  readonly chosen: Json;
}

function readProject({ file, project, notebooks, initial, chosen }: Chosen): ReadResult {
  const reader = new CellReader();
  if (initial) readBlocks(reader, initial, file, { prefix: "initialization block", at: null });
  readBlocks(reader, chosen, file, { prefix: "block", at: notebooks.indexOf(chosen) });
  const stated = listOf(objectOf(project.settings).requirements).map(
    (text): StatedRequirement => ({ text: textOf(text), place: { file } }),
  );
  const document: Document = {
    format: "deepnote",
    file,
    name: textOrNull(chosen.name) ?? textOf(project.name),
    project: projectId(textOf(project.id)),
    requirements: [...stated.filter(({ text }) => text.trim() !== "" && !text.startsWith("#")), ...reader.requirements],
    blocks: reader.blocks,
    modules: notebooks.filter((one) => one.isModule === true && one !== chosen).map((one) => moduleOf(one, file)),
  };
  return { document, diagnostics: reader.diagnostics, origins: reader.origins };
}

/** Blocks in notebook order, with their positions in the file. */
function sortedBlocks(notebook: Json): { readonly block: Json; readonly position: number }[] {
  return listOf(notebook.blocks)
    .map((block, position) => ({ block: objectOf(block), position, key: textOf(objectOf(block).sortingKey) }))
    .sort((one, other) => (one.key < other.key ? -1 : one.key > other.key ? 1 : 0));
}

interface Reading {
  /** What blocks are called in messages. */
  readonly prefix: string;
  /** The notebook's position in the project; `null` for blocks that run unseen. */
  readonly at: number | null;
}

function readBlocks(reader: CellReader, notebook: Json, file: string, { prefix, at }: Reading): void {
  const blocks = sortedBlocks(notebook);
  const sizes = new Map<string, number>();
  for (const { block } of blocks) {
    const group = textOf(block.blockGroup);
    sizes.set(group, (sizes.get(group) ?? 0) + 1);
  }
  for (const [index, { block, position }] of blocks.entries()) {
    const title = `${prefix} ${index + 1}`;
    const id = idOf(textOrNull(block.id) ?? `block-${index + 1}`);
    const group = textOf(block.blockGroup);
    const row = group !== "" && (sizes.get(group) ?? 0) > 1 ? group : null;
    const metadata = objectOf(block.metadata);
    const raw = {
      id,
      type: textOf(block.type),
      title,
      place: { file, block: id, blockTitle: title },
      line: null,
      content: textOf(block.content),
      metadata: at === null ? { ...metadata, deepnote_app_block_visible: false } : metadata,
      outputs: readOutputs(block.outputs),
      row,
    };
    const path = ["project", "notebooks", at ?? 0, "blocks", position, "metadata"];
    reader.add(raw, at === null ? null : { kind: "path", path, ownRow: row });
  }
}

/** A notebook that others import: its code blocks, one after the other, under its name made a module's. */
function moduleOf(notebook: Json, file: string): { name: string; source: string } {
  const reader = new CellReader();
  readBlocks(reader, notebook, file, { prefix: "block", at: null });
  const source = reader.blocks
    .map((block) => (block.kind === "code" ? block.python : ""))
    .filter((text) => text !== "");
  const name = textOf(notebook.name)
    .trim()
    .replace(/\.\w+$/, "")
    .replace(/\W+/g, "_");
  if (name === "") throw new InternalError("nameless-module", "A module notebook has no name.");
  return { name, source: `${source.join("\n\n")}\n` };
}
