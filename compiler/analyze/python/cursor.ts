/**
 * The parser's place in the tokens, and how it gives up on what is no Python.
 * @module
 */
import type { Span } from "./ast.ts";
import { type Token, tokenize } from "./tokens.ts";

/** Ends the parse of one statement; caught in `parse.ts` and turned into {@link Parsed.error}. */
export class SyntaxFailure extends Error {
  override readonly name: string = "SyntaxFailure";
  /** Offset in the source. */
  readonly at: number;
  constructor(message: string, at: number) {
    super(message);
    this.at = at;
  }
}

/** Words that are never names. */
export const KEYWORDS: ReadonlySet<string> = new Set(
  (
    "False None True and as assert async await break class continue def del elif else except finally for from " +
    "global if import in is lambda nonlocal not or pass raise return try while with yield"
  ).split(" "),
);

/** Reads tokens one after the other; `place` can be set back. */
export class Cursor {
  readonly source: string;
  readonly tokens: readonly Token[];
  place = 0;

  constructor(source: string, tokens: readonly Token[]) {
    this.source = source;
    this.tokens = tokens;
  }

  /** A cursor over an expression inside a string literal; its spans are those of the whole source. */
  inside(start: number, end: number): Cursor {
    return new Cursor(this.source, tokenize(this.source, start, end, true));
  }

  get token(): Token {
    return this.tokenAt(this.place);
  }

  tokenAt(place: number): Token {
    const token = this.tokens[Math.min(place, this.tokens.length - 1)];
    return token ?? { kind: "end", text: "", start: this.source.length, end: this.source.length };
  }

  /** Whether the token is this operator or keyword. */
  is(text: string): boolean {
    const token = this.token;
    return token.text === text && (token.kind === "op" || token.kind === "name");
  }

  /** Whether the token is one of these operators or keywords. */
  isOne(texts: ReadonlySet<string>): boolean {
    const token = this.token;
    return (token.kind === "op" || token.kind === "name") && texts.has(token.text);
  }

  /** Goes on if the token is this operator or keyword. */
  take(text: string): boolean {
    if (!this.is(text)) return false;
    this.place++;
    return true;
  }

  next(): Token {
    const token = this.token;
    if (token.kind === "error") throw new SyntaxFailure(token.text, token.start);
    this.place++;
    return token;
  }

  expect(text: string): Token {
    if (!this.is(text)) this.fail(`expected '${text}'`);
    return this.next();
  }

  /** An identifier that is no keyword. */
  identifier(): Token {
    const token = this.token;
    if (token.kind !== "name" || KEYWORDS.has(token.text)) this.fail("invalid syntax");
    return this.next();
  }

  isIdentifier(): boolean {
    return this.token.kind === "name" && !KEYWORDS.has(this.token.text);
  }

  /** The span from `start` to the end of the last token read. */
  span(start: number): Span {
    return { start, end: this.place > 0 ? this.tokenAt(this.place - 1).end : start };
  }

  fail(message: string): never {
    const token = this.token;
    throw new SyntaxFailure(token.kind === "error" ? token.text : message, token.start);
  }
}
