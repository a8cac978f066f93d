/**
 * What was measured, as a table for a terminal.
 * @module
 */
import type { Visit } from "./measure.ts";

export interface Row {
  readonly app: string;
  readonly line: string;
  readonly visit: "cold" | "warm";
  readonly product: Summary;
  readonly floor: Summary;
}

/** One visit in few numbers; of several runs the medians. */
export interface Summary {
  readonly firstPaint: number;
  readonly firstResult: number;
  readonly update: number;
  readonly update95: number;
  readonly bytes: number;
  readonly memory: number;
}

export function summarize(visits: readonly Visit[]): Summary {
  const of = (value: (visit: Visit) => number): number => median(visits.map(value));
  const updates = visits.flatMap((visit) => visit.updates);
  return {
    firstPaint: of(({ firstPaint }) => firstPaint),
    firstResult: of(({ firstResult }) => firstResult),
    update: median(updates),
    update95: quantile(updates, 0.95),
    bytes: of(({ bytes }) => bytes),
    memory: of(({ memory }) => memory),
  };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}

const COLUMNS: readonly (readonly [title: string, text: (row: Row) => string])[] = [
  ["app", ({ app }) => app],
  ["line", ({ line }) => line],
  ["visit", ({ visit }) => visit],
  ["first paint ms", ({ product, floor }) => pair(product.firstPaint, floor.firstPaint, 0)],
  ["first result ms", ({ product, floor }) => pair(product.firstResult, floor.firstResult, 0)],
  ["ratio", ({ product, floor }) => (product.firstResult / floor.firstResult).toFixed(2)],
  ["update ms", ({ product, floor }) => pair(product.update, floor.update, 1)],
  ["+ms", ({ product, floor }) => (product.update - floor.update).toFixed(1)],
  ["ratio", ({ product, floor }) => (product.update / floor.update).toFixed(2)],
  ["p95 ms", ({ product, floor }) => pair(product.update95, floor.update95, 1)],
  ["MB", ({ product, floor }) => pair(product.bytes / 1e6, floor.bytes / 1e6, 1)],
  ["memory MB", ({ product, floor }) => pair(product.memory / 1e6, floor.memory / 1e6, 0)],
];

function pair(product: number, floor: number, digits: number): string {
  return `${product.toFixed(digits)} / ${floor.toFixed(digits)}`;
}

/** The table; each pair is product / floor. */
export function reportText(rows: readonly Row[]): string {
  const cells = [COLUMNS.map(([title]) => title), ...rows.map((row) => COLUMNS.map(([, text]) => text(row)))];
  const widths = COLUMNS.map((_, at) => Math.max(...cells.map((line) => line[at]?.length ?? 0)));
  return cells
    .map((line) =>
      line
        .map((text, at) => text.padEnd(widths[at] ?? 0))
        .join("  ")
        .trimEnd(),
    )
    .join("\n");
}
