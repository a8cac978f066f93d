/**
 * Brings a registry file to the newest form: numbered scripts, each once, forward only.
 * @module
 */
import { InternalError } from "../../errors.ts";
import type { SqliteDatabase } from "./sqlite-database.ts";

/** The scripts, in order of their names; wrangler applies the same ones to D1. */
export const MIGRATIONS: readonly (readonly [name: string, sql: string])[] = Object.entries(
  import.meta.glob<string>("../../migrations/*.sql", { query: "?raw", import: "default", eager: true }),
)
  .map(([path, sql]) => [path.slice(path.lastIndexOf("/") + 1), sql] as const)
  .sort(([one], [other]) => (one < other ? -1 : 1));

/** Applies what has not been. @throws {@link InternalError} for a file that a newer version has written */
export async function migrate(
  database: SqliteDatabase,
  migrations: readonly (readonly [name: string, sql: string])[] = MIGRATIONS,
): Promise<void> {
  database.script("CREATE TABLE IF NOT EXISTS migration (name TEXT PRIMARY KEY, applied INTEGER NOT NULL) STRICT;");
  const [rows = []] = await database.batch([{ sql: "SELECT name FROM migration ORDER BY name", args: [] }]);
  const done = new Set(rows.map(({ name }) => String(name)));
  const unknown = [...done].find((name) => !migrations.some(([known]) => known === name));
  if (unknown !== undefined)
    throw new InternalError(`This data was written by a newer notebook-app (${unknown}). Update, then start again.`);
  for (const [name, sql] of migrations) {
    if (done.has(name)) continue;
    // Names are ours and plain; exec takes no arguments.
    database.script(`${sql}\nINSERT INTO migration (name, applied) VALUES ('${name}', unixepoch());`);
  }
}
