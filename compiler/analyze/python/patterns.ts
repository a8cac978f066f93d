/**
 * Parses the patterns of `match` (PEP 634).
 * @module
 */
import type { Expr, Pattern } from "./ast.ts";
import type { Cursor } from "./cursor.ts";
import { parseExpression } from "./expressions.ts";

/** The patterns of one `case`: an open sequence, or one pattern. */
export function parsePatterns(cursor: Cursor): Pattern {
  const start = cursor.token.start;
  const first = parseStarOr(cursor);
  if (!cursor.is(","))
    return first.type === "MatchStar" ? { type: "MatchSequence", patterns: [first], ...cursor.span(start) } : first;
  const patterns = [first];
  while (cursor.take(",")) if (!cursor.is(":") && !cursor.is("if")) patterns.push(parseStarOr(cursor));
  return { type: "MatchSequence", patterns, ...cursor.span(start) };
}

function parseStarOr(cursor: Cursor): Pattern {
  if (!cursor.is("*")) return parseAs(cursor);
  const start = cursor.next().start;
  const name = cursor.identifier().text;
  return { type: "MatchStar", name: name === "_" ? null : name, ...cursor.span(start) };
}

function parseAs(cursor: Cursor): Pattern {
  const start = cursor.token.start;
  const first = parseClosed(cursor);
  const patterns = [first];
  while (cursor.take("|")) patterns.push(parseClosed(cursor));
  const pattern: Pattern = patterns.length === 1 ? first : { type: "MatchOr", patterns, ...cursor.span(start) };
  if (!cursor.take("as")) return pattern;
  const name = cursor.identifier().text;
  return { type: "MatchAs", pattern, name, ...cursor.span(start) };
}

function parseClosed(cursor: Cursor): Pattern {
  const start = cursor.token.start;
  if (cursor.take("[")) return parseSequence(cursor, "]", start);
  if (cursor.take("(")) return parseGroup(cursor, start);
  if (cursor.take("{")) return parseMapping(cursor, start);
  if (cursor.isIdentifier()) return parseNamePattern(cursor, start);
  return { type: "MatchValue", value: parseLiteral(cursor), ...cursor.span(start) };
}

/** Numbers (with sign and imaginary part), strings, `None`, `True`, `False`. */
function parseLiteral(cursor: Cursor): Expr {
  const start = cursor.token.start;
  cursor.take("-");
  const { kind } = cursor.token;
  if (kind !== "number" && kind !== "string" && !/^(None|True|False)$/.test(cursor.token.text))
    cursor.fail("invalid pattern");
  if (kind !== "number") return parseExpressionUntilBar(cursor);
  cursor.next();
  if (cursor.is("+") || cursor.is("-")) {
    cursor.next();
    cursor.next();
  }
  return { type: "Constant", kind: "number", ...cursor.span(start) };
}

/** A literal's expression; it cannot swallow `|` or `if`, as strings and constants stand alone here. */
function parseExpressionUntilBar(cursor: Cursor): Expr {
  const place = cursor.place;
  let end = place;
  while (cursor.tokenAt(end).kind === "string") end++;
  const last = Math.max(end, place + 1);
  const value = parseExpression(cursor.inside(cursor.token.start, cursor.tokenAt(last - 1).end));
  cursor.place = last;
  return value;
}

function parseSequence(cursor: Cursor, close: string, start: number): Pattern {
  const patterns: Pattern[] = [];
  while (!cursor.take(close)) {
    patterns.push(parseStarOr(cursor));
    if (!cursor.is(close)) cursor.expect(",");
  }
  return { type: "MatchSequence", patterns, ...cursor.span(start) };
}

function parseGroup(cursor: Cursor, start: number): Pattern {
  const place = cursor.place;
  if (!cursor.is(")") && !cursor.is("*")) {
    const only = parseAs(cursor);
    if (cursor.take(")")) return only;
    cursor.place = place;
  }
  return parseSequence(cursor, ")", start);
}

function parseMapping(cursor: Cursor, start: number): Pattern {
  const keys: Expr[] = [];
  const patterns: Pattern[] = [];
  let rest: string | null = null;
  while (!cursor.take("}")) {
    if (cursor.take("**")) {
      rest = cursor.identifier().text;
    } else {
      keys.push(cursor.isIdentifier() ? parseDotted(cursor) : parseLiteral(cursor));
      cursor.expect(":");
      patterns.push(parseAs(cursor));
    }
    if (!cursor.is("}")) cursor.expect(",");
  }
  return { type: "MatchMapping", keys, patterns, rest, ...cursor.span(start) };
}

function parseDotted(cursor: Cursor): Expr {
  const start = cursor.token.start;
  let value: Expr = { type: "Name", id: cursor.identifier().text, ...cursor.span(start) };
  while (cursor.take(".")) {
    value = { type: "Attribute", value, attr: cursor.identifier().text, ...cursor.span(start) };
  }
  return value;
}

/** A capture, `_`, a dotted value, or a class with its arguments. */
function parseNamePattern(cursor: Cursor, start: number): Pattern {
  const value = parseDotted(cursor);
  if (cursor.take("(")) return parseClass(cursor, value, start);
  if (value.type === "Name") {
    return { type: "MatchAs", pattern: null, name: value.id === "_" ? null : value.id, ...cursor.span(start) };
  }
  return { type: "MatchValue", value, ...cursor.span(start) };
}

function parseClass(cursor: Cursor, cls: Expr, start: number): Pattern {
  const patterns: Pattern[] = [];
  const keywordPatterns: Pattern[] = [];
  while (!cursor.take(")")) {
    if (cursor.isIdentifier() && cursor.tokenAt(cursor.place + 1).text === "=") {
      cursor.place += 2;
      keywordPatterns.push(parseAs(cursor));
    } else {
      patterns.push(parseAs(cursor));
    }
    if (!cursor.is(")")) cursor.expect(",");
  }
  return { type: "MatchClass", cls, patterns, keywordPatterns, ...cursor.span(start) };
}
