/**
 * Which names a function's or a class's own body binds, before any of it runs: what makes a name local in Python.
 * @module
 */
import type { Expr, Stmt } from "./ast.ts";
import { children, importedName, patternNames, targetNames } from "./walk.ts";

/** Names that one scope binds and declares. */
export interface Bindings {
  readonly bound: ReadonlySet<string>;
  readonly globals: ReadonlySet<string>;
  readonly nonlocals: ReadonlySet<string>;
}

/** Collects the bindings of a body, nested functions and classes excluded (their names are bindings, their bodies not). */
export function collectBindings(body: readonly Stmt[]): Bindings {
  const collector = new Collector();
  collector.statements(body);
  return collector;
}

/** Names that walrus operators in `expr` bind in the scope around it; comprehensions do not stop them, lambdas do. */
export function walrusNames(expr: Expr): string[] {
  if (expr.type === "Lambda") return [];
  const inner = children(expr).flatMap(walrusNames);
  return expr.type === "NamedExpr" ? [expr.target, ...inner] : inner;
}

class Collector implements Bindings {
  readonly bound: Set<string> = new Set();
  readonly globals: Set<string> = new Set();
  readonly nonlocals: Set<string> = new Set();

  statements(body: readonly Stmt[]): void {
    for (const statement of body) this.statement(statement);
  }

  private add(names: readonly string[]): void {
    for (const name of names) this.bound.add(name);
  }

  private exprs(...exprs: readonly (Expr | null)[]): void {
    for (const expr of exprs) if (expr) this.add(walrusNames(expr));
  }

  private target(target: Expr): void {
    this.add(targetNames(target));
    this.exprs(target);
  }

  private statement(statement: Stmt): void {
    switch (statement.type) {
      case "FunctionDef":
        this.add([statement.name]);
        this.exprs(...statement.decorators, ...statement.params.map((param) => param.default));
        return;
      case "ClassDef":
        this.add([statement.name]);
        this.exprs(...statement.decorators, ...statement.bases, ...statement.keywords.map(({ value }) => value));
        return;
      case "TypeAlias":
        return this.add([statement.name]);
      case "Import":
        return this.add(statement.names.map((alias) => importedName(alias, false)));
      case "ImportFrom":
        return this.add(statement.names.map((alias) => importedName(alias, true)).filter((name) => name !== "*"));
      case "Global":
        for (const name of statement.names) this.globals.add(name);
        return;
      case "Nonlocal":
        for (const name of statement.names) this.nonlocals.add(name);
        return;
      default:
        this.binding(statement);
    }
  }

  private binding(statement: Stmt): void {
    switch (statement.type) {
      case "Assign":
        statement.targets.forEach((target) => this.target(target));
        return this.exprs(statement.value);
      case "AnnAssign":
      case "AugAssign":
        this.target(statement.target);
        return this.exprs(statement.value);
      case "Delete":
        return statement.targets.forEach((target) => this.target(target));
      case "Return":
      case "Expr":
        return this.exprs(statement.value);
      case "Raise":
        return this.exprs(statement.exception, statement.cause);
      case "Assert":
        return this.exprs(statement.test, statement.message);
      default:
        this.block(statement);
    }
  }

  private block(statement: Stmt): void {
    switch (statement.type) {
      case "For":
        this.target(statement.target);
        this.exprs(statement.iter);
        return this.bodies(statement.body, statement.orelse);
      case "While":
      case "If":
        this.exprs(statement.test);
        return this.bodies(statement.body, statement.orelse);
      case "With":
        for (const { context, target } of statement.items) {
          this.exprs(context);
          if (target) this.target(target);
        }
        return this.statements(statement.body);
      case "Match":
        this.exprs(statement.subject);
        for (const { pattern, guard, body } of statement.cases) {
          this.add(patternNames(pattern));
          this.exprs(guard);
          this.statements(body);
        }
        return;
      case "Try":
        for (const { type, name, body } of statement.handlers) {
          this.exprs(type);
          if (name) this.add([name]);
          this.statements(body);
        }
        return this.bodies(statement.body, statement.orelse, statement.finalbody);
    }
  }

  private bodies(...bodies: readonly (readonly Stmt[])[]): void {
    for (const body of bodies) this.statements(body);
  }
}
