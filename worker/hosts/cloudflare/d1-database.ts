/**
 * The registry in D1. Always the primary: a replica could still grant what has just been taken away.
 * @module
 */
import { ConstraintError, type Database, type Row, type Statement } from "../../storage/database.ts";

export class CloudDatabase implements Database {
  private readonly database: D1Database;

  constructor(database: D1Database) {
    this.database = database;
  }

  async batch(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> {
    const session = this.database.withSession("first-primary");
    try {
      const results = await session.batch<Row>(statements.map(({ sql, args }) => session.prepare(sql).bind(...args)));
      return results.map(({ results: rows }) => rows);
    } catch (error) {
      if (error instanceof Error && /constraint/i.test(error.message))
        throw new ConstraintError(error.message, { cause: error });
      throw error;
    }
  }
}
