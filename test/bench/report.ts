/**
 * What was measured, as a table for a terminal.
 * @module
 */
import { UPDATES, type Visit, WARM_UP } from "./measure.ts";

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
  readonly firstUpdate: number;
  readonly update: number;
  readonly update95: number;
  readonly bytes: number;
  readonly laterBytes: number;
  readonly memory: number;
}

export function summarize(visits: readonly Visit[]): Summary {
  const of = (value: (visit: Visit) => number): number => median(visits.map(value));
  const updates = visits.flatMap((visit) => visit.updates);
  return {
    firstPaint: of(({ firstPaint }) => firstPaint),
    firstResult: of(({ firstResult }) => firstResult),
    firstUpdate: of(({ firstUpdate }) => firstUpdate),
    update: median(updates),
    update95: quantile(updates, 0.95),
    bytes: of(({ bytes }) => bytes),
    laterBytes: of(({ laterBytes }) => laterBytes),
    memory: of(({ memory }) => memory),
  };
}

function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

function quantile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const [below, above] = [sorted[Math.floor(at)] ?? Number.NaN, sorted[Math.ceil(at)] ?? Number.NaN];
  return below + (above - below) * (at % 1);
}

const COLUMNS: readonly (readonly [title: string, text: (row: Row) => string])[] = [
  ["app", ({ app }) => app],
  ["line", ({ line }) => line],
  ["visit", ({ visit }) => visit],
  ["first paint ms", ({ product, floor }) => pair(product.firstPaint, floor.firstPaint, 0)],
  ["first result ms", ({ product, floor }) => pair(product.firstResult, floor.firstResult, 0)],
  ["ratio", ({ product, floor }) => (product.firstResult / floor.firstResult).toFixed(2)],
  ["1st update", ({ product, floor }) => pair(product.firstUpdate, floor.firstUpdate, 0)],
  ["update ms", ({ product, floor }) => pair(product.update, floor.update, 1)],
  ["+ms", ({ product, floor }) => (product.update - floor.update).toFixed(1)],
  ["ratio", ({ product, floor }) => (product.update / floor.update).toFixed(2)],
  ["p95 ms", ({ product, floor }) => pair(product.update95, floor.update95, 1)],
  ["MB", ({ product, floor }) => pair(product.bytes / 1e6, floor.bytes / 1e6, 1)],
  ["later", ({ product, floor }) => pair(product.laterBytes / 1e6, floor.laterBytes / 1e6, 1)],
  ["memory MB", ({ product, floor }) => pair(product.memory / 1e6, floor.memory / 1e6, 0)],
];

function pair(product: number, floor: number, digits: number): string {
  return `${product.toFixed(digits)} / ${floor.toFixed(digits)}`;
}

/** What the columns are. */
export const LEGEND = `Each pair is notebook-app / floor: a bare worker that starts the same Pyodide and packages the ordinary way and does the same work.
A cold visit is in a profile of its own, the warm one in the same profile and a browser started anew. Updates: median and p95 of ${UPDATES}, after
${WARM_UP} others; "1st update" is the first after the first result. MB: bodies that the host sent until the first result; later: those after
it, which the service worker keeps for use without a network. Memory: all renderers with their workers at the first result, less an empty page's.`;

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
