/**
 * What a block shows: nbformat 4.5 outputs, plus the messages of the Jupyter protocol that change an earlier output.
 * @module
 */

/** MIME type to content. Text types hold a string, binary ones base64 without line breaks, `+json` types JSON. */
export type MimeBundle = { readonly [mime: string]: unknown };

/**
 * A figure between a browser's kernel and its page, as `image/png` of a message's data: the page shows it at once, and makes the PNG
 * later. Nobody else gets one.
 */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  /** Red, green, blue and alpha of each pixel, row by row. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
}

/** The pixels that a message of a browser's kernel brings, if it does. */
export function pixelsOf(message: OutputMessage): Pixels | null {
  if (!("data" in message)) return null;
  const image = message.data["image/png"];
  return isPixels(image) ? image : null;
}

function isPixels(value: unknown): value is Pixels {
  return typeof value === "object" && value !== null && Reflect.get(value, "rgba") instanceof Uint8ClampedArray;
}

export interface StreamOutput {
  readonly output_type: "stream";
  readonly name: "stdout" | "stderr";
  readonly text: string;
}
export interface DisplayOutput {
  readonly output_type: "display_data" | "execute_result";
  readonly data: MimeBundle;
  /** Per MIME type; an image's `width` and `height` are CSS pixels. */
  readonly metadata: { readonly [mime: string]: unknown };
  /** Names this output so that a later {@link UpdateOutput}, of any block, replaces it. */
  readonly display_id?: string;
}
export interface ErrorOutput {
  readonly output_type: "error";
  readonly ename: string;
  readonly evalue: string;
  /** Lines with ANSI colours: own code first, the failing line marked. */
  readonly traceback: readonly string[];
}
/** An output that is kept: what nbformat stores in a cell. */
export type Output = StreamOutput | DisplayOutput | ErrorOutput;

/** Replaces every output with this display id, wherever it is. */
export interface UpdateOutput {
  readonly output_type: "update_display_data";
  readonly data: MimeBundle;
  readonly metadata: { readonly [mime: string]: unknown };
  readonly display_id: string;
}
/** Clears the block's outputs: now, or (`wait`) when its next output comes. */
export interface ClearOutput {
  readonly output_type: "clear_output";
  readonly wait: boolean;
}
/** A Jupyter widget was made, changed by Python, or closed. What shows it is an output of {@link WIDGET_MIME}. */
export interface WidgetOutput {
  readonly output_type: "widget";
  readonly change: "open" | "update" | "custom" | "close";
  /** The widget's id. */
  readonly widget: string;
  /** `open` has all traits, `update` those that changed; `custom` has the message as `content`. */
  readonly state: { readonly [trait: string]: unknown };
}
/** What a kernel sends while a block runs, or while it answers a question about one of the block's objects. */
export type OutputMessage = Output | UpdateOutput | ClearOutput | WidgetOutput;

/** A view of a Jupyter widget: `{"model_id": "…"}`. */
export const WIDGET_MIME = "application/vnd.jupyter.widget-view+json";

/** A DataFrame or Series as rows, for the page's table. JSON of {@link TableData}. */
export const TABLE_MIME = "application/vnd.notebook-app.table.v1+json";
/** A big-number block's result. JSON of {@link BigNumberData}. */
export const BIG_NUMBER_MIME = "application/vnd.notebook-app.big-number.v1+json";
/** A block's output that was cut. JSON of {@link CutData}. */
export const CUT_MIME = "application/vnd.notebook-app.cut.v1+json";

/** Type of a column, as far as sorting and alignment need it. */
export type ColumnType = "number" | "boolean" | "datetime" | "text";

export interface TableColumn {
  readonly name: string;
  /** Python's own name for it, e.g. `int64`. */
  readonly dtype: string;
  readonly type: ColumnType;
}
export interface TableData {
  /** Index columns first. */
  readonly columns: readonly TableColumn[];
  /** How many of the first columns are the index. */
  readonly indexColumns: number;
  /** Cells in the order of {@link columns}; `null` is missing (NaN, NaT, None). */
  readonly rows: readonly (readonly (Cell | null)[])[];
  /** Names the table for questions to the kernel; absent where all rows are here. */
  readonly object?: string;
  /** Rows of the whole table; more than `rows.length` when it was cut. */
  readonly totalRows: number;
  readonly totalColumns: number;
}

/** Whether content of {@link TABLE_MIME}, e.g. from a file, has the shape of a table. */
export function isTable(value: unknown): value is TableData {
  return (
    typeof value === "object" &&
    value !== null &&
    Array.isArray(Reflect.get(value, "columns")) &&
    Array.isArray(Reflect.get(value, "rows"))
  );
}
/** A cell of a table. */
export type Cell = string | number | boolean;

export interface BigNumberData {
  readonly title: string;
  readonly value: string;
  readonly comparison: {
    readonly title: string;
    readonly value: string;
    readonly trend: "up" | "down" | "flat";
  } | null;
}

export interface CutData {
  /** Bytes produced in all, and bytes shown. */
  readonly total: number;
  readonly shown: number;
  /** Where the kernel keeps the whole, for `Kernel.readFile`. */
  readonly path: string;
}
