/**
 * What the editor shows of a notebook beside the app itself: plain data, made from what the compiler knows.
 * @module
 */
import type { Compiled } from "./compile.ts";
import type { DependencyGraph, ReactionTable } from "./contract/graph.ts";
import type { BlockId } from "./contract/ids.ts";
import type { Row } from "./contract/program.ts";
import type { Diagnostic } from "./diagnostics/diagnostic.ts";
import type { Block, BlockSettings } from "./document.ts";
import { layoutRows } from "./emit/layout.ts";
import type { AppSettings } from "./settings.ts";
import { SETTINGS, type SettingSchema } from "./settings-schema.ts";

/** A block as the editor lists it. */
export interface EditorBlock {
  readonly id: BlockId;
  readonly title: string;
  readonly type: string;
  /** The beginning of what it says, on one line. */
  readonly text: string;
  readonly settings: BlockSettings;
  /** For inputs: the variable. */
  readonly variable: string | null;
}

export interface EditorState {
  /** Grows with each build. */
  readonly version: number;
  readonly file: string;
  readonly title: string;
  /** Whether the newest text could be built; else the preview is of an older one, or of none. */
  readonly built: boolean;
  readonly settings: AppSettings;
  /** Every setting there is, with its meaning. */
  readonly schema: Readonly<Record<string, SettingSchema>>;
  /** Top-level keys that the settings file gives. */
  readonly given: readonly string[];
  readonly blocks: readonly EditorBlock[];
  /** Columns per row, from left to right, as ids; rows of one block are left out. */
  readonly rows: readonly Row[];
  readonly graph: DependencyGraph | null;
  readonly reactions: ReactionTable | null;
  readonly diagnostics: readonly Diagnostic[];
  readonly packages: readonly { readonly name: string; readonly version: string; readonly size: number }[];
  /** Work files that would be published. Bytes. */
  readonly files: readonly { readonly name: string; readonly size: number }[];
  /** Edits that can be taken back. */
  readonly undo: number;
}

/** What the compiler alone does not know. */
export interface EditorContext {
  readonly version: number;
  readonly file: string;
  readonly given: readonly string[];
  readonly undo: number;
}

/** Makes the state of a compile. */
export function editorState(
  compiled: Pick<Compiled, "document" | "bundle" | "graph" | "settings" | "diagnostics">,
  { version, file, given, undo }: EditorContext,
): EditorState {
  const { document, bundle, graph, settings, diagnostics } = compiled;
  const blocks = document?.blocks ?? [];
  return {
    version,
    file,
    title: bundle?.program.title ?? settings.title ?? document?.name ?? nameOf(file),
    built: bundle !== null,
    settings,
    schema: SETTINGS,
    given,
    blocks: blocks.map(editorBlock),
    rows: layoutRows(blocks, true).filter(({ columns }) => columns.length > 1),
    graph,
    reactions: bundle?.program.reactions ?? null,
    diagnostics,
    packages: (bundle?.program.python?.packages ?? []).map(({ name, version: of, size }) => ({
      name,
      version: of,
      size,
    })),
    files: (bundle?.program.python?.files ?? []).map(({ name, size }) => ({ name, size })),
    undo,
  };
}

function nameOf(file: string): string {
  return file.split(/[\\/]/).at(-1) ?? file;
}

function editorBlock(block: Block): EditorBlock {
  return {
    id: block.id,
    title: block.title,
    type: block.type,
    text: firstLine(block),
    settings: block.settings,
    variable: block.kind === "input" ? block.input.name : null,
  };
}

function firstLine(block: Block): string {
  const text =
    block.kind === "input"
      ? block.input.label
      : block.kind === "rich-text"
        ? block.text
        : "source" in block
          ? block.source
          : block.type;
  return (text.split("\n").find((line) => line.trim() !== "") ?? "").trim().slice(0, 80);
}
