/**
 * Python source to an abstract syntax tree, with CPython 3.14's grammar and top-level `await`.
 * A parser of our own: `@lezer/python` is made for editors, and misreads a dozen constructs that this analysis must get right.
 * @module
 */
import type { Parsed } from "./ast.ts";
import { Cursor } from "./cursor.ts";
import { StatementParser } from "./statements.ts";
import { tokenize } from "./tokens.ts";

/**
 * Parses one block. Time is linear in its length.
 *
 * @returns All statements that are Python, and the first thing that is not; lines and columns count from 1.
 */
export function parsePython(source: string): Parsed {
  const parser = new StatementParser(new Cursor(source, tokenize(source)));
  const body = parser.all();
  const { failure } = parser;
  if (failure === null) return { module: { body }, error: null };
  const before = source.slice(0, failure.at).split(/\r\n|\r|\n/);
  return {
    module: { body },
    error: { message: failure.message, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 },
  };
}
