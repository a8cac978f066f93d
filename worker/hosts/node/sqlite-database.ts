/**
 * The registry in one SQLite file, by `node:sqlite`.
 * @module
 */
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ConstraintError, type Database, type Row, type Statement } from "../../storage/database.ts";

export class SqliteDatabase implements Database {
  private readonly database: DatabaseSync;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(file: string) {
    this.database = new DatabaseSync(file, { timeout: 5000 });
    // Between checkpoints the main file does not change and the log only grows, so a copy made meanwhile is a sound one.
    // Full: a publish that was answered survives a power cut.
    this.database.exec(
      "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON;",
    );
    this.checkpoint();
  }

  async batch(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> {
    const writes = statements.length > 1 && statements.some(({ sql }) => !/^\s*SELECT/i.test(sql));
    if (!writes) return statements.map((statement) => this.run(statement));
    this.database.exec("BEGIN IMMEDIATE");
    try {
      const found = statements.map((statement) => this.run(statement));
      this.database.exec("COMMIT");
      return found;
    } catch (error) {
      this.database.exec("ROLLBACK");
      throw error;
    }
  }

  private run({ sql, args }: Statement): Row[] {
    try {
      return this.prepare(sql).all(...args);
    } catch (error) {
      if (error instanceof Error && /constraint failed/i.test(error.message))
        throw new ConstraintError(error.message, { cause: error });
      throw error;
    }
  }

  private prepare(sql: string): StatementSync {
    const known = this.prepared.get(sql);
    if (known) return known;
    const made = this.database.prepare(sql);
    this.prepared.set(sql, made);
    return made;
  }

  /** Runs a script of several statements in one transaction. */
  script(sql: string): void {
    this.database.exec("BEGIN IMMEDIATE");
    try {
      this.database.exec(sql);
      this.database.exec("COMMIT");
    } catch (error) {
      this.database.exec("ROLLBACK");
      throw error;
    }
  }

  /** What is wrong with the file; `null` for nothing. */
  damage(): string | null {
    const row = this.database.prepare("PRAGMA quick_check(1)").get();
    const answer = row?.quick_check;
    return answer === "ok" ? null : String(answer);
  }

  /** Moves the log into the main file. Only when nobody is likely to copy: at start, at the end, and when the log has grown very large. */
  checkpoint(): void {
    this.database.exec("PRAGMA wal_checkpoint(TRUNCATE)");
  }

  close(): void {
    this.prepared.clear();
    this.checkpoint();
    this.database.close();
  }
}
