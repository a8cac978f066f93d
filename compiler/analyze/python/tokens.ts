/**
 * Splits a block's Python into tokens, with indentation as tokens of its own, by the rules of the Python reference, chapter 2.
 * @module
 */
import { type ReplacementField, scanString } from "./strings.ts";

export type TokenKind = "name" | "number" | "string" | "op" | "newline" | "indent" | "dedent" | "end" | "error";

export interface Token {
  readonly kind: TokenKind;
  /** As written; for `name` in normal form KC, as Python compares names; for `error` the message. */
  readonly text: string;
  /** UTF-16 offsets. */
  readonly start: number;
  readonly end: number;
  /** Of an f-string or t-string: the expressions in it. */
  readonly fields?: readonly ReplacementField[];
}

const NAME = /[\p{L}\p{Nl}_][\p{L}\p{Nl}\p{Mn}\p{Mc}\p{Nd}\p{Pc}]*/uy;
const NUMBER =
  /(?:0[xX](?:_?[\da-fA-F])+|0[oO](?:_?[0-7])+|0[bB](?:_?[01])+|(?:(?:\d(?:_?\d)*)?\.\d(?:_?\d)*|\d(?:_?\d)*\.?)(?:[eE][+-]?\d(?:_?\d)*)?[jJ]?)/y;
const OPERATOR =
  /\*\*=|\/\/=|>>=|<<=|\.\.\.|!=|->|:=|\+=|-=|\*=|\/=|%=|&=|\|=|\^=|@=|==|<=|>=|<<|>>|\*\*|\/\/|[-+*/%@&|^~<>()[\]{},:.;=]/y;
const STRING_START = /(?:[rR][bBfFtT]?|[bB][rR]?|[fF][rR]?|[tT][rR]?|[uU])?(?="|')/y;
const CLOSING: Readonly<Record<string, string>> = { ")": "(", "]": "[", "}": "{" };
/** CPython's tab stop. */
const TAB = 8;

/** All tokens of `source` from `start` to `end`. Never throws: what is no token becomes one of kind `error`. */
export function tokenize(source: string, start = 0, end: number = source.length, inExpression = false): Token[] {
  return new Tokenizer(source, start, end, inExpression).run();
}

class Tokenizer {
  private readonly tokens: Token[] = [];
  private readonly indents: number[] = [0];
  private readonly brackets: string[] = [];
  private readonly source: string;
  private readonly end: number;
  private readonly inExpression: boolean;
  private at: number;

  constructor(source: string, start: number, end: number, inExpression: boolean) {
    this.source = source;
    this.at = start;
    this.end = end;
    this.inExpression = inExpression;
  }

  run(): Token[] {
    if (!this.inExpression) this.indentation();
    while (this.at < this.end) this.step();
    if (this.brackets.length > 0) this.push("error", `'${this.brackets.at(-1)}' was never closed`, this.end);
    if (!this.inExpression) this.finish();
    this.push("end", "", this.end);
    return this.tokens;
  }

  private finish(): void {
    const last = this.tokens.at(-1);
    if (last && last.kind !== "newline" && last.kind !== "dedent") this.push("newline", "", this.end);
    for (; this.indents.length > 1; this.indents.pop()) this.push("dedent", "", this.end);
  }

  private push(kind: TokenKind, text: string, end: number): void {
    this.tokens.push({ kind, text, start: Math.min(this.at, end), end });
  }

  private step(): void {
    const char = this.source[this.at] ?? "";
    if (char === " " || char === "\t" || char === "\f" || char === "\uFEFF") this.at++;
    else if (char === "\n" || char === "\r") this.newline();
    else if (char === "#") this.comment();
    else if (char === "\\") this.continuation();
    else if (!this.string() && !this.word(NAME, "name") && !this.word(NUMBER, "number") && !this.operator()) {
      const code = this.source.codePointAt(this.at) ?? 0;
      const text = String.fromCodePoint(code);
      this.push("error", `invalid character '${text}'`, this.at + text.length);
      this.at += text.length;
    }
  }

  private comment(): void {
    while (this.at < this.end && !/[\r\n]/.test(this.source[this.at] ?? "")) this.at++;
  }

  private lineBreak(): void {
    this.at += this.source.startsWith("\r\n", this.at) ? 2 : 1;
  }

  private continuation(): void {
    const next = this.source[this.at + 1];
    if (next === "\n" || next === "\r") {
      this.at++;
      this.lineBreak();
    } else {
      this.push("error", "unexpected character after line continuation character", this.at + 1);
      this.at++;
    }
  }

  private newline(): void {
    if (this.brackets.length > 0 || this.inExpression) {
      this.lineBreak();
      return;
    }
    const last = this.tokens.at(-1);
    if (last && last.kind !== "newline" && last.kind !== "indent" && last.kind !== "dedent") {
      this.push("newline", "", this.at);
    }
    this.lineBreak();
    this.indentation();
  }

  /** At the start of a line: skips blank lines, then compares the column with the open blocks. */
  private indentation(): void {
    for (;;) {
      const column = this.column();
      const char = this.source[this.at];
      if (this.at >= this.end) return;
      if (char === "#") this.comment();
      if (char === "\\" && /[\r\n]/.test(this.source[this.at + 1] ?? "")) return;
      if (this.at >= this.end) return;
      if (/[\r\n]/.test(this.source[this.at] ?? "")) {
        this.lineBreak();
        continue;
      }
      this.indentTo(column);
      return;
    }
  }

  private column(): number {
    let column = 0;
    for (; this.at < this.end; this.at++) {
      const char = this.source[this.at];
      if (char === " ") column++;
      else if (char === "\t") column = (Math.floor(column / TAB) + 1) * TAB;
      else if (char === "\f") column = 0;
      else if (char !== "\uFEFF") break;
    }
    return column;
  }

  private indentTo(column: number): void {
    if (column > (this.indents.at(-1) ?? 0)) {
      this.indents.push(column);
      this.push("indent", "", this.at);
      return;
    }
    while (column < (this.indents.at(-1) ?? 0)) {
      this.indents.pop();
      this.push("dedent", "", this.at);
    }
    if (column !== this.indents.at(-1)) {
      this.push("error", "unindent does not match any outer indentation level", this.at);
    }
  }

  private string(): boolean {
    STRING_START.lastIndex = this.at;
    const prefix = STRING_START.exec(this.source)?.[0];
    if (prefix === undefined) return false;
    const found = scanString(this.source, this.at, prefix, this.end);
    const text = this.source.slice(this.at, found.end);
    if (found.error) this.push("error", found.error, found.end);
    else this.tokens.push({ kind: "string", text, start: this.at, end: found.end, fields: found.fields });
    this.at = found.end;
    return true;
  }

  private word(pattern: RegExp, kind: TokenKind): boolean {
    pattern.lastIndex = this.at;
    const text = pattern.exec(this.source)?.[0];
    if (!text) return false;
    this.push(kind, kind === "name" ? text.normalize("NFKC") : text, this.at + text.length);
    this.at += text.length;
    return true;
  }

  private operator(): boolean {
    OPERATOR.lastIndex = this.at;
    const text = OPERATOR.exec(this.source)?.[0];
    if (!text) return false;
    if (text === "(" || text === "[" || text === "{") this.brackets.push(text);
    const opening = CLOSING[text];
    if (opening !== undefined) {
      const open = this.brackets.pop();
      if (open !== opening)
        this.push("error", open ? `'${text}' does not match '${open}'` : `unmatched '${text}'`, this.at + 1);
    }
    this.push("op", text, this.at + text.length);
    this.at += text.length;
    return true;
  }
}
