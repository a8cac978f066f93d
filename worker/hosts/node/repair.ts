/**
 * Makes registry and bytes agree before a server answers: a copy that was made while it ran may lack bytes that the registry knows of, and
 * a server that was killed may have left bytes that nobody knows of.
 * @module
 */
import { type Database, numberOf, rows, sql, textOf } from "../../storage/database.ts";
import type { FolderBlobs } from "./folder-blobs.ts";

/** Goes back to whole versions, and forgets bytes that are not there so that they can be sent again. How many were missing. */
export async function repair(database: Database, blobs: FolderBlobs): Promise<number> {
  const missing: string[] = [];
  for (const row of await rows(database, "SELECT sha256, key, size FROM blob")) {
    if (!(await blobs.has(textOf(row, "key"), numberOf(row, "size")))) missing.push(textOf(row, "sha256"));
  }
  if (missing.length === 0) return 0;
  const gone = JSON.stringify(missing);
  const broken = "(SELECT version FROM asset WHERE sha256 IN (SELECT value FROM json_each(?1)))";
  const whole = `SELECT v.id FROM version v WHERE v.project = app.project AND v.id NOT IN ${broken} ORDER BY v.number DESC LIMIT 1`;
  await database.batch([
    sql(`UPDATE app SET version = (${whole}) WHERE version IN ${broken} AND EXISTS (${whole})`, gone),
    sql(`DELETE FROM app WHERE version IN ${broken}`, gone),
    sql(`DELETE FROM version WHERE id IN ${broken}`, gone),
    sql("DELETE FROM holder WHERE sha256 IN (SELECT value FROM json_each(?1))", gone),
    sql("DELETE FROM blob WHERE sha256 IN (SELECT value FROM json_each(?1))", gone),
  ]);
  return missing.length;
}

/** Removes bytes that no row names. A registry without any is one that got lost: then nothing is touched. */
export async function removeStrays(database: Database, blobs: FolderBlobs): Promise<void> {
  const keys = new Set((await rows(database, "SELECT key FROM blob")).map((row) => textOf(row, "key")));
  if (keys.size === 0) return;
  const uploads = new Set((await rows(database, "SELECT handle FROM upload")).map((row) => textOf(row, "handle")));
  await blobs.keepOnly(keys, uploads);
}
