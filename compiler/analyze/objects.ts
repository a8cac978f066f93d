/**
 * Which objects may be one and the same, or hold one another: disjoint sets that only ever grow together (union–find with
 * path halving), each knowing which blocks bound and changed it.
 * @module
 */

/** Names an object; objects that may share something have the same {@link Objects.group}. */
export type ObjectId = number;

/** Blocks, by position, that gave an object of the group to a name, and that changed one. */
export interface Group {
  readonly binders: ReadonlySet<number>;
  readonly mutators: ReadonlySet<number>;
}

const NONE: ReadonlySet<number> = new Set();

export class Objects {
  private readonly parents: number[] = [];
  private readonly binders: Set<number>[] = [];
  private readonly mutators: Set<number>[] = [];

  /** A new object. */
  make(): ObjectId {
    this.parents.push(this.parents.length);
    this.binders.push(new Set());
    this.mutators.push(new Set());
    return this.parents.length - 1;
  }

  group(id: ObjectId): ObjectId {
    let at = id;
    for (;;) {
      const parent = this.parents[at] ?? at;
      if (parent === at) return at;
      const above = this.parents[parent] ?? parent;
      this.parents[at] = above;
      at = above;
    }
  }

  /** From here on the two may share something. */
  link(first: ObjectId, second: ObjectId): void {
    const [one, other] = [this.group(first), this.group(second)];
    if (one === other) return;
    const size = (id: number): number => (this.binders[id]?.size ?? 0) + (this.mutators[id]?.size ?? 0);
    const [large, small] = size(one) >= size(other) ? [one, other] : [other, one];
    this.parents[small] = large;
    for (const block of this.binders[small] ?? []) this.binders[large]?.add(block);
    for (const block of this.mutators[small] ?? []) this.mutators[large]?.add(block);
  }

  /** The block gives the object to a name. */
  bind(id: ObjectId, block: number): void {
    this.binders[this.group(id)]?.add(block);
  }

  /** The block changes the object. */
  mutate(id: ObjectId, block: number): void {
    this.mutators[this.group(id)]?.add(block);
  }

  about(id: ObjectId): Group {
    const group = this.group(id);
    return { binders: this.binders[group] ?? NONE, mutators: this.mutators[group] ?? NONE };
  }
}
