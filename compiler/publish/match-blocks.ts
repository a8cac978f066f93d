/**
 * Which block of a notebook is which of the version published before, also where the notebook is a copy whose blocks have got new
 * ids: by id, then by content, then by the place between blocks that are known.
 * @module
 */

/** What a block can be recognised by. */
export interface BlockMark {
  readonly id: string;
  /** The format's own name of the type. */
  readonly type: string;
  /** A hash of what the author wrote. */
  readonly content: string;
}

/** One pair, as indices into the two lists. */
export interface BlockPair {
  readonly before: number;
  readonly now: number;
  readonly by: "id" | "content" | "position";
}

export interface BlockMatching {
  /** In the order of the new notebook; no block is in two pairs. */
  readonly pairs: readonly BlockPair[];
  /** Indices of blocks that were not there before. */
  readonly added: readonly number[];
  /** Indices of blocks that are gone. */
  readonly removed: readonly number[];
}

/** Matches the blocks of two versions. Linear in their number. */
export function matchBlocks(before: readonly BlockMark[], now: readonly BlockMark[]): BlockMatching {
  const matcher = new Matcher(before, now);
  matcher.pairEqual("id", ({ id }) => (isCounted(id) ? null : id));
  matcher.pairEqual("content", ({ type, content }) => `${type}\n${content}`);
  matcher.pairByPlace();
  return matcher.result();
}

/** Ids that readers give to cells without one count them, so the same id may be another block in the next version. */
function isCounted(id: string): boolean {
  return /^(cell|block)-\d+(-|$)/.test(id);
}

class Matcher {
  private readonly before: readonly BlockMark[];
  private readonly now: readonly BlockMark[];
  /** For each new block the old one, and the other way round. */
  private readonly pairOfNow: (BlockPair | null)[];
  private readonly pairOfBefore: (BlockPair | null)[];

  constructor(before: readonly BlockMark[], now: readonly BlockMark[]) {
    this.before = before;
    this.now = now;
    this.pairOfNow = now.map(() => null);
    this.pairOfBefore = before.map(() => null);
  }

  private pair(pair: BlockPair): void {
    this.pairOfNow[pair.now] = pair;
    this.pairOfBefore[pair.before] = pair;
  }

  /** Pairs what is left and has the same key, the first with the first; a block whose key is `null` waits. */
  pairEqual(by: BlockPair["by"], key: (mark: BlockMark) => string | null): void {
    const keyAt = (marks: readonly BlockMark[], at: number): string | null => {
      const mark = marks[at];
      return mark ? key(mark) : null;
    };
    this.pairQueued(
      by,
      (at) => keyAt(this.before, at),
      (at) => keyAt(this.now, at),
    );
  }

  /** Pairs what is left between the same two known neighbours and has the same type. */
  pairByPlace(): void {
    const oldGaps = gaps(this.pairOfBefore, ({ before }) => before);
    const newGaps = gaps(this.pairOfNow, ({ before }) => before);
    this.pairQueued(
      "position",
      (at) => `${oldGaps[at]} ${this.before[at]?.type}`,
      (at) => `${newGaps[at]} ${this.now[at]?.type}`,
    );
  }

  private pairQueued(
    by: BlockPair["by"],
    keyBefore: (at: number) => string | null,
    keyNow: (at: number) => string | null,
  ): void {
    const queues = new Map<string, number[]>();
    for (const at of unpaired(this.pairOfBefore).reverse()) {
      const key = keyBefore(at);
      if (key !== null) push(queues, key, at);
    }
    for (const now of unpaired(this.pairOfNow)) {
      const key = keyNow(now);
      const before = key === null ? undefined : queues.get(key)?.pop();
      if (before !== undefined) this.pair({ before, now, by });
    }
  }

  result(): BlockMatching {
    return {
      pairs: this.pairOfNow.flatMap((pair) => pair ?? []),
      added: unpaired(this.pairOfNow),
      removed: unpaired(this.pairOfBefore),
    };
  }
}

function push(queues: Map<string, number[]>, key: string, at: number): void {
  const queue = queues.get(key);
  if (queue) queue.push(at);
  else queues.set(key, [at]);
}

function unpaired(pairs: readonly (BlockPair | null)[]): number[] {
  return pairs.flatMap((pair, at) => (pair === null ? [at] : []));
}

/** For each place, the known neighbours around it: the old indices of the last pair above and of the next below. */
function gaps(pairs: readonly (BlockPair | null)[], name: (pair: BlockPair) => number): string[] {
  let above = "top";
  const tops = pairs.map((pair) => {
    const gap = above;
    if (pair) above = String(name(pair));
    return gap;
  });
  let below = "end";
  const names: string[] = [];
  for (let at = pairs.length - 1; at >= 0; at--) {
    names[at] = `${tops[at]} ${below}`;
    const pair = pairs[at];
    if (pair) below = String(name(pair));
  }
  return names;
}
