/**
 * Apps and their versions as the registry keeps them.
 * @module
 */
import type { Access, BlockMark, EmbedRule, ManifestFile, Role } from "../../compiler/contract/api.ts";
import { type ProjectId, projectId } from "../../compiler/contract/ids.ts";
import { InternalError } from "../errors.ts";
import type { Viewer } from "../gate/access.ts";
import { newId, newSlug } from "../secrets.ts";
import {
  type Database,
  first,
  numberOf,
  type Row,
  rows,
  type Statement,
  sql,
  textOf,
  textOrNull,
  wordOf,
} from "../storage/database.ts";

/** An app with its visible version. */
export interface App {
  readonly project: ProjectId;
  readonly workspace: string;
  readonly slug: string;
  readonly access: Access;
  readonly embed: EmbedRule;
  readonly version: string;
  readonly title: string;
  readonly description: string;
  readonly runtime: "browser" | "server";
  readonly updated: number;
}

/** One file of a version, and where its bytes lie. */
export interface Asset {
  readonly path: string;
  readonly sha256: string;
  readonly size: number;
  readonly key: string;
}

/** What the gate must know of one request: the app, who asks, and the file asked for. */
export interface Sight {
  readonly app: App;
  readonly viewer: Viewer;
  readonly asset: Asset | null;
}

export const ROLES = ["owner", "editor", "viewer"] as const;
/** Versions that stay beside the visible one: for rollback, and for tabs that were opened before. */
export const KEPT_VERSIONS = 20;

const APP = `a.project, a.workspace, a.slug, a.access, a.embed, a.version, a.updated,
  w.title, w.description, w.runtime`;
const FROM = "FROM app a JOIN version w ON w.id = a.version";
// A session of another app's origin is nobody here.
const VIEWER = `LEFT JOIN session s ON s.hash = ?2 AND s.expires > ?3 AND (s.project IS NULL OR s.project = a.project)
  LEFT JOIN member m ON m.workspace = a.workspace AND m.email = s.email
  LEFT JOIN collaborator c ON c.project = a.project AND c.email = s.email`;

export interface SightRequest {
  /** By link, or by project. */
  readonly by: { readonly slug: string } | { readonly project: string };
  /** Hash of the session's secret; empty for none. */
  readonly session: string;
  readonly now: number;
  readonly path: string;
  /** The first 16 hexadecimal digits of the content wanted, from any kept version; `null`: the visible version's. */
  readonly content: string | null;
}

/** One round trip for the whole gate, so that every request sees access as it is now. */
export async function see(database: Database, request: SightRequest): Promise<Sight | null> {
  const [column, value] = "slug" in request.by ? ["slug", request.by.slug] : ["project", request.by.project];
  const asset = "SELECT f.path, f.sha256, b.size, b.key FROM app a";
  const [found, files] = await database.batch([
    sql(
      `SELECT ${APP}, s.email, m.role AS member, c.role AS collaborator ${FROM} ${VIEWER} WHERE a.${column} = ?1`,
      value,
      request.session,
      request.now,
    ),
    request.content === null
      ? sql(
          `${asset} JOIN asset f ON f.version = a.version AND f.path = ?2 JOIN blob b ON b.sha256 = f.sha256 WHERE a.${column} = ?1`,
          value,
          request.path,
        )
      : sql(
          `${asset} JOIN version v ON v.project = a.project JOIN asset f ON f.version = v.id AND f.path = ?2
           JOIN blob b ON b.sha256 = f.sha256 WHERE a.${column} = ?1 AND substr(f.sha256, 1, 16) = ?3 LIMIT 1`,
          value,
          request.path,
          request.content,
        ),
  ]);
  const row = found?.[0];
  if (!row) return null;
  const file = files?.[0];
  return {
    app: toApp(row),
    viewer: {
      email: textOrNull(row, "email"),
      member: roleOrNull(row, "member"),
      collaborator: roleOrNull(row, "collaborator"),
      hasLink: "slug" in request.by,
    },
    asset: file ? toAsset(file) : null,
  };
}

/** A file of one version, whether or not it is the visible one; `null` if the version has no such file or is not kept any more. */
export async function assetOf(database: Database, version: string, path: string): Promise<Asset | null> {
  const row = await first(
    database,
    "SELECT f.path, f.sha256, b.size, b.key FROM asset f JOIN blob b ON b.sha256 = f.sha256 WHERE f.version = ?1 AND f.path = ?2",
    version,
    path,
  );
  return row && toAsset(row);
}

function toAsset(row: Row): Asset {
  return {
    path: textOf(row, "path"),
    sha256: textOf(row, "sha256"),
    size: numberOf(row, "size"),
    key: textOf(row, "key"),
  };
}

export function toApp(row: Row): App {
  const project = projectId(textOf(row, "project"));
  if (project === null) throw new InternalError("An app's project is no UUID.");
  // Our own JSON, checked when it was written.
  const embed: EmbedRule = JSON.parse(textOf(row, "embed"));
  return {
    project,
    workspace: textOf(row, "workspace"),
    slug: textOf(row, "slug"),
    access: wordOf(row, "access", ["workspace", "link", "public"]),
    embed,
    version: textOf(row, "version"),
    title: textOf(row, "title"),
    description: textOf(row, "description"),
    runtime: wordOf(row, "runtime", ["browser", "server"]),
    updated: numberOf(row, "updated"),
  };
}

export function roleOrNull(row: Row, column: string): Role | null {
  return row[column] === null || row[column] === undefined ? null : wordOf(row, column, ROLES);
}

/** An app and what the person `email` is to it. */
export async function findApp(
  database: Database,
  project: string,
  email: string,
): Promise<{ app: App; viewer: Viewer } | null> {
  const row = await first(
    database,
    `SELECT ${APP}, m.role AS member, c.role AS collaborator ${FROM}
     LEFT JOIN member m ON m.workspace = a.workspace AND m.email = ?2
     LEFT JOIN collaborator c ON c.project = a.project AND c.email = ?2 WHERE a.project = ?1`,
    project,
    email,
  );
  return row && { app: toApp(row), viewer: viewerOf(row, email) };
}

function viewerOf(row: Row, email: string): Viewer {
  return { email, member: roleOrNull(row, "member"), collaborator: roleOrNull(row, "collaborator"), hasLink: false };
}

/** Every app in which a person has a role, newest first. */
export async function appsOf(database: Database, email: string): Promise<{ app: App; viewer: Viewer }[]> {
  const found = await rows(
    database,
    `SELECT ${APP}, m.role AS member, c.role AS collaborator ${FROM}
     LEFT JOIN member m ON m.workspace = a.workspace AND m.email = ?1
     LEFT JOIN collaborator c ON c.project = a.project AND c.email = ?1
     WHERE m.role IS NOT NULL OR c.role IS NOT NULL ORDER BY a.updated DESC`,
    email,
  );
  return found.map((row) => ({ app: toApp(row), viewer: viewerOf(row, email) }));
}

/** Public apps, newest first; of one workspace, or of all. */
export async function publicApps(database: Database, workspace: string | null): Promise<App[]> {
  const found = await rows(
    database,
    `SELECT ${APP} ${FROM} WHERE a.access = 'public' AND (?1 IS NULL OR a.workspace = ?1) ORDER BY a.updated DESC LIMIT 50000`,
    workspace,
  );
  return found.map(toApp);
}

export interface NewVersion {
  readonly project: string;
  readonly workspace: string;
  readonly by: string;
  readonly now: number;
  readonly title: string;
  readonly description: string;
  readonly access: Access;
  readonly embed: EmbedRule;
  readonly runtime: "browser" | "server";
  readonly files: readonly ManifestFile[];
  readonly blocks: readonly BlockMark[];
  readonly notes: string;
  readonly follows: string | null;
}

/** Rows of one statement when files are many: D1 takes at most 2 MB of text in a parameter. */
const CHUNK = 2000;

/** Adds a version and makes it the visible one, all or nothing. Whoever makes an app owns it. Gives the version's id. */
export async function addVersion(database: Database, version: NewVersion): Promise<string> {
  const id = newId();
  const { project, now } = version;
  const files: Statement[] = [];
  for (let start = 0; start < version.files.length; start += CHUNK) {
    const chunk = version.files.slice(start, start + CHUNK).map(({ path, sha256 }) => [path, sha256]);
    files.push(
      sql(
        "INSERT INTO asset (version, path, sha256) SELECT ?1, value ->> 0, value ->> 1 FROM json_each(?2)",
        id,
        JSON.stringify(chunk),
      ),
    );
  }
  await database.batch([
    // An app that is not the one expected makes NULL, which the column refuses, and with it the whole batch.
    sql(
      `INSERT INTO app (project, workspace, slug, access, embed, version, updated) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
       ON CONFLICT (project) DO UPDATE SET access = ?4, embed = ?5, updated = ?7,
         version = CASE WHEN ?8 IS NULL OR version = ?8 THEN ?6 END`,
      project,
      version.workspace,
      newSlug(),
      version.access,
      JSON.stringify(version.embed),
      id,
      now,
      version.follows,
    ),
    sql(
      `INSERT INTO version (id, project, number, created, by, title, description, runtime, blocks, notes)
       SELECT ?1, ?2, coalesce(max(number), 0) + 1, ?3, ?4, ?5, ?6, ?7, ?8, ?9 FROM version WHERE project = ?2`,
      id,
      project,
      now,
      version.by,
      version.title,
      version.description,
      version.runtime,
      JSON.stringify(version.blocks),
      version.notes,
    ),
    sql(
      `INSERT OR IGNORE INTO collaborator (project, email, role)
       SELECT ?1, ?2, 'owner' WHERE (SELECT count(*) FROM version WHERE project = ?1) = 1`,
      project,
      version.by,
    ),
    ...files,
    sql(
      `DELETE FROM version WHERE project = ?1 AND id <> ?2
       AND number <= (SELECT number FROM version WHERE id = ?2) - ${KEPT_VERSIONS}`,
      project,
      id,
    ),
  ]);
  return id;
}
