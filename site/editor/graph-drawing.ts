/**
 * What the graph's layout is asked and what it answers; and what of a graph belongs to one block. Pure.
 * @module
 */
import { affectedBlocks } from "../../compiler/contract/graph.ts";
import type { EditorState } from "../../compiler/index.ts";

export interface GraphQuestion {
  readonly nodes: readonly { readonly id: string; readonly width: number; readonly height: number }[];
  readonly edges: readonly { readonly from: string; readonly to: string }[];
}

export interface GraphDrawing {
  readonly width: number;
  readonly height: number;
  /** Left top corners. */
  readonly nodes: readonly {
    readonly id: string;
    readonly x: number;
    readonly y: number;
    readonly width: number;
    readonly height: number;
  }[];
  readonly edges: readonly {
    readonly from: string;
    readonly to: string;
    readonly points: readonly { readonly x: number; readonly y: number }[];
  }[];
}

/** What a block has to do with others. */
export interface Relations {
  /** All that it needs, directly or not. */
  readonly needs: ReadonlySet<string>;
  /** All that needs it. */
  readonly feeds: ReadonlySet<string>;
  /** What runs when it changes. */
  readonly runs: ReadonlySet<string>;
}

export function relationsOf(id: string, { graph, reactions }: EditorState): Relations {
  const edges = graph?.edges ?? [];
  const block = graph?.blocks.find((one) => one.id === id)?.id;
  return {
    needs: reach(
      id,
      edges.map(({ from, to }) => [to, from]),
    ),
    feeds: reach(
      id,
      edges.map(({ from, to }) => [from, to]),
    ),
    runs: new Set(reactions && block ? affectedBlocks(reactions, [block]) : []),
  };
}

function reach(start: string, steps: readonly (readonly [string, string])[]): ReadonlySet<string> {
  const next = new Map<string, string[]>();
  for (const [from, to] of steps) next.set(from, [...(next.get(from) ?? []), to]);
  const found = new Set<string>();
  const waiting = [start];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const one of next.get(at) ?? []) {
      if (found.has(one)) continue;
      found.add(one);
      waiting.push(one);
    }
  }
  return found;
}

/** What should be looked at in a block. */
export interface GraphProblem {
  readonly block: string;
  readonly title: string;
  readonly message: string;
}

/** Problems that have to do with dependencies: the compiler's findings of that kind. */
export function graphProblems({ diagnostics }: EditorState): GraphProblem[] {
  const kinds = ["syntax-error", "used-before-definition", "undefined-name", "function-cycle", "opaque-block"];
  return diagnostics.flatMap(({ code, message, place }) =>
    kinds.includes(code) && place.block !== undefined
      ? [{ block: place.block, title: place.blockTitle ?? place.block, message }]
      : [],
  );
}
