/**
 * Secrets that work once and soon expire: a sign-in under way, a hand-over to an app's origin, a device that waits.
 * @module
 */
import { newSecret, sha256 } from "../secrets.ts";
import { type Database, first, type Row, sql, textOf } from "../storage/database.ts";

export type TicketKind = "login" | "hand-over" | "device" | "user-code";

/** What the registry keeps of a ticket's secret, and what another ticket may point to it by. */
export function ticketHash(kind: TicketKind, secret: string): Promise<string> {
  return sha256(`${kind}:${secret}`);
}

/** Makes a ticket; gives the secret that redeems it. */
export async function issueTicket(
  database: Database,
  ticket: { kind: TicketKind; data: unknown; expires: number; secret?: string },
): Promise<string> {
  const secret = ticket.secret ?? newSecret();
  await database.batch([
    sql(
      "INSERT INTO ticket (hash, kind, data, expires) VALUES (?1, ?2, ?3, ?4)",
      await ticketHash(ticket.kind, secret),
      ticket.kind,
      JSON.stringify(ticket.data),
      ticket.expires,
    ),
  ]);
  return secret;
}

/** Takes a ticket: what it was made with, once. */
export async function redeemTicket(
  database: Database,
  kind: TicketKind,
  secret: string,
  now: number,
): Promise<unknown> {
  const hash = await ticketHash(kind, secret);
  return dataOf(await first(database, "DELETE FROM ticket WHERE hash = ?1 AND expires > ?2 RETURNING data", hash, now));
}

/** Looks at a ticket without taking it. */
export async function readTicket(database: Database, hash: string, now: number): Promise<unknown> {
  return dataOf(await first(database, "SELECT data FROM ticket WHERE hash = ?1 AND expires > ?2", hash, now));
}

/** Changes what a ticket says. */
export async function updateTicket(database: Database, hash: string, data: unknown): Promise<void> {
  await database.batch([sql("UPDATE ticket SET data = ?2 WHERE hash = ?1", hash, JSON.stringify(data))]);
}

/** `null` for none. */
function dataOf(row: Row | null): unknown {
  return row === null ? null : JSON.parse(textOf(row, "data"));
}

/** Forgets what has expired. */
export async function sweep(database: Database, now: number): Promise<void> {
  await database.batch([
    sql("DELETE FROM ticket WHERE expires <= ?1", now),
    sql("DELETE FROM session WHERE expires <= ?1", now),
  ]);
}

/** Notes that an owner token has been used; `false` if it had been before. */
export async function spendToken(database: Database, secret: string, now: number): Promise<boolean> {
  const row = await first(
    database,
    "INSERT OR IGNORE INTO spent (hash, created) VALUES (?1, ?2) RETURNING hash",
    await sha256(`owner:${secret}`),
    now,
  );
  return row !== null;
}

export async function isSpent(database: Database, secret: string): Promise<boolean> {
  return (await first(database, "SELECT 1 FROM spent WHERE hash = ?1", await sha256(`owner:${secret}`))) !== null;
}
