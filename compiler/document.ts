/**
 * One notebook, whatever its format: the readers' result and everything else's source. Nothing of it is lost or changed.
 * @module
 */
import type { BlockId, ProjectId } from "./contract/ids.ts";
import type { InputSpec } from "./contract/inputs.ts";
import type { CellMagic, ChartFilter } from "./contract/kernel.ts";
import type { Output } from "./contract/outputs.ts";
import type { Place } from "./diagnostics/diagnostic.ts";

/** The author's choices about one block in the app, defaults filled in. From `deepnote_app_*` metadata. */
export interface BlockSettings {
  /** `deepnote_app_block_visible`, default true. */
  readonly visible: boolean;
  /** `deepnote_app_is_code_hidden`, default false. */
  readonly codeHidden: boolean;
  /** `deepnote_app_is_output_hidden`, default false. */
  readonly outputHidden: boolean;
  /** `deepnote_app_block_group_id` (or the format's `blockGroup` shared by several blocks): same id, same row. */
  readonly row: string | null;
  /** `deepnote_app_block_subgroup_id`: same id, same column of the row. */
  readonly column: string | null;
  /** `deepnote_app_block_order`: place among the blocks of the row. */
  readonly order: number | null;
  /** `deepnote_app_block_width`, percent of the row. */
  readonly width: number | null;
}

interface BlockBase {
  readonly id: BlockId;
  /** The format's own name of the type: `code`, `text-cell-h1`, `input-slider`, … */
  readonly type: string;
  /** What a person calls it: `block 3` (counted from 1), with its title if it has one. */
  readonly title: string;
  /** The block, without a line. */
  readonly place: Place;
  /** Its first source line in the file, where the format tells. */
  readonly line: number | null;
  readonly settings: BlockSettings;
}

/** Marks of rich text, offsets in code points (`.deepnote`'s `formattedRanges`). */
export interface TextRange {
  readonly from: number;
  readonly to: number;
  readonly marks: readonly ("bold" | "italic" | "underline" | "strike" | "code")[];
  readonly color: string | null;
  readonly link: string | null;
}

export interface MarkdownBlock extends BlockBase {
  readonly kind: "markdown";
  readonly source: string;
  /** nbformat attachments: file name to MIME bundle of base64. */
  readonly attachments: Readonly<Record<string, Readonly<Record<string, string>>>>;
}
export interface RichTextBlock extends BlockBase {
  readonly kind: "rich-text";
  readonly style: "h1" | "h2" | "h3" | "p" | "bullet" | "todo" | "callout";
  readonly text: string;
  readonly ranges: readonly TextRange[];
  /** Todo only. */
  readonly checked: boolean;
  /** Bullet only, from 0. */
  readonly indent: number;
  /** Callout only. */
  readonly color: string | null;
}
export interface ImageBlock extends BlockBase {
  readonly kind: "image";
  readonly src: string;
  readonly alt: string;
  /** `deepnote_img_width`: `actual` or a percentage. */
  readonly width: "actual" | "50%" | "75%" | "100%";
  readonly alignment: "left" | "center" | "right";
}
export interface SeparatorBlock extends BlockBase {
  readonly kind: "separator";
}
export interface CodeBlock extends BlockBase {
  readonly kind: "code";
  /** As the author wrote it, magics and all: what the page shows. */
  readonly source: string;
  /** Plain Python with the same line numbers: line magics replaced, a cell magic's line blank. Empty for `%%html` and `%%markdown`. */
  readonly python: string;
  /** The cell magic, if any, and for `html` and `markdown` the body to show. */
  readonly magic: (CellMagic & { readonly body: string }) | null;
  /** Saved in the file. */
  readonly outputs: readonly Output[];
}
export interface InputBlock extends BlockBase {
  readonly kind: "input";
  /** With the default that an app opens with. */
  readonly input: InputSpec;
  /** The same input with the value that the notebook was saved with, if it has one: `showOutputs` opens with it. */
  readonly saved?: InputSpec;
}
export interface SqlBlock extends BlockBase {
  readonly kind: "sql";
  readonly source: string;
  readonly integration: string | null;
  /** The variable that gets the result, `null` for none. */
  readonly variable: string | null;
  readonly returns: "dataframe" | "query_preview";
  readonly outputs: readonly Output[];
}
export interface ChartBlock extends BlockBase {
  readonly kind: "chart";
  readonly variable: string;
  /** Vega-Lite. */
  readonly spec: unknown;
  readonly filters: readonly ChartFilter[];
  /** Pixels, `deepnote_chart_height`; `null` takes the spec's own. */
  readonly height: number | null;
  readonly outputs: readonly Output[];
}
export interface BigNumberBlock extends BlockBase {
  readonly kind: "big-number";
  /** With `{{ name }}` for variables. */
  readonly heading: string;
  readonly value: string;
  readonly format: string;
  readonly comparison: {
    readonly title: string;
    readonly value: string;
    readonly type: string;
    readonly format: string;
  } | null;
  readonly outputs: readonly Output[];
}
/** A block that no app can run (`agent`, `notebook-function`, an unknown type). Kept; reported unless it is hidden. */
export interface UnsupportedBlock extends BlockBase {
  readonly kind: "unsupported";
  readonly source: string;
}

export type Block =
  | MarkdownBlock
  | RichTextBlock
  | ImageBlock
  | SeparatorBlock
  | CodeBlock
  | InputBlock
  | SqlBlock
  | ChartBlock
  | BigNumberBlock
  | UnsupportedBlock;

/** A PEP 508 requirement that the notebook states, and where. */
export interface StatedRequirement {
  readonly text: string;
  readonly place: Place;
}

/** A whole notebook, in notebook order. */
export interface Document {
  readonly format: "ipynb" | "deepnote" | "percent";
  /** As the author gave it. */
  readonly file: string;
  /** The notebook's own name; else the file's, without its extension. */
  readonly name: string;
  readonly project: ProjectId | null;
  /** From `%pip install`, PEP 723, the `.deepnote` project's requirements. */
  readonly requirements: readonly StatedRequirement[];
  readonly blocks: readonly Block[];
  /** Python modules that the notebook can import: notebooks of the project marked as modules, by module name. */
  readonly modules: readonly { readonly name: string; readonly source: string }[];
}
