/**
 * What calls do: of the notebook's own functions and classes, of builtins, of libraries and of methods.
 * @module
 */
import { effectsOfMethod, effectsOfOpen, effectsOfPath } from "./ambient.ts";
import { fillsCells, methodFillsCells, plainDepth, rankOfResult, readsCells, takenByMethod } from "./frames.ts";
import {
  ARRAY_MUTATORS,
  BUILTINS,
  CALLING_BUILTINS,
  COMMON_MUTATORS,
  CONTAINER_READERS,
  FRAME_MUTATORS,
  givesFresh,
  givesRandomGenerator,
  isOpaquePath,
  KEEPING_METHODS,
  type Kind,
  MUTATING_BUILTINS,
  MUTATING_FUNCTIONS,
  OPAQUE_BUILTINS,
  OUTPUT_KEYWORDS,
  outputPlace,
  PURE_METHODS,
  resultKind,
  STREAMING_METHODS,
} from "./knowledge.ts";
import { givesModule, setsModule } from "./module-state.ts";
import type { ObjectId } from "./objects.ts";
import type { Expr } from "./python/ast.ts";
import { type Arguments, Scope } from "./scope.ts";
import { type Code, either, IMMUTABLE, type Value } from "./value.ts";

type Call = Extract<Expr, { type: "Call" }>;

/** What a generator of random numbers gives: nothing that was there before. */
const CHANCE: Value = { kind: "array", object: null };

/** Follows calls. */
export abstract class Calls extends Scope {
  protected abstract expr(expr: Expr): Value;
  /** The full name of something imported: `np.random` is `numpy.random`. */
  protected abstract path(expr: Expr): string | null;

  protected call(expr: Call): Value {
    const path = this.path(expr.func);
    const own = expr.func.type === "Attribute" && path === null;
    const receiver = own && expr.func.type === "Attribute" ? this.expr(expr.func.value) : null;
    // With an argument it is the argument's own names.
    const ofObject = path === "builtins.vars" && expr.args.length === 1;
    const callee = own || ofObject ? null : this.expr(expr.func);
    const args: Arguments = {
      positional: expr.args.map((arg) => (arg.type === "Starred" ? this.iterate(this.expr(arg)) : this.expr(arg))),
      keywords: expr.keywords.map(({ name, value }) => ({ name, value: this.expr(value) })),
      open: expr.args.some(({ type }) => type === "Starred") || expr.keywords.some(({ name }) => name === null),
    };
    if (receiver?.path?.startsWith("builtins.") && expr.func.type === "Attribute") return this.unbound(expr, args);
    if (receiver) return this.method(expr, receiver, args);
    if (path?.startsWith("builtins.")) return this.builtin(path.slice("builtins.".length), expr, args);
    if (path !== null && /^warnings\.(filterwarnings|simplefilter)$/.test(path) && expr.args[0]?.type !== "Constant")
      this.opaque ??= "It decides which warnings are errors.";
    if (path !== null && /^(gzip|bz2|lzma|tarfile|io|codecs|wave)\.open$/.test(path)) this.open(expr, 1);
    if (path !== null) return this.library(path, args, this.moduleState(expr.func));
    return callee ? this.invoke(callee, args) : IMMUTABLE;
  }

  /** A method of a built-in class called as a function, `list.append(rows, n)`, or a class's own such as `dict.fromkeys`. */
  private unbound(expr: Call, args: Arguments): Value {
    if (expr.func.type !== "Attribute") return IMMUTABLE;
    const [self, ...positional] = args.positional;
    if (expr.func.attr === "fromkeys")
      return this.holding("container", [...(self ? [this.iterate(self)] : []), ...positional]);
    return self ? this.method(expr, self, { ...args, positional }) : IMMUTABLE;
  }

  private all({ positional, keywords }: Arguments): Value[] {
    return [...positional, ...keywords.map(({ value }) => value)];
  }

  /** Calls a value. */
  protected invoke(callee: Value, args: Arguments): Value {
    const all = this.all(args);
    for (const value of all) this.handedOver(value, all);
    if (callee.code) return this.apply(callee.code, callee, args);
    if (callee.kind === "class") return this.instance(callee, args);
    const codes = this.codes(callee);
    const results = codes.map((code) => this.apply(code, callee, args));
    const [first, ...others] = results;
    if (callee.kind === "function" && first)
      return others.reduce((one, other) => either(this.objects, one, other), first);
    // Nothing is known of what is called: it may change whatever it can reach.
    this.mutate(callee);
    all.forEach((value) => this.mutate(value));
    if (callee.path === undefined) results.push(...this.mayRun(callee, all));
    return this.holding("unknown", [callee, ...all, ...results]);
  }

  /** A new object of a class of the notebook, after its `__init__`. */
  private instance(callee: Value, args: Arguments): Value {
    const { shape } = callee;
    const parts = shape && !shape.shared && shape.complete ? [] : [callee];
    const kind: Kind = shape?.complete ? "instance" : "unknown";
    const value: Value = { ...this.holding(kind, parts), ...(shape ? { shape } : {}) };
    if (value.object !== null) this.objects.carry(value.object, this.codes(callee));
    const makers = ["__new__", "__init__", "__post_init__"].flatMap((name) => this.methodsOf(name, value));
    if (makers.length === 0) this.holding("unknown", [value, ...this.all(args)]);
    for (const code of makers) this.apply(code, value, { ...args, positional: [value, ...args.positional] });
    return value;
  }

  /** A function given to another one may be called by it, with the other arguments. */
  private handedOver(value: Value, all: readonly Value[]): Value[] {
    if (value.changes) {
      this.mutate(value);
      for (const other of all) this.link(value, other);
    }
    return this.mayRun(value, all);
  }

  private builtin(name: string, expr: Call, args: Arguments): Value {
    const { positional } = args;
    const all = this.all(args);
    const [first] = positional;
    if (name === "vars" && first) return this.element(first);
    if (OPAQUE_BUILTINS.has(name) || (name === "dir" && all.length === 0)) this.opaque ??= `It calls ${name}().`;
    if (CALLING_BUILTINS.has(name)) for (const value of all) this.handedOver(value, all);
    if (name === "open") this.open(expr, 1);
    if (MUTATING_BUILTINS.has(name) && first) return this.mutatingBuiltin(name, first, all);
    if (name === "type") return first ? this.holding("unknown", all) : this.fresh("unknown");
    if (name === "super") return this.receiver ?? this.fresh("unknown");
    if (name === "open") return { ...this.fresh("iterator"), items: IMMUTABLE };
    const kind = BUILTINS.get(name);
    if (kind === undefined) return this.unknownName(name, args);
    if (kind === "iterator") {
      const value = this.iterator(
        all.map((one) => this.element(one)),
        all,
      );
      if (value.object !== null) for (const one of all) this.objects.carry(value.object, this.codes(one));
      return value;
    }
    const items = all.map((value) => (name === "getattr" ? value : this.iterate(value)));
    if (kind === "immutable") return IMMUTABLE;
    if (kind === "unknown" && all.length > 1) return this.holding(kind, all);
    return this.holding(kind, items);
  }

  private mutatingBuiltin(name: string, first: Value, all: readonly Value[]): Value {
    this.iterate(first);
    this.mutate(first);
    if (/attr$/.test(name)) this.changesBuiltins(first.path);
    if (name === "setattr") this.holding("unknown", all);
    return this.element(first);
  }

  /** Any block may use a builtin, so nothing can be said of what a new one changes; a kernel can put the old ones back. */
  protected changesBuiltins(path: string | null | undefined): void {
    if (path !== "builtins") return;
    this.ambience([{ state: "builtins", does: "change" }]);
    this.opaque ??= "It changes Python's builtins.";
  }

  /** `mode` is the place of the mode among the arguments. */
  private open(expr: Call, at: number): void {
    const mode = expr.args[at] ?? expr.keywords.find((keyword) => keyword.name === "mode")?.value;
    const known =
      mode === undefined ? null : mode.type === "Constant" && mode.kind === "string" ? mode.value : undefined;
    this.ambience(effectsOfOpen(known));
  }

  /** A name that nothing binds and that is no builtin we know: an exception class, most likely. */
  private unknownName(name: string, args: Arguments): Value {
    const all = this.all(args);
    if (!/^[A-Z]/.test(name) && !OPAQUE_BUILTINS.has(name)) all.forEach((value) => this.mutate(value));
    return this.holding("unknown", all);
  }

  /** `state`: what stands for the module's own, if blocks change that. */
  private library(path: string, args: Arguments, state: ObjectId | null): Value {
    const all = this.all(args);
    if (state !== null && setsModule(path)) this.objects.mutate(state, this.around.block);
    if (state !== null && givesModule(path)) return { kind: "unknown", object: state };
    if (isOpaquePath(path)) this.opaque ??= `It calls ${path}().`;
    const given = all.flatMap((value) => this.handedOver(value, all));
    this.ambience(effectsOfPath(path));
    const [first] = args.positional;
    if ((MUTATING_FUNCTIONS.has(path) || /^numpy\.\w+\.at$/.test(path)) && first) this.mutate(first);
    const output = outputPlace(path);
    if (output !== null) this.mutate(args.positional[output] ?? IMMUTABLE);
    if (path.endsWith("_into")) all.forEach((value) => this.mutate(value));
    for (const { name, value } of args.keywords) if (name !== null && OUTPUT_KEYWORDS.has(name)) this.mutate(value);
    for (const value of all) {
      if (value.kind === "iterator" || value.kind === "figure") this.mutate(value);
      if (value.kind === "iterator") this.iterate(value);
      else this.touch([value]);
    }
    const kind = resultKind(path);
    if (kind === "immutable") return IMMUTABLE;
    if (givesRandomGenerator(path)) return { ...this.holding(kind, all), items: CHANCE };
    if (givesFresh(path)) return this.made(path, kind, { parts: [...all, ...given], args });
    const kept = [...all.filter((value) => value.kind !== "frame"), ...given];
    if (kind !== "iterator") return this.holding(kind, kept);
    const iterator = this.iterator(
      kept.map((value) => this.element(value)),
      kept,
    );
    // What these give are iterators themselves, over one and the same.
    return /^itertools\.(tee|groupby)$/.test(path) ? { ...iterator, items: iterator } : iterator;
  }

  /** A new frame, array … with what it is made of in its cells. */
  private made(path: string, kind: Kind, { parts, args }: { parts: readonly Value[]; args: Arguments }): Value {
    const rank = kind === "frame" ? rankOfResult(path) : undefined;
    const value: Value = { ...this.copied(kind, parts), ...(rank ? { rank } : {}) };
    if (kind === "frame" && fillsCells(path)) this.fill(value, parts, plainDepth(path));
    if (readsCells(path)) this.fill(value, [this.fresh("unknown")], 0);
    const typed = args.keywords.some(({ name }) => name === "dtype");
    if (/^numpy\.(array|asarray|asanyarray|full|fromiter)$/.test(path)) this.fill(value, parts, typed ? 1 : 3);
    return value;
  }

  // Methods

  private method(expr: Call, receiver: Value, args: Arguments): Value {
    if (expr.func.type !== "Attribute") return IMMUTABLE;
    const name = expr.func.attr;
    const all = this.all(args);
    this.ambience(effectsOfMethod(name));
    if (receiver.path === "builtins.__magic__") this.ambience(effectsOfPath(`__magic__.${name}`));
    for (const { name: keyword, value } of args.keywords) {
      if (keyword === null || !OUTPUT_KEYWORDS.has(keyword)) continue;
      this.mutate(value);
      if (receiver.kind === "figure") this.link(receiver, value);
    }
    const passed = this.passedBy(name, receiver, all);
    const given = KEEPING_METHODS.has(name) ? [] : all.flatMap((value) => this.handedOver(value, passed));
    if (name === "open") this.open(expr, 0);
    if (name === "shuffle" || name.endsWith("_into")) all.forEach((value) => this.mutate(value));
    if (receiver.kind === "iterator") this.iterate(receiver);
    const own = this.ownMethod(name, receiver, args);
    if (own && (receiver.kind === "instance" || receiver.kind === "class")) return own;
    if (own && receiver.kind === "unknown" && !COMMON_MUTATORS.has(name)) return own;
    const library =
      receiver.kind === "frame"
        ? this.frameMethod(expr, receiver, [...all, ...given])
        : this.libraryMethod(expr, name, receiver, args);
    return own ? either(this.objects, own, library) : library;
  }

  /** What a method calls the functions with that it is given: frames hand over what is in their cells. */
  private passedBy(name: string, receiver: Value, all: readonly Value[]): readonly Value[] {
    if (receiver.kind !== "frame" && receiver.kind !== "array") return all;
    const passed = name === "pipe" ? receiver : this.inside(receiver);
    return passed.object === null ? all : [...all, passed];
  }

  /** `parts`: what the method is given, and what the functions among it give. */
  private frameMethod(expr: Call, receiver: Value, parts: readonly Value[]): Value {
    const name = expr.func.type === "Attribute" ? expr.func.attr : "";
    const inPlace = expr.keywords.some((keyword) => keyword.name === "inplace");
    // No frame has these methods: it is a list or set out of a cell.
    if (COMMON_MUTATORS.has(name) && !FRAME_MUTATORS.has(name)) this.mutate(receiver);
    else if (inPlace || FRAME_MUTATORS.has(name)) {
      this.reshape(receiver);
      this.fill(receiver, parts, 1);
    }
    if (receiver.object === null) return IMMUTABLE;
    if (/^(plot|hist|boxplot)$/.test(name))
      return this.holding(
        "figure",
        parts.filter(({ kind }) => kind === "figure"),
      );
    const rows: Value = { ...this.copied("frame", [receiver]), rank: "column" };
    if (/^(itertuples|iter_rows)$/.test(name)) return { ...this.fresh("iterator"), items: rows };
    if (/^(iterrows|items)$/.test(name)) {
      const cells = name === "items" && receiver.rank !== "table";
      return { ...this.fresh("iterator"), items: this.pair(cells ? this.inside(receiver) : rows) };
    }
    if (/^(to_numpy|to_array|array)$/.test(name)) return this.copied("array", [receiver]);
    if (/^(to_list|tolist|to_dict|to_dicts|to_records|rows)$/.test(name))
      return this.holding("container", [this.inside(receiver)]);
    const value: Value = { ...this.copied("frame", [receiver]), ...takenByMethod(receiver, name) };
    this.fill(value, parts, 1);
    if (methodFillsCells(name)) this.fill(value, [this.fresh("unknown")], 0);
    return value;
  }

  private libraryMethod(expr: Call, name: string, receiver: Value, args: Arguments): Value {
    const all = this.all(args);
    const inPlace = expr.keywords.some((keyword) => keyword.name === "inplace");
    if (inPlace || changesReceiver(receiver.kind, name) || codesPart(expr, receiver.kind)) {
      if (receiver.kind === "array" && !ARRAY_MUTATORS.has(name)) this.mutate(receiver);
      else this.reshape(receiver);
    }
    if (receiver.kind === "unknown" || receiver.kind === "instance") {
      this.mayRun(receiver, all);
      for (const value of all) if (value.kind === "iterator") this.iterate(value);
    }
    if (receiver.items === CHANCE)
      return all.some(({ object }) => object !== null) ? this.holding("unknown", all) : this.fresh("array");
    this.keep(name, receiver, all);
    return this.methodResult(name, receiver);
  }

  /** What a method may store in its receiver. */
  private keep(name: string, receiver: Value, all: readonly Value[]): void {
    if (KEEPING_METHODS.has(name)) {
      const items = /^(extend|extendleft|update)$/.test(name);
      for (const value of all) this.link(receiver, items ? this.iterate(value) : value);
    }
    for (const value of all) if (mayHold(receiver.kind, value.kind)) this.link(receiver, value);
  }

  private methodResult(name: string, receiver: Value): Value {
    if (STREAMING_METHODS.has(name) && !/^(frame|array|figure)$/.test(receiver.kind))
      return { ...this.holding("iterator", receiver.kind === "unknown" ? [receiver] : []), items: IMMUTABLE };
    if (receiver.object === null) return /^(split|splitlines)$/.test(name) ? this.fresh("container") : IMMUTABLE;
    if (receiver.kind === "array")
      return /^(reshape|ravel|view|transpose|squeeze|swapaxes|diagonal|T)$/.test(name)
        ? receiver
        : this.copied("array", [receiver]);
    return { kind: receiver.kind === "figure" ? "figure" : "unknown", object: receiver.object };
  }

  /** Methods of this name that a value may have. */
  protected methodsOf(name: string, receiver: Value): Code[] {
    if (receiver.shape?.complete) {
      const own = receiver.shape.methods.get(name);
      return own ? [own] : [];
    }
    return [...(this.around.notebook.methods.get(name) ?? [])];
  }

  /** A method that a class of the notebook defines, whether or not the receiver is of that class; `null` if none does. */
  private ownMethod(name: string, receiver: Value, args: Arguments): Value | null {
    if (/^(frame|array|figure|module)$/.test(receiver.kind) || !this.around.notebook.methodNames.has(name)) return null;
    const codes = this.methodsOf(name, receiver);
    if (codes.length === 0) {
      if (receiver.shape?.complete) return null;
      for (const value of [receiver, ...this.all(args)]) this.mutate(value);
      this.mayRun(receiver, this.all(args));
      return this.holding("unknown", [receiver, ...this.all(args)]);
    }
    const bound = { ...args, positional: [receiver, ...args.positional] };
    const ways = receiver.kind === "instance" ? [bound] : [bound, args];
    const results = codes.flatMap((code) => ways.map((way) => this.apply(code, receiver, way)));
    return results.reduce((one, other) => either(this.objects, one, other));
  }
}

/** Whether a method whose name says nothing may keep an argument. Frames and arrays copy, figures copy the data that they draw. */
function mayHold(receiver: Kind, value: Kind): boolean {
  if (receiver === "frame" || receiver === "array") return false;
  if (receiver === "figure") return /^(function|instance|class)$/.test(value);
  return /^(unknown|container|instance|function|class)$/.test(value);
}

/** Whether this may be an incremental codec, which keeps what it cannot code yet: texts and bytes are given only an encoding's name. */
function codesPart({ func, args }: Call, receiver: Kind): boolean {
  const codes = func.type === "Attribute" && /^(en|de)code$/.test(func.attr);
  const isEncoding = (arg: Expr): boolean =>
    arg.type === "Constant" && arg.kind === "string" && /^(utf|ascii|latin|iso|cp\d|unicode)/i.test(arg.value);
  return codes && receiver === "unknown" && !args.slice(0, 1).every(isEncoding);
}

export function changesReceiver(kind: Kind, name: string): boolean {
  switch (kind) {
    case "frame":
      return FRAME_MUTATORS.has(name);
    case "array":
      return ARRAY_MUTATORS.has(name) || COMMON_MUTATORS.has(name);
    case "container":
      return !CONTAINER_READERS.has(name);
    case "figure":
      return !name.startsWith("get_");
    case "immutable":
    case "module":
    case "function":
      return false;
    default:
      return !PURE_METHODS.has(name);
  }
}
