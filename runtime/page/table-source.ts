/**
 * Where a table's rows come from: all of them are in the output, or the kernel is asked for each page.
 * @module
 */
import { MAX_ROWS, type TableView } from "../../compiler/contract/live.ts";
import { failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import type { Cell, TableData } from "../../compiler/contract/outputs.ts";
import type { Place } from "./renderers/place.ts";
import { filterRows, sortRows, toSeparated } from "./table-rows.ts";

export type TableRow = readonly (Cell | null)[];

/** One page of rows. */
export interface TablePage {
  readonly rows: readonly TableRow[];
  /** Rows that the filter leaves. */
  readonly matched: number;
}

export interface TableSource {
  page(view: TableView, start: number, count: number): Promise<Outcome<TablePage>>;
  /** All rows that the filter leaves, with a header, as text. */
  text(view: TableView, format: "csv" | "tsv"): Promise<Outcome<string>>;
}

/** The source of a table that was output at `place`. */
export function tableSource(data: TableData, place: Place): TableSource {
  return data.object === undefined ? localSource(data) : liveSource(data.object, place);
}

function localSource({ columns, rows }: TableData): TableSource {
  const all = (view: TableView): readonly TableRow[] => sortRows(filterRows(rows, view.filter), view.sort);
  return {
    page: async (view, start, count) => {
      const found = all(view);
      return success({ rows: found.slice(start, start + count), matched: found.length });
    },
    text: async (view, format) =>
      success(toSeparated([columns.map(({ name }) => name), ...all(view)], format === "csv" ? "," : "\t")),
  };
}

function liveSource(object: string, { live, block }: Place): TableSource {
  return {
    page: (view, start, count) =>
      live.ask({ kind: "table-rows", block, object, view, start, count: Math.min(count, MAX_ROWS) }),
    text: async (view, format) => {
      const file = await live.ask({ kind: "table-file", block, object, view, format });
      if (!file.ok) return file;
      const bytes = await live.readFile(file.value.path);
      return bytes ? success(new TextDecoder().decode(bytes)) : failure("missing", "The table's file is gone.");
    },
  };
}
