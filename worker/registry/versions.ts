/**
 * An app's kept versions: listed, and made visible again.
 * @module
 */
import type { BlockMark, ManifestFile, VersionInfo } from "../../compiler/contract/api.ts";
import { type Database, numberOf, type Row, rows, sql, textOf } from "../storage/database.ts";

const LIST = `SELECT v.id, v.number, v.created, v.by, v.id = a.version AS visible,
  (SELECT count(*) FROM asset f WHERE f.version = v.id) AS files,
  (SELECT coalesce(sum(b.size), 0) FROM asset f JOIN blob b ON b.sha256 = f.sha256 WHERE f.version = v.id) AS bytes
  FROM version v JOIN app a ON a.project = v.project WHERE v.project = ?1`;

/** Newest first. */
export async function versionsOf(database: Database, project: string): Promise<VersionInfo[]> {
  return (await rows(database, `${LIST} ORDER BY v.number DESC`, project)).map(toVersion);
}

function toVersion(row: Row): VersionInfo {
  return {
    id: textOf(row, "id"),
    number: numberOf(row, "number"),
    created: new Date(numberOf(row, "created")).toISOString(),
    by: textOf(row, "by"),
    files: numberOf(row, "files"),
    bytes: numberOf(row, "bytes"),
    visible: numberOf(row, "visible") === 1,
  };
}

/** Makes a kept version the visible one. */
export async function showVersion(
  database: Database,
  { project, version, now }: { project: string; version: string; now: number },
): Promise<void> {
  await database.batch([
    sql(
      `UPDATE app SET version = ?2, updated = ?3
       WHERE project = ?1 AND EXISTS (SELECT 1 FROM version WHERE id = ?2 AND project = ?1)`,
      project,
      version,
      now,
    ),
  ]);
}

/** Files, blocks and notes of a version. */
export async function versionContent(
  database: Database,
  version: string,
): Promise<{ files: ManifestFile[]; blocks: readonly BlockMark[]; notes: string }> {
  const [files, blocks] = await database.batch([
    sql(
      "SELECT f.path, f.sha256, b.size FROM asset f JOIN blob b ON b.sha256 = f.sha256 WHERE f.version = ?1 ORDER BY f.path",
      version,
    ),
    sql("SELECT blocks, notes FROM version WHERE id = ?1", version),
  ]);
  const row = blocks?.[0];
  // Our own JSON, checked when it was written.
  const marks: readonly BlockMark[] = row ? JSON.parse(textOf(row, "blocks")) : [];
  return {
    files: (files ?? []).map((file) => ({
      path: textOf(file, "path"),
      sha256: textOf(file, "sha256"),
      size: numberOf(file, "size"),
    })),
    blocks: marks,
    notes: row ? textOf(row, "notes") : "",
  };
}
