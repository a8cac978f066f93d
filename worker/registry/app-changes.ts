/**
 * Changes of an app that make no new version.
 * @module
 */
import type { AppChange } from "../../compiler/contract/api.ts";
import { newSlug } from "../secrets.ts";
import { type Database, sql } from "../storage/database.ts";

/** Takes effect with the next request: the gate reads these columns each time. */
export async function changeApp(
  database: Database,
  { project, change, now }: { project: string; change: AppChange; now: number },
): Promise<void> {
  await database.batch([
    sql(
      "UPDATE app SET access = coalesce(?2, access), embed = coalesce(?3, embed), updated = ?4 WHERE project = ?1",
      project,
      change.access ?? null,
      change.embed === undefined ? null : JSON.stringify(change.embed),
      now,
    ),
  ]);
}

/** A new link; the old one, and sessions on its origin, are dead. */
export async function rotateLink(database: Database, project: string): Promise<void> {
  await database.batch([
    sql("UPDATE app SET slug = ?2 WHERE project = ?1", project, newSlug()),
    sql("DELETE FROM session WHERE project = ?1", project),
  ]);
}
