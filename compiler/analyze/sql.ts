/**
 * The names that a SQL block's text refers to: tables that may be DataFrames, Jinja variables, files. A scanner of tokens, not a parser:
 * comments, texts, names of common table expressions, functions and columns do not count.
 * @module
 */
import { jinjaNames, withoutJinja } from "./jinja.ts";

export interface SqlNames {
  /** Names that may be DataFrames. Sorted, without repeats. */
  readonly tables: readonly string[];
  /** Names that Jinja reads. Sorted, without repeats. */
  readonly variables: readonly string[];
  /** What it does with work files. */
  readonly files: "none" | "read" | "write";
  /** Whether it reads Parquet files. */
  readonly parquet: boolean;
}

interface Token {
  readonly kind: "word" | "quoted" | "text" | "mark";
  /** A quoted name without its quotes. */
  readonly text: string;
}

const TOKEN =
  /--[^\n]*|\/\*[\s\S]*?\*\/|(?<text>[eE]?'(?:[^']|'')*'|\$(?<tag>\w*)\$[\s\S]*?\$\k<tag>\$)|"(?<quoted>(?:[^"]|"")*)"|(?<word>[\p{L}_][\p{L}\p{N}_$]*)|(?<mark>[^\s])/gu;

function tokens(query: string): Token[] {
  return [...query.matchAll(TOKEN)].flatMap(({ groups = {} }): Token[] => {
    const { text, quoted, word, mark } = groups;
    if (text !== undefined) return [{ kind: "text", text: text.replace(/^[eE]?'|'$/g, "") }];
    if (quoted !== undefined) return [{ kind: "quoted", text: quoted.replaceAll('""', '"') }];
    if (word !== undefined) return [{ kind: "word", text: word }];
    return mark === undefined ? [] : [{ kind: "mark", text: mark }];
  });
}

/** Finds the names in a query. */
export function sqlNames(query: string): SqlNames {
  const found = new Scanner(tokens(withoutJinja(query, " 0 ")));
  return {
    tables: [...found.tables].filter((name) => !found.common.has(name.toLowerCase())).sort(),
    variables: jinjaNames(query),
    files: found.writes ? "write" : found.reads ? "read" : "none",
    parquet: found.parquet,
  };
}

/** Words before a name of a table. */
const BEFORE_TABLE: ReadonlySet<string> = new Set([
  "from",
  "join",
  "describe",
  "summarize",
  "pivot",
  "unpivot",
  "into",
  "update",
  "table",
  "using",
]);
/** Words that end a list of tables, or that stand where an alias could. */
const AFTER_TABLE: ReadonlySet<string> = new Set(
  "where group order having limit union except intersect on using join inner left right full cross natural lateral semi anti asof positional select window qualify sample set values offset".split(
    " ",
  ),
);
/** Functions that have a `FROM` of their own. */
const FROM_INSIDE: ReadonlySet<string> = new Set(["extract", "substring", "trim", "overlay", "position"]);
const FILE = /\.(csv|tsv|txt|json|jsonl|ndjson|parquet|gz)$|^read_/i;

class Scanner {
  readonly tables: Set<string> = new Set();
  readonly common: Set<string> = new Set();
  reads = false;
  writes = false;
  parquet = false;
  private readonly all: readonly Token[];

  constructor(all: readonly Token[]) {
    this.all = all;
    const openers: string[] = [];
    for (const [at, token] of all.entries()) {
      if (token.text === "(" && token.kind === "mark") openers.push(this.word(at - 1));
      else if (token.text === ")" && token.kind === "mark") openers.pop();
      this.file(token);
      if (token.kind === "word" || token.kind === "quoted") this.commonTable(at);
      if (token.kind !== "word") continue;
      const word = token.text.toLowerCase();
      if (word === "copy" || word === "export") this.writes ||= at === 0 || this.is(at - 1, ";");
      if (this.makesTable(at)) continue;
      if (!BEFORE_TABLE.has(word) || (word === "from" && this.isOtherFrom(at, openers.at(-1) ?? ""))) continue;
      this.list(at + 1);
    }
  }

  private word(at: number): string {
    const token = this.all[at];
    return token?.kind === "word" ? token.text.toLowerCase() : "";
  }

  private is(at: number, mark: string): boolean {
    const token = this.all[at];
    return token?.kind === "mark" && token.text === mark;
  }

  private file({ kind, text }: Token): void {
    if (kind === "text" && FILE.test(text)) this.reads = true;
    if (kind === "word" && /^(read_\w+|glob|parquet_\w+)$/i.test(text)) this.reads = true;
    if ((kind === "text" && /\.parquet$/i.test(text)) || (kind === "word" && /^read_parquet$/i.test(text)))
      this.parquet = true;
  }

  /** `EXTRACT(year FROM x)`, `x IS DISTINCT FROM y`. */
  private isOtherFrom(at: number, opener: string): boolean {
    return FROM_INSIDE.has(opener) || (this.word(at - 1) === "distinct" && /^(is|not)$/.test(this.word(at - 2)));
  }

  /** `CREATE OR REPLACE TEMP TABLE IF NOT EXISTS name`: a table of the query's own. */
  private makesTable(at: number): boolean {
    if (!/^(table|view)$/.test(this.word(at))) return false;
    let before = at - 1;
    while (/^(or|replace|temp|temporary|recursive)$/.test(this.word(before))) before -= 1;
    if (this.word(before) !== "create") return false;
    let next = at + 1;
    while (/^(if|not|exists)$/.test(this.word(next))) next += 1;
    this.common.add((this.all[next]?.text ?? "").toLowerCase());
    return true;
  }

  /** `name AS (`, `name (a, b) AS MATERIALIZED (` after `WITH` or a comma. */
  private commonTable(at: number): void {
    const before = this.word(at - 1);
    if (before !== "with" && before !== "recursive" && !this.is(at - 1, ",")) return;
    let next = at + 1;
    if (this.is(next, "(")) {
      while (next < this.all.length && !this.is(next, ")")) next += 1;
      next += 1;
    }
    if (this.word(next) !== "as") return;
    next += 1;
    while (/^(not|materialized)$/.test(this.word(next))) next += 1;
    if (this.is(next, "(")) this.common.add((this.all[at]?.text ?? "").toLowerCase());
  }

  /** Names of tables with their aliases, between commas. */
  private list(start: number): void {
    for (let at = start; ; at += 1) {
      const name = this.all[at];
      if (!name || (name.kind !== "word" && name.kind !== "quoted")) return;
      if (name.kind === "word" && AFTER_TABLE.has(name.text.toLowerCase())) return;
      // A function's or a schema's name is no table's.
      if (this.is(at + 1, "(") || this.is(at + 1, ".")) return;
      this.tables.add(name.text);
      at += 1;
      if (this.word(at) === "as") at += 1;
      const alias = this.all[at];
      if (alias && (alias.kind === "quoted" || (alias.kind === "word" && !AFTER_TABLE.has(alias.text.toLowerCase()))))
        at += 1;
      if (!this.is(at, ",")) return;
    }
  }
}
