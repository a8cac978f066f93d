/**
 * Sorting, filtering and writing out rows of a table. Pure.
 * @module
 */
import type { Cell } from "../../compiler/contract/outputs.ts";

type Row = readonly (Cell | null)[];

export interface Sorting {
  readonly column: number;
  readonly descending: boolean;
}

/** Rows in which some cell holds the text, whatever its case. */
export function filterRows(rows: readonly Row[], text: string): readonly Row[] {
  const wanted = text.trim().toLowerCase();
  return wanted === ""
    ? rows
    : rows.filter((row) => row.some((cell) => cell !== null && String(cell).toLowerCase().includes(wanted)));
}

/** Rows by one column, missing values last; rows that are equal in it keep their order. */
export function sortRows(rows: readonly Row[], sorting: Sorting | null): readonly Row[] {
  if (sorting === null) return rows;
  const { column, descending } = sorting;
  return [...rows].sort((one, other) => {
    const [a = null, b = null] = [one[column], other[column]];
    if (a === null || b === null) return Number(a === null) - Number(b === null);
    const order =
      typeof a === "number" && typeof b === "number"
        ? a - b
        : String(a).localeCompare(String(b), undefined, { numeric: true });
    return descending ? -order : order;
  });
}

/** Comma- or tab-separated text (RFC 4180); a cell that a spreadsheet would run as a formula is quoted as text. */
export function toSeparated(rows: readonly Row[], separator: "," | "\t"): string {
  const cell = (value: Cell | null): string => {
    if (value === null) return "";
    const text =
      typeof value === "string" && /^[=+\-@]/.test(value) && Number.isNaN(Number(value)) ? `'${value}` : String(value);
    return /["\r\n,\t]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
  };
  return `${rows.map((row) => row.map(cell).join(separator)).join("\r\n")}\r\n`;
}
