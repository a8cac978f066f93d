/**
 * What a kernel must know of an app, from what the app's program says. Pure.
 * @module
 */
import type { ReactionTable } from "./graph.ts";
import type { BlockId, ProjectId } from "./ids.ts";
import type { KernelProgram, Step } from "./kernel.ts";

/** As much of a program as a kernel is told. */
export interface ProgramSource {
  readonly project: ProjectId;
  /** In notebook order; those without a step do nothing. */
  readonly blocks: readonly { readonly id: BlockId; readonly title: string; readonly step: Step | null }[];
  readonly reactions: ReactionTable;
}

/** The kernel's program. */
export function kernelProgram({ project, blocks, reactions }: ProgramSource): KernelProgram {
  const { order, needs, tracked, ambient } = reactions;
  const position = new Map(order.map((id, index) => [id, index]));
  return {
    project,
    tracked,
    ambient,
    blocks: blocks.flatMap(({ id, title, step }, index) => {
      const at = position.get(id);
      if (step === null || at === undefined) return [];
      return [{ id, index, title, step, needs: (needs[at] ?? []).flatMap((need) => order[need] ?? []) }];
    }),
  };
}
