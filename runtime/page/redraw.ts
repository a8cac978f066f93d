/**
 * What must be drawn when the page's state has changed. Pure.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { Program } from "../../compiler/contract/program.ts";
import { blockState, type PageState } from "./state.ts";

/**
 * The blocks that look different after a change, where nothing but blocks does; `null` where more may, and the whole app must be drawn.
 * For states of which neither shows a run that is under way.
 */
export function changedBlocks({ blocks }: Program, before: PageState, after: PageState): readonly BlockId[] | null {
  if (
    before.fault !== after.fault ||
    before.notice !== after.notice ||
    before.options !== after.options ||
    Object.keys(before.pending).length + Object.keys(after.pending).length > 0
  )
    return null;
  const changed: BlockId[] = [];
  for (const { id, step } of blocks) {
    const [then, now] = [blockState(before, id), blockState(after, id)];
    // Of these the app may tell elsewhere, too.
    if (then !== now && [then, now].some(({ status }) => status === "failed" || status === "skipped")) return null;
    const name = step?.kind === "input" ? step.input.name : null;
    if (then !== now || (name !== null && before.applied[name] !== after.applied[name])) changed.push(id);
  }
  return changed;
}
