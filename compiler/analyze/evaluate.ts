/**
 * Follows a block's code without running it: which objects its values share, which of them it changes, what it does to
 * ambient state. An abstract interpretation that takes every branch and assumes the worst of what it does not know.
 * @module
 */
import { type AmbientEffect, effectsOfMethod, effectsOfOpen, effectsOfPath, effectsOfStore } from "./ambient.ts";
import {
  ARRAY_MUTATORS,
  BUILTINS,
  CONTAINER_READERS,
  FRAME_MUTATORS,
  givesFresh,
  KEEPING_METHODS,
  type Kind,
  MUTATING_BUILTINS,
  MUTATING_FUNCTIONS,
  OPAQUE_BUILTINS,
  OUTPUT_KEYWORDS,
  PURE_METHODS,
  resultKind,
} from "./knowledge.ts";
import type { Objects } from "./objects.ts";
import type { Expr, Param, Pattern, Stmt } from "./python/ast.ts";
import { children, importedName, ofKeywords, patternExprs, patternNames, targetNames } from "./python/walk.ts";
import { either, IMMUTABLE, type Summary, type Value } from "./value.ts";

/** What surrounds the code that is followed. */
export interface Surroundings {
  readonly objects: Objects;
  /** The block's position; makers and mutators are told by it. */
  readonly block: number;
  /** A name's value from outside the code, `null` if nothing binds it. */
  readonly outside: (name: string) => Value | null;
  /** Summaries of all methods of the notebook's classes so far, by name. */
  readonly methods: Map<string, Summary[]>;
  /** Names of all methods that any class of the notebook defines. */
  readonly methodNames: ReadonlySet<string>;
  /** Modules among the work files or the project: nothing is known of their functions. */
  readonly localModules: ReadonlySet<string>;
  /** Names that some function of the notebook declares `global` and binds. */
  readonly assignable: ReadonlySet<string>;
  /** What a function does when called; handed in, since it needs an evaluator of its own. */
  readonly summarise: Summarise;
}

/** Follows a function's body; `outer` gives the values of names where the function is defined. */
export type Summarise = (
  around: Surroundings,
  outer: (name: string) => Value,
  params: readonly Param[],
  body: readonly Stmt[],
) => Summary;

type Call = Extract<Expr, { type: "Call" }>;

/** Follows statements in order; what it found is in its fields. */
export class Evaluator {
  readonly around: Surroundings;
  /** Names bound so far. */
  readonly locals: Map<string, Value> = new Map();
  readonly ambient: AmbientEffect[] = [];
  /** Why nothing more can be said of the code, if so. */
  opaque: string | null = null;
  /** Global names that functions called here bind. */
  readonly assigned: Set<string> = new Set();
  /** What the code returns or yields. */
  returned: Value | null = null;
  yields = false;
  /** Names bound only in branches so far: what they had outside may still stand. */
  private readonly perhaps = new Set<string>();
  private depth = 0;

  constructor(around: Surroundings) {
    this.around = around;
  }

  private get objects(): Objects {
    return this.around.objects;
  }

  private fresh(kind: Kind): Value {
    return { kind, object: this.objects.make() };
  }

  private link(first: Value, second: Value): void {
    if (first.object !== null && second.object !== null) this.objects.link(first.object, second.object);
  }

  /** Something new that may share with `parts`. */
  private holding(kind: Kind, parts: readonly Value[]): Value {
    const value = this.fresh(kind);
    for (const part of parts) this.link(value, part);
    return value;
  }

  /** An iterator over `items`; using it up also uses up the iterators among its `sources`. */
  private iterator(items: readonly Value[], sources: readonly Value[]): Value {
    const value = this.fresh("iterator");
    for (const source of sources) if (source.kind === "iterator" || source.kind === "unknown") this.link(value, source);
    const held = items.filter((item) => item.object !== null);
    return { ...value, items: held.length === 0 ? IMMUTABLE : this.holding("unknown", held) };
  }

  mutate(value: Value): void {
    if (value.object !== null) this.objects.mutate(value.object, this.around.block);
  }

  // Statements

  body(statements: readonly Stmt[]): void {
    for (const statement of statements) this.statement(statement);
  }

  /** Code that may run or not, or several times. */
  private branch(statements: readonly Stmt[]): void {
    this.depth++;
    this.body(statements);
    this.depth--;
  }

  private statement(statement: Stmt): void {
    switch (statement.type) {
      case "Expr":
        this.expr(statement.value);
        return;
      case "Assign": {
        const value = this.expr(statement.value);
        return statement.targets.forEach((target) => this.assign(target, value));
      }
      case "AnnAssign":
        if (statement.value) this.assign(statement.target, this.expr(statement.value));
        return;
      case "AugAssign":
        return this.augment(statement);
      case "Delete":
        return statement.targets.forEach((target) => this.delete(target));
      case "Return":
        if (statement.value) this.gives(this.expr(statement.value));
        return;
      case "FunctionDef":
        statement.decorators.forEach((decorator) => this.expr(decorator));
        return this.bind(statement.name, this.functionValue(statement));
      case "ClassDef":
        return this.classDef(statement);
      case "Import":
      case "ImportFrom":
        return this.import(statement);
      default:
        this.compound(statement);
    }
  }

  private gives(value: Value): void {
    this.returned = this.returned ? either(this.objects, this.returned, value) : value;
  }

  private compound(statement: Stmt): void {
    switch (statement.type) {
      case "If":
        this.expr(statement.test);
        this.branch(statement.body);
        return this.branch(statement.orelse);
      case "While":
      case "For":
        return this.loop(statement);
      case "With":
        for (const { context, target } of statement.items) {
          const value = this.expr(context);
          if (value.kind === "unknown") this.mutate(value);
          if (target) this.assign(target, value);
        }
        return this.branch(statement.body);
      case "Try":
        return this.try(statement);
      case "Match": {
        const subject = this.expr(statement.subject);
        for (const { pattern, guard, body } of statement.cases) this.case(subject, pattern, guard, body);
        return;
      }
      case "Raise":
        for (const part of [statement.exception, statement.cause]) if (part) this.expr(part);
        return;
      case "Assert":
        this.expr(statement.test);
        if (statement.message) this.expr(statement.message);
    }
  }

  private try(statement: Extract<Stmt, { type: "Try" }>): void {
    this.branch(statement.body);
    for (const { type, name, body } of statement.handlers) {
      if (type) this.expr(type);
      this.depth++;
      if (name) this.bind(name, IMMUTABLE);
      this.body(body);
      this.depth--;
    }
    this.branch(statement.orelse);
    this.body(statement.finalbody);
  }

  private case(subject: Value, pattern: Pattern, guard: Expr | null, body: readonly Stmt[]): void {
    this.depth++;
    patternExprs(pattern).forEach((expr) => this.expr(expr));
    for (const name of patternNames(pattern)) this.bind(name, this.element(subject));
    if (guard) this.expr(guard);
    this.body(body);
    this.depth--;
  }

  private loop(statement: Extract<Stmt, { type: "While" | "For" }>): void {
    // Twice, so that what one round leaves behind reaches the next.
    for (let round = 0; round < 2; round++) {
      this.depth++;
      if (statement.type === "For") this.assign(statement.target, this.iterate(this.expr(statement.iter)));
      else this.expr(statement.test);
      this.body(statement.body);
      this.depth--;
    }
    this.branch(statement.orelse);
  }

  /** Taking items out of a value: its items, and the value used up if it is an iterator. */
  private iterate(value: Value): Value {
    if (value.kind === "iterator") this.mutate(value);
    this.touch([value]);
    return this.element(value);
  }

  /** Operators, iteration and `with` call methods such as `__iter__`; a class of the notebook may change itself in one. */
  private touch(values: readonly Value[]): void {
    for (const [name, summaries] of this.around.methods) {
      if (!name.startsWith("__") || name === "__init__" || !summaries.some(({ mutates }) => mutates.some(Boolean)))
        continue;
      for (const value of values) if (value.kind === "unknown") this.mutate(value);
    }
  }

  private element(value: Value): Value {
    if (value.items) return value.items;
    if (value.object === null || value.kind === "frame") return IMMUTABLE;
    return { kind: value.kind === "array" ? "array" : "unknown", object: value.object };
  }

  private augment(statement: Extract<Stmt, { type: "AugAssign" }>): void {
    const value = this.expr(statement.value);
    const target = this.expr(statement.target);
    this.mutate(target);
    if (value.kind !== "frame" && value.kind !== "array") this.link(target, value);
    if (statement.target.type === "Name") this.bind(statement.target.id, target);
    else this.store(statement.target, value);
  }

  private classDef(statement: Extract<Stmt, { type: "ClassDef" }>): void {
    statement.decorators.forEach((decorator) => this.expr(decorator));
    statement.bases.forEach((base) => this.expr(base));
    ofKeywords(statement.keywords).forEach((value) => this.expr(value));
    const inside = new Evaluator({ ...this.around, outside: (name) => this.read(name) });
    inside.body(statement.body);
    for (const [name, { summary }] of inside.locals) {
      if (summary) this.around.methods.set(name, [...(this.around.methods.get(name) ?? []), summary]);
    }
    this.ambient.push(...inside.ambient);
    this.opaque ??= inside.opaque;
    this.bind(statement.name, { kind: "class", object: this.objects.make() });
  }

  private functionValue(statement: Extract<Stmt, { type: "FunctionDef" }>): Value {
    for (const param of statement.params) if (param.default) this.expr(param.default);
    const value = this.closure(statement.params, statement.body);
    // Any other decorator may wrap the function in anything.
    return statement.decorators.every(isHarmlessDecorator) ? value : this.holding("unknown", [value]);
  }

  /** A function's value holds what its body can change or give away. */
  private closure(params: readonly Param[], body: readonly Stmt[]): Value {
    const summary = this.around.summarise(this.around, (name) => this.read(name), params, body);
    const held = [...summary.mutatesGlobals, ...summary.returnsGlobals].map((name) => this.read(name));
    const { object } = this.holding("function", held);
    return { kind: "function", object: held.some((value) => value.object !== null) ? object : null, summary };
  }

  private import(statement: Extract<Stmt, { type: "Import" | "ImportFrom" }>): void {
    const from = statement.type === "ImportFrom";
    for (const alias of statement.names) {
      const path = from ? `${statement.module}.${alias.name}` : alias.asName ? alias.name : importedName(alias, false);
      const root = path.split(".")[0] ?? path;
      const known = !this.around.localModules.has(root) && (!from || statement.level === 0);
      this.bind(importedName(alias, from), known ? { kind: "module", object: null, path } : this.fresh("unknown"));
    }
  }

  // Names and targets

  read(name: string): Value {
    const local = this.locals.get(name);
    if (local && !this.perhaps.has(name)) return local;
    const outside = this.around.outside(name);
    if (local) return outside ? either(this.objects, local, outside) : local;
    if (outside) return outside;
    return { kind: "function", object: null, path: `builtins.${name}` };
  }

  bind(name: string, value: Value): void {
    const before = this.locals.get(name);
    if (this.depth === 0) this.perhaps.delete(name);
    else if (!before) this.perhaps.add(name);
    this.locals.set(name, this.depth > 0 && before ? either(this.objects, before, value) : value);
  }

  private assign(target: Expr, value: Value): void {
    switch (target.type) {
      case "Name":
        return this.bind(target.id, value);
      case "Starred":
        return this.assign(target.value, this.holding("container", [value]));
      case "Tuple":
      case "List": {
        const item = value.kind === "figure" ? value : this.iterate(value);
        return target.elements.forEach((element) => this.assign(element, item));
      }
      default:
        this.store(target, value);
    }
  }

  /** `a.b = value`, `a[b] = value`. */
  private store(target: Expr, value: Value): void {
    if (target.type !== "Attribute" && target.type !== "Subscript") return;
    if (target.type === "Subscript") this.expr(target.slice);
    const path = this.path(target.value);
    if (path !== null)
      this.ambient.push(...effectsOfStore(target.type === "Attribute" ? `${path}.${target.attr}` : path));
    const owner = this.expr(target.value);
    this.mutate(owner);
    if (owner.kind !== "frame" && owner.kind !== "array") this.link(owner, value);
  }

  private delete(target: Expr): void {
    if (target.type === "Name") this.locals.delete(target.id);
    else if (target.type === "Tuple" || target.type === "List") target.elements.forEach((one) => this.delete(one));
    else this.store(target, IMMUTABLE);
  }

  /** The full name of something imported: `np.random` is `numpy.random`. */
  private path(expr: Expr): string | null {
    if (expr.type === "Name") return this.read(expr.id).path ?? null;
    if (expr.type !== "Attribute") return null;
    const owner = this.path(expr.value);
    return owner === null || owner.startsWith("builtins.") ? null : `${owner}.${expr.attr}`;
  }

  // Expressions

  expr(expr: Expr): Value {
    switch (expr.type) {
      case "Name":
        return this.nameRead(expr.id);
      case "Constant":
        return IMMUTABLE;
      case "Call":
        return this.call(expr);
      case "Attribute":
        return this.attribute(expr);
      case "Subscript":
        return this.subscript(expr);
      case "NamedExpr": {
        const value = this.expr(expr.value);
        this.bind(expr.target, value);
        return value;
      }
      case "List":
      case "Set":
      case "Dict":
      case "Tuple":
        return this.display(expr);
      case "ListComp":
      case "SetComp":
      case "DictComp":
      case "GeneratorExp":
        return this.comprehension(expr);
      case "Lambda": {
        const body: Stmt[] = [{ type: "Return", value: expr.body, start: expr.start, end: expr.end }];
        return this.closure(expr.params, body);
      }
      default:
        return this.operator(expr);
    }
  }

  private nameRead(name: string): Value {
    const value = this.read(name);
    if (value.path?.startsWith("builtins.") && OPAQUE_BUILTINS.has(name)) this.opaque ??= `It calls ${name}().`;
    return value;
  }

  private operator(expr: Expr): Value {
    const parts = children(expr).map((child) => this.expr(child));
    switch (expr.type) {
      case "BoolOp":
      case "IfExp":
        return parts.slice(expr.type === "IfExp" ? 1 : 0).reduce((one, other) => either(this.objects, one, other));
      case "BinOp":
      case "UnaryOp":
      case "Compare":
        return this.arithmetic(expr, parts);
      case "Await":
      case "Starred":
        return parts[0] ?? IMMUTABLE;
      case "Yield":
      case "YieldFrom":
        this.yields = true;
        this.gives(parts[0] ?? IMMUTABLE);
        return this.fresh("unknown");
      default:
        return IMMUTABLE;
    }
  }

  private arithmetic(expr: Expr, parts: readonly Value[]): Value {
    const has = (kind: Kind): boolean => parts.some((part) => part.kind === kind);
    this.touch(parts);
    if (has("frame")) return this.fresh("frame");
    if (has("array")) return this.fresh("array");
    if (expr.type === "Compare" || !(has("container") || has("unknown") || has("iterator"))) return IMMUTABLE;
    return this.holding(has("container") ? "container" : "unknown", parts);
  }

  private display(expr: Extract<Expr, { type: "List" | "Set" | "Dict" | "Tuple" }>): Value {
    const parts = children(expr).map((child) =>
      child.type === "Starred" ? this.iterate(this.expr(child)) : this.expr(child),
    );
    if (expr.type === "Tuple" && parts.every((part) => part.object === null)) return IMMUTABLE;
    return this.holding("container", parts);
  }

  private comprehension(expr: Extract<Expr, { type: "ListComp" | "SetComp" | "DictComp" | "GeneratorExp" }>): Value {
    const targets = expr.generators.flatMap(({ target }) => targetNames(target));
    const hidden = new Map(targets.map((name) => [name, this.locals.get(name)]));
    for (const { target, iter, ifs } of expr.generators) {
      this.assign(target, this.iterate(this.expr(iter)));
      ifs.forEach((condition) => this.expr(condition));
    }
    const elements = expr.type === "DictComp" ? [expr.key, expr.value] : [expr.element];
    const parts = elements.map((element) => this.expr(element));
    for (const [name, before] of hidden) {
      if (before) this.locals.set(name, before);
      else this.locals.delete(name);
    }
    if (expr.type !== "GeneratorExp") return this.holding("container", parts);
    return this.iterator(
      parts,
      expr.generators.map(({ iter }) => this.expr(iter)),
    );
  }

  private attribute(expr: Extract<Expr, { type: "Attribute" }>): Value {
    const path = this.path(expr);
    if (path !== null) {
      this.ambient.push(...effectsOfPath(path).filter(({ does }) => does === "read"));
      return { kind: "module", object: null, path };
    }
    const owner = this.expr(expr.value);
    if (owner.object === null) return IMMUTABLE;
    return {
      kind: owner.kind === "container" || owner.kind === "iterator" ? "unknown" : owner.kind,
      object: owner.object,
    };
  }

  private subscript(expr: Extract<Expr, { type: "Subscript" }>): Value {
    const owner = this.expr(expr.value);
    this.expr(expr.slice);
    this.touch([owner]);
    return owner.kind === "frame" ? this.fresh("frame") : this.element(owner);
  }

  // Calls

  private call(expr: Call): Value {
    const path = this.path(expr.func);
    const args = expr.args.map((arg) => (arg.type === "Starred" ? this.iterate(this.expr(arg)) : this.expr(arg)));
    const keywords = expr.keywords.map(({ name, value }) => ({ name, value: this.expr(value) }));
    const all = [...args, ...keywords.map(({ value }) => value)];
    const callee = expr.func.type === "Attribute" && path === null ? null : this.expr(expr.func);
    for (const value of [...all]) this.handedOver(value, all);
    if (callee === null) return this.method(expr, all);
    if (callee.summary) return this.applySummary(callee.summary, args, keywords);
    if (path?.startsWith("builtins.")) return this.builtin(path.slice("builtins.".length), expr, args, all);
    if (path !== null) return this.library(path, keywords, args, all);
    if (callee.kind === "class") return this.instance(all);
    // Nothing is known of what is called: it may change whatever it can reach.
    this.mutate(callee);
    all.forEach((value) => this.mutate(value));
    for (const name of this.around.assignable) this.assignGlobal(name);
    return this.holding("unknown", [callee, ...all]);
  }

  /** A new object of a class of the notebook, after its `__init__`. */
  private instance(all: readonly Value[]): Value {
    const value = this.holding("unknown", all);
    for (const name of ["__new__", "__init__", "__post_init__"]) {
      for (const summary of this.around.methods.get(name) ?? []) this.applySummary(summary, [value, ...all], []);
    }
    return value;
  }

  /** A function given to another one may be called by it, with the other arguments. */
  private handedOver(value: Value, all: readonly Value[]): void {
    const { summary } = value;
    if (!summary) return;
    this.globalEffects(summary);
    if (summary.mutates.some(Boolean)) all.forEach((other) => this.mutate(other));
  }

  private globalEffects(summary: Summary): void {
    for (const name of summary.mutatesGlobals) this.mutate(this.read(name));
    this.ambient.push(...summary.ambient);
    this.opaque ??= summary.opaque;
    for (const name of summary.assignsGlobals) this.assignGlobal(name);
  }

  private assignGlobal(name: string): void {
    this.assigned.add(name);
    this.depth++;
    this.bind(name, this.fresh("unknown"));
    this.depth--;
  }

  private applySummary(
    summary: Summary,
    args: readonly Value[],
    keywords: readonly { name: string | null; value: Value }[],
  ): Value {
    this.globalEffects(summary);
    const given = new Map<number, Value[]>();
    const give = (index: number, value: Value): void => {
      given.set(index, [...(given.get(index) ?? []), value]);
    };
    const last = summary.params.length - 1;
    args.forEach((value, index) => give(Math.min(index, Math.max(last, 0)), value));
    for (const { name, value } of keywords) {
      const index = name === null ? -1 : summary.params.indexOf(name);
      give(index < 0 ? last : index, value);
    }
    for (const [index, values] of given) if (summary.mutates[index]) values.forEach((value) => this.mutate(value));
    const every = [...given.values()].flat();
    if (summary.linksArguments)
      this.holding("unknown", [...every, ...summary.mutatesGlobals.map((name) => this.read(name))]);
    const shared = [
      ...summary.returnsParams.flatMap((index) => given.get(index) ?? []),
      ...summary.returnsGlobals.map((name) => this.read(name)),
    ];
    if (summary.returns === "immutable") return IMMUTABLE;
    return this.holding(summary.returns, shared);
  }

  private builtin(name: string, expr: Call, args: readonly Value[], all: readonly Value[]): Value {
    const [first] = args;
    if (name === "open") {
      const mode = expr.args[1] ?? expr.keywords.find((keyword) => keyword.name === "mode")?.value;
      this.ambient.push(
        ...effectsOfOpen(
          mode === undefined ? null : mode.type === "Constant" && mode.kind === "string" ? mode.value : undefined,
        ),
      );
    }
    if (MUTATING_BUILTINS.has(name) && first) {
      this.mutate(first);
      if (name === "setattr") this.holding("unknown", all);
      return this.element(first);
    }
    const kind = BUILTINS.get(name);
    if (kind === undefined) return this.unknownName(name, all);
    if (kind === "iterator")
      return this.iterator(
        all.map((value) => this.element(value)),
        all,
      );
    const items = all.map((value) => (name === "getattr" ? value : this.iterate(value)));
    if (kind === "immutable") return IMMUTABLE;
    if (kind === "unknown" && all.length > 1) return this.holding(kind, all);
    return this.holding(kind, items);
  }

  /** A name that nothing binds and that is no builtin we know: an exception class, most likely. */
  private unknownName(name: string, all: readonly Value[]): Value {
    if (/^[A-Z]/.test(name) || OPAQUE_BUILTINS.has(name)) return this.holding("unknown", all);
    all.forEach((value) => this.mutate(value));
    return this.holding("unknown", all);
  }

  private library(
    path: string,
    keywords: readonly { name: string | null; value: Value }[],
    args: readonly Value[],
    all: readonly Value[],
  ): Value {
    this.ambient.push(...effectsOfPath(path));
    const [first] = args;
    if (MUTATING_FUNCTIONS.has(path) && first) this.mutate(first);
    for (const { name, value } of keywords) if (name !== null && OUTPUT_KEYWORDS.has(name)) this.mutate(value);
    for (const value of all) if (value.kind === "iterator" || value.kind === "figure") this.mutate(value);
    const kind = resultKind(path);
    if (kind === "immutable") return IMMUTABLE;
    const kept = givesFresh(path) ? [] : all.filter((value) => value.kind !== "frame");
    return this.holding(kind, kept);
  }

  private method(expr: Call, all: readonly Value[]): Value {
    if (expr.func.type !== "Attribute") return IMMUTABLE;
    const name = expr.func.attr;
    const receiver = this.expr(expr.func.value);
    this.ambient.push(...effectsOfMethod(name));
    const inPlace = expr.keywords.some((keyword) => keyword.name === "inplace");
    for (const keyword of expr.keywords) {
      if (keyword.name !== null && OUTPUT_KEYWORDS.has(keyword.name)) this.mutate(this.expr(keyword.value));
    }
    if (receiver.kind !== "frame" && receiver.kind !== "array" && this.around.methodNames.has(name)) {
      return this.ownMethod(name, receiver, all);
    }
    if (inPlace || changesReceiver(receiver.kind, name)) this.mutate(receiver);
    if (receiver.object === null)
      return name === "split" || name === "splitlines" ? this.fresh("container") : IMMUTABLE;
    if (receiver.kind === "frame") return this.fresh(/^(iterrows|itertuples)$/.test(name) ? "iterator" : "frame");
    if (KEEPING_METHODS.has(name)) for (const value of all) this.link(receiver, value);
    if (receiver.kind === "array") {
      return /^(reshape|ravel|view|transpose|squeeze|swapaxes|diagonal|T)$/.test(name) ? receiver : this.fresh("array");
    }
    for (const value of all) if (value.kind === "unknown" || value.kind === "container") this.link(receiver, value);
    return { kind: receiver.kind === "figure" ? "figure" : "unknown", object: receiver.object };
  }

  /** A method that a class of the notebook defines, whether or not the receiver is of that class. */
  private ownMethod(name: string, receiver: Value, all: readonly Value[]): Value {
    const summaries = this.around.methods.get(name);
    if (!summaries) {
      for (const value of [receiver, ...all]) this.mutate(value);
      return this.holding("unknown", [receiver, ...all]);
    }
    const results = summaries.map((summary) => this.applySummary(summary, [receiver, ...all], []));
    if (receiver.kind === "container" && !CONTAINER_READERS.has(name)) this.mutate(receiver);
    return results.reduce((one, other) => either(this.objects, one, other));
  }
}

function changesReceiver(kind: Kind, name: string): boolean {
  switch (kind) {
    case "frame":
      return FRAME_MUTATORS.has(name);
    case "array":
      return ARRAY_MUTATORS.has(name);
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

function isHarmlessDecorator(decorator: Expr): boolean {
  const name = decorator.type === "Name" ? decorator.id : decorator.type === "Attribute" ? decorator.attr : "";
  return /^(staticmethod|classmethod|property|wraps|abstractmethod|override)$/.test(name);
}
