/**
 * Writes an author's choices about blocks into the notebook's own text, where the format keeps them, and changes nothing else.
 * @module
 */
import type { BlockId } from "../contract/ids.ts";
import { type NotebookSource, readNotebook } from "../read/notebook.ts";
import type { Origin } from "../read/result.ts";
import { type HeaderValue, setHeaderIn } from "./header-edit.ts";
import { setJson } from "./json-edit.ts";
import { getYaml, setYaml } from "./yaml-edit.ts";

/** The metadata keys of the `.deepnote` format that an app's author sets. */
export const BLOCK_KEYS = [
  "deepnote_app_block_visible",
  "deepnote_app_is_code_hidden",
  "deepnote_app_is_output_hidden",
  "deepnote_app_block_group_id",
  "deepnote_app_block_subgroup_id",
  "deepnote_app_block_width",
] as const;

export type BlockKey = (typeof BLOCK_KEYS)[number];

/** One key of one block; `undefined` takes it away. */
export interface BlockEdit {
  readonly block: BlockId;
  readonly key: BlockKey;
  readonly value: HeaderValue;
}

/** The new text, or why nothing was written. */
export type EditedText =
  | { readonly ok: true; readonly text: string; readonly undo: readonly BlockEdit[] }
  | { readonly ok: false; readonly why: string };

/** Writes all edits or none. `undo` holds the edits that take them back, in the order in which to make them. */
export function writeBlockSettings(source: NotebookSource, edits: readonly BlockEdit[]): EditedText {
  const { document, origins, diagnostics } = readNotebook(source);
  if (document === null) return { ok: false, why: diagnostics[0]?.message ?? "The notebook cannot be read." };
  // Changing a header keeps line numbers and paths, so one reading serves all edits.
  let text = source.text;
  const undo: BlockEdit[] = [];
  for (const edit of edits) {
    const origin = origins.get(edit.block);
    if (!origin)
      return {
        ok: false,
        why: missing(
          edit.block,
          document.blocks.some(({ id }) => id === edit.block),
        ),
      };
    undo.unshift({ ...edit, value: currentValue(text, origin, edit.key) });
    const changed = writeOne(text, origin, edit);
    if (changed === null)
      return { ok: false, why: `The metadata of block ${edit.block} is no list of keys and values.` };
    text = changed;
  }
  return { ok: true, text, undo };
}

function missing(block: BlockId, isThere: boolean): string {
  return isThere
    ? `Block ${block} has no place for settings in this file. Put a line '# %%' above it.`
    : `The notebook no longer has block ${block}.`;
}

function writeOne(text: string, origin: Origin, { key, value }: BlockEdit): string | null {
  if (origin.kind === "header") return setHeaderIn(text, origin.line, { key, value });
  const path = [...origin.path, key];
  return isJson(text) ? setJson(text, path, value) : setYaml(text, path, value);
}

/** What the file says now; `undefined` if it says nothing. */
function currentValue(text: string, origin: Origin, key: BlockKey): HeaderValue {
  const value = origin.kind === "header" ? headerValue(text, origin.line, key) : pathValue(text, [...origin.path, key]);
  return isValue(value) ? value : undefined;
}

function pathValue(text: string, path: readonly (string | number)[]): unknown {
  if (!isJson(text)) return getYaml(text, path);
  return path.reduce<unknown>(
    (node, step) => (typeof node === "object" && node !== null ? Reflect.get(node, step) : undefined),
    JSON.parse(text.replace(/^\uFEFF/, "")),
  );
}

function headerValue(text: string, line: number, key: BlockKey): unknown {
  const header = text.split("\n")[line - 1] ?? "";
  const match = new RegExp(`(?<![\\w.])${key}\\s*=\\s*("[^"]*"|[^\\s,]+)`).exec(header)?.[1];
  try {
    return match === undefined ? undefined : JSON.parse(match);
  } catch {
    return match;
  }
}

function isValue(value: unknown): value is HeaderValue {
  return value === null || ["string", "number", "boolean"].includes(typeof value);
}

function isJson(text: string): boolean {
  return /^\uFEFF?\s*\{/.test(text);
}
