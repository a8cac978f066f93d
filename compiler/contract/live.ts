/**
 * What a page asks of objects that an output left alive in the kernel: rows of a table by page, a table as a file, a widget's new state.
 * @module
 */
import type { BlockId } from "./ids.ts";
import type { Cell } from "./outputs.ts";

/** How a viewer looks at a table. */
export interface TableView {
  /** `column` counts from 0 in the table's columns, index columns first. */
  readonly sort: { readonly column: number; readonly descending: boolean } | null;
  /** Rows in which some cell's text holds this, whatever its case; empty takes all. */
  readonly filter: string;
}

interface Asked {
  /** The block whose output shows the object; what Python prints while it answers is that block's output. */
  readonly block: BlockId;
  /** The object's id, from the output. */
  readonly object: string;
}

/** A question. The kernel answers it between two blocks; ids of objects that are gone are refused with `missing`. */
export type Question =
  | (Asked & {
      readonly kind: "table-rows";
      readonly view: TableView;
      /** Of the rows that the filter leaves, from 0. */
      readonly start: number;
      /** At most {@link MAX_ROWS}. */
      readonly count: number;
    })
  | (Asked & {
      readonly kind: "table-file";
      readonly view: TableView;
      /** Comma- or tab-separated, with a header. */
      readonly format: "csv" | "tsv";
    })
  /** New values of some of a widget's traits; Python's observers have run when the answer comes. */
  | (Asked & { readonly kind: "widget-state"; readonly state: WidgetState })
  /** A widget's own message, such as a button's click. */
  | (Asked & { readonly kind: "widget-event"; readonly content: unknown });

/** A widget's traits by name. Binary values are `{"base64": "…"}`, references to other widgets `"IPY_MODEL_<id>"`. */
export type WidgetState = { readonly [trait: string]: unknown };

/** What answers a question of each kind. */
export interface Answers {
  "table-rows": {
    readonly rows: readonly (readonly (Cell | null)[])[] /** Rows that the filter leaves. */;
    readonly matched: number;
  };
  /** Where the file lies, for `Kernel.readFile`. */
  "table-file": { readonly path: string };
  "widget-state": null;
  "widget-event": null;
}
/** What answers this question. */
export type AnswerTo<Q extends Question> = Answers[Q["kind"]];
export type Answer = AnswerTo<Question>;

/** Rows of one answer. */
export const MAX_ROWS = 1000;

/** Checks a question that came over a network; `null` if it is none. */
export function parseQuestion(value: unknown): Question | null {
  return isQuestion(value) ? value : null;
}

function isObject(value: unknown): value is { readonly [key: string]: unknown } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isQuestion(value: unknown): value is Question {
  if (!isObject(value) || typeof value.block !== "string" || !isId(value.object)) return false;
  switch (value.kind) {
    case "table-rows":
      return isView(value.view) && isCount(value.start) && isCount(value.count) && value.count <= MAX_ROWS;
    case "table-file":
      return isView(value.view) && (value.format === "csv" || value.format === "tsv");
    case "widget-state":
      return isObject(value.state);
    case "widget-event":
      return "content" in value;
    default:
      return false;
  }
}

function isId(value: unknown): boolean {
  return typeof value === "string" && /^[\w-]{1,64}$/.test(value);
}

function isCount(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value >= 0;
}

function isView(value: unknown): value is TableView {
  if (!isObject(value) || typeof value.filter !== "string") return false;
  const { sort } = value;
  return sort === null || (isObject(sort) && isCount(sort.column) && typeof sort.descending === "boolean");
}
