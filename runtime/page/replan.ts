/**
 * What must run when the notebook itself was edited under a live kernel. Pure.
 * @module
 */
import { affectedBlocks } from "../../compiler/contract/graph.ts";
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { Program, ProgramBlock } from "../../compiler/contract/program.ts";

/**
 * How a kernel gets from one program to the next: `run` these blocks, run everything `fresh` on the same Python, or `restart` it,
 * because packages or files are others.
 */
export type Replan =
  | { readonly kind: "run"; readonly blocks: readonly BlockId[] }
  | { readonly kind: "fresh" }
  | { readonly kind: "restart" };

/** Plans the step from `before` to `after`. */
export function replan(before: Program, after: Program): Replan {
  if (before.runtime !== after.runtime || !same(before.python, after.python) || before.project !== after.project)
    return { kind: "restart" };
  if (!keepsBindings(before, after)) return { kind: "fresh" };
  const old = stepsOf(before);
  const now = stepsOf(after);
  const changed = [...now].flatMap(([id, step]) => (same(old.get(id), step) ? [] : [id]));
  const gone = [...old.keys()].filter((id) => !now.has(id));
  // What read from a block as it was may no longer read from it now: both graphs have their say.
  const readers = affectedBlocks(before.reactions, [...changed, ...gone]).filter((id) => now.has(id));
  return { kind: "run", blocks: affectedBlocks(after.reactions, [...changed, ...readers]) };
}

/** Whether the bindings that a kernel keeps per block mean the same in both: the same names, the same order. */
function keepsBindings({ reactions: before }: Program, { reactions: after }: Program): boolean {
  if (!same(before.tracked, after.tracked) || !same(before.ambient, after.ambient)) return false;
  const common = new Set(before.order.filter((id) => after.order.includes(id)));
  return same(
    before.order.filter((id) => common.has(id)),
    after.order.filter((id) => common.has(id)),
  );
}

function stepsOf({ blocks }: Program): ReadonlyMap<BlockId, ProgramBlock["step"]> {
  return new Map(blocks.flatMap(({ id, step }) => (step === null ? [] : [[id, step] as const])));
}

/** Both come out of JSON, so that equal values have equal texts. */
function same(one: unknown, other: unknown): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
