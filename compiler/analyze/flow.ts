/**
 * Goes through a notebook's blocks from top to bottom and finds, for each name that a block reads, which blocks above gave and
 * changed it.
 * @module
 */
import type { AmbientState } from "../contract/graph.ts";
import { type AmbientEffect, ambientName } from "./ambient.ts";
import { Evaluator } from "./evaluate.ts";
import { type BlockFacts, notebookFacts } from "./facts.ts";
import { isBuiltin, type Kind } from "./knowledge.ts";
import { changedModules } from "./module-state.ts";
import { type ObjectId, Objects } from "./objects.ts";
import { moduleName, type NotebookKnowledge } from "./scope.ts";
import { sqlNames } from "./sql.ts";
import { summarise } from "./summary.ts";
import { type Code, either, IMMUTABLE, type Value } from "./value.ts";

/** What a block turned out to do, given what stands above it. Names of ambient state are in parentheses. */
export interface BlockFlow {
  readonly facts: BlockFacts;
  /** Names that matter from outside, those included that functions it can call read. */
  readonly reads: ReadonlySet<string>;
  /** Names that it certainly binds. */
  readonly binds: ReadonlySet<string>;
  /** Names that it may bind, or leave as they were. */
  readonly mayBind: ReadonlySet<string>;
  readonly mutates: readonly string[];
  readonly opaque: string | null;
  /** Where the statement begins that makes it so: a UTF-16 offset in its source. */
  readonly opaqueAt: number | null;
  /** Block above (by position) to the names that it gives or changes for this one. */
  readonly sources: ReadonlyMap<number, ReadonlySet<string>>;
  /** For each of {@link mayBind}: the blocks above whose binding may stand. */
  readonly passing: ReadonlyMap<string, readonly number[]>;
  /** The objects of what it reads. */
  readonly objects: readonly ObjectId[];
  readonly ambient: readonly AmbientEffect[];
  /** Modules among the work files that it imports, by pseudo-name. */
  readonly modules: ReadonlyMap<string, ObjectId>;
}

/** Everything that the graph is made from. */
export interface NotebookFlow {
  readonly blocks: readonly BlockFlow[];
  readonly objects: Objects<Code>;
  /** Ambient states that some block sets, sorted. */
  readonly ambient: readonly AmbientState[];
}

interface Definition {
  readonly block: number;
  readonly value: Value;
  /** Names that code reachable from the value reads when it is called. */
  readonly deferred: ReadonlySet<string>;
}

const CARRIERS: ReadonlySet<Kind> = new Set<Kind>([
  "function",
  "class",
  "instance",
  "unknown",
  "container",
  "iterator",
]);

/** Follows all blocks. Linear in blocks, names and edges. */
export function followNotebook(all: readonly BlockFacts[], localModules: ReadonlySet<string>): NotebookFlow {
  const flow = new Flow(all, localModules);
  const first = all.map((facts, index) => flow.block(facts, index));
  const ambient = ambientStates(first);
  return {
    blocks: first.map((block) => flow.withAmbient(block, ambient)),
    objects: flow.objects,
    ambient: [...ambient].sort(),
  };
}

/** A state counts once a block sets it; random generators only if they are seeded. */
function ambientStates(blocks: readonly BlockFlow[]): Set<AmbientState> {
  const effects = blocks.flatMap(({ ambient }) => ambient);
  const seeds = (state: AmbientState): boolean => state === "random" || state === "numpy.random";
  return new Set(
    effects.filter(({ state, does }) => (seeds(state) ? does === "set" : does !== "read")).map(({ state }) => state),
  );
}

class Flow {
  readonly objects: Objects<Code> = new Objects<Code>();
  private readonly reaching = new Map<string, Definition[]>();
  /** Names that a block which is no Python would have bound. */
  private readonly broken = new Map<string, number>();
  private readonly notebook: NotebookKnowledge;
  /** Ambient state (by name) to the last block that set it. */
  private readonly ambientSetter = new Map<string, number>();

  constructor(all: readonly BlockFacts[], localModules: ReadonlySet<string>) {
    this.notebook = {
      ...notebookFacts(all),
      changedModules: changedModules(all),
      methods: new Map(),
      properties: new Set(),
      localModules,
      summarise,
      memo: new Map(),
      consulted: new Set(),
      hidden: new Set(),
      round: { active: false, grew: false, met: new Set(), found: new Map() },
      codes: new Map(),
    };
  }

  block(facts: BlockFacts, index: number): BlockFlow {
    if (facts.error !== null) return this.brokenBlock(facts, index);
    const modules = this.modulesOf(facts);
    const { uses, deferred, annotated, quiet } = facts.names;
    const later = new Set(quiet ? deferred.filter((name) => !annotated.includes(name)) : []);
    const queried = facts.names.queries ? this.notebook.quoted : [];
    const reads = this.expand([...uses.filter((name) => !later.has(name)), ...queried, ...modules]);
    const sources = this.sourcesOf(reads);
    const evaluator = this.evaluate(facts, index);
    const mayBind = new Set([...facts.names.maybe, ...evaluator.assigned.keys()]);
    const binds = new Set(facts.names.defines.filter((name) => !mayBind.has(name)));
    for (const name of modules) if (!this.reaching.has(name)) binds.add(name);
    const passing = new Map([...mayBind].map((name) => [name, this.definers(name)]));
    const objects = [...reads].flatMap((name) => this.reached(name));
    const mutates = facts.names.uses.filter((name) => this.changedBy(name, index)).sort();
    this.define(facts, index, { evaluator, binds, mayBind, reads });
    const { opaque, opaqueAt } = evaluator;
    return {
      facts,
      reads,
      binds,
      mayBind,
      mutates,
      opaque,
      opaqueAt,
      sources,
      passing,
      objects,
      ambient: this.ambientOf(facts, reads, evaluator),
      modules: new Map(this.local(modules).map((name) => [name, this.moduleValue(name).object ?? 0])),
    };
  }

  /** Of modules' pseudo-names, those of modules that a kernel can execute anew. */
  private local(modules: readonly string[]): readonly string[] {
    const own = new Set([...this.notebook.localModules].map(moduleName));
    return modules.filter((name) => own.has(name));
  }

  /** Modules with state of their own that the block imports, by their pseudo-names. */
  private modulesOf({ names }: BlockFacts): string[] {
    const roots = names.imports.map((name) => name.split(".")[0] ?? name);
    const { localModules, changedModules } = this.notebook;
    return [...new Set(roots)].filter((root) => localModules.has(root) || changedModules.has(root)).map(moduleName);
  }

  private evaluate(facts: BlockFacts, index: number): Evaluator {
    this.notebook.memo.clear();
    const evaluator = new Evaluator({
      objects: this.objects,
      block: index,
      declared: new Set(),
      notebook: this.notebook,
      outside: (name) => this.value(name),
    });
    if (facts.module) evaluator.body(facts.module.body);
    return evaluator;
  }

  private reached(name: string): readonly ObjectId[] {
    const object = this.value(name)?.object ?? null;
    return object === null ? [] : this.objects.reach(object);
  }

  private changedBy(name: string, index: number): boolean {
    const object = this.value(name)?.object ?? null;
    return object !== null && this.objects.changedBy(object, index);
  }

  /** A block with a syntax error never runs: it reads and binds nothing, but what needs its names must wait. */
  private brokenBlock(facts: BlockFacts, index: number): BlockFlow {
    for (const name of facts.names.defines) this.broken.set(name, index);
    const none: ReadonlySet<string> = new Set();
    return {
      facts,
      reads: none,
      binds: none,
      mayBind: none,
      mutates: [],
      opaque: null,
      opaqueAt: null,
      sources: new Map(),
      passing: new Map(),
      objects: [],
      ambient: [],
      modules: new Map(),
    };
  }

  /** The names read, and those that functions and objects among them read when they are called. */
  private expand(uses: readonly string[]): Set<string> {
    const reads = new Set(uses);
    const waiting = [...reads];
    for (let name = waiting.pop(); name !== undefined; name = waiting.pop()) {
      for (const inner of this.deferredBy(name)) {
        if (reads.has(inner)) continue;
        reads.add(inner);
        waiting.push(inner);
      }
    }
    return reads;
  }

  /** Names that code reachable from a name reads when it is called. */
  private deferredBy(name: string): Set<string> {
    const object = this.value(name)?.object ?? null;
    const deferred = new Set(object === null ? [] : this.objects.about(object).deferred);
    for (const { value, deferred: own } of this.reaching.get(name) ?? [])
      if (CARRIERS.has(value.kind)) for (const inner of own) deferred.add(inner);
    return deferred;
  }

  private definers(name: string): number[] {
    return (this.reaching.get(name) ?? []).map(({ block }) => block);
  }

  private value(name: string): Value | null {
    if (name.startsWith("(module ")) return this.moduleValue(name);
    const definitions = this.reaching.get(name);
    if (!definitions || definitions.length === 0) return null;
    return definitions.map(({ value }) => value).reduce((one, other) => either(this.objects, one, other));
  }

  /** A module's state is one object, whoever imports it. */
  private moduleValue(name: string): Value {
    const value = this.modules.get(name) ?? { kind: "unknown", object: this.objects.make() };
    this.modules.set(name, value);
    return value;
  }

  private readonly modules = new Map<string, Value>();

  private sourcesOf(reads: ReadonlySet<string>): Map<number, Set<string>> {
    const sources = new Map<number, Set<string>>();
    const add = (block: number, name: string): void => {
      sources.set(block, (sources.get(block) ?? new Set()).add(name));
    };
    for (const name of reads) {
      const definers = this.definers(name);
      for (const block of definers) add(block, name);
      const mutator = this.lastMutator(name);
      if (mutator !== null) add(mutator, name);
      const broken = this.broken.get(name);
      if (definers.length === 0 && broken !== undefined) add(broken, name);
    }
    return sources;
  }

  /** Each mutator needs the one before it, so the last one stands for all. */
  private lastMutator(name: string): number | null {
    const object = this.value(name)?.object ?? null;
    if (object === null) return null;
    let last = -1;
    for (const one of this.objects.reach(object))
      for (const block of this.objects.about(one).mutators) if (block > last) last = block;
    return last < 0 ? null : last;
  }

  private define(
    facts: BlockFacts,
    index: number,
    found: {
      evaluator: Evaluator;
      binds: ReadonlySet<string>;
      mayBind: ReadonlySet<string>;
      reads: ReadonlySet<string>;
    },
  ): void {
    const deferred = this.deferredOf(facts, found.reads);
    for (const name of found.reads) {
      const object = this.value(name)?.object ?? null;
      if (object !== null && this.objects.changedBy(object, index)) this.objects.defer(object, deferred);
    }
    for (const name of [...found.binds, ...found.mayBind]) {
      const value = name.startsWith("(")
        ? this.moduleValue(name)
        : (found.evaluator.locals.get(name) ?? this.initial(facts));
      if (value.object !== null) this.objects.bind(value.object, index);
      const definition: Definition = { block: index, value, deferred };
      this.broken.delete(name);
      this.reaching.set(name, found.binds.has(name) ? [definition] : [...(this.reaching.get(name) ?? []), definition]);
    }
  }

  /** The value that a block without Python gives its variable. */
  private initial({ block }: BlockFacts): Value {
    if (block.kind === "sql") return { kind: "frame", object: this.objects.make() };
    const holds = block.kind === "input" && /^(multiselect|literal|date-range)$/.test(block.input.type);
    return holds || block.kind === "code" ? { kind: "container", object: this.objects.make() } : IMMUTABLE;
  }

  private deferredOf({ names }: BlockFacts, reads: ReadonlySet<string>): Set<string> {
    const deferred = new Set(names.inner);
    for (const [taker, consumed] of Object.entries(names.consumed))
      if (this.reaching.has(taker) || names.defines.includes(taker)) for (const name of consumed) deferred.add(name);
    for (const name of reads) {
      if (name.startsWith("(module ")) deferred.add(name);
      for (const { value } of this.reaching.get(name) ?? []) {
        // Instances read their class, whenever they are used.
        if (value.kind === "class") deferred.add(name);
        if (CARRIERS.has(value.kind)) for (const inner of this.deferredBy(name)) deferred.add(inner);
      }
    }
    return deferred;
  }

  // Ambient state

  private ambientOf(facts: BlockFacts, reads: ReadonlySet<string>, evaluator: Evaluator): AmbientEffect[] {
    const effects = [...evaluator.ambient, ...fileEffects(facts)];
    const touchesFiles = effects.some(({ state }) => state === "files");
    const shown = [...reads, ...facts.names.defines].flatMap(
      (name) => evaluator.locals.get(name) ?? this.value(name) ?? [],
    );
    if (shown.some(({ kind }) => kind === "array")) effects.push({ state: "numpy.options", does: "read" });
    if (shown.some(({ kind, path }) => kind === "frame" || path?.startsWith("pandas")))
      effects.push({ state: "pandas.options", does: "read" });
    if (touchesFiles) effects.push({ state: "os.cwd", does: "read" });
    if (facts.names.imports.length > 0) effects.push({ state: "sys.path", does: "read" });
    return effects;
  }

  /** Adds ambient state as names, once it is known which states any block sets. Call in notebook order. */
  withAmbient(block: BlockFlow, states: ReadonlySet<AmbientState>): BlockFlow {
    const reads = new Set(block.reads);
    const binds = new Set(block.binds);
    const sources = new Map(block.sources);
    const mutable = block.ambient.filter(({ state }) => states.has(state) && state !== "warnings");
    const index = this.ambientIndex++;
    for (const { state, does } of mutable) {
      const name = ambientName(state);
      if (does !== "set" && !binds.has(name)) {
        reads.add(name);
        const setter = this.ambientSetter.get(name);
        if (setter !== undefined) sources.set(setter, new Set([...(sources.get(setter) ?? []), name]));
      }
      if (does !== "read") binds.add(name);
    }
    for (const name of binds) if (name.startsWith("(")) this.ambientSetter.set(name, index);
    return { ...block, reads, binds, sources };
  }

  private ambientIndex = 0;
}

/** What a query does with work files. */
function fileEffects({ block }: BlockFacts): AmbientEffect[] {
  const does = block.kind === "sql" ? sqlNames(block.source).files : "none";
  return does === "none" ? [] : [{ state: "files", does: does === "read" ? "read" : "change" }];
}

/** Whether a name that a block reads belongs in a graph: ambient state and names that only Python itself binds do not. */
export function isNotebookName(name: string, defined: ReadonlySet<string>): boolean {
  return defined.has(name) || !(isBuiltin(name) || name.startsWith("("));
}
