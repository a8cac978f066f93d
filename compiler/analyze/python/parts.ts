/**
 * The expressions and the bodies directly inside a statement.
 * @module
 */
import type { Expr, Stmt } from "./ast.ts";
import { children, ofKeywords, patternExprs } from "./walk.ts";

/** The statements directly inside a statement, by body. */
export function bodiesOf(statement: Stmt): readonly (readonly Stmt[])[] {
  switch (statement.type) {
    case "FunctionDef":
    case "ClassDef":
    case "With":
      return [statement.body];
    case "If":
    case "While":
    case "For":
      return [statement.body, statement.orelse];
    case "Try":
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.orelse, statement.finalbody];
    case "Match":
      return statement.cases.map(({ body }) => body);
    default:
      return [];
  }
}

/** The expressions directly inside a statement; those of parameters and annotations excluded. */
export function exprsOf(statement: Stmt): readonly Expr[] {
  const present = (...exprs: readonly (Expr | null)[]): Expr[] => exprs.filter((expr) => expr !== null);
  switch (statement.type) {
    case "FunctionDef":
      return statement.decorators;
    case "ClassDef":
      return [...statement.decorators, ...statement.bases, ...ofKeywords(statement.keywords)];
    case "Return":
    case "Expr":
      return present(statement.value);
    case "Delete":
      return statement.targets;
    case "Assign":
      return [...statement.targets, statement.value];
    case "AugAssign":
    case "AnnAssign":
      return present(statement.target, statement.value);
    case "For":
      return [statement.target, statement.iter];
    case "While":
    case "If":
      return [statement.test];
    case "With":
      return statement.items.flatMap(({ context, target }) => present(context, target));
    case "Match":
      return [
        statement.subject,
        ...statement.cases.flatMap(({ pattern, guard }) => [...patternExprs(pattern), ...present(guard)]),
      ];
    case "Raise":
      return present(statement.exception, statement.cause);
    case "Try":
      return statement.handlers.flatMap(({ type }) => present(type));
    case "Assert":
      return present(statement.test, statement.message);
    default:
      return [];
  }
}

/** Whether a function with this body is a generator: a `yield` in functions and classes inside it is not its own. */
export function isGenerator(body: readonly Stmt[]): boolean {
  return body.some(
    (statement) =>
      exprsOf(statement).some(yields) ||
      (statement.type !== "FunctionDef" && statement.type !== "ClassDef" && bodiesOf(statement).some(isGenerator)),
  );
}

function yields(expr: Expr): boolean {
  if (expr.type === "Yield" || expr.type === "YieldFrom") return true;
  return expr.type !== "Lambda" && children(expr).some(yields);
}
