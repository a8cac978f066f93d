/**
 * The registry's file: its log does not grow for ever, and a copy of the folder is sound whenever it is made.
 * @module
 */
import { copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, describe, expect, it } from "vitest";
import { generations, SqliteDatabase } from "../../../worker/hosts/node/sqlite-database.ts";
import { sql } from "../../../worker/storage/database.ts";

const folders: string[] = [];
afterEach(() => {
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});
function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "nb-sqlite-"));
  folders.push(made);
  return made;
}

/** A registry of two tables that always have as many rows as each other, spread over many pages. */
class Growing {
  readonly folder = folder();
  readonly database: SqliteDatabase;
  count = 0;
  constructor(largeLog: number) {
    this.database = new SqliteDatabase(this.folder, largeLog);
    this.database.script(
      "CREATE TABLE a (n INTEGER PRIMARY KEY, x TEXT) STRICT; CREATE TABLE b (x TEXT UNIQUE, n INTEGER) STRICT;",
    );
  }
  async write(times: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      this.count += 1;
      // Scattered, so that a write changes pages all over the file.
      const key = `${(this.count * 7919) % 100_003}`.padStart(800, "x");
      await this.database.batch([
        sql("INSERT INTO a VALUES (?1, ?2)", this.count, key),
        sql("INSERT INTO b VALUES (?1, ?2)", key, this.count),
      ]);
    }
  }
  generation(): number {
    return generations(this.folder).at(-1) ?? 0;
  }
  files(): string[] {
    return readdirSync(this.folder).sort();
  }
}

/** Rows in each table of a registry. */
async function rowsOf(database: SqliteDatabase): Promise<[unknown, unknown]> {
  const [a, b] = await database.batch([sql("SELECT count(*) AS n FROM a"), sql("SELECT count(*) AS n FROM b")]);
  return [a?.[0]?.n, b?.[0]?.n];
}

describe("its log", () => {
  it("begins anew in a new file when it has grown large, and nothing is lost, also after a start", async () => {
    const growing = new Growing(300_000);
    await growing.write(400);
    const largest = Math.max(...growing.files().map((name) => statSync(join(growing.folder, name)).size));
    expect(largest).toBeLessThan(3_000_000);
    // The present one, and the one before for who is copying it.
    const mains = growing.files().filter((name) => name.endsWith(".sqlite"));
    expect(mains).toHaveLength(2);
    expect(await rowsOf(growing.database)).toEqual([400, 400]);
    expect(growing.database.damage()).toBeNull();
    growing.database.close();
    expect(growing.files()).toHaveLength(1);
    const again = new SqliteDatabase(growing.folder);
    expect(await rowsOf(again)).toEqual([400, 400]);
    again.close();
  });

  it("of a server that was killed begins anew at the next start", async () => {
    const growing = new Growing(Number.POSITIVE_INFINITY);
    await growing.write(100);
    const copy = folder();
    for (const name of growing.files()) copyFileSync(join(growing.folder, name), join(copy, name));
    growing.database.close();
    expect(statSync(join(copy, "registry.sqlite-wal")).size).toBeGreaterThan(300_000);
    const started = new SqliteDatabase(copy, 300_000);
    expect(readdirSync(copy)).toContain("registry-1.sqlite");
    expect(await rowsOf(started)).toEqual([100, 100]);
    started.close();
  });
});

describe("a copy of the folder", () => {
  // Copies take their files in whatever order, and a new file may appear between any two.
  it.each([
    ["in order", 1],
    ["backwards", -1],
  ])("is whole, and no older than when it was begun: %s", async (_, order) => {
    const growing = new Growing(2_000_000);
    const renewals: number[] = [];
    for (let round = 0; round < 6; round++) {
      await growing.write(37);
      const [begun, generation] = [growing.count, growing.generation()];
      const copy = folder();
      const names = growing.files();
      for (const name of order > 0 ? names : names.reverse()) {
        const from = join(growing.folder, name);
        // What the one before the present file leaves behind may go meanwhile.
        if (existsSync(from)) copyFileSync(from, join(copy, name));
        await growing.write(Math.round(50 / names.length));
      }
      const restored = new SqliteDatabase(copy);
      expect(restored.damage()).toBeNull();
      const [a, b] = await rowsOf(restored);
      expect(a).toBe(b);
      expect(a).toBeGreaterThanOrEqual(begun);
      restored.close();
      renewals.push(growing.generation() - generation);
    }
    // No copy takes so long that there are two.
    expect(Math.max(...renewals)).toBe(1);
    growing.database.close();
  });
});
