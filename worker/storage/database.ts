/**
 * The SQL that the registry speaks, whichever SQLite is behind it (D1 or `node:sqlite`).
 * @module
 */
import { InternalError } from "../errors.ts";

export type SqlValue = string | number | null;
export interface Statement {
  readonly sql: string;
  readonly args: readonly SqlValue[];
}
export type Row = Readonly<Record<string, unknown>>;

export interface Database {
  /** Runs all in one transaction: every one holds, or none. Gives the rows of each. @throws {@link ConstraintError} */
  batch(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]>;
}

/** A batch that would have broken a constraint, and so changed nothing. */
export class ConstraintError extends Error {
  override readonly name: string = "ConstraintError";
}

export function sql(text: string, ...args: SqlValue[]): Statement {
  return { sql: text, args };
}

/** Rows of one statement. */
export async function rows(database: Database, text: string, ...args: SqlValue[]): Promise<readonly Row[]> {
  return (await database.batch([sql(text, ...args)]))[0] ?? [];
}

/** The first row of one statement. */
export async function first(database: Database, text: string, ...args: SqlValue[]): Promise<Row | null> {
  return (await rows(database, text, ...args))[0] ?? null;
}

/** A column that the schema says is text. */
export function textOf(row: Row, column: string): string {
  const value = row[column];
  if (typeof value === "string") return value;
  throw new InternalError(`Column ${column} is no text.`);
}

export function textOrNull(row: Row, column: string): string | null {
  return row[column] === null || row[column] === undefined ? null : textOf(row, column);
}

export function numberOf(row: Row, column: string): number {
  const value = row[column];
  if (typeof value === "number") return value;
  throw new InternalError(`Column ${column} is no number.`);
}

/** A column that holds JSON which we wrote, checked by `check` all the same. */
export function wordOf<const W extends string>(row: Row, column: string, words: readonly W[]): W {
  const found = words.find((word) => word === row[column]);
  if (found === undefined) throw new InternalError(`Column ${column} is none of ${words.join(", ")}.`);
  return found;
}
