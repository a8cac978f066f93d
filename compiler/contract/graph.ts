/**
 * The dependency graph of a notebook and the two walks over it that a session needs: which blocks a change
 * re-runs, and which block's failure makes another one wait. Pure; linear in blocks and edges.
 * @module
 */
import type { BlockId } from "./ids.ts";

/** A block as `notebook-app graph --json` prints it. Name lists are sorted. */
export interface GraphBlock {
  readonly id: BlockId;
  readonly index: number;
  readonly type: string;
  readonly title: string;
  /** Names it binds at module scope. */
  readonly defines: readonly string[];
  /** Names it needs from outside. */
  readonly uses: readonly string[];
  /** Names whose object it changes in place. */
  readonly mutates: readonly string[];
  /** Modules it imports, with dots. */
  readonly imports: readonly string[];
  /** Why it cannot be analysed, or `null`. */
  readonly opaque: string | null;
  readonly error: { readonly message: string; readonly line: number } | null;
}

/** `to` reads, through `names`, what `from` made or changed. Always points down the notebook. */
export interface GraphEdge {
  readonly from: BlockId;
  readonly to: BlockId;
  readonly names: readonly string[];
}

/** What `notebook-app graph --json` prints. */
export interface DependencyGraph {
  readonly notebook: string;
  readonly blocks: readonly GraphBlock[];
  readonly edges: readonly GraphEdge[];
}

/**
 * "When any of `when` runs, all of `run` must run in the same go." Positions in {@link ReactionTable.order}.
 * A list of these states every rule of DESIGN section 4, because each has a single block as its condition.
 */
export interface Reaction {
  readonly when: readonly number[];
  readonly run: readonly number[];
}

/** What a page and a kernel need of the graph. */
export interface ReactionTable {
  /** The blocks that run, in notebook order. */
  readonly order: readonly BlockId[];
  readonly reactions: readonly Reaction[];
  /** Per position: the positions whose failure makes it wait (all smaller). */
  readonly needs: readonly (readonly number[])[];
  /**
   * Names bound by more than one block: a kernel keeps each block's binding and sets the right one before a block runs.
   * `(module lib)` is a module among the work files whose state blocks change: a kernel executes it anew where a full run would.
   */
  readonly tracked: readonly string[];
  /** State outside the namespace that blocks set, kept and set like {@link tracked}. */
  readonly ambient: readonly AmbientState[];
  /**
   * Reading an object may change it in a way that shows nowhere in the block that reads: the notebook has classes of its own, whose
   * methods and properties do what they like. That re-runs nothing too little, but says nothing of what may be left out.
   */
  readonly lively?: true;
}

/** State that lives in modules or files, and that a kernel can save and set again. */
export type AmbientState =
  | "random"
  | "numpy.random"
  | "numpy.options"
  | "matplotlib.rcParams"
  | "pandas.options"
  | "os.environ"
  | "os.cwd"
  | "sys.path"
  | "builtins"
  | "warnings"
  | "logging"
  | "files";

/** The smallest set of blocks, in notebook order, that must run when `changed` change. Unknown ids are ignored. */
export function affectedBlocks(table: ReactionTable, changed: Iterable<BlockId>): BlockId[] {
  const position = new Map(table.order.map((id, index) => [id, index]));
  const found = new Set<number>();
  const waiting: number[] = [];
  const add = (at: number): void => {
    if (found.has(at)) return;
    found.add(at);
    waiting.push(at);
  };
  for (const id of changed) {
    const at = position.get(id);
    if (at !== undefined) add(at);
  }
  const triggered = reactionsByBlock(table);
  const walked = new Set<Reaction>();
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const reaction of triggered[at] ?? []) {
      if (walked.has(reaction)) continue;
      walked.add(reaction);
      reaction.run.forEach(add);
    }
  }
  return table.order.filter((_, index) => found.has(index));
}

/**
 * The blocks that a fresh run needs for these to show what a run of everything would: they, and every block above one of them whose
 * change would re-run it; in a {@link ReactionTable.lively} notebook all above. In notebook order; unknown ids are ignored.
 */
export function neededBlocks(table: ReactionTable, shown: Iterable<BlockId>): BlockId[] {
  const position = new Map(table.order.map((id, index) => [id, index]));
  const causes = reactionsByRun(table);
  const needed = new Set<number>();
  for (const id of shown) {
    const at = position.get(id);
    if (at === undefined) continue;
    needed.add(at);
    if (table.lively) for (let above = 0; above < at; above++) needed.add(above);
    for (const cause of causesOf(at, causes)) if (cause < at) needed.add(cause);
  }
  return table.order.filter((_, index) => needed.has(index));
}

/** Every block that re-runs `at`, directly or through others. */
function causesOf(at: number, causes: readonly (readonly Reaction[])[]): ReadonlySet<number> {
  const found = new Set<number>();
  const waiting = [at];
  const walked = new Set<Reaction>();
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const reaction of causes[next] ?? []) {
      if (walked.has(reaction)) continue;
      walked.add(reaction);
      for (const cause of reaction.when) if (!found.has(cause)) waiting.push(cause);
      for (const cause of reaction.when) found.add(cause);
    }
  }
  return found;
}

/** Per position, the reactions that run it. */
function reactionsByRun(table: ReactionTable): Reaction[][] {
  const lists: Reaction[][] = table.order.map(() => []);
  for (const reaction of table.reactions) for (const at of reaction.run) lists[at]?.push(reaction);
  return lists;
}

/**
 * The nearest block above that `block` needs and that did not succeed, or `null`: then it may run.
 *
 * @param unfinished - Blocks that failed or were themselves skipped.
 */
export function unmetNeed(table: ReactionTable, block: BlockId, unfinished: ReadonlySet<BlockId>): BlockId | null {
  const needs = table.needs[table.order.indexOf(block)] ?? [];
  const blocking = needs.filter((at) => {
    const id = table.order[at];
    return id !== undefined && unfinished.has(id);
  });
  return blocking.length === 0 ? null : (table.order[Math.max(...blocking)] ?? null);
}

/** Per position, the reactions it triggers. */
function reactionsByBlock(table: ReactionTable): Reaction[][] {
  const lists: Reaction[][] = table.order.map(() => []);
  for (const reaction of table.reactions) {
    for (const at of reaction.when) lists[at]?.push(reaction);
  }
  return lists;
}
