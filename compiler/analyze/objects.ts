/**
 * Which objects may be one and the same, or hold one another: disjoint sets that only ever grow together (union–find with
 * path halving), each knowing which blocks bound and changed it, and which of the notebook's functions can be reached from it.
 * @module
 */

/** Names an object; objects that may share something have the same {@link Objects.group}. */
export type ObjectId = number;

/** What is known of a group. `Code` stands for a function. */
export interface Group<Code> {
  /** Blocks, by position, that gave an object of the group to a name. */
  readonly binders: ReadonlySet<number>;
  /** Blocks that changed one. */
  readonly mutators: ReadonlySet<number>;
  readonly codes: ReadonlySet<Code>;
  /** Names that code reachable from the group reads when it is called. */
  readonly deferred: ReadonlySet<string>;
  /** Those of the group that are used up by iteration. */
  readonly streams: ReadonlySet<ObjectId>;
  /** Objects that the group's own have inside, as a data frame has lists in its cells: no change of the one is a change of the other. */
  readonly held: ReadonlySet<ObjectId>;
}

interface Members<Code> {
  readonly binders: Set<number>;
  readonly mutators: Set<number>;
  readonly codes: Set<Code>;
  readonly deferred: Set<string>;
  readonly streams: Set<ObjectId>;
  readonly held: Set<ObjectId>;
}

const SETS = ["binders", "mutators", "codes", "deferred", "streams", "held"] as const;

function nothing<Code>(): Members<Code> {
  return {
    binders: new Set(),
    mutators: new Set(),
    codes: new Set(),
    deferred: new Set(),
    streams: new Set(),
    held: new Set(),
  };
}

export class Objects<Code = unknown> {
  private readonly parents: number[] = [];
  private readonly members: Members<Code>[] = [];

  /** A new object. */
  make(): ObjectId {
    this.parents.push(this.parents.length);
    this.members.push(nothing());
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
    const size = (id: number): number => SETS.reduce((sum, key) => sum + this.inside(id)[key].size, 0);
    const [large, small] = size(one) >= size(other) ? [one, other] : [other, one];
    const [into, from] = [this.inside(large), this.inside(small)];
    this.parents[small] = large;
    for (const block of from.binders) into.binders.add(block);
    for (const block of from.mutators) into.mutators.add(block);
    for (const code of from.codes) into.codes.add(code);
    for (const name of from.deferred) into.deferred.add(name);
    for (const stream of from.streams) into.streams.add(stream);
    for (const held of from.held) into.held.add(held);
  }

  private inside(id: ObjectId): Members<Code> {
    const group = this.group(id);
    return this.members[group] ?? nothing();
  }

  /** From here on the first has the second inside. */
  hold(owner: ObjectId, held: ObjectId): void {
    if (this.group(owner) !== this.group(held)) this.inside(owner).held.add(held);
  }

  /** The object's group and those of all that it has inside, however deep; once each. */
  reach(id: ObjectId): readonly ObjectId[] {
    const own = this.group(id);
    if (this.inside(own).held.size === 0) return [own];
    const found = new Set([own]);
    for (const group of found) for (const held of this.inside(group).held) found.add(this.group(held));
    return [...found];
  }

  /** Whether the block changed the object or something inside it. */
  changedBy(id: ObjectId, block: number): boolean {
    return this.reach(id).some((one) => this.inside(one).mutators.has(block));
  }

  /** Whether anything changed the object or something inside it. */
  changed(id: ObjectId): boolean {
    return this.reach(id).some((one) => this.inside(one).mutators.size > 0);
  }

  /** The block gives the object to a name. */
  bind(id: ObjectId, block: number): void {
    for (const one of this.reach(id)) this.inside(one).binders.add(block);
  }

  /** The block changes the object. */
  mutate(id: ObjectId, block: number): void {
    this.inside(id).mutators.add(block);
  }

  /** A function can be reached from the object. */
  carry(id: ObjectId, codes: Iterable<Code>): void {
    const { codes: known } = this.inside(id);
    for (const code of codes) known.add(code);
  }

  /** Code that can be reached from the object reads these names when it is called. */
  defer(id: ObjectId, names: Iterable<string>): void {
    const { deferred } = this.inside(id);
    for (const name of names) deferred.add(name);
  }

  /** The object is used up by iteration. */
  stream(id: ObjectId): void {
    this.inside(id).streams.add(id);
  }

  about(id: ObjectId): Group<Code> {
    return this.inside(id);
  }
}
