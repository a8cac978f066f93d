/**
 * Parses statements: one function a rule of the Python grammar. A statement that is no Python is recorded and skipped,
 * so that the rest of a block is still seen.
 * @module
 */
import type { Alias, ExceptHandler, Expr, MatchCase, Stmt, TypeParam, WithItem } from "./ast.ts";
import { type Cursor, SyntaxFailure } from "./cursor.ts";
import {
  parseArguments,
  parseExpression,
  parseExpressionList,
  parseNamed,
  parseParams,
  parseTargets,
  parseYield,
} from "./expressions.ts";
import { parsePatterns } from "./patterns.ts";
import type { TokenKind } from "./tokens.ts";

const LINE_ENDS: ReadonlySet<TokenKind> = new Set(["newline", "indent", "dedent", "end"]);

const AUGMENTED = new Set(["+=", "-=", "*=", "/=", "//=", "%=", "@=", "&=", "|=", "^=", ">>=", "<<=", "**="]);
const COMPOUND: Readonly<Record<string, (parser: StatementParser) => Stmt>> = {
  def: (parser) => parser.functionDef([], parser.cursor.token.start),
  class: (parser) => parser.classDef([], parser.cursor.token.start),
  async: (parser) => parser.async(),
  if: (parser) => parser.if(),
  while: (parser) => parser.while(),
  for: (parser) => parser.for(false),
  try: (parser) => parser.try(),
  with: (parser) => parser.with(false),
};
const SIMPLE: Readonly<Record<string, (parser: StatementParser) => Stmt>> = {
  return: (parser) => parser.return(),
  import: (parser) => parser.import(),
  from: (parser) => parser.importFrom(),
  del: (parser) => parser.delete(),
  raise: (parser) => parser.raise(),
  assert: (parser) => parser.assert(),
  global: (parser) => parser.scope("Global"),
  nonlocal: (parser) => parser.scope("Nonlocal"),
  pass: (parser) => parser.word("Pass"),
  break: (parser) => parser.word("Break"),
  continue: (parser) => parser.word("Continue"),
};

/** Parses the statements under a cursor; {@link failure} is the first thing that was no Python. */
export class StatementParser {
  readonly cursor: Cursor;
  failure: SyntaxFailure | null = null;

  constructor(cursor: Cursor) {
    this.cursor = cursor;
  }

  /** All statements to the end. */
  all(): Stmt[] {
    const body: Stmt[] = [];
    while (this.cursor.token.kind !== "end") this.statement(body);
    return body;
  }

  private statement(body: Stmt[]): void {
    const place = this.cursor.place;
    try {
      if (this.cursor.token.kind === "indent") this.cursor.fail("unexpected indent");
      const compound = this.compound();
      if (compound) body.push(compound);
      else this.simpleLine(body);
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error;
      this.failure ??= error;
      this.recover(place);
    }
  }

  /** Goes behind the line that could not be parsed, and behind the block under it. */
  private recover(place: number): void {
    const { cursor } = this;
    cursor.place = Math.max(cursor.place, place);
    while (!LINE_ENDS.has(cursor.token.kind)) cursor.place++;
    if (this.at("newline")) cursor.place++;
    if (this.at("indent")) this.skipBlock();
  }

  private at(kind: TokenKind): boolean {
    return this.cursor.token.kind === kind;
  }

  private skipBlock(): void {
    let depth = 0;
    do {
      const { kind } = this.cursor.token;
      if (kind === "indent") depth++;
      else if (kind === "dedent") depth--;
      this.cursor.place++;
    } while (depth > 0 && this.cursor.token.kind !== "end");
  }

  private compound(): Stmt | null {
    const { token } = this.cursor;
    if (token.kind === "op" && token.text === "@") return this.decorated();
    if (token.kind !== "name") return null;
    if (token.text === "match") return this.match();
    return Object.hasOwn(COMPOUND, token.text) ? (COMPOUND[token.text]?.(this) ?? null) : null;
  }

  private simpleLine(body: Stmt[]): void {
    do {
      if (this.cursor.token.kind === "newline") break;
      body.push(this.simple());
    } while (this.cursor.take(";"));
    if (this.cursor.token.kind !== "newline") this.cursor.fail("invalid syntax");
    this.cursor.next();
  }

  private simple(): Stmt {
    const { token } = this.cursor;
    if (token.kind === "name" && Object.hasOwn(SIMPLE, token.text)) {
      const parsed = SIMPLE[token.text]?.(this);
      if (parsed) return parsed;
    }
    if (token.kind === "name" && token.text === "type" && this.cursor.tokenAt(this.cursor.place + 1).kind === "name") {
      const alias = this.attempt(() => this.typeAlias());
      if (alias) return alias;
    }
    return this.expressionStatement();
  }

  /** The suite behind a `:`: statements on the same line, or an indented block. */
  private suite(): Stmt[] {
    const { cursor } = this;
    cursor.expect(":");
    const body: Stmt[] = [];
    if (!this.at("newline")) {
      this.simpleLine(body);
      return body;
    }
    cursor.next();
    if (!this.at("indent")) cursor.fail("expected an indented block");
    cursor.next();
    while (!this.at("dedent") && !this.at("end")) this.statement(body);
    if (this.at("dedent")) cursor.next();
    return body;
  }

  /** Tries a rule; on failure the cursor is where it was. */
  private attempt<T>(rule: () => T): T | null {
    const place = this.cursor.place;
    try {
      return rule();
    } catch (error) {
      if (!(error instanceof SyntaxFailure)) throw error;
      this.cursor.place = place;
      return null;
    }
  }

  private expressionStatement(): Stmt {
    const { cursor } = this;
    const start = cursor.token.start;
    const value = this.value();
    if (cursor.is("=")) return this.assign(value, start);
    if (cursor.take(":")) {
      checkTarget(value, cursor, true);
      const annotation = parseExpression(cursor);
      const assigned = cursor.take("=") ? this.value() : null;
      return { type: "AnnAssign", target: value, annotation, value: assigned, ...cursor.span(start) };
    }
    if (cursor.isOne(AUGMENTED)) {
      checkTarget(value, cursor, true);
      const op = cursor.next().text.slice(0, -1);
      return { type: "AugAssign", target: value, op, value: this.value(), ...cursor.span(start) };
    }
    return { type: "Expr", value, ...cursor.span(start) };
  }

  private assign(first: Expr, start: number): Stmt {
    const targets: Expr[] = [];
    let value = first;
    while (this.cursor.is("=")) {
      checkTarget(value, this.cursor, false);
      this.cursor.next();
      targets.push(value);
      value = this.value();
    }
    return { type: "Assign", targets, value, ...this.cursor.span(start) };
  }

  private value(): Expr {
    return this.cursor.is("yield") ? parseYield(this.cursor) : parseExpressionList(this.cursor);
  }

  word(type: "Pass" | "Break" | "Continue"): Stmt {
    const start = this.cursor.next().start;
    return { type, ...this.cursor.span(start) };
  }

  return(): Stmt {
    const start = this.cursor.next().start;
    const value = this.atLineEnd() ? null : parseExpressionList(this.cursor);
    return { type: "Return", value, ...this.cursor.span(start) };
  }

  private atLineEnd(): boolean {
    return this.cursor.token.kind === "newline" || this.cursor.is(";");
  }

  delete(): Stmt {
    const start = this.cursor.next().start;
    const list = parseTargets(this.cursor);
    const targets = list.type === "Tuple" && this.cursor.source[list.start] !== "(" ? list.elements : [list];
    for (const target of targets) checkTarget(target, this.cursor, false);
    return { type: "Delete", targets, ...this.cursor.span(start) };
  }

  raise(): Stmt {
    const start = this.cursor.next().start;
    const exception = this.atLineEnd() ? null : parseExpression(this.cursor);
    const cause = exception && this.cursor.take("from") ? parseExpression(this.cursor) : null;
    return { type: "Raise", exception, cause, ...this.cursor.span(start) };
  }

  assert(): Stmt {
    const start = this.cursor.next().start;
    const test = parseExpression(this.cursor);
    const message = this.cursor.take(",") ? parseExpression(this.cursor) : null;
    return { type: "Assert", test, message, ...this.cursor.span(start) };
  }

  scope(type: "Global" | "Nonlocal"): Stmt {
    const start = this.cursor.next().start;
    const names: string[] = [];
    do names.push(this.cursor.identifier().text);
    while (this.cursor.take(","));
    return { type, names, ...this.cursor.span(start) };
  }

  private dotted(): string {
    let name = this.cursor.identifier().text;
    while (this.cursor.take(".")) name += `.${this.cursor.identifier().text}`;
    return name;
  }

  private alias(name: () => string): Alias {
    const start = this.cursor.token.start;
    const imported = name();
    const asName = this.cursor.take("as") ? this.cursor.identifier().text : null;
    return { name: imported, asName, ...this.cursor.span(start) };
  }

  import(): Stmt {
    const start = this.cursor.next().start;
    const names: Alias[] = [];
    do names.push(this.alias(() => this.dotted()));
    while (this.cursor.take(","));
    return { type: "Import", names, ...this.cursor.span(start) };
  }

  importFrom(): Stmt {
    const { cursor } = this;
    const start = cursor.next().start;
    let level = 0;
    while (cursor.is(".") || cursor.is("...")) level += cursor.next().text.length;
    const module = cursor.is("import") ? "" : this.dotted();
    if (module === "" && level === 0) cursor.fail("invalid syntax");
    cursor.expect("import");
    return { type: "ImportFrom", module, level, names: this.importedNames(), ...cursor.span(start) };
  }

  private importedNames(): Alias[] {
    const { cursor } = this;
    if (cursor.is("*")) {
      const start = cursor.next().start;
      return [{ name: "*", asName: null, ...cursor.span(start) }];
    }
    const parenthesised = cursor.take("(");
    const names: Alias[] = [];
    do {
      if (parenthesised && cursor.is(")")) break;
      names.push(this.alias(() => cursor.identifier().text));
    } while (cursor.take(","));
    if (parenthesised) cursor.expect(")");
    return names;
  }

  private typeAlias(): Stmt {
    const { cursor } = this;
    const start = cursor.next().start;
    const name = cursor.identifier().text;
    const typeParams = this.typeParams();
    cursor.expect("=");
    return { type: "TypeAlias", name, typeParams, value: parseExpression(cursor), ...cursor.span(start) };
  }

  private typeParams(): TypeParam[] {
    const { cursor } = this;
    const params: TypeParam[] = [];
    if (!cursor.take("[")) return params;
    while (!cursor.take("]")) {
      const start = cursor.token.start;
      if (!cursor.take("**")) cursor.take("*");
      const name = cursor.identifier().text;
      const bound = cursor.take(":") ? parseExpression(cursor) : null;
      const value = cursor.take("=") ? parseExpressionList(cursor, (here) => parseNamedOrStar(here)) : null;
      params.push({ name, bound, default: value, ...cursor.span(start) });
      if (!cursor.is("]")) cursor.expect(",");
    }
    return params;
  }

  private decorated(): Stmt {
    const { cursor } = this;
    const start = cursor.token.start;
    const decorators: Expr[] = [];
    while (cursor.take("@")) {
      decorators.push(parseNamed(cursor));
      if (cursor.token.kind !== "newline") cursor.fail("invalid syntax");
      cursor.next();
    }
    if (cursor.is("class")) return this.classDef(decorators, start);
    return this.functionDef(decorators, start);
  }

  functionDef(decorators: readonly Expr[], start: number): Stmt {
    const { cursor } = this;
    const async = cursor.take("async");
    cursor.expect("def");
    const name = cursor.identifier().text;
    const typeParams = this.typeParams();
    cursor.expect("(");
    const params = parseParams(cursor, ")", true);
    cursor.expect(")");
    const returns = cursor.take("->") ? parseExpressionList(cursor) : null;
    const body = this.suite();
    return { type: "FunctionDef", name, params, returns, decorators, typeParams, body, async, ...cursor.span(start) };
  }

  classDef(decorators: readonly Expr[], start: number): Stmt {
    const { cursor } = this;
    cursor.expect("class");
    const name = cursor.identifier().text;
    const typeParams = this.typeParams();
    const { args, keywords } = cursor.take("(") ? parseArguments(cursor) : { args: [], keywords: [] };
    const body = this.suite();
    return { type: "ClassDef", name, bases: args, keywords, decorators, typeParams, body, ...cursor.span(start) };
  }

  async(): Stmt {
    const following = this.cursor.tokenAt(this.cursor.place + 1).text;
    if (following === "def") return this.functionDef([], this.cursor.token.start);
    this.cursor.next();
    if (following === "for") return this.for(true);
    if (following === "with") return this.with(true);
    return this.cursor.fail("invalid syntax");
  }

  if(): Stmt {
    const { cursor } = this;
    const start = cursor.next().start;
    const test = parseNamed(cursor);
    const body = this.suite();
    const orelse = cursor.is("elif") ? [this.if()] : this.orElse();
    return { type: "If", test, body, orelse, ...cursor.span(start) };
  }

  private orElse(): Stmt[] {
    return this.cursor.take("else") ? this.suite() : [];
  }

  while(): Stmt {
    const start = this.cursor.next().start;
    const test = parseNamed(this.cursor);
    const body = this.suite();
    return { type: "While", test, body, orelse: this.orElse(), ...this.cursor.span(start) };
  }

  for(async: boolean): Stmt {
    const { cursor } = this;
    const start = cursor.expect("for").start;
    const target = parseTargets(cursor);
    checkTarget(target, cursor, false);
    cursor.expect("in");
    const iter = parseExpressionList(cursor);
    const body = this.suite();
    return { type: "For", target, iter, body, orelse: this.orElse(), async, ...cursor.span(start) };
  }

  with(async: boolean): Stmt {
    const { cursor } = this;
    const start = cursor.expect("with").start;
    const items = this.attempt(() => this.parenthesisedItems()) ?? this.withItems();
    return { type: "With", items, body: this.suite(), async, ...cursor.span(start) };
  }

  private parenthesisedItems(): WithItem[] {
    const { cursor } = this;
    cursor.expect("(");
    const items: WithItem[] = [];
    do {
      if (cursor.is(")")) break;
      items.push(this.withItem());
    } while (cursor.take(","));
    cursor.expect(")");
    if (!cursor.is(":")) cursor.fail("invalid syntax");
    return items;
  }

  private withItems(): WithItem[] {
    const items: WithItem[] = [];
    do items.push(this.withItem());
    while (this.cursor.take(","));
    return items;
  }

  private withItem(): WithItem {
    const context = parseExpression(this.cursor);
    if (!this.cursor.take("as")) return { context, target: null };
    const target = parseExpression(this.cursor);
    checkTarget(target, this.cursor, false);
    return { context, target };
  }

  try(): Stmt {
    const { cursor } = this;
    const start = cursor.next().start;
    const body = this.suite();
    const handlers: ExceptHandler[] = [];
    while (cursor.is("except")) handlers.push(this.handler());
    const orelse = this.orElse();
    const finalbody = cursor.take("finally") ? this.suite() : [];
    if (handlers.length === 0 && finalbody.length === 0) cursor.fail("expected 'except' or 'finally' block");
    return { type: "Try", body, handlers, orelse, finalbody, ...cursor.span(start) };
  }

  private handler(): ExceptHandler {
    const { cursor } = this;
    const start = cursor.next().start;
    cursor.take("*");
    const type = cursor.is(":") ? null : parseExpressionList(cursor, parseExpression);
    const name = cursor.take("as") ? cursor.identifier().text : null;
    return { type, name, body: this.suite(), ...cursor.span(start) };
  }

  /** `match` is a name unless a whole match statement follows. */
  private match(): Stmt | null {
    const { cursor } = this;
    const start = cursor.token.start;
    const subject = this.attempt(() => {
      cursor.next();
      const value = parseExpressionList(cursor);
      cursor.expect(":");
      if (cursor.token.kind !== "newline") cursor.fail("invalid syntax");
      cursor.next();
      if (cursor.token.kind !== "indent" || cursor.tokenAt(cursor.place + 1).text !== "case")
        cursor.fail("invalid syntax");
      cursor.next();
      return value;
    });
    if (subject === null) return null;
    const cases: MatchCase[] = [];
    while (cursor.is("case")) cases.push(this.case());
    if (cursor.token.kind !== "dedent") cursor.fail("invalid syntax");
    cursor.next();
    return { type: "Match", subject, cases, ...cursor.span(start) };
  }

  private case(): MatchCase {
    this.cursor.next();
    const pattern = parsePatterns(this.cursor);
    const guard = this.cursor.take("if") ? parseNamed(this.cursor) : null;
    return { pattern, guard, body: this.suite() };
  }
}

function parseNamedOrStar(cursor: Cursor): Expr {
  if (!cursor.is("*")) return parseExpression(cursor);
  const start = cursor.next().start;
  const value = parseExpression(cursor);
  return { type: "Starred", value, ...cursor.span(start) };
}

/** Python's rule for what `=`, `for`, `del` … may bind; a `single` one is no tuple or list. */
function checkTarget(target: Expr, cursor: Cursor, single: boolean): void {
  switch (target.type) {
    case "Name":
    case "Attribute":
    case "Subscript":
      return;
    case "Starred":
      if (!single) return checkTarget(target.value, cursor, false);
      break;
    case "Tuple":
    case "List":
      if (!single) {
        for (const element of target.elements) checkTarget(element, cursor, false);
        return;
      }
  }
  throw new SyntaxFailure("cannot assign to this expression", target.start);
}
