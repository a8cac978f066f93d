/**
 * Which bytes the server has, who may publish them, and uploads that are under way.
 * @module
 */
import { newId } from "../secrets.ts";
import { type Database, first, numberOf, rows, sql, textOf } from "../storage/database.ts";

/** Those of `sha256` that the workspace has not uploaded. */
export async function missingOf(database: Database, workspace: string, sha256: readonly string[]): Promise<string[]> {
  const found = await rows(
    database,
    "SELECT value FROM json_each(?2) WHERE value NOT IN (SELECT sha256 FROM holder WHERE workspace = ?1)",
    workspace,
    JSON.stringify([...new Set(sha256)]),
  );
  return found.map((row) => textOf(row, "value"));
}

/** Whether the workspace has it. */
export async function holds(database: Database, workspace: string, sha256: string): Promise<boolean> {
  return (await missingOf(database, workspace, [sha256])).length === 0;
}

/** A name under which bytes can be stored. */
export function newKey(sha256: string): string {
  return `${sha256.slice(0, 2)}/${sha256}.${newId()}`;
}

/** Notes that bytes are there. Gives the key that they are to be read from: an earlier one, if somebody was faster. */
export async function keepBlob(
  database: Database,
  blob: { workspace: string; sha256: string; size: number; key: string; now: number },
): Promise<string> {
  const result = await database.batch([
    sql(
      "INSERT OR IGNORE INTO blob (sha256, key, size, created) VALUES (?1, ?2, ?3, ?4)",
      blob.sha256,
      blob.key,
      blob.size,
      blob.now,
    ),
    sql(
      "INSERT OR IGNORE INTO holder (workspace, sha256, created) VALUES (?1, ?2, ?3)",
      blob.workspace,
      blob.sha256,
      blob.now,
    ),
    sql("DELETE FROM upload WHERE workspace = ?1 AND sha256 = ?2", blob.workspace, blob.sha256),
    sql("SELECT key FROM blob WHERE sha256 = ?1", blob.sha256),
  ]);
  const row = result[3]?.[0];
  return row ? textOf(row, "key") : blob.key;
}

/** An upload in parts. */
export interface Upload {
  readonly id: string;
  readonly workspace: string;
  readonly sha256: string;
  readonly size: number;
  readonly part: number;
  readonly key: string;
  readonly handle: string;
  readonly parts: readonly { readonly number: number; readonly tag: string }[];
}

export async function findUpload(
  database: Database,
  workspace: string,
  by: { readonly id: string } | { readonly sha256: string },
): Promise<Upload | null> {
  const [column, value] = "id" in by ? ["id", by.id] : ["sha256", by.sha256];
  const row = await first(database, `SELECT * FROM upload WHERE workspace = ?1 AND ${column} = ?2`, workspace, value);
  if (!row) return null;
  const id = textOf(row, "id");
  const parts = await rows(database, "SELECT number, tag FROM upload_part WHERE upload = ?1 ORDER BY number", id);
  return {
    id,
    workspace,
    sha256: textOf(row, "sha256"),
    size: numberOf(row, "size"),
    part: numberOf(row, "part"),
    key: textOf(row, "key"),
    handle: textOf(row, "handle"),
    parts: parts.map((part) => ({ number: numberOf(part, "number"), tag: textOf(part, "tag") })),
  };
}

export async function addUpload(database: Database, upload: Omit<Upload, "parts">, now: number): Promise<void> {
  const { id, workspace, sha256, size, part, key, handle } = upload;
  await database.batch([
    sql(
      `INSERT INTO upload (id, workspace, sha256, size, part, key, handle, created) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)`,
      id,
      workspace,
      sha256,
      size,
      part,
      key,
      handle,
      now,
    ),
  ]);
}

export async function addPart(database: Database, upload: string, number: number, tag: string): Promise<void> {
  await database.batch([
    sql("INSERT OR REPLACE INTO upload_part (upload, number, tag) VALUES (?1, ?2, ?3)", upload, number, tag),
  ]);
}

export async function dropUpload(database: Database, id: string): Promise<void> {
  await database.batch([sql("DELETE FROM upload WHERE id = ?1", id)]);
}

/** Forgets blobs that no app has and that nobody uploaded lately; gives the keys whose bytes are to go. */
export async function forgetUnused(database: Database, before: number): Promise<string[]> {
  const [, gone] = await database.batch([
    sql(
      `DELETE FROM holder WHERE created < ?1 AND NOT EXISTS (
         SELECT 1 FROM asset f JOIN version v ON v.id = f.version JOIN app a ON a.project = v.project
         WHERE f.sha256 = holder.sha256 AND a.workspace = holder.workspace)`,
      before,
    ),
    sql(
      `DELETE FROM blob WHERE NOT EXISTS (SELECT 1 FROM holder h WHERE h.sha256 = blob.sha256)
       AND NOT EXISTS (SELECT 1 FROM asset f WHERE f.sha256 = blob.sha256) RETURNING key`,
    ),
  ]);
  return (gone ?? []).map((row) => textOf(row, "key"));
}

/** Uploads that nobody went on with. */
export async function staleUploads(database: Database, before: number): Promise<Omit<Upload, "parts">[]> {
  const found = await rows(database, "DELETE FROM upload WHERE created < ?1 RETURNING *", before);
  return found.map((row) => ({
    id: textOf(row, "id"),
    workspace: textOf(row, "workspace"),
    sha256: textOf(row, "sha256"),
    size: numberOf(row, "size"),
    part: numberOf(row, "part"),
    key: textOf(row, "key"),
    handle: textOf(row, "handle"),
  }));
}
