/**
 * A move in the layout as edits of blocks' settings: only what must change is written.
 * @module
 */
import type { Document } from "../document.ts";
import type { ReadResult } from "../read/result.ts";
import type { BlockEdit, BlockKey } from "./block-settings.ts";
import { type LayoutMove, moveBlock, type PlacedBlock } from "./layout-edit.ts";

/** The edits that make the move; none if it changes nothing. */
export function layoutEdits(document: Document, origins: ReadResult["origins"], move: LayoutMove): BlockEdit[] {
  const placed = document.blocks.map(
    ({ id, settings: { row, column, width } }): PlacedBlock => ({ id, row, column, width }),
  );
  const moved = moveBlock(placed, move);
  return moved.flatMap((now, index) => {
    const before = placed[index];
    if (!before || sameRow(before, now, placed, moved)) return [];
    const origin = origins.get(now.id);
    const ownRow = origin?.kind === "path" ? origin.ownRow : null;
    // A notebook that itself puts blocks side by side is answered with a row of the block's own.
    const row = now.row ?? (ownRow === null ? null : `row-${now.id}`);
    const values: Readonly<Partial<Record<BlockKey, string | number | null>>> = {
      deepnote_app_block_group_id: row,
      deepnote_app_block_subgroup_id: now.column,
      deepnote_app_block_width: now.width,
    };
    return Object.entries(values).map(([key, value]) => ({
      block: now.id,
      key: key as BlockKey, // the keys above
      value: value ?? undefined,
    }));
  });
}

/** Whether a block has the same place although rows and columns may have got other names: then its settings stay as they are. */
function sameRow(
  before: PlacedBlock,
  now: PlacedBlock,
  all: readonly PlacedBlock[],
  moved: readonly PlacedBlock[],
): boolean {
  if (before.width !== now.width) return false;
  const mates = (block: PlacedBlock, blocks: readonly PlacedBlock[]): string =>
    JSON.stringify([
      runOf(block, blocks, ({ row }) => row),
      runOf(block, blocks, ({ row, column }) => (row === null || column === null ? null : `${row} ${column}`)),
    ]);
  return mates(before, all) === mates(now, moved);
}

/** Ids of the neighbours that share a key with a block, itself among them. */
function runOf(
  block: PlacedBlock,
  blocks: readonly PlacedBlock[],
  key: (block: PlacedBlock) => string | null,
): readonly string[] {
  const wanted = key(block);
  if (wanted === null) return [block.id];
  return blocks.filter((one) => key(one) === wanted).map(({ id }) => id);
}
