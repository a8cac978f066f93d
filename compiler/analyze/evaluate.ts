/**
 * Follows a block's code without running it: which objects its values share, which of them it changes, what it does to
 * ambient state. An abstract interpretation that takes every branch and assumes the worst of what it does not know.
 * @module
 */
import { effectsOfPath, effectsOfStore } from "./ambient.ts";
import { Calls, changesReceiver } from "./calls.ts";
import { takenByAttribute, takenBySubscript } from "./frames.ts";
import { COMMON_MUTATORS, isOpaquePath, type Kind, OPAQUE_BUILTINS } from "./knowledge.ts";
import { collectNames } from "./names.ts";
import type { Expr, Param, Pattern, Stmt } from "./python/ast.ts";
import { collectBindings } from "./python/bindings.ts";
import { isGenerator } from "./python/parts.ts";
import { children, importedName, ofKeywords, patternExprs, patternNames, targetNames } from "./python/walk.ts";
import { MAKING, moduleName } from "./scope.ts";
import { type Code, either, IMMUTABLE, type Shape, type Value } from "./value.ts";

/** Follows statements in order; what it found is in its fields. */
export class Evaluator extends Calls {
  /** Targets of the comprehensions around. */
  private targets: ReadonlySet<string> = new Set();
  /** Functions made here that use this function's own names. */
  private readonly closures: { readonly value: Value; readonly names: readonly string[] }[] = [];

  // Statements

  /** Where the statement begins after which nothing is known: a UTF-16 offset; `null` as long as {@link opaque} is. */
  opaqueAt: number | null = null;

  body(statements: readonly Stmt[]): void {
    for (const statement of statements) {
      this.statement(statement);
      if (this.opaque !== null) this.opaqueAt ??= statement.start;
    }
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
        // What it gives may be shown.
        this.touch([this.expr(statement.value)]);
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

  /** Whether something is true may be asked of a method. */
  private test(expr: Expr): void {
    this.touch([this.expr(expr)]);
  }

  private gives(value: Value): void {
    this.returned = this.returned ? either(this.objects, this.returned, value) : value;
  }

  private compound(statement: Stmt): void {
    switch (statement.type) {
      case "If":
        this.test(statement.test);
        this.branch(statement.body);
        return this.branch(statement.orelse);
      case "While":
      case "For":
        return this.loop(statement);
      case "With":
        for (const { context, target } of statement.items) {
          const value = this.enter(this.expr(context));
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
        for (const part of [statement.exception, statement.cause]) if (part) this.raise(this.expr(part));
        return;
      case "Assert":
        this.test(statement.test);
        if (statement.message) this.expr(statement.message);
    }
  }

  /** What a context manager gives its body, after what entering and leaving it do. */
  private enter(context: Value): Value {
    if (context.kind === "unknown") this.mutate(context);
    if (context.kind === "unknown") this.mayRun(context, []);
    this.touch([context]);
    const given = ["__enter__", "__aenter__"]
      .flatMap((name) => (context.object === null ? [] : this.methodsOf(name, context)))
      .map((code) => this.apply(code, context, { positional: [context], keywords: [], open: false }))
      .map((value) => (value.items && value.kind === "iterator" ? this.iterate(value) : value));
    if (context.kind === "instance" && given.length > 0)
      return given.reduce((one, other) => either(this.objects, one, other));
    return given.reduce((one, other) => either(this.objects, one, other), context);
  }

  /** Handlers may get at what was raised. */
  private raise(value: Value): void {
    this.raised = this.raised ? either(this.objects, this.raised, value) : value;
  }

  private raised: Value | null = null;

  private try(statement: Extract<Stmt, { type: "Try" }>): void {
    this.branch(statement.body);
    for (const { type, name, body } of statement.handlers) {
      if (type) this.expr(type);
      this.depth++;
      if (name) this.bind(name, this.raised ?? this.fresh("unknown"));
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
    if (guard) this.test(guard);
    this.body(body);
    this.depth--;
  }

  private loop(statement: Extract<Stmt, { type: "While" | "For" }>): void {
    // Twice, so that what one round leaves behind reaches the next.
    for (let round = 0; round < 2; round++) {
      this.depth++;
      if (statement.type === "For") this.assign(statement.target, this.iterate(this.expr(statement.iter)));
      else this.test(statement.test);
      this.body(statement.body);
      this.depth--;
    }
    this.branch(statement.orelse);
  }

  private augment(statement: Extract<Stmt, { type: "AugAssign" }>): void {
    const value = this.expr(statement.value);
    const target = this.expr(statement.target);
    this.touch([target]);
    this.reshape(target);
    if (target.kind === "frame" || target.kind === "array") this.fill(target, [value], 1);
    else if (value.kind !== "frame" && value.kind !== "array") this.link(target, value);
    if (statement.target.type === "Name") this.bind(statement.target.id, target);
    else this.store(statement.target, value);
  }

  private classDef(statement: Extract<Stmt, { type: "ClassDef" }>): void {
    const decorators = statement.decorators.map((decorator) => ({ decorator, value: this.expr(decorator) }));
    const bases = statement.bases.map((base) => this.expr(base));
    ofKeywords(statement.keywords).forEach((value) => this.expr(value));
    const { globals } = collectBindings(statement.body);
    const inside = new Evaluator({
      ...this.around,
      outside: (name) => this.read(name),
      global: (name) => this.global(name),
      declared: globals,
    });
    inside.body(statement.body);
    this.ambience(inside.ambient);
    this.opaque ??= inside.opaque;
    for (const [name, value] of inside.assigned) {
      if (globals.has(name)) this.bind(name, value);
      else this.assignGlobal(name, value);
    }
    const made = this.classValue(statement, bases, inside);
    this.subclassed(statement, bases, made);
    const odd = decorators.filter(({ decorator }) => !isHarmlessForClass(decorator));
    const wrapped = odd.reduceRight<Value>(
      (value, { value: decorator }) => this.invoke(decorator, { positional: [value], keywords: [], open: false }),
      made,
    );
    this.bind(statement.name, wrapped);
  }

  /** Bases and metaclasses hear of a new class. */
  private subclassed({ keywords }: Extract<Stmt, { type: "ClassDef" }>, bases: readonly Value[], made: Value): void {
    for (const base of bases) {
      const code = base.shape?.methods.get("__init_subclass__");
      if (code) this.apply(code, base, { positional: [made], keywords: [], open: true });
    }
    for (const { name, value } of keywords) if (name === "metaclass") this.mayRun(this.expr(value), [made]);
  }

  private classValue(
    statement: Extract<Stmt, { type: "ClassDef" }>,
    bases: readonly Value[],
    inside: Evaluator,
  ): Value {
    const methods = new Map(bases.flatMap(({ shape }) => [...(shape?.methods ?? [])]));
    const { notebook } = this.around;
    const defined = statement.body.filter((part) => part.type === "FunctionDef");
    for (const { name, decorators } of defined) {
      if (decorators.some(isProperty)) notebook.properties.add(name);
    }
    for (const [name, { code }] of inside.locals) {
      if (!code) continue;
      methods.set(name, code);
      if (/^__\w+__$/.test(name) && !MAKING.has(name)) notebook.hidden.add(code);
      notebook.methods.set(name, (notebook.methods.get(name) ?? new Set()).add(code));
    }
    const held = [...inside.locals.values()].filter(
      ({ code, object, kind }) => !code && object !== null && kind !== "immutable",
    );
    const shared = notebook.openClasses || held.length > 0 || bases.some(({ shape }) => shape?.shared !== false);
    const known = defined.every(({ name }) => inside.locals.get(name)?.code !== undefined);
    const complete = known && statement.keywords.length === 0 && bases.every(({ shape }) => shape?.complete === true);
    const value = this.holding("class", [...bases, ...held]);
    if (value.object !== null) this.objects.carry(value.object, methods.values());
    return { ...value, shape: { methods, shared, complete } satisfies Shape };
  }

  private functionValue(statement: Extract<Stmt, { type: "FunctionDef" }>): Value {
    const decorators = statement.decorators.map((decorator) => ({ decorator, value: this.expr(decorator) }));
    const lazy = statement.async || isGenerator(statement.body);
    const bare: Stmt = {
      ...statement,
      decorators: [],
      params: statement.params.map((one) => ({ ...one, default: null })),
    };
    const value = this.closure(statement.body, bare, { params: statement.params, body: statement.body, lazy });
    // Any other decorator may wrap the function in anything.
    return decorators
      .filter(({ decorator }) => !isHarmlessDecorator(decorator))
      .reduceRight<Value>((inner, { value: decorator }) => this.decorate(decorator, inner), value);
  }

  private decorate(decorator: Value, inner: Value): Value {
    if (decorator.path === undefined) return this.invoke(decorator, { positional: [inner], keywords: [], open: false });
    const value = this.holding("unknown", [inner]);
    if (value.object !== null) this.objects.carry(value.object, this.codes(inner));
    return value;
  }

  /** A function's value holds its defaults and what it uses of functions around it. */
  private closure(key: object, bare: Stmt, code: Omit<Code, "enclosed">): Value {
    const defaults = code.params.flatMap((param) => (param.default ? [this.expr(param.default)] : []));
    const value = this.holding("function", defaults);
    const { local } = this.around;
    const names = [...collectNames({ body: [bare] }).uses, ...collectBindings(code.body).nonlocals].filter(
      (name) => local?.(name) || this.targets.has(name),
    );
    if (names.length > 0) this.closures.push({ value, names });
    for (const name of names) this.link(value, this.read(name));
    const known = this.around.notebook.codes.get(key);
    const made: Code = known ?? { ...code, enclosed: new Map(names.map((name) => [name, this.read(name)])) };
    this.around.notebook.codes.set(key, made);
    if (value.object !== null) this.objects.carry(value.object, [made]);
    return { ...value, code: made };
  }

  /** Functions made here hold their names' last values too. */
  settle(): void {
    for (const { value, names } of this.closures) for (const name of names) this.link(value, this.read(name));
  }

  private import(statement: Extract<Stmt, { type: "Import" | "ImportFrom" }>): void {
    const from = statement.type === "ImportFrom";
    for (const alias of statement.names) {
      const path = from ? `${statement.module}.${alias.name}` : alias.asName ? alias.name : importedName(alias, false);
      const root = path.split(".")[0] ?? path;
      const local = this.around.notebook.localModules.has(root) || (from && statement.level > 0);
      const state = local || this.around.notebook.changedModules.has(root);
      const object = state ? (this.global(moduleName(root)).object ?? this.objects.make()) : null;
      const value: Value = local ? { kind: "unknown", object } : { kind: "module", object, path };
      if (alias.name !== "*") this.bind(importedName(alias, from), value);
      else if (from && statement.level === 0) this.opaque ??= `It imports every name of ${statement.module}.`;
    }
  }

  // Names and targets

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
    const known = path === null ? [] : effectsOfStore(target.type === "Attribute" ? `${path}.${target.attr}` : path);
    this.ambience(known);
    this.changesBuiltins(path);
    // State that a kernel can set again is no part of the module.
    if (known.length > 0) return;
    const owner = this.expr(target.value);
    this.touch([owner]);
    if (target.type === "Attribute") this.runProperty(target.attr, owner, [value]);
    this.reshape(owner);
    if (owner.kind === "frame" || owner.kind === "array") this.fill(owner, [value], 1);
    else this.link(owner, value);
  }

  private delete(target: Expr): void {
    if (target.type === "Name") this.unbind(target.id);
    else if (target.type === "Tuple" || target.type === "List") target.elements.forEach((one) => this.delete(one));
    else this.store(target, IMMUTABLE);
  }

  /** The full name of something imported: `np.random` is `numpy.random`. */
  protected path(expr: Expr): string | null {
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
        const { start, end } = expr;
        const bare: Stmt = {
          type: "Expr",
          value: { ...expr, params: expr.params.map((one) => ({ ...one, default: null })) },
          start,
          end,
        };
        const body: Stmt[] = [{ type: "Return", value: expr.body, start, end }];
        return this.closure(expr, bare, { params: expr.params, body, lazy: false });
      }
      default:
        return this.operator(expr);
    }
  }

  private nameRead(name: string): Value {
    const value = this.read(name);
    if (value.path?.startsWith("builtins.") && (OPAQUE_BUILTINS.has(name) || name === "__builtins__"))
      this.opaque ??= `It uses ${name}.`;
    return value;
  }

  private operator(expr: Expr): Value {
    const parts = children(expr).map((child) => this.expr(child));
    switch (expr.type) {
      case "JoinedStr":
        this.touch(parts);
        return IMMUTABLE;
      case "BoolOp":
      case "IfExp":
        this.touch(parts);
        return parts.slice(expr.type === "IfExp" ? 1 : 0).reduce((one, other) => either(this.objects, one, other));
      case "BinOp":
      case "UnaryOp":
      case "Compare":
        return this.arithmetic(expr, parts);
      case "Await":
        return this.iterate(parts[0] ?? IMMUTABLE);
      case "Starred":
        return parts[0] ?? IMMUTABLE;
      case "Yield":
      case "YieldFrom":
        this.gives(expr.type === "Yield" ? (parts[0] ?? IMMUTABLE) : this.iterate(parts[0] ?? IMMUTABLE));
        return this.sent();
      default:
        return IMMUTABLE;
    }
  }

  /** What `send` gives a generator: it is held by the generator. */
  private sent(): Value {
    const value = this.fresh("unknown");
    if (this.self) this.link(value, this.self);
    return value;
  }

  private arithmetic(expr: Expr, parts: readonly Value[]): Value {
    const has = (kind: Kind): boolean => parts.some((part) => part.kind === kind);
    this.touch(parts);
    if (has("frame")) return this.copied("frame", parts);
    if (has("array")) return this.copied("array", parts);
    if (expr.type === "Compare") for (const part of parts) if (part.kind === "iterator") this.iterate(part);
    if (expr.type === "Compare" || !(has("container") || has("unknown") || has("iterator"))) return IMMUTABLE;
    return this.holding(has("container") ? "container" : "unknown", parts);
  }

  private display(expr: Extract<Expr, { type: "List" | "Set" | "Dict" | "Tuple" }>): Value {
    const parts = children(expr).map((child) =>
      child.type === "Starred" ? this.iterate(this.expr(child)) : this.expr(child),
    );
    if (expr.type === "Tuple" && parts.every((part) => part.object === null)) return IMMUTABLE;
    return { ...this.holding("container", parts), ...depthAround(parts) };
  }

  private comprehension(expr: Extract<Expr, { type: "ListComp" | "SetComp" | "DictComp" | "GeneratorExp" }>): Value {
    const targets = expr.generators.flatMap(({ target }) => targetNames(target));
    const hidden = new Map(targets.map((name) => [name, this.locals.get(name)]));
    const outer = this.targets;
    this.targets = new Set([...outer, ...targets]);
    for (const { target, iter, ifs } of expr.generators) {
      this.assign(target, this.iterate(this.expr(iter)));
      ifs.forEach((condition) => this.test(condition));
    }
    const elements = expr.type === "DictComp" ? [expr.key, expr.value] : [expr.element];
    const parts = elements.map((element) => this.expr(element));
    this.targets = outer;
    for (const [name, before] of hidden) {
      if (before) this.locals.set(name, before);
      else this.locals.delete(name);
    }
    if (expr.type !== "GeneratorExp") return { ...this.holding("container", parts), ...depthAround(parts) };
    const iterator = this.iterator(
      parts,
      expr.generators.map(({ iter }) => this.expr(iter)),
    );
    this.link({ kind: iterator.kind, object: iterator.object }, this.generator(expr));
    return iterator;
  }

  /** A generator expression is a function that runs while items are taken out: what its names stand for then is what counts. */
  private generator(expr: Extract<Expr, { type: "ListComp" | "SetComp" | "GeneratorExp" }>): Value {
    const { start, end } = expr;
    const first: Param = { name: ".0", kind: "ordinary", annotation: null, default: null, start, end };
    const given: Stmt = { type: "Expr", value: { type: "Yield", value: expr.element, start, end }, start, end };
    const loop = expr.generators.reduceRight<Stmt>((inner, { target, iter, ifs, async }, at) => {
      const source: Expr = at === 0 ? { type: "Name", id: first.name, start, end } : iter;
      const body = ifs.reduceRight<Stmt>(
        (then, test) => ({ type: "If", test, body: [then], orelse: [], start, end }),
        inner,
      );
      return { type: "For", target, iter: source, body: [body], orelse: [], async, start, end };
    }, given);
    return this.closure(expr, { type: "Expr", value: expr, start, end }, { params: [first], body: [loop], lazy: true });
  }

  private attribute(expr: Extract<Expr, { type: "Attribute" }>): Value {
    const path = this.path(expr);
    if (path !== null) {
      if (isOpaquePath(path)) this.opaque ??= `It uses ${path}.`;
      this.ambience(effectsOfPath(path).filter(({ does }) => does === "read"));
      return { kind: "module", object: this.moduleState(expr), path };
    }
    const owner = this.expr(expr.value);
    const method = owner.kind === "class" ? owner.shape?.methods.get(expr.attr) : undefined;
    if (method) return { kind: "function", object: owner.object, code: method };
    if (owner.object === null) return IMMUTABLE;
    this.touch([owner]);
    if (owner.kind === "frame" && /^(plot|style)$/.test(expr.attr)) return this.drawn(owner);
    const own = this.runProperty(expr.attr, owner, []);
    const kind = /^(container|iterator|instance|class|function)$/.test(owner.kind) ? "unknown" : owner.kind;
    const value: Value = {
      ...(owner.kind === "frame" ? takenByAttribute(owner, expr.attr) : owner.inner ? { inner: owner.inner } : {}),
      kind,
      object: owner.object,
      ...(owner.cells === undefined ? {} : { cells: owner.cells }),
      ...(COMMON_MUTATORS.has(expr.attr) && changesReceiver(owner.kind, expr.attr) ? { changes: true } : {}),
    };
    return own ? either(this.objects, own, value) : value;
  }

  /** `df.plot` and `df.style`: what is set of them is not set of the frame, which they show. */
  private drawn(frame: Value): Value {
    const figure = this.fresh("figure");
    if (figure.object !== null && frame.object !== null) this.objects.hold(figure.object, frame.object);
    return figure;
  }

  /** Reading or setting an attribute runs a property's functions. */
  private runProperty(name: string, owner: Value, values: readonly Value[]): Value | null {
    if (owner.object === null || !this.around.notebook.properties.has(name)) return null;
    const given = { positional: [owner, ...values], keywords: [], open: false };
    const codes = this.methodsOf(name, owner);
    if (codes.length === 0) this.mutate(owner);
    const results = codes.map((code) => this.apply(code, owner, given));
    return results.reduce<Value | null>((one, other) => (one ? either(this.objects, one, other) : other), null);
  }

  private subscript(expr: Extract<Expr, { type: "Subscript" }>): Value {
    const owner = this.expr(expr.value);
    const slice = this.expr(expr.slice);
    this.touch([owner]);
    if (owner.kind !== "frame" || owner.object === null) return this.element(owner);
    const taken = takenBySubscript(owner, expr, slice);
    return { ...this.copied("frame", [owner]), ...taken, cells: owner.cells ?? owner.object };
  }
}

/** How deep lists are in what these are the items of. */
function depthAround(parts: readonly Value[]): { readonly depth?: number } {
  const depths = parts.map(({ object, depth }) => (object === null ? 0 : depth));
  return depths.includes(undefined) ? {} : { depth: 1 + Math.max(0, ...depths.filter((one) => one !== undefined)) };
}

function isHarmlessDecorator(decorator: Expr): boolean {
  return /^(staticmethod|classmethod|property|setter|getter|wraps|abstractmethod|override)$/.test(
    decoratorName(decorator),
  );
}

function isProperty(decorator: Expr): boolean {
  return /^(property|setter|deleter|getter|cached_property)$/.test(decoratorName(decorator));
}

function isHarmlessForClass(decorator: Expr): boolean {
  return /^(dataclass|total_ordering|unique|runtime_checkable|final)$/.test(decoratorName(decorator));
}

function decoratorName(decorator: Expr): string {
  if (decorator.type === "Call") return decoratorName(decorator.func);
  return decorator.type === "Name" ? decorator.id : decorator.type === "Attribute" ? decorator.attr : "";
}
