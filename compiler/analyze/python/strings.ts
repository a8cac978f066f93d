/**
 * String literals: where one ends, which expressions an f-string or t-string holds (PEP 701), and the text of a plain one.
 * @module
 */

/** An expression between the braces of an f-string; its format spec's own fields follow as further entries. */
export interface ReplacementField {
  readonly start: number;
  readonly end: number;
}

export interface ScannedString {
  /** After the closing quote, or where scanning gave up. */
  readonly end: number;
  readonly fields: readonly ReplacementField[];
  readonly error: string | null;
}

/** Scans the literal at `at`, whose prefix is `prefix`, no further than `limit`. */
export function scanString(source: string, at: number, prefix: string, limit: number): ScannedString {
  const open = at + prefix.length;
  const char = source[open] ?? "";
  const quote = source.startsWith(char.repeat(3), open) ? char.repeat(3) : char;
  const scan: Scan = { source, limit, quote, raw: /r/i.test(prefix), fields: [], error: null };
  const body = open + quote.length;
  const end = /[ft]/i.test(prefix) ? formatted(scan, body, 0) : plain(scan, body);
  return { end, fields: scan.fields, error: scan.error };
}

interface Scan {
  readonly source: string;
  readonly limit: number;
  readonly quote: string;
  readonly raw: boolean;
  readonly fields: ReplacementField[];
  error: string | null;
}

const UNTERMINATED = "unterminated string literal";

function plain(scan: Scan, body: number): number {
  for (let at = body; at < scan.limit; at++) {
    const char = scan.source[at];
    if (char === "\\") at += scan.source.startsWith("\r\n", at + 1) ? 2 : 1;
    else if (scan.source.startsWith(scan.quote, at)) return at + scan.quote.length;
    else if (char === "\n" && scan.quote.length === 1) break;
  }
  return fail(scan, body, UNTERMINATED);
}

/** Text of an f-string up to its quote, or (`depth` > 0) of a format spec up to its brace. */
function formatted(scan: Scan, body: number, depth: number): number {
  const { source, limit, quote } = scan;
  for (let at = body; at < limit && scan.error === null; ) {
    const char = source[at];
    if (depth > 0 && char === "}") return at;
    if (source.startsWith(quote, at)) return depth > 0 ? fail(scan, at, "f-string: expecting '}'") : at + quote.length;
    if (char === "\\") at = afterBackslash(scan, at);
    else if (char === "{" && source[at + 1] === "{" && depth === 0) at += 2;
    else if (char === "{") at = field(scan, at + 1, depth);
    else if (char === "}" && source[at + 1] === "}") at += 2;
    else if (char === "}") return fail(scan, at, "f-string: single '}' is not allowed");
    else if (char === "\n" && quote.length === 1 && depth === 0) break;
    else at++;
  }
  return scan.error === null ? fail(scan, body, UNTERMINATED) : lineEnd(scan, body);
}

function afterBackslash(scan: Scan, at: number): number {
  const next = scan.source[at + 1];
  if (scan.raw && (next === "{" || next === "}")) return at + 1;
  if (!scan.raw && next === "N" && scan.source[at + 2] === "{") {
    const close = scan.source.indexOf("}", at);
    return close < 0 ? at + 2 : close + 1;
  }
  return next === "{" || next === "}" ? at + 1 : at + 2;
}

/** A replacement field from behind its `{`; gives the offset behind its `}`. */
function field(scan: Scan, start: number, depth: number): number {
  const end = expressionEnd(scan, start);
  const expression = scan.source
    .slice(start, end)
    .replace(/=\s*$/, (sign, at: number, text: string) => (/[=!<>]$/.test(text.slice(0, at)) ? sign : ""));
  scan.fields.push({ start, end: start + expression.length });
  let at = end;
  if (scan.source[at] === "!") {
    at++;
    while (/[\w\s]/.test(scan.source[at] ?? "")) at++;
  }
  if (scan.source[at] === ":") at = formatted(scan, at + 1, depth + 1);
  if (scan.error !== null) return at;
  return scan.source[at] === "}" ? at + 1 : fail(scan, at, "f-string: expecting '}'");
}

const PREFIXED_QUOTE = /(?<![\p{L}\p{N}_])(?:[rR][bBfFtT]?|[bB][rR]?|[fF][rR]?|[tT][rR]?|[uU])(?="|')/uy;

/** Where the expression of a field ends: at `}`, a conversion's `!` or a format spec's `:` outside brackets and strings. */
function expressionEnd(scan: Scan, start: number): number {
  const { source, limit } = scan;
  let depth = 0;
  for (let at = start; at < limit; ) {
    const char = source[at] ?? "";
    PREFIXED_QUOTE.lastIndex = at;
    const prefix = char === '"' || char === "'" ? "" : PREFIXED_QUOTE.exec(source)?.[0];
    if (prefix !== undefined) {
      const inner = scanString(source, at, prefix, limit);
      if (inner.error !== null) scan.error ??= inner.error;
      at = inner.end;
      continue;
    }
    if (char === "#") {
      const newline = source.indexOf("\n", at);
      at = newline < 0 ? limit : newline;
      continue;
    }
    if (depth === 0 && (char === "}" || char === ":" || (char === "!" && source[at + 1] !== "="))) return at;
    if ("([{".includes(char)) depth++;
    else if (")]}".includes(char)) depth--;
    at += char === "!" ? 2 : 1;
  }
  return fail(scan, start, "f-string: expecting '}'");
}

function fail(scan: Scan, at: number, message: string): number {
  scan.error ??= message;
  return lineEnd(scan, at);
}

function lineEnd(scan: Scan, at: number): number {
  const newline = scan.source.indexOf("\n", at);
  return newline < 0 || newline > scan.limit || scan.quote.length === 3 ? scan.limit : newline;
}

const SIMPLE: Readonly<Record<string, string>> = {
  "\\": "\\",
  "'": "'",
  '"': '"',
  a: "\x07",
  b: "\b",
  f: "\f",
  n: "\n",
  r: "\r",
  t: "\t",
  v: "\v",
  "\n": "",
};
const ESCAPE = /\\(?:([0-7]{1,3})|x([\da-fA-F]{2})|u([\da-fA-F]{4})|U([\da-fA-F]{8})|N\{[^}]*\}|(\r\n|[\s\S]))/g;

/** The text that a plain (not bytes, not formatted) literal stands for. Names (`\N{…}`) stay as written. */
export function stringValue(literal: string): string {
  const prefix = /^[a-zA-Z]*/.exec(literal)?.[0] ?? "";
  const rest = literal.slice(prefix.length);
  const quote = /^("""|'''|"|')/.exec(rest)?.[0].length ?? 1;
  const body = rest.slice(quote, rest.length - quote);
  if (/r/i.test(prefix)) return body;
  return body.replace(ESCAPE, (all: string, octal?: string, x?: string, u?: string, long?: string, char?: string) => {
    if (octal) return String.fromCharCode(Number.parseInt(octal, 8));
    const hexadecimal = x ?? u ?? long;
    if (hexadecimal) return codePoint(Number.parseInt(hexadecimal, 16), all);
    return char === undefined ? all : (SIMPLE[char.replace("\r\n", "\n")] ?? all);
  });
}

function codePoint(code: number, fallback: string): string {
  return code <= 0x10ffff ? String.fromCodePoint(code) : fallback;
}
