/**
 * The registry in a SQLite file, by `node:sqlite`, such that a copy of its folder made at any time is a sound one.
 *
 * A file that may be being copied must not change in its middle. So everything is appended to the log (WAL), and never moved into the
 * main file; when the log has grown large, main file and log together are written into a new main file, `registry-<n>.sqlite`, which
 * appears as a whole. The one before stays until the next: whoever has begun to copy it may finish.
 * @module
 */
import { closeSync, fsyncSync, openSync, readdirSync, renameSync, rmSync, statSync } from "node:fs";
import { join } from "node:path";
import { DatabaseSync, type StatementSync } from "node:sqlite";
import { ConstraintError, type Database, type Row, type Statement } from "../../storage/database.ts";

/** Bytes of the log from which on a new file is written: some ten thousand writes. */
const LARGE_LOG = 64 * 1024 * 1024;

export class SqliteDatabase implements Database {
  private readonly folder: string;
  private readonly largeLog: number;
  private generation: number;
  private database: DatabaseSync;
  /** The file before; open, as closing it would change it. */
  private previous: DatabaseSync | null = null;
  private readonly prepared = new Map<string, StatementSync>();

  constructor(folder: string, largeLog: number = LARGE_LOG) {
    this.folder = folder;
    this.largeLog = largeLog;
    this.generation = generations(folder).at(-1) ?? 0;
    this.database = open(this.path());
    this.renewIfLarge();
  }

  async batch(statements: readonly Statement[]): Promise<readonly (readonly Row[])[]> {
    if (statements.every(({ sql }) => /^\s*SELECT/i.test(sql)))
      return statements.map((statement) => this.run(statement));
    const found = this.whole(() => statements.map((statement) => this.run(statement)));
    this.renewIfLarge();
    return found;
  }

  /** Runs a script of several statements in one transaction. */
  script(sql: string): void {
    this.whole(() => this.database.exec(sql));
  }

  /** What is wrong with the file; `null` for nothing. */
  damage(): string | null {
    const row = this.database.prepare("PRAGMA quick_check(1)").get();
    const answer = row?.quick_check;
    return answer === "ok" ? null : String(answer);
  }

  close(): void {
    this.prepared.clear();
    this.forgetOlder();
    this.database.close();
  }

  private whole<T>(act: () => T): T {
    this.database.exec("BEGIN IMMEDIATE");
    try {
      const result = act();
      this.database.exec("COMMIT");
      return result;
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

  private path(generation: number = this.generation): string {
    return join(this.folder, generation === 0 ? "registry.sqlite" : `registry-${generation}.sqlite`);
  }

  private renewIfLarge(): void {
    const log = statSync(`${this.path()}-wal`, { throwIfNoEntry: false });
    if (log && log.size > this.largeLog) this.renew();
  }

  /** Goes on in a new file. Nothing else happens meanwhile, as all of this is one turn of Node's loop. */
  private renew(): void {
    const next = this.path(this.generation + 1);
    const beside = `${next}.new`;
    for (const left of [beside, `${beside}-wal`, `${beside}-shm`]) rmSync(left, { force: true });
    this.database.exec(`VACUUM INTO '${beside.replaceAll("'", "''")}'`);
    // Being a file with a log is part of the file, so it is said before the file appears.
    open(beside).close();
    sync(beside);
    renameSync(beside, next);
    sync(this.folder);
    this.prepared.clear();
    this.forgetOlder();
    this.previous = this.database;
    this.generation += 1;
    this.database = open(next);
  }

  /** Deletes files before the present one. */
  private forgetOlder(): void {
    for (const generation of generations(this.folder).filter((one) => one < this.generation))
      for (const ending of ["", "-wal", "-shm"]) rmSync(this.path(generation) + ending, { force: true });
    this.previous?.close();
    this.previous = null;
  }
}

/** The numbers of the registry files in a folder, in order. */
export function generations(folder: string): number[] {
  const names = readdirSync(folder).map((name) => /^registry(?:-(\d+))?\.sqlite$/.exec(name));
  return names.flatMap((name) => (name ? [Number(name[1] ?? 0)] : [])).sort((one, other) => one - other);
}

function open(path: string): DatabaseSync {
  const database = new DatabaseSync(path, { timeout: 5000 });
  // Full: a publish that was answered survives a power cut.
  database.exec(
    "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA wal_autocheckpoint = 0; PRAGMA foreign_keys = ON;",
  );
  return database;
}

/** Waits until a file or folder is on the disk. */
function sync(path: string): void {
  const file = openSync(path, "r");
  fsyncSync(file);
  closeSync(file);
}
