/**
 * What a run has brought, told when it is over: the blocks that ran and are shown, with what they show now.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { BlockResult } from "../element.ts";
import type { Part } from "./part.ts";
import { type Action, blockState, type PageState } from "./state.ts";

export class Results {
  #began: ReadonlySet<BlockId> = new Set();

  /** Takes the state after an action; gives the results if that action ended a run. */
  take(state: PageState, action: Action, { blocks }: Part): readonly BlockResult[] | null {
    if (action.kind === "started") this.#began = new Set(action.blocks);
    if (action.kind !== "finished") return null;
    return [...blocks.values()].flatMap(({ id, type }) => {
      const { status, outputs } = blockState(state, id);
      const isOver = status === "done" || status === "failed" || status === "skipped" || status === "stale";
      return this.#began.has(id) && isOver ? [{ id, type, state: status, outputs }] : [];
    });
  }
}
