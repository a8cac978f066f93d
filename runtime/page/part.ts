/**
 * The part of an app that is shown: all of it, or some blocks in the places that they have among each other.
 * @module
 */
import { neededBlocks } from "../../compiler/contract/graph.ts";
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { Program, ProgramBlock, Row } from "../../compiler/contract/program.ts";

export interface Part {
  readonly rows: readonly Row[];
  /** The blocks in them by id, in the notebook's order. */
  readonly blocks: ReadonlyMap<BlockId, ProgramBlock>;
  /** Blocks that have to run for it; `null` for all. */
  readonly needed: ReadonlySet<BlockId> | null;
  /** Asked for, and not among the blocks that viewers see. */
  readonly unknown: readonly string[];
}

/** What is shown when these blocks are asked for; none asks for all. */
export function partOf(program: Program, asked: readonly string[]): Part {
  const placed = new Set<string>(program.rows.flatMap(({ columns }) => columns.flatMap(({ blocks }) => blocks)));
  const unknown = asked.filter((id) => !placed.has(id));
  const wanted = new Set(asked.length === 0 ? placed : asked.filter((id) => placed.has(id)));
  const blocks = new Map(program.blocks.flatMap((block) => (wanted.has(block.id) ? [[block.id, block] as const] : [])));
  if (asked.length === 0) return { rows: program.rows, blocks, needed: null, unknown };
  const needed = new Set(neededBlocks(program.reactions, blocks.keys()));
  return { rows: rowsWith(program.rows, wanted), blocks, needed, unknown };
}

function rowsWith(rows: readonly Row[], wanted: ReadonlySet<string>): Row[] {
  return rows.flatMap(({ columns }) => {
    const left = columns
      .map((column) => ({ ...column, blocks: column.blocks.filter((id) => wanted.has(id)) }))
      .filter(({ blocks }) => blocks.length > 0);
    return left.length === 0 ? [] : [{ columns: left }];
  });
}
