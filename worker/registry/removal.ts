/**
 * Removing an app: everything of it in one transaction.
 * @module
 */
import { type Database, sql, textOf } from "../storage/database.ts";

/** Deletes an app with its versions, people, sessions and counts; gives the keys of bytes that nothing else needs. */
export async function removeApp(
  database: Database,
  { project, workspace }: { project: string; workspace: string },
): Promise<string[]> {
  const ofApp = (condition: string) =>
    `SELECT f.sha256 FROM asset f JOIN version v ON v.id = f.version JOIN app a ON a.project = v.project WHERE ${condition}`;
  const result = await database.batch([
    sql(
      `DELETE FROM holder WHERE workspace = ?2 AND sha256 IN (${ofApp("a.project = ?1")})
       AND sha256 NOT IN (${ofApp("a.project <> ?1 AND a.workspace = ?2")})`,
      project,
      workspace,
    ),
    sql("DELETE FROM app WHERE project = ?1", project),
    sql(
      `DELETE FROM blob WHERE NOT EXISTS (SELECT 1 FROM holder h WHERE h.sha256 = blob.sha256)
       AND NOT EXISTS (SELECT 1 FROM asset f WHERE f.sha256 = blob.sha256) RETURNING key`,
    ),
  ]);
  return (result[2] ?? []).map((row) => textOf(row, "key"));
}
