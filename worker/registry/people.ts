/**
 * Workspaces, their members, and the collaborators of projects. A person is a verified e-mail address.
 * @module
 */
import type { Person, Role, WorkspaceInfo } from "../../compiler/contract/api.ts";
import { newId } from "../secrets.ts";
import { type Database, first, rows, type Statement, sql, textOf, wordOf } from "../storage/database.ts";
import { ROLES } from "./apps.ts";

/** The workspaces of a person, oldest first. */
export async function workspacesOf(database: Database, email: string): Promise<WorkspaceInfo[]> {
  const found = await rows(
    database,
    "SELECT w.id, w.name, m.role FROM workspace w JOIN member m ON m.workspace = w.id WHERE m.email = ?1 ORDER BY w.created, w.id",
    email,
  );
  return found.map((row) => ({ id: textOf(row, "id"), name: textOf(row, "name"), role: wordOf(row, "role", ROLES) }));
}

/** A workspace's name. */
export async function workspaceName(database: Database, workspace: string): Promise<string | null> {
  const row = await first(database, "SELECT name FROM workspace WHERE id = ?1", workspace);
  return row && textOf(row, "name");
}

/** What a person is in a workspace. */
export async function memberRole(database: Database, workspace: string, email: string): Promise<Role | null> {
  const row = await first(database, "SELECT role FROM member WHERE workspace = ?1 AND email = ?2", workspace, email);
  return row && wordOf(row, "role", ROLES);
}

/** Whether a person may publish some project of a workspace, member or not. */
export async function editsProjectIn(database: Database, workspace: string, email: string): Promise<boolean> {
  const row = await first(
    database,
    `SELECT 1 FROM collaborator c JOIN app a ON a.project = c.project
     WHERE a.workspace = ?1 AND c.email = ?2 AND c.role <> 'viewer' LIMIT 1`,
    workspace,
    email,
  );
  return row !== null;
}

/** Makes a workspace with its first owner. */
export async function addWorkspace(
  database: Database,
  { name, owner, now }: { name: string; owner: string; now: number },
): Promise<WorkspaceInfo> {
  const id = newId();
  await database.batch([
    sql("INSERT INTO workspace (id, name, created) VALUES (?1, ?2, ?3)", id, name, now),
    sql("INSERT INTO member (workspace, email, role) VALUES (?1, ?2, 'owner')", id, owner),
  ]);
  return { id, name, role: "owner" };
}

/** Projects that people of a circle may open because they are in it. */
export async function projectsOf(database: Database, circle: Circle): Promise<string[]> {
  if ("project" in circle) return [circle.project];
  const found = await rows(database, "SELECT project FROM app WHERE workspace = ?1", circle.workspace);
  return found.map((row) => textOf(row, "project"));
}

/** Where roles are kept: of a workspace, or of one project. */
export type Circle = { readonly workspace: string } | { readonly project: string };

function tableOf(circle: Circle): readonly [table: string, column: string, id: string] {
  return "workspace" in circle
    ? ["member", "workspace", circle.workspace]
    : ["collaborator", "project", circle.project];
}

export async function peopleOf(database: Database, circle: Circle): Promise<Person[]> {
  const [table, column, id] = tableOf(circle);
  const found = await rows(database, `SELECT email, role FROM ${table} WHERE ${column} = ?1 ORDER BY email`, id);
  return found.map((row) => ({ email: textOf(row, "email"), role: wordOf(row, "role", ROLES) }));
}

export async function setRole(database: Database, circle: Circle, person: Person): Promise<boolean> {
  const [table, column, id] = tableOf(circle);
  return keepsOwner(
    database,
    sql(
      `INSERT INTO ${table} (${column}, email, role) VALUES (?1, ?2, ?3)
       ON CONFLICT (${column}, email) DO UPDATE SET role = ?3
       WHERE ?3 = 'owner' OR role <> 'owner' OR ${otherOwner(table, column)} RETURNING email`,
      id,
      person.email,
      person.role,
    ),
  );
}

export async function removePerson(database: Database, circle: Circle, email: string): Promise<boolean> {
  const [table, column, id] = tableOf(circle);
  return keepsOwner(
    database,
    sql(
      `DELETE FROM ${table} WHERE ${column} = ?1 AND email = ?2 AND (role <> 'owner' OR ${otherOwner(table, column)}) RETURNING email`,
      id,
      email,
    ),
  );
}

/** A workspace without an owner could never be changed again; a project still has its workspace's. */
function otherOwner(table: string, column: string): string {
  if (table !== "member") return "TRUE";
  return `EXISTS (SELECT 1 FROM ${table} o WHERE o.${column} = ?1 AND o.role = 'owner' AND o.email <> ?2)`;
}

async function keepsOwner(database: Database, statement: Statement): Promise<boolean> {
  return ((await database.batch([statement]))[0] ?? []).length > 0;
}
