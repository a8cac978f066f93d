/**
 * What dragging a block means: which blocks share a row, which a column, and how wide columns are. Blocks keep the notebook's order,
 * so a row is always a run of neighbours, and the earlier block's column is the left one.
 * @module
 */
import type { BlockId } from "../contract/ids.ts";

/** A block's place in the layout, in notebook order; hidden blocks are not in it. */
export interface PlacedBlock {
  readonly id: BlockId;
  /** Blocks of one row are neighbours and share this; `null` stands alone. */
  readonly row: string | null;
  /** Blocks of a row with the same column stand below each other; `null` is a column of its own. */
  readonly column: string | null;
  /** Percent of the row; `null` takes an equal part of what is left. */
  readonly width: number | null;
}

/** What a person asks for. */
export type LayoutMove =
  /** Stand beside `target`, in a column of its own. */
  | { readonly kind: "beside"; readonly block: BlockId; readonly target: BlockId }
  /** Stand in the column of `target`. */
  | { readonly kind: "stack"; readonly block: BlockId; readonly target: BlockId }
  /** Leave the row. */
  | { readonly kind: "alone"; readonly block: BlockId }
  /** Widths of the columns of `block`'s row, left to right, in percent. */
  | { readonly kind: "widths"; readonly block: BlockId; readonly widths: readonly (number | null)[] };

/** A block while blocks are rearranged: its row by number, its column by a key of its own. */
interface Draft {
  readonly id: BlockId;
  row: number;
  column: string;
  width: number | null;
}

/**
 * The layout after a move, in the same order. What lies between a block and a far target comes along, into the column of the one
 * that moves. A move that names unknown blocks, or a block onto itself, changes nothing.
 */
export function moveBlock(blocks: readonly PlacedBlock[], move: LayoutMove): PlacedBlock[] {
  const drafts = draft(blocks);
  const at = drafts.findIndex(({ id }) => id === move.block);
  const moved = drafts[at];
  if (!moved) return [...blocks];
  if (move.kind === "widths") setWidths(drafts, moved.row, move.widths);
  else if (move.kind === "alone") isolate(drafts, at);
  else join(drafts, at, move);
  return drafts.map((one) => finished(one, drafts));
}

/** Rows and columns as numbers and keys; a group whose blocks are not neighbours is several rows. */
function draft(blocks: readonly PlacedBlock[]): Draft[] {
  let row = -1;
  return blocks.map(({ id, row: group, column, width }, index) => {
    if (group === null || blocks[index - 1]?.row !== group) row++;
    return { id, row, column: column === null ? `own-${id}` : `named-${column}`, width };
  });
}

function setWidths(drafts: readonly Draft[], row: number, widths: readonly (number | null)[]): void {
  const columns = columnsOf(drafts, row);
  for (const one of drafts) {
    if (one.row === row) one.width = cleanWidth(widths[columns.indexOf(one.column)] ?? null);
  }
}

/** Takes a block out of its row; what stood below it there becomes a row of its own. */
function isolate(drafts: readonly Draft[], at: number): void {
  const old = drafts[at]?.row;
  const last = Math.max(...drafts.map(({ row }) => row));
  for (const [index, one] of drafts.entries()) {
    if (one.row !== old || index < at) continue;
    one.row = index === at ? last + 1 : last + 2;
    if (index === at) one.width = null;
  }
}

/** Brings a block, and all that lies between, into the row of its target. */
function join(drafts: readonly Draft[], at: number, move: Extract<LayoutMove, { kind: "beside" | "stack" }>): void {
  const to = drafts.findIndex(({ id }) => id === move.target);
  const goal = drafts[to];
  if (!goal || to === at) return;
  const row = goal.row;
  const column = move.kind === "stack" ? goal.column : `own-${move.block}`;
  const width = move.kind === "stack" ? goal.width : null;
  for (let index = at; index !== to; index += Math.sign(to - at)) {
    const one = drafts[index];
    if (!one || (one.row === row && index !== at)) continue;
    Object.assign(one, { row, column, width });
  }
}

/** Keys of a row's columns, left to right: as their first blocks stand in the notebook. */
function columnsOf(drafts: readonly Draft[], row: number): string[] {
  return [...new Set(drafts.filter((one) => one.row === row).map(({ column }) => column))];
}

function cleanWidth(width: number | null): number | null {
  return width === null ? null : Math.min(95, Math.max(5, Math.round(width)));
}

/** Settings of a block; rows and columns are named after their first block. A row of one column is no row. */
function finished({ id, row, column, width }: Draft, drafts: readonly Draft[]): PlacedBlock {
  const mates = drafts.filter((one) => one.row === row);
  if (mates.every((one) => one.column === column)) return { id, row: null, column: null, width: null };
  const first = mates.find((one) => one.column === column);
  return { id, row: `row-${mates[0]?.id}`, column: `column-${first?.id}`, width };
}
