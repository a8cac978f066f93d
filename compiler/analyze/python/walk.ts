/**
 * The parts of an expression or pattern, and the names that a target binds. One place that knows every node type.
 * @module
 */
import type { Comprehension, Expr, Keyword, Param, Pattern } from "./ast.ts";

/** The expressions directly inside an expression, in the order in which Python evaluates or names them. */
export function children(expr: Expr): readonly Expr[] {
  switch (expr.type) {
    case "BoolOp":
    case "JoinedStr":
      return expr.values;
    case "NamedExpr":
    case "Attribute":
    case "Starred":
    case "Await":
    case "YieldFrom":
      return [expr.value];
    case "BinOp":
      return [expr.left, expr.right];
    case "UnaryOp":
      return [expr.operand];
    case "Lambda":
      return [...defaults(expr.params), expr.body];
    case "IfExp":
      return [expr.test, expr.body, expr.orelse];
    case "Dict":
      return expr.entries.flatMap(({ key, value }) => (key ? [key, value] : [value]));
    case "Set":
    case "List":
    case "Tuple":
      return expr.elements;
    case "ListComp":
    case "SetComp":
    case "GeneratorExp":
      return [...ofComprehensions(expr.generators), expr.element];
    case "DictComp":
      return [...ofComprehensions(expr.generators), expr.key, expr.value];
    case "Yield":
      return expr.value ? [expr.value] : [];
    case "Compare":
      return [expr.left, ...expr.comparators];
    case "Call":
      return [expr.func, ...expr.args, ...ofKeywords(expr.keywords)];
    case "Subscript":
      return [expr.value, expr.slice];
    case "Slice":
      return [expr.lower, expr.upper, expr.step].filter((part) => part !== null);
    case "Name":
    case "Constant":
      return [];
  }
}

function ofComprehensions(generators: readonly Comprehension[]): Expr[] {
  return generators.flatMap(({ iter, target, ifs }) => [iter, target, ...ifs]);
}

/** Values of keyword arguments. */
export function ofKeywords(keywords: readonly Keyword[]): Expr[] {
  return keywords.map(({ value }) => value);
}

/** Default values of parameters, which are evaluated where the function is defined. */
export function defaults(params: readonly Param[]): Expr[] {
  return params.flatMap((param) => (param.default ? [param.default] : []));
}

/** The names that assigning to `target` binds. */
export function targetNames(target: Expr): string[] {
  switch (target.type) {
    case "Name":
      return [target.id];
    case "Starred":
      return targetNames(target.value);
    case "Tuple":
    case "List":
      return target.elements.flatMap(targetNames);
    default:
      return [];
  }
}

/** The names that a pattern captures. */
export function patternNames(pattern: Pattern): string[] {
  switch (pattern.type) {
    case "MatchValue":
      return [];
    case "MatchSequence":
    case "MatchOr":
      return pattern.patterns.flatMap(patternNames);
    case "MatchMapping":
      return [...pattern.patterns.flatMap(patternNames), ...(pattern.rest ? [pattern.rest] : [])];
    case "MatchClass":
      return [...pattern.patterns, ...pattern.keywordPatterns].flatMap(patternNames);
    case "MatchStar":
      return pattern.name ? [pattern.name] : [];
    case "MatchAs":
      return [...(pattern.pattern ? patternNames(pattern.pattern) : []), ...(pattern.name ? [pattern.name] : [])];
  }
}

/** The expressions that a pattern evaluates: values, keys, classes. */
export function patternExprs(pattern: Pattern): Expr[] {
  switch (pattern.type) {
    case "MatchValue":
      return [pattern.value];
    case "MatchSequence":
    case "MatchOr":
      return pattern.patterns.flatMap(patternExprs);
    case "MatchMapping":
      return [...pattern.keys, ...pattern.patterns.flatMap(patternExprs)];
    case "MatchClass":
      return [pattern.cls, ...[...pattern.patterns, ...pattern.keywordPatterns].flatMap(patternExprs)];
    case "MatchStar":
      return [];
    case "MatchAs":
      return pattern.pattern ? patternExprs(pattern.pattern) : [];
  }
}

/** The name that an import binds: `import a.b` binds `a`. */
export function importedName(alias: { name: string; asName: string | null }, from: boolean): string {
  if (alias.asName !== null) return alias.asName;
  return from ? alias.name : (alias.name.split(".")[0] ?? alias.name);
}
