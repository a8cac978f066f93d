/**
 * One block from its type, content and metadata. The `.deepnote` format and Deepnote's `.ipynb` exports name these alike, so
 * both readers come here.
 * @module
 */
import type { BlockId } from "../contract/ids.ts";
import type { InputSpec, Scalar } from "../contract/inputs.ts";
import type { ChartFilter } from "../contract/kernel.ts";
import type { Output } from "../contract/outputs.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Block, BlockSettings, RichTextBlock, TextRange } from "../document.ts";
import { readInput } from "./input-block.ts";
import { type Json, listOf, numberOrNull, objectOf, textOf, textOrNull } from "./json.ts";

/** What a reader knows of a block before its type is looked at. */
export interface RawBlock {
  readonly id: BlockId;
  readonly type: string;
  readonly title: string;
  /** As {@link Block.place} and {@link Block.line}. */
  readonly place: Place;
  readonly line: number | null;
  readonly content: string;
  readonly metadata: Json;
  readonly outputs: readonly Output[];
  /** The row that the notebook itself puts it in, if it shares one. */
  readonly row: string | null;
}

/** A code block before magics are looked for, or any other block complete. */
export type ReadBlock = Exclude<Block, { kind: "code" }> | { readonly kind: "raw-code"; readonly raw: RawBlock };

/** App settings of one block, from its metadata. */
export function blockSettings(metadata: Json, row: string | null): BlockSettings {
  return {
    visible: metadata.deepnote_app_block_visible !== false,
    // Colab's form view shows a cell without its code.
    codeHidden: metadata.deepnote_app_is_code_hidden === true || metadata.cellView === "form",
    outputHidden: metadata.deepnote_app_is_output_hidden === true,
    row: textOrNull(metadata.deepnote_app_block_group_id) ?? row,
    column: textOrNull(metadata.deepnote_app_block_subgroup_id),
    order: numberOrNull(metadata.deepnote_app_block_order),
    width: numberOrNull(metadata.deepnote_app_block_width),
  };
}

/** Makes the block; a type that nobody knows is kept as unsupported. */
export function readBlock(raw: RawBlock): ReadBlock {
  const { metadata } = raw;
  const base = {
    id: raw.id,
    type: raw.type,
    title: raw.title,
    place: raw.place,
    line: raw.line,
    settings: blockSettings(metadata, raw.row),
  };
  const [input, saved] = [inputOf(raw, "default"), inputOf(raw, "saved")];
  if (input) return { ...base, kind: "input", input, ...(saved ? { saved } : {}) };
  if (raw.type.startsWith("text-cell-")) return { ...base, ...richText(raw) };
  switch (raw.type) {
    case "code":
      return { kind: "raw-code", raw };
    case "markdown":
      return { ...base, kind: "markdown", source: raw.content, attachments: {} };
    case "separator":
      return { ...base, kind: "separator" };
    case "image":
      return { ...base, kind: "image", ...image(metadata) };
    case "sql":
      return {
        ...base,
        kind: "sql",
        source: textOrNull(metadata.deepnote_sql_source) ?? raw.content,
        integration: textOrNull(metadata.sql_integration_id),
        variable: textOrNull(metadata.deepnote_variable_name),
        returns: metadata.deepnote_return_variable_type === "query_preview" ? "query_preview" : "dataframe",
        outputs: raw.outputs,
      };
    case "visualization":
      return {
        ...base,
        kind: "chart",
        variable: textOf(metadata.deepnote_variable_name),
        spec: metadata.deepnote_visualization_spec ?? {},
        filters: chartFilters(metadata.deepnote_chart_filter),
        height: numberOrNull(metadata.deepnote_chart_height),
        outputs: raw.outputs,
      };
    case "big-number":
      return { ...base, kind: "big-number", ...bigNumber(metadata), outputs: raw.outputs };
    default:
      return { ...base, kind: "unsupported", source: raw.content };
  }
}

/** `advancedFilters` of a chart; what has no column or operator filters nothing. */
function chartFilters(value: unknown): ChartFilter[] {
  return listOf(objectOf(value).advancedFilters)
    .map(objectOf)
    .flatMap(({ column, operator, comparativeValues }) => {
      if (typeof column !== "string" || typeof operator !== "string") return [];
      return [{ column, operator, values: listOf(comparativeValues).filter(isScalar) }];
    });
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function inputOf(raw: RawBlock, first: "saved" | "default"): InputSpec | null {
  return raw.type.startsWith("input-") || raw.type === "button" ? readInput(raw.type, raw.metadata, first) : null;
}

const STYLES: ReadonlySet<string> = new Set(["h1", "h2", "h3", "p", "bullet", "todo", "callout"]);

function isStyle(text: string): text is RichTextBlock["style"] {
  return STYLES.has(text);
}

function richText(raw: RawBlock): Omit<RichTextBlock, "id" | "type" | "title" | "place" | "line" | "settings"> {
  const { metadata } = raw;
  const style = raw.type.slice("text-cell-".length);
  return {
    kind: "rich-text",
    style: isStyle(style) ? style : "p",
    text: raw.content,
    ranges: textRanges(listOf(metadata.formattedRanges)),
    checked: metadata.checked === true,
    indent: numberOrNull(metadata.indent_level) ?? 0,
    color: textOrNull(metadata.color),
  };
}

const MARKS = ["bold", "italic", "underline", "strike", "code"] as const;

/** Links hold ranges of their own; both become flat ranges. */
function textRanges(ranges: readonly unknown[], shift = 0): TextRange[] {
  return ranges.map(objectOf).flatMap((range) => {
    const [from, to] = [numberOrNull(range.fromCodePoint), numberOrNull(range.toCodePoint)];
    if (from === null || to === null) return [];
    const marks = objectOf(range.marks);
    const flat: TextRange = {
      from: from + shift,
      to: to + shift,
      marks: MARKS.filter((mark) => marks[mark] === true),
      color: textOrNull(marks.color),
      link: range.type === "link" ? textOrNull(range.url) : null,
    };
    return [flat, ...textRanges(listOf(range.ranges), from + shift)];
  });
}

function image(metadata: Json): {
  src: string;
  alt: string;
  width: "actual" | "50%" | "75%" | "100%";
  alignment: "left" | "center" | "right";
} {
  const width = metadata.deepnote_img_width;
  const alignment = metadata.deepnote_img_alignment;
  return {
    src: textOf(metadata.deepnote_img_src),
    alt: textOf(metadata.deepnote_img_alt),
    width: width === "50%" || width === "75%" || width === "100%" ? width : "actual",
    alignment: alignment === "left" || alignment === "right" ? alignment : "center",
  };
}

function bigNumber(metadata: Json): {
  heading: string;
  value: string;
  format: string;
  comparison: { title: string; value: string; type: string; format: string } | null;
} {
  const text = (key: string): string => textOf(metadata[`deepnote_big_number_${key}`]);
  return {
    heading: text("title"),
    value: text("value"),
    format: text("format") || "number",
    comparison:
      metadata.deepnote_big_number_comparison_enabled === true
        ? {
            title: text("comparison_title"),
            value: text("comparison_value"),
            type: text("comparison_type"),
            format: text("comparison_format"),
          }
        : null,
  };
}
