/**
 * Parses expressions: the Python grammar's rules from `star_expressions` down to `atom`, one function a rule.
 * @module
 */
import type { Comprehension, Expr, Keyword, Param } from "./ast.ts";
import { type Cursor, KEYWORDS } from "./cursor.ts";
import { stringValue } from "./strings.ts";

const COMPARISONS = new Set(["<", ">", "==", ">=", "<=", "!=", "in", "is", "not"]);
const BINARY: readonly ReadonlySet<string>[] = [
  new Set(["|"]),
  new Set(["^"]),
  new Set(["&"]),
  new Set(["<<", ">>"]),
  new Set(["+", "-"]),
  new Set(["*", "/", "//", "%", "@"]),
];
const SIGNS = new Set(["+", "-", "~"]);
/** What can follow a complete expression list. */
const LIST_ENDS = new Set([")", "]", "}", "=", ":", ";", "in", ","]);

/** `a, *b` or one expression; a tuple if there is a comma. */
export function parseExpressionList(cursor: Cursor, item: (cursor: Cursor) => Expr = parseStarred): Expr {
  const start = cursor.token.start;
  const first = item(cursor);
  if (!cursor.is(",")) return first;
  const elements = [first];
  while (cursor.take(",")) {
    if (endsList(cursor)) break;
    elements.push(item(cursor));
  }
  return { type: "Tuple", elements, ...cursor.span(start) };
}

function endsList(cursor: Cursor): boolean {
  const { kind } = cursor.token;
  return kind === "newline" || kind === "end" || cursor.isOne(LIST_ENDS);
}

/** `*x` or an expression, with a walrus where the grammar has `star_named_expression`. */
export function parseStarred(cursor: Cursor): Expr {
  if (!cursor.is("*")) return parseNamed(cursor);
  const start = cursor.next().start;
  const value = parseBinary(cursor, 0);
  return { type: "Starred", value, ...cursor.span(start) };
}

/** `name := value` or an expression. */
export function parseNamed(cursor: Cursor): Expr {
  const token = cursor.token;
  const following = cursor.tokenAt(cursor.place + 1);
  if (cursor.isIdentifier() && following.kind === "op" && following.text === ":=") {
    cursor.place += 2;
    const value = parseExpression(cursor);
    return { type: "NamedExpr", target: token.text, value, ...cursor.span(token.start) };
  }
  return parseExpression(cursor);
}

/** A conditional expression, a lambda, or what binds tighter. */
export function parseExpression(cursor: Cursor): Expr {
  if (cursor.is("lambda")) return parseLambda(cursor);
  const start = cursor.token.start;
  const body = parseBool(cursor, "or");
  if (!cursor.take("if")) return body;
  const test = parseBool(cursor, "or");
  cursor.expect("else");
  const orelse = parseExpression(cursor);
  return { type: "IfExp", test, body, orelse, ...cursor.span(start) };
}

function parseLambda(cursor: Cursor): Expr {
  const start = cursor.next().start;
  const params = parseParams(cursor, ":", false);
  cursor.expect(":");
  const body = parseExpression(cursor);
  return { type: "Lambda", params, body, ...cursor.span(start) };
}

/** Parameters up to (not including) `close`. */
export function parseParams(cursor: Cursor, close: string, annotated: boolean): Param[] {
  const params: Param[] = [];
  let kind: Param["kind"] = "ordinary";
  while (!cursor.is(close)) {
    const start = cursor.token.start;
    if (cursor.take("/")) {
      for (const [index, param] of params.entries()) params[index] = { ...param, kind: "positional" };
    } else if (cursor.is("*") && [",", close].includes(cursor.tokenAt(cursor.place + 1).text)) {
      cursor.next();
      kind = "keyword";
    } else {
      const here: Param["kind"] = cursor.take("**") ? "doubleStar" : cursor.take("*") ? "star" : kind;
      const name = cursor.identifier().text;
      const annotation = annotated && cursor.take(":") ? parseStarred(cursor) : null;
      const value = cursor.take("=") ? parseExpression(cursor) : null;
      params.push({ name, kind: here, annotation, default: value, ...cursor.span(start) });
      if (here === "star") kind = "keyword";
    }
    if (!cursor.take(",")) break;
  }
  if (!cursor.is(close)) cursor.fail("invalid syntax");
  return params;
}

function parseBool(cursor: Cursor, op: "or" | "and"): Expr {
  const start = cursor.token.start;
  const operand = (): Expr => (op === "or" ? parseBool(cursor, "and") : parseNot(cursor));
  const first = operand();
  if (!cursor.is(op)) return first;
  const values = [first];
  while (cursor.take(op)) values.push(operand());
  return { type: "BoolOp", op, values, ...cursor.span(start) };
}

function parseNot(cursor: Cursor): Expr {
  if (!cursor.is("not")) return parseComparison(cursor);
  const start = cursor.next().start;
  const operand = parseNot(cursor);
  return { type: "UnaryOp", op: "not", operand, ...cursor.span(start) };
}

function parseComparison(cursor: Cursor): Expr {
  const start = cursor.token.start;
  const left = parseBinary(cursor, 0);
  const ops: string[] = [];
  const comparators: Expr[] = [];
  while (cursor.isOne(COMPARISONS)) {
    let op = cursor.next().text;
    if (op === "not") op = `not ${cursor.expect("in").text}`;
    else if (op === "is" && cursor.take("not")) op = "is not";
    ops.push(op);
    comparators.push(parseBinary(cursor, 0));
  }
  return ops.length === 0 ? left : { type: "Compare", left, ops, comparators, ...cursor.span(start) };
}

/** Left-associative binary operators, by precedence `level` in {@link BINARY}. */
function parseBinary(cursor: Cursor, level: number): Expr {
  const operators = BINARY[level];
  if (operators === undefined) return parseFactor(cursor);
  const start = cursor.token.start;
  let left = parseBinary(cursor, level + 1);
  while (cursor.token.kind === "op" && operators.has(cursor.token.text)) {
    const op = cursor.next().text;
    const right = parseBinary(cursor, level + 1);
    left = { type: "BinOp", left, op, right, ...cursor.span(start) };
  }
  return left;
}

/** `target` of a `for` or a comprehension: no comparisons, so that `in` ends it. */
export function parseTargets(cursor: Cursor): Expr {
  return parseExpressionList(cursor, (here) => {
    if (!here.is("*")) return parseBinary(here, 0);
    const start = here.next().start;
    const value = parseBinary(here, 0);
    return { type: "Starred", value, ...here.span(start) };
  });
}

function parseFactor(cursor: Cursor): Expr {
  const start = cursor.token.start;
  if (cursor.token.kind === "op" && cursor.isOne(SIGNS)) {
    const op = cursor.next().text;
    const operand = parseFactor(cursor);
    return { type: "UnaryOp", op, operand, ...cursor.span(start) };
  }
  const left = parseAwait(cursor);
  if (!cursor.take("**")) return left;
  const right = parseFactor(cursor);
  return { type: "BinOp", left, op: "**", right, ...cursor.span(start) };
}

function parseAwait(cursor: Cursor): Expr {
  if (!cursor.is("await")) return parsePrimary(cursor);
  const start = cursor.next().start;
  const value = parsePrimary(cursor);
  return { type: "Await", value, ...cursor.span(start) };
}

function parsePrimary(cursor: Cursor): Expr {
  const start = cursor.token.start;
  let value = parseAtom(cursor);
  for (;;) {
    if (cursor.take(".")) {
      const attr = cursor.identifier().text;
      value = { type: "Attribute", value, attr, ...cursor.span(start) };
    } else if (cursor.take("(")) {
      value = { type: "Call", func: value, ...parseArguments(cursor), ...cursor.span(start) };
    } else if (cursor.take("[")) {
      const slice = parseSlices(cursor);
      cursor.expect("]");
      value = { type: "Subscript", value, slice, ...cursor.span(start) };
    } else {
      return value;
    }
  }
}

/** Arguments behind `(` up to and with `)`; also the bases of a class. */
export function parseArguments(cursor: Cursor): { args: Expr[]; keywords: Keyword[] } {
  const args: Expr[] = [];
  const keywords: Keyword[] = [];
  while (!cursor.take(")")) {
    const start = cursor.token.start;
    const following = cursor.tokenAt(cursor.place + 1);
    if (cursor.take("**")) {
      keywords.push({ name: null, value: parseExpression(cursor) });
    } else if (cursor.take("*")) {
      const value = parseExpression(cursor);
      args.push({ type: "Starred", value, ...cursor.span(start) });
    } else if (cursor.isIdentifier() && following.kind === "op" && following.text === "=") {
      const name = cursor.next().text;
      cursor.next();
      keywords.push({ name, value: parseExpression(cursor) });
    } else {
      const element = parseNamed(cursor);
      args.push(isComprehension(cursor) ? parseGenerator(cursor, element, start) : element);
    }
    if (!cursor.is(")")) cursor.expect(",");
  }
  return { args, keywords };
}

function parseGenerator(cursor: Cursor, element: Expr, start: number): Expr {
  const generators = parseComprehensions(cursor);
  return { type: "GeneratorExp", element, generators, ...cursor.span(start) };
}

function parseSlices(cursor: Cursor): Expr {
  const start = cursor.token.start;
  const first = parseSlice(cursor);
  if (!cursor.is(","))
    return first.type === "Starred" ? { type: "Tuple", elements: [first], ...cursor.span(start) } : first;
  const elements = [first];
  while (cursor.take(",")) if (!cursor.is("]")) elements.push(parseSlice(cursor));
  return { type: "Tuple", elements, ...cursor.span(start) };
}

function parseSlice(cursor: Cursor): Expr {
  const start = cursor.token.start;
  const part = (): Expr | null => (cursor.is(":") || cursor.is("]") || cursor.is(",") ? null : parseExpression(cursor));
  const lower = cursor.is(":") ? null : parseStarred(cursor);
  if (!cursor.take(":")) {
    if (lower === null) return cursor.fail("invalid syntax");
    return lower;
  }
  const upper = part();
  const step = cursor.take(":") ? part() : null;
  return { type: "Slice", lower, upper, step, ...cursor.span(start) };
}

function isComprehension(cursor: Cursor): boolean {
  return cursor.is("for") || (cursor.is("async") && cursor.tokenAt(cursor.place + 1).text === "for");
}

function parseComprehensions(cursor: Cursor): Comprehension[] {
  const generators: Comprehension[] = [];
  while (isComprehension(cursor)) {
    const async = cursor.take("async");
    cursor.expect("for");
    const target = parseTargets(cursor);
    cursor.expect("in");
    const iter = parseBool(cursor, "or");
    const ifs: Expr[] = [];
    while (cursor.take("if")) ifs.push(parseCondition(cursor));
    generators.push({ target, iter, ifs, async });
  }
  return generators;
}

/** A comprehension's condition: a walrus in parentheses or not, but no conditional expression. */
function parseCondition(cursor: Cursor): Expr {
  return cursor.is("lambda") ? parseLambda(cursor) : parseBool(cursor, "or");
}

function parseAtom(cursor: Cursor): Expr {
  const token = cursor.token;
  if (token.kind === "name") return parseNameAtom(cursor);
  if (token.kind === "number") {
    cursor.next();
    return { type: "Constant", kind: "number", ...cursor.span(token.start) };
  }
  if (token.kind === "string") return parseStrings(cursor);
  if (cursor.take("...")) return { type: "Constant", kind: "ellipsis", ...cursor.span(token.start) };
  if (cursor.take("(")) return parseParenthesised(cursor, token.start);
  if (cursor.take("[")) return parseList(cursor, token.start);
  if (cursor.take("{")) return parseBraces(cursor, token.start);
  return cursor.fail("invalid syntax");
}

function parseNameAtom(cursor: Cursor): Expr {
  const { text, start } = cursor.token;
  if (KEYWORDS.has(text) && text !== "None" && text !== "True" && text !== "False")
    return cursor.fail("invalid syntax");
  cursor.next();
  const span = cursor.span(start);
  if (text === "None") return { type: "Constant", kind: "none", ...span };
  if (text === "True" || text === "False") return { type: "Constant", kind: "bool", ...span };
  return { type: "Name", id: text, ...span };
}

/** Adjacent literals are one. */
function parseStrings(cursor: Cursor): Expr {
  const start = cursor.token.start;
  const values: Expr[] = [];
  let text = "";
  let [formatted, bytes] = [false, false];
  while (cursor.token.kind === "string") {
    const token = cursor.next();
    const prefix = /^[a-zA-Z]*/.exec(token.text)?.[0] ?? "";
    if (/[ft]/i.test(prefix)) formatted = true;
    if (/b/i.test(prefix)) bytes = true;
    text += /[fbt]/i.test(prefix) ? token.text : stringValue(token.text);
    for (const field of token.fields ?? []) values.push(parseField(cursor.inside(field.start, field.end)));
  }
  if (formatted) return { type: "JoinedStr", values, text, ...cursor.span(start) };
  if (bytes) return { type: "Constant", kind: "bytes", ...cursor.span(start) };
  return { type: "Constant", kind: "string", value: text, ...cursor.span(start) };
}

function parseField(inner: Cursor): Expr {
  const value = inner.is("yield") ? parseYield(inner) : parseExpressionList(inner);
  if (inner.token.kind !== "end") inner.fail("f-string: invalid syntax");
  return value;
}

/** `yield`, `yield x`, `yield from x`. */
export function parseYield(cursor: Cursor): Expr {
  const start = cursor.expect("yield").start;
  if (cursor.take("from")) {
    const value = parseExpression(cursor);
    return { type: "YieldFrom", value, ...cursor.span(start) };
  }
  const value = endsList(cursor) ? null : parseExpressionList(cursor);
  return { type: "Yield", value, ...cursor.span(start) };
}

function parseParenthesised(cursor: Cursor, start: number): Expr {
  if (cursor.take(")")) return { type: "Tuple", elements: [], ...cursor.span(start) };
  if (cursor.is("yield")) {
    const value = parseYield(cursor);
    cursor.expect(")");
    return value;
  }
  const inner = cursor.token.start;
  const first = parseStarred(cursor);
  if (isComprehension(cursor)) {
    const value = parseGenerator(cursor, first, inner);
    cursor.expect(")");
    return value;
  }
  if (!cursor.is(",")) {
    cursor.expect(")");
    return first.type === "Starred" ? cursor.fail("cannot use starred expression here") : first;
  }
  const elements = parseRest(cursor, first, ")");
  return { type: "Tuple", elements, ...cursor.span(start) };
}

function parseRest(cursor: Cursor, first: Expr, close: string): Expr[] {
  const elements = [first];
  while (cursor.take(",")) if (!cursor.is(close)) elements.push(parseStarred(cursor));
  cursor.expect(close);
  return elements;
}

function parseList(cursor: Cursor, start: number): Expr {
  if (cursor.take("]")) return { type: "List", elements: [], ...cursor.span(start) };
  const first = parseStarred(cursor);
  if (isComprehension(cursor)) {
    const generators = parseComprehensions(cursor);
    cursor.expect("]");
    return { type: "ListComp", element: first, generators, ...cursor.span(start) };
  }
  const elements = parseRest(cursor, first, "]");
  return { type: "List", elements, ...cursor.span(start) };
}

function parseBraces(cursor: Cursor, start: number): Expr {
  if (cursor.take("}")) return { type: "Dict", entries: [], ...cursor.span(start) };
  const isEntry = cursor.is("**");
  const first = isEntry ? null : parseStarred(cursor);
  if (first !== null && !cursor.is(":")) return parseSet(cursor, first, start);
  const entries = [parseEntry(cursor, first)];
  if (isComprehension(cursor) && entries[0]) {
    const { key, value } = entries[0];
    const generators = parseComprehensions(cursor);
    cursor.expect("}");
    if (key === null) return cursor.fail("dict unpacking cannot be used in dict comprehension");
    return { type: "DictComp", key, value, generators, ...cursor.span(start) };
  }
  while (cursor.take(",")) {
    if (cursor.is("}")) break;
    entries.push(parseEntry(cursor, cursor.is("**") ? null : parseExpression(cursor)));
  }
  cursor.expect("}");
  return { type: "Dict", entries, ...cursor.span(start) };
}

function parseEntry(cursor: Cursor, key: Expr | null): { key: Expr | null; value: Expr } {
  cursor.expect(key === null ? "**" : ":");
  return { key, value: key === null ? parseBinary(cursor, 0) : parseExpression(cursor) };
}

function parseSet(cursor: Cursor, first: Expr, start: number): Expr {
  if (isComprehension(cursor)) {
    const generators = parseComprehensions(cursor);
    cursor.expect("}");
    return { type: "SetComp", element: first, generators, ...cursor.span(start) };
  }
  const elements = parseRest(cursor, first, "}");
  return { type: "Set", elements, ...cursor.span(start) };
}
