/**
 * The names of one block by Python's exact scoping rules, as CPython's `symtable` sees them, with the order of reads and
 * bindings that `symtable` does not keep.
 * @module
 */
import type { Comprehension, Expr, Module, Param, Stmt, TypeParam } from "./python/ast.ts";
import { type Bindings, collectBindings, walrusNames } from "./python/bindings.ts";
import {
  children,
  defaults,
  importedName,
  ofKeywords,
  patternExprs,
  patternNames,
  targetNames,
} from "./python/walk.ts";
import { queriedNames, quotedNames, textsIn } from "./queries.ts";

/** What one block binds and needs at module scope. All lists are sorted and without repeats. */
export interface BlockNames {
  /** Names it binds (or deletes) at module scope: assignments, imports, `def`, `class`, loops, `with`, `match`, walrus, `global` in functions. */
  readonly defines: readonly string[];
  /** Of {@link defines}: names that some way through the block leaves unbound or as they were. */
  readonly maybe: readonly string[];
  /** Names it needs from outside: read (or deleted) before it certainly binds them, or read in a function body. */
  readonly uses: readonly string[];
  /** Per name of {@link uses}, where it is first read: a UTF-16 offset in the source. */
  readonly firstReads: Readonly<Record<string, number>>;
  /** Of {@link uses}: names that only code which runs when it is called, or an annotation (PEP 649), reads. */
  readonly deferred: readonly string[];
  /** Of {@link uses}: names that annotations read: when somebody asks for one (PEP 649), but then it keeps what it found. */
  readonly annotated: readonly string[];
  /** Module names that its functions read when they are called, those that the block itself binds included. */
  readonly inner: readonly string[];
  /** Module names read by generator expressions whose items a builtin function takes at once, by its name: `sum(f(x) for x in xs)`. */
  readonly consumed: Readonly<Record<string, readonly string[]>>;
  readonly deletes: readonly string[];
  /** Names behind `@` in its texts: a query that is put together from them reads those. */
  readonly quoted: readonly string[];
  /** Whether it queries a data frame with a text that is not written there. */
  readonly queries: boolean;
  /** Whether it only defines and imports, so that no function can be called while it runs. */
  readonly quiet: boolean;
  /** Modules it imports, with dots; in functions too; relative imports excluded. */
  readonly imports: readonly string[];
  /** Of {@link imports}: those that only run under `try … except`, so that the block copes without them. */
  readonly optionalImports: readonly string[];
}

/** Collects the names of a block. Time is linear in its size but for deeply nested branches. */
export function collectNames(module: Module): BlockNames {
  const walker = new NameWalker();
  walker.body(module.body);
  return walker.result(module.body.every(isQuiet));
}

/** A function, lambda, comprehension or class around the code being read; the module itself is none. */
interface Scope {
  readonly kind: "function" | "class" | "comprehension";
  readonly bindings: Bindings;
  readonly outer: Scope | null;
}

const OF_CLASS = ".";

/** A class body's own name, among those of the module. */
function ofClass(name: string): string {
  return OF_CLASS + name;
}

/** Of a generator expression: whoever gets it takes the items, sooner or later. */
const LAZY = "";

/** Builtin functions that take all items of their only argument at once. */
const TAKERS: ReadonlySet<string> = new Set("sum min max any all sorted list tuple set frozenset dict".split(" "));

type Resolution = "local" | "global";

class NameWalker {
  private readonly defines = new Set<string>();
  private readonly uses = new Set<string>();
  private readonly firstReads = new Map<string, number>();
  private readonly immediate = new Set<string>();
  private readonly inAnnotations = new Set<string>();
  private readonly quoted = new Set<string>();
  private queries = false;
  private readonly inner = new Set<string>();
  private readonly consumed = new Map<string, Set<string>>();
  private readonly deletes = new Set<string>();
  private readonly imports = new Set<string>();
  private readonly firmImports = new Set<string>();
  /** Module names certainly bound at this point of the block, and the innermost class body's own; `null` where the point cannot be reached. */
  private bound: Set<string> | null = new Set();
  /** Reads in functions of names that the block may still bind before anything can call the function. */
  private pending = new Set<string>();
  private scope: Scope | null = null;
  /** Inside code that runs when called, or not at all. */
  private deferred = false;
  private guarded = 0;
  private inAnnotation = false;
  /** The function that takes all items of the generator expression around at once, {@link LAZY} for any other; `null` outside. */
  private generator: string | null = null;
  /** Off under `from __future__ import annotations`, where annotations stay text. */
  private readsAnnotations = true;

  result(quiet: boolean): BlockNames {
    this.settle();
    const bound = this.bound ?? this.defines;
    const sorted = (names: Iterable<string>): string[] => [...names].sort();
    return {
      defines: sorted(this.defines),
      maybe: sorted([...this.defines].filter((name) => !bound.has(name))),
      uses: sorted(this.uses),
      firstReads: Object.fromEntries([...this.firstReads].filter(([name]) => this.uses.has(name))),
      deferred: sorted([...this.uses].filter((name) => !this.immediate.has(name))),
      annotated: sorted([...this.uses].filter((name) => this.inAnnotations.has(name))),
      inner: sorted(this.inner),
      consumed: Object.fromEntries([...this.consumed].sort().map(([name, reads]) => [name, sorted(reads)])),
      deletes: sorted(this.deletes),
      quoted: sorted(this.quoted),
      queries: this.queries,
      quiet,
      imports: sorted(this.imports),
      optionalImports: sorted([...this.imports].filter((name) => !this.firmImports.has(name))),
    };
  }

  // Reads and bindings

  private resolve(name: string): Resolution {
    let innermost = true;
    for (let scope = this.scope; scope !== null; scope = scope.outer) {
      // A class's names are seen by its own body only, not by functions in it.
      if (scope.kind === "class" && !innermost) continue;
      if (scope.bindings.globals.has(name)) return "global";
      if (scope.bindings.bound.has(name) && !scope.bindings.nonlocals.has(name)) {
        // A class body looks in the module when it has not bound the name yet.
        return scope.kind === "class" && this.bound?.has(ofClass(name)) === false ? "global" : "local";
      }
      if (scope.kind !== "comprehension") innermost = false;
    }
    return "global";
  }

  private read(name: string, at: number): void {
    if (this.resolve(name) !== "global") return;
    if (this.deferred || this.generator === LAZY) this.inner.add(name);
    else if (this.generator !== null) this.consumedBy(this.generator).add(name);
    if (this.inAnnotation) this.inAnnotations.add(name);
    if (this.deferred) {
      if (this.bound?.has(name)) return;
      this.pending.add(name);
    } else {
      if (this.bound === null || this.bound.has(name)) return;
      this.uses.add(name);
      this.immediate.add(name);
    }
    if (!this.firstReads.has(name)) this.firstReads.set(name, at);
  }

  private bind(name: string): void {
    let scope = this.scope;
    while (scope?.kind === "comprehension") scope = scope.outer;
    if (scope === null) {
      this.defines.add(name);
      // A walrus in a comprehension may never run; the comprehension's own targets never come here.
      if (this.scope === null) this.bound?.add(name);
      if (this.scope === null) this.pending.delete(name);
    } else if (scope.bindings.globals.has(name)) {
      this.defines.add(name);
      if (scope.kind === "class" && !this.deferred) this.bound?.add(name);
    } else if (scope.kind === "class") {
      this.bound?.add(ofClass(name));
    }
  }

  private unbind(name: string, at: number): void {
    const inModule = this.scope === null || this.scope.bindings.globals.has(name);
    if (!inModule) {
      if (this.scope?.kind === "class") this.bound?.delete(ofClass(name));
      return;
    }
    this.read(name, at);
    this.defines.add(name);
    this.deletes.add(name);
    if (!this.deferred) this.bound?.delete(name);
  }

  /** From here on anything may call the functions defined so far: what they read and is not bound yet comes from outside. */
  private settle(): void {
    for (const name of this.pending) if (!this.bound?.has(name)) this.uses.add(name);
    this.pending = new Set();
  }

  // Flow

  /** Runs `path` from the present state and gives the state it ends in, leaving the present state as it was. */
  private branch(path: () => void): Set<string> | null {
    const before = this.bound;
    this.bound = before && new Set(before);
    path();
    const after = this.bound;
    this.bound = before;
    return after;
  }

  /** The state where all of these may have come from. */
  private join(...states: readonly (Set<string> | null)[]): void {
    const reached = states.filter((state) => state !== null);
    const [first, ...rest] = reached;
    this.bound = first ? new Set([...first].filter((name) => rest.every((state) => state.has(name)))) : null;
  }

  // Statements

  body(statements: readonly Stmt[]): void {
    for (const statement of statements) this.statement(statement);
  }

  private statement(statement: Stmt): void {
    if (this.scope === null && !isQuiet(statement)) this.settle();
    switch (statement.type) {
      case "FunctionDef":
        return this.functionDef(statement);
      case "ClassDef":
        return this.classDef(statement);
      case "Import":
      case "ImportFrom":
        return this.import(statement);
      case "TypeAlias":
        this.bind(statement.name);
        return this.lazily(() => this.typeScope(statement.typeParams, () => this.expr(statement.value)));
      case "If":
      case "While":
      case "For":
      case "With":
      case "Match":
      case "Try":
        return this.compound(statement);
      default:
        this.simple(statement);
    }
  }

  private simple(statement: Stmt): void {
    switch (statement.type) {
      case "Expr":
        return this.expr(statement.value);
      case "Assign":
        this.expr(statement.value);
        return statement.targets.forEach((target) => this.target(target));
      case "AugAssign":
        this.expr(statement.target);
        this.expr(statement.value);
        return this.target(statement.target);
      case "AnnAssign":
        return this.annotated(statement.target, statement.annotation, statement.value);
      case "Delete":
        return statement.targets.forEach((target) => this.deleteTarget(target));
      case "Return":
        if (statement.value) this.expr(statement.value);
        this.bound = this.scope === null ? null : this.bound;
        return;
      case "Raise":
        if (statement.exception) this.expr(statement.exception);
        if (statement.cause) this.expr(statement.cause);
        this.end();
        return;
      case "Break":
      case "Continue":
        this.end();
        return;
      case "Assert":
        this.expr(statement.test);
        if (statement.message) this.expr(statement.message);
    }
  }

  /** No way leads on from here. In a function that says nothing about the module. */
  private end(): void {
    if (!this.deferred) this.bound = null;
  }

  private annotated(target: Expr, annotation: Expr, value: Expr | null): void {
    // Annotations of a function's own variables are never evaluated.
    if (this.scope?.kind !== "function") this.annotation(annotation);
    if (value) {
      this.expr(value);
      this.target(target);
    } else if (target.type !== "Name") {
      children(target).forEach((child) => this.expr(child));
    } else if (this.scope === null) {
      this.defines.add(target.id);
    }
  }

  private annotation(annotation: Expr): void {
    if (!this.readsAnnotations) return;
    this.inAnnotation = true;
    this.lazily(() => this.expr(annotation));
    this.inAnnotation = false;
  }

  private target(target: Expr): void {
    switch (target.type) {
      case "Name":
        return this.bind(target.id);
      case "Starred":
        return this.target(target.value);
      case "Tuple":
      case "List":
        return target.elements.forEach((element) => this.target(element));
      default:
        children(target).forEach((child) => this.expr(child));
    }
  }

  private deleteTarget(target: Expr): void {
    if (target.type === "Name") this.unbind(target.id, target.start);
    else if (target.type === "Tuple" || target.type === "List")
      target.elements.forEach((one) => this.deleteTarget(one));
    else children(target).forEach((child) => this.expr(child));
  }

  private import(statement: Extract<Stmt, { type: "Import" | "ImportFrom" }>): void {
    const from = statement.type === "ImportFrom";
    if (from && statement.module === "__future__" && statement.names.some(({ name }) => name === "annotations")) {
      this.readsAnnotations = false;
    }
    for (const alias of statement.names) {
      if (alias.name !== "*") this.bind(importedName(alias, from));
      if (!from || statement.level === 0) this.imported(from ? statement.module : alias.name);
    }
  }

  private imported(module: string): void {
    this.imports.add(module);
    if (this.guarded === 0) this.firmImports.add(module);
  }

  private compound(statement: Extract<Stmt, { type: "If" | "While" | "For" | "With" | "Match" | "Try" }>): void {
    switch (statement.type) {
      case "If":
        this.expr(statement.test);
        return this.join(
          this.branch(() => this.body(statement.body)),
          this.branch(() => this.body(statement.orelse)),
        );
      case "While":
        this.expr(statement.test);
        return this.loop(statement.body, statement.orelse);
      case "For":
        this.expr(statement.iter);
        return this.loop(statement.body, statement.orelse, statement.target);
      case "With":
        for (const { context, target } of statement.items) {
          this.expr(context);
          if (target) this.target(target);
        }
        // A context manager may swallow what its body raises.
        return this.join(
          this.bound,
          this.branch(() => this.body(statement.body)),
        );
      case "Match":
        return this.match(statement);
      case "Try":
        return this.try(statement);
    }
  }

  private loop(body: readonly Stmt[], orelse: readonly Stmt[], target?: Expr): void {
    const before = this.bound;
    const once = this.branch(() => {
      if (target) this.target(target);
      this.body(body);
    });
    const otherwise = this.branch(() => this.body(orelse));
    const deleted = before && once ? [...before].filter((name) => !once.has(name)) : [];
    this.join(before, otherwise && new Set([...(before ?? []), ...otherwise]));
    for (const name of deleted) this.bound?.delete(name);
  }

  private match(statement: Extract<Stmt, { type: "Match" }>): void {
    this.expr(statement.subject);
    const states = statement.cases.map(({ pattern, guard, body }) =>
      this.branch(() => {
        patternExprs(pattern).forEach((expr) => this.expr(expr));
        patternNames(pattern).forEach((name) => this.bind(name));
        if (guard) this.expr(guard);
        this.body(body);
      }),
    );
    const last = statement.cases.at(-1);
    const complete = last?.pattern.type === "MatchAs" && last.pattern.pattern === null && last.guard === null;
    this.join(...states, ...(complete ? [] : [this.bound]));
  }

  private try(statement: Extract<Stmt, { type: "Try" }>): void {
    const before = this.bound;
    if (statement.handlers.length > 0) this.guarded++;
    const normal = this.branch(() => {
      this.body(statement.body);
      this.body(statement.orelse);
    });
    if (statement.handlers.length > 0) this.guarded--;
    const handled = statement.handlers.map(({ type, name, body }) => {
      if (type) this.expr(type);
      return this.branch(() => {
        if (name) this.bind(name);
        this.body(body);
        // Python unbinds the exception's name at the end of its handler.
        if (name && this.scope === null) this.bound?.delete(name);
      });
    });
    this.join(normal, ...handled);
    const after = this.bound;
    this.bound = before && new Set(before);
    const reached = this.branch(() => this.body(statement.finalbody));
    this.bound = after && reached && new Set([...after, ...reached]);
  }

  private functionDef(statement: Extract<Stmt, { type: "FunctionDef" }>): void {
    statement.decorators.forEach((decorator) => this.expr(decorator));
    defaults(statement.params).forEach((value) => this.expr(value));
    this.bind(statement.name);
    this.lazily(() =>
      this.typeScope(statement.typeParams, () => {
        for (const { annotation } of statement.params) if (annotation) this.annotation(annotation);
        if (statement.returns) this.annotation(statement.returns);
        this.function(statement.params, statement.body);
      }),
    );
  }

  private function(params: readonly Param[], body: readonly Stmt[]): void {
    const { bound, globals, nonlocals } = collectBindings(body);
    const all = new Set([...bound, ...params.map(({ name }) => name)]);
    for (const name of globals) all.delete(name);
    this.within({ kind: "function", bindings: { bound: all, globals, nonlocals }, outer: this.scope }, () => {
      for (const name of globals) if (bound.has(name)) this.defines.add(name);
      this.body(body);
    });
  }

  private classDef(statement: Extract<Stmt, { type: "ClassDef" }>): void {
    statement.decorators.forEach((decorator) => this.expr(decorator));
    // Methods name the class itself; they run when it is bound.
    this.typeScope(statement.typeParams, () => {
      statement.bases.forEach((base) => this.expr(base));
      ofKeywords(statement.keywords).forEach((value) => this.expr(value));
      this.classBody(statement.body);
    });
    this.bind(statement.name);
  }

  private classBody(body: readonly Stmt[]): void {
    const bindings = collectBindings(body);
    const isOwn = (name: string): boolean => name.startsWith(OF_CLASS);
    const outer = [...(this.bound ?? [])].filter(isOwn);
    for (const name of outer) this.bound?.delete(name);
    this.within({ kind: "class", bindings, outer: this.scope }, () => this.body(body));
    for (const name of [...(this.bound ?? [])].filter(isOwn)) this.bound?.delete(name);
    for (const name of outer) this.bound?.add(name);
  }

  /** Type parameters are a scope of their own around what they belong to (PEP 695). */
  private typeScope(params: readonly TypeParam[], inside: () => void): void {
    if (params.length === 0) return inside();
    const bound = new Set(params.map(({ name }) => name));
    this.within(
      { kind: "function", bindings: { bound, globals: new Set(), nonlocals: new Set() }, outer: this.scope },
      () => {
        this.lazily(() => {
          for (const param of params) for (const expr of [param.bound, param.default]) if (expr) this.expr(expr);
        });
        inside();
      },
    );
  }

  private within(scope: Scope, inside: () => void): void {
    const outer = this.scope;
    this.scope = scope;
    inside();
    this.scope = outer;
  }

  /** What `inside` reads is read later, if at all. */
  private lazily(inside: () => void): void {
    const before = this.deferred;
    this.deferred = true;
    inside();
    this.deferred = before;
  }

  // Expressions

  private expr(expr: Expr): void {
    switch (expr.type) {
      case "Name":
        return this.read(expr.id, expr.start);
      case "NamedExpr":
        this.expr(expr.value);
        return this.bind(expr.target);
      case "Lambda":
        defaults(expr.params).forEach((value) => this.expr(value));
        return this.lazily(() => this.function(expr.params, [{ type: "Expr", value: expr.body, start: 0, end: 0 }]));
      case "GeneratorExp":
        return this.comprehension(expr.generators, [expr.element], LAZY);
      case "ListComp":
      case "SetComp":
        return this.comprehension(expr.generators, [expr.element], this.generator);
      case "DictComp":
        return this.comprehension(expr.generators, [expr.key, expr.value], this.generator);
      case "BoolOp":
      case "IfExp":
        return this.perhaps(expr);
      case "Constant":
      case "JoinedStr":
        for (const text of textsIn(expr)) for (const name of quotedNames(text)) this.quoted.add(name);
        return children(expr).forEach((child) => this.expr(child));
      case "Call":
        this.call(expr);
        return this.query(expr);
      default:
        children(expr).forEach((child) => this.expr(child));
    }
  }

  private query(call: Extract<Expr, { type: "Call" }>): void {
    const { names, open } = queriedNames(call);
    for (const name of names) this.read(name, call.start);
    this.queries ||= open;
  }

  /** Only the first operand of `and` and `or`, and the test of `if`, certainly run: a walrus elsewhere may not. */
  private perhaps(expr: Extract<Expr, { type: "BoolOp" | "IfExp" }>): void {
    const [first, ...rest] = expr.type === "IfExp" ? [expr.test, expr.body, expr.orelse] : expr.values;
    if (first) this.expr(first);
    if (rest.every((part) => walrusNames(part).length === 0)) return rest.forEach((part) => this.expr(part));
    const before = this.bound && new Set(this.bound);
    rest.forEach((part) => this.expr(part));
    this.bound = before;
  }

  /** `sum(f(x) for x in xs)` reads as a list's comprehension does, as long as `sum` is Python's own. */
  private call(expr: Extract<Expr, { type: "Call" }>): void {
    const [first, ...more] = expr.args;
    const taker = expr.func.type === "Name" && TAKERS.has(expr.func.id) ? expr.func.id : null;
    if (taker === null || first?.type !== "GeneratorExp" || more.length > 0)
      return children(expr).forEach((child) => this.expr(child));
    this.expr(expr.func);
    this.comprehension(first.generators, [first.element], this.generator ?? taker);
    for (const { value } of expr.keywords) this.expr(value);
  }

  private consumedBy(taker: string): Set<string> {
    const found = this.consumed.get(taker) ?? new Set();
    this.consumed.set(taker, found);
    return found;
  }

  /** Whoever takes items out of a generator has it read its names then; only what the first `for` goes through is read at once. */
  private comprehension(
    generators: readonly Comprehension[],
    elements: readonly Expr[],
    generator: string | null,
  ): void {
    const [first] = generators;
    if (first) this.expr(first.iter);
    const around = this.generator;
    this.generator = generator;
    const bound = new Set(generators.flatMap(({ target }) => targetNames(target)));
    const scope: Scope = {
      kind: "comprehension",
      bindings: { bound, globals: new Set(), nonlocals: new Set() },
      outer: this.scope?.kind === "class" ? this.scope.outer : this.scope,
    };
    const walrus = [...elements, ...generators.flatMap(({ ifs }) => ifs)].flatMap(walrusNames);
    const owner = this.scope;
    this.within(scope, () => {
      for (const [index, { target, iter, ifs }] of generators.entries()) {
        if (index > 0) this.expr(iter);
        if (target.type !== "Name") this.targetParts(target);
        ifs.forEach((condition) => this.expr(condition));
      }
      elements.forEach((element) => this.expr(element));
    });
    this.generator = around;
    if (owner === null) for (const name of walrus) this.defines.add(name);
  }

  /** What a comprehension's target evaluates (`for a[i] in …`). */
  private targetParts(target: Expr): void {
    if (target.type === "Tuple" || target.type === "List")
      target.elements.forEach((element) => this.targetParts(element));
    else if (target.type === "Starred") this.targetParts(target.value);
    else if (target.type !== "Name") children(target).forEach((child) => this.expr(child));
  }
}

/** Whether running the statement can certainly not call a function that the block defined. */
function isQuiet(statement: Stmt): boolean {
  switch (statement.type) {
    case "FunctionDef":
      return statement.decorators.length === 0 && defaults(statement.params).every(isQuietExpr);
    case "ClassDef":
      return (
        statement.decorators.length + statement.bases.length + statement.keywords.length === 0 &&
        statement.body.every(isQuiet)
      );
    case "Import":
    case "ImportFrom":
    case "Pass":
    case "Global":
      return true;
    case "Expr":
      return statement.value.type === "Constant";
    case "Assign":
      return [...statement.targets, statement.value].every(isQuietExpr);
    case "AnnAssign":
      return statement.value === null || [statement.target, statement.value].every(isQuietExpr);
    default:
      return false;
  }
}

function isQuietExpr(expr: Expr): boolean {
  if (expr.type === "Lambda") return defaults(expr.params).every(isQuietExpr);
  if (!["Constant", "Name", "Tuple", "List", "Dict"].includes(expr.type)) return false;
  return children(expr).every(isQuietExpr);
}
