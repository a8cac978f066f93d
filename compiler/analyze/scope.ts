/**
 * The state in which code is followed: its names, the objects they stand for, and what was done to them so far.
 * @module
 */
import type { AmbientEffect } from "./ambient.ts";
import type { Kind } from "./knowledge.ts";
import type { ObjectId, Objects } from "./objects.ts";
import type { Expr } from "./python/ast.ts";
import { type Code, either, type Given, IMMUTABLE, type Summary, type Value } from "./value.ts";

/** What surrounds the code that is followed. */
export interface Surroundings {
  readonly objects: Objects<Code>;
  /** The block's position; makers and mutators are told by it. */
  readonly block: number;
  /** A name's value from outside the code, `null` if nothing binds it. */
  readonly outside: (name: string) => Value | null;
  /** A global name's value, whatever local names there are; absent where the code's own names are the global ones. */
  readonly global?: (name: string) => Value;
  /** Whether a name is one of the functions around the code; absent outside functions. */
  readonly local?: (name: string) => boolean;
  /** Names that the code declares `global`. */
  readonly declared: ReadonlySet<string>;
  /** What every block shares. */
  readonly notebook: NotebookKnowledge;
}

/** What is known of the notebook as a whole, and what was found out so far. */
export interface NotebookKnowledge {
  /** All methods of the notebook's classes so far, by name. */
  readonly methods: Map<string, Set<Code>>;
  /** Of {@link methods}: those that run when the attribute is read. */
  readonly properties: Set<string>;
  /** Names of all methods that any class of the notebook defines. */
  readonly methodNames: ReadonlySet<string>;
  /** Names that any block binds. */
  readonly defined: ReadonlySet<string>;
  /** Names that a query of a data frame may have in it. */
  readonly quoted: ReadonlySet<string>;
  /** Something other than `self.x = …` stores into classes. */
  readonly openClasses: boolean;
  /** Modules among the work files or the project: nothing is known of their functions. */
  readonly localModules: ReadonlySet<string>;
  /** Other modules whose own state some block changes. */
  readonly changedModules: ReadonlySet<string>;
  /** What a function does when it is called; handed in, since it needs an evaluator of its own. */
  readonly summarise: Summarise;
  /** Summaries of this moment; emptied when a global name is bound. */
  readonly memo: Map<Code, Summary>;
  /** Global names that summaries of this moment depend on. */
  readonly consulted: Set<string>;
  /** Methods that operators call. */
  readonly hidden: Set<Code>;
  /** One round of following functions that call one another. */
  readonly round: Round;
  /** Every function so far, by its place in the tree. */
  readonly codes: Map<object, Code>;
}

/** Summaries on their way: what the functions met in this round were found to do, now or in the round before. */
export interface Round {
  active: boolean;
  grew: boolean;
  readonly met: Set<Code>;
  readonly found: Map<Code, Summary>;
}

/** Follows a function's body; `outer` gives the values of global names now. */
export type Summarise = (around: Surroundings, outer: (name: string) => Value, code: Code) => Summary;

/** Arguments of a call. */
export interface Arguments {
  readonly positional: readonly Value[];
  readonly keywords: readonly { readonly name: string | null; readonly value: Value }[];
  /** Whether `*` or `**` may give any parameter. */
  readonly open: boolean;
}

/** The pseudo-name of a module among the work files, whose state blocks can change. */
export function moduleName(root: string): string {
  return `(module ${root})`;
}

/** Names and objects; what statements and expressions do with them is in the classes below. */
export abstract class Scope {
  readonly around: Surroundings;
  /** Names bound so far. */
  readonly locals: Map<string, Value> = new Map();
  readonly ambient: AmbientEffect[] = [];
  /** Why nothing more can be said of the code, if so. */
  opaque: string | null = null;
  /** Global names that functions called here bind, or that are declared `global` here. */
  readonly assigned: Map<string, Value> = new Map();
  /** What the code returns or yields. */
  returned: Value | null = null;
  /** Of a function's code: what the function itself holds, and what its first parameter is. */
  self: Value | null = null;
  receiver: Value | null = null;
  /** Names bound only in branches so far: what they had outside may still stand. */
  private readonly perhaps = new Set<string>();
  protected depth = 0;

  constructor(around: Surroundings) {
    this.around = around;
  }

  protected get objects(): Objects<Code> {
    return this.around.objects;
  }

  protected fresh(kind: Kind): Value {
    const object = this.objects.make();
    if (kind === "iterator") this.objects.stream(object);
    return { kind, object };
  }

  /** From here on the two may share something; what an iterator gives is then no longer told from the iterator. */
  protected link(first: Value, second: Value): void {
    const [one, ...others] = [first, first.items, second, second.items].flatMap((value) => value?.object ?? []);
    if (one === undefined || first.object === null || second.object === null) return;
    for (const other of others) this.objects.link(one, other);
  }

  /** Something new that may share with `parts`. */
  protected holding(kind: Kind, parts: readonly Value[]): Value {
    const value = this.fresh(kind);
    for (const part of parts) this.link(value, part);
    return value;
  }

  /** Something new that shares nothing with `parts`, but has inside what they have. */
  protected copied(kind: Kind, parts: readonly Value[]): Value {
    const value = this.fresh(kind);
    if (value.object !== null)
      for (const { object } of parts)
        for (const held of object === null ? [] : this.objects.about(object).held)
          this.objects.hold(value.object, held);
    return value;
  }

  /** Puts values inside another one, unless nothing in them can be changed. `depth`: how deep lists may be in them for that. */
  protected fill(owner: Value, values: readonly Value[], depth: number): void {
    if (owner.object === null) return;
    for (const value of values) {
      if (value.object === null || this.isPlain(value, depth)) continue;
      if (value.kind !== "frame" && value.kind !== "array") this.objects.hold(owner.object, value.object);
      else for (const held of this.objects.about(value.object).held) this.objects.hold(owner.object, held);
    }
  }

  private isPlain({ kind, object, depth }: Value, most: number): boolean {
    if (/^(figure|module|function|class)$/.test(kind)) return true;
    // As it was written, unless it was changed since.
    return depth !== undefined && depth <= most && object !== null && this.objects.about(object).mutators.size === 0;
  }

  /** What stands inside a frame or array, as one value; nothing where there is nothing that can be changed. */
  protected inside(value: Value): Value {
    const held = value.object === null ? [] : [...this.objects.about(value.object).held];
    if (held.length === 0) return IMMUTABLE;
    const inside = this.fresh("unknown");
    for (const one of held) if (inside.object !== null) this.objects.hold(inside.object, one);
    return inside;
  }

  /** A tuple of a name and something out of a frame. */
  protected pair(items: Value): Value {
    return { ...this.fresh("container"), items };
  }

  /** A value, and whatever is inside it, may be changed. */
  mutate(value: Value): void {
    for (const object of [value.object, value.cells ?? null])
      if (object !== null) for (const one of this.objects.reach(object)) this.objects.mutate(one, this.around.block);
  }

  /** A value itself is changed: what is inside a list, array or frame stays as it was, unless the value may be one of those things. */
  protected reshape(value: Value): void {
    if (value.inner || !/^(frame|array|container|figure)$/.test(value.kind)) return this.mutate(value);
    for (const object of [value.object, value.cells ?? null])
      if (object !== null) this.objects.mutate(object, this.around.block);
  }

  // Names

  read(name: string): Value {
    if (this.around.declared.has(name)) return this.global(name);
    const local = this.locals.get(name);
    if (local && !this.perhaps.has(name)) return local;
    const outside = this.around.outside(name);
    if (local) return outside ? either(this.objects, local, outside) : local;
    if (outside) return outside;
    return { kind: "function", object: null, path: `builtins.${name}` };
  }

  bind(name: string, taken: Value): void {
    const value = taken.cells === undefined ? taken : ofItsOwn(taken);
    if (this.around.declared.has(name)) return this.assignGlobal(name, value);
    const before = this.locals.get(name);
    if (this.depth === 0) this.perhaps.delete(name);
    else if (!before) this.perhaps.add(name);
    this.locals.set(name, this.depth > 0 && before ? either(this.objects, before, value) : value);
    if (!this.around.global) this.forget(name);
  }

  protected unbind(name: string): void {
    this.locals.delete(name);
    this.forget(name);
  }

  /** A global name stands for something else now. */
  private forget(name: string): void {
    const { memo, consulted } = this.around.notebook;
    if (!consulted.has(name)) return;
    memo.clear();
    consulted.clear();
  }

  /** A global name's value, past the names of a function. */
  global(name: string): Value {
    if (!this.around.global) return this.read(name);
    const assigned = this.assigned.get(name);
    const outside = this.around.global(name);
    return assigned ? either(this.objects, assigned, outside) : outside;
  }

  /** A global name may be bound from here on. */
  assignGlobal(name: string, value: Value): void {
    const before = this.assigned.get(name);
    this.assigned.set(name, before ? either(this.objects, before, value) : value);
    this.forget(name);
    if (this.around.global) return;
    this.depth++;
    this.bind(name, value);
    this.depth--;
  }

  /** Keeps what happens to ambient state, once each, in order. */
  protected ambience(effects: readonly AmbientEffect[]): void {
    for (const effect of effects) {
      if (!this.ambient.some(({ state, does }) => state === effect.state && does === effect.does))
        this.ambient.push(effect);
    }
  }

  // What functions do

  protected summary(code: Code): Summary {
    return this.around.notebook.summarise(this.around, (name) => this.global(name), code);
  }

  /** Functions that can be reached from a value. */
  protected codes(value: Value): readonly Code[] {
    const carried = value.object === null ? [] : [...this.objects.about(value.object).codes];
    return value.code && !carried.includes(value.code) ? [...carried, value.code] : carried;
  }

  /** What running a function does to everything but what it is called with. */
  protected effects(summary: Summary, self: Value): void {
    if (summary.mutatesSelf) this.mutate(self);
    for (const name of summary.mutatesGlobals) this.mutate(this.global(name));
    this.ambience(summary.ambient);
    this.opaque ??= summary.opaque;
  }

  private given(given: Given, self: Value, params: (index: number) => readonly Value[]): Value[] {
    return [
      ...given.params.flatMap(params),
      ...given.globals.map((name) => this.global(name)),
      ...(given.self ? [self] : []),
    ];
  }

  /** Calls a function of the notebook. */
  protected apply(code: Code, self: Value, args: Arguments): Value {
    const summary = this.summary(code);
    const params = this.arrange(code, self, args);
    const every = [...args.positional, ...args.keywords.map(({ value }) => value)];
    if (summary.linksArguments)
      this.holding("unknown", [...every, self, ...summary.mutatesGlobals.map((name) => this.global(name))]);
    const given = [...params.keys()].filter((index) => summary.mutates[index]).flatMap((index) => params[index] ?? []);
    const made = this.result(summary, self, params);
    for (const value of [...given, ...summary.mutatesGlobals.map((name) => this.global(name)), made, self])
      if (value.object !== null && summary.makes.length > 0) this.objects.carry(value.object, summary.makes);
    if (code.lazy) return this.later(code, given, made);
    given.forEach((value) => this.mutate(value));
    this.effects(summary, self);
    for (const one of summary.assigns) {
      const value = this.holding(
        one.kind,
        this.given(one, self, (index) => params[index] ?? []),
      );
      if (value.object !== null) this.objects.carry(value.object, summary.makes);
      this.assignGlobal(one.name, one.kind === "immutable" ? IMMUTABLE : value);
    }
    return made;
  }

  private result({ returns }: Summary, self: Value, params: readonly (readonly Value[])[]): Value {
    if (returns.kind === "immutable") return IMMUTABLE;
    const value = this.holding(
      returns.kind,
      this.given(returns, self, (index) => params[index] ?? []),
    );
    return returns.shape ? { ...value, shape: returns.shape } : value;
  }

  /** What a generator or coroutine function gives: its body runs when that is used. */
  private later(code: Code, changed: readonly Value[], items: Value): Value {
    const value = this.holding("iterator", changed);
    if (value.object !== null) this.objects.carry(value.object, [code]);
    return { ...value, items };
  }

  /** Per parameter, what it may stand for; what is not given is what the function holds. */
  private arrange({ params }: Code, self: Value, args: Arguments): (readonly Value[])[] {
    const given: Value[][] = params.map(() => []);
    const last = params.length - 1;
    const every = [...args.positional, ...args.keywords.map(({ value }) => value)];
    args.positional.forEach((value, index) => given[Math.min(index, last)]?.push(value));
    for (const { name, value } of args.keywords) {
      const index = params.findIndex((param) => param.name === name);
      given[index < 0 ? last : index]?.push(value);
    }
    const star = params.findIndex(({ kind }) => kind === "star");
    return given.map((values, index) => {
      if (args.open || (star >= 0 && index >= star)) return [...every, self];
      return values.length > 0 ? values : [self];
    });
  }

  /** Whether running a function can be told from not running it. */
  private acts(code: Code): boolean {
    const summary = this.summary(code);
    return (
      summary.mutatesSelf ||
      summary.mutates.some(Boolean) ||
      summary.linksArguments ||
      summary.opaque !== null ||
      summary.mutatesGlobals.length + summary.assigns.length + summary.ambient.length + summary.makes.length > 0
    );
  }

  /** Code that some value carries may run now, on any of `others`: what it may give. */
  protected mayRun(value: Value, others: readonly Value[]): Value[] {
    return this.codes(value).flatMap((code) => {
      if (!this.acts(code) && this.summary(code).returns.kind === "immutable") return [];
      const given = this.apply(code, value, { positional: others, keywords: [], open: true });
      if (code.lazy) this.runLater(code, value);
      return given.object === null ? [] : [given];
    });
  }

  // Iterators and hidden calls

  /** An iterator over `items`; using it up also uses up the iterators among its `sources`. */
  protected iterator(items: readonly Value[], sources: readonly Value[]): Value {
    const value = this.fresh("iterator");
    for (const { object } of sources.filter((source) => source.changes || this.isStream(source)))
      if (object !== null && value.object !== null) this.objects.link(value.object, object);
    const held = items.filter((item) => item.object !== null);
    return { ...value, items: held.length === 0 ? IMMUTABLE : this.holding("unknown", held) };
  }

  /** What stands for the state of the module that a dotted name begins with; `null` if no block changes it. */
  protected moduleState(expr: Expr): ObjectId | null {
    let root = expr;
    while (root.type === "Attribute") root = root.value;
    const value = root.type === "Name" ? this.read(root.id) : null;
    return value?.kind === "module" ? value.object : null;
  }

  /** Whether iteration uses the value up. */
  private isStream({ kind, object }: Value): boolean {
    if (kind === "iterator") return true;
    return kind === "unknown" && object !== null && this.objects.about(object).streams.size > 0;
  }

  /** Taking items out of a value: its items, and the value used up if it is an iterator. */
  protected iterate(value: Value): Value {
    if (this.isStream(value)) {
      this.mutate(value);
      for (const code of this.codes(value)) this.runLater(code, value);
    }
    this.touch([value]);
    return this.element(value);
  }

  /** Runs what was put off: effects on globals; arguments are held by the value itself. */
  private runLater(code: Code, self: Value): void {
    const summary = this.summary(code);
    this.effects(summary, self);
    for (const one of summary.assigns) this.assignGlobal(one.name, this.holding("unknown", [self]));
  }

  protected element(value: Value): Value {
    if (value.items) return value.items;
    if (value.object === null) return IMMUTABLE;
    if (value.kind === "array") return { kind: "array", object: value.object, inner: true };
    if (value.kind !== "frame") return { kind: "unknown", object: value.object };
    if (value.rank === "groups") return this.pair({ ...this.copied("frame", [value]), rank: "table" });
    // Going through a table gives the names of its columns.
    return value.rank === "table" && !value.inner ? IMMUTABLE : this.inside(value);
  }

  /** Operators, iteration and `with` call methods such as `__iter__` of the notebook's classes. */
  protected touch(values: readonly Value[]): void {
    const { hidden } = this.around.notebook;
    if (hidden.size === 0) return;
    for (const value of values) {
      if (value.object === null || !/^(unknown|instance|container|class)$/.test(value.kind)) continue;
      const { codes } = this.objects.about(value.object);
      // Only a function's parameter may be of a class that is not known here.
      const any = codes.size === 0 && this.around.local !== undefined;
      for (const code of [...(any ? hidden : codes)])
        if (hidden.has(code) && this.acts(code))
          this.apply(code, value, { positional: values, keywords: [], open: true });
    }
  }
}

/** What was taken out of a frame is a frame of its own once it has a name. */
function ofItsOwn({ cells: _, ...value }: Value): Value {
  return value;
}

/** Methods that run when a class is called; no operator calls them. */
export const MAKING: ReadonlySet<string> = new Set(["__new__", "__init__", "__post_init__", "__call__"]);
