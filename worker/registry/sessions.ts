/**
 * Who is signed in, as rows: what a cookie or a token holds is random, and only its hash is kept.
 * @module
 */
import { newSecret, sha256 } from "../secrets.ts";
import { type Database, first, numberOf, sql, textOf, textOrNull, wordOf } from "../storage/database.ts";

export type SessionKind = "site" | "app" | "token";
export interface Session {
  readonly hash: string;
  readonly kind: SessionKind;
  readonly email: string;
  /** Of the app whose origin it is for; only for `app`. */
  readonly project: string | null;
  readonly expires: number;
}

/** Milliseconds that each kind lives. */
export const LIFETIME: Readonly<Record<SessionKind, number>> = {
  site: 12 * 3_600_000,
  app: 12 * 3_600_000,
  token: 90 * 86_400_000,
};

export interface NewSession {
  readonly kind: SessionKind;
  readonly email: string;
  readonly project: string | null;
  /** Hash of the session that it came from and ends with. */
  readonly parent: string | null;
  readonly name: string;
  readonly now: number;
  /** Milliseconds; what its kind has by default. */
  readonly lifetime?: number;
}
export interface StartedSession {
  readonly secret: string;
  readonly hash: string;
  readonly expires: number;
}

/** Starts a session; gives its secret, which nobody else ever sees. */
export async function startSession(database: Database, session: NewSession): Promise<StartedSession> {
  const secret = newSecret();
  const hash = await sha256(secret);
  const expires = session.now + (session.lifetime ?? LIFETIME[session.kind]);
  await database.batch([
    sql(
      "INSERT INTO session (hash, kind, email, project, parent, name, created, expires) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
      hash,
      session.kind,
      session.email,
      session.project,
      session.parent,
      session.name,
      session.now,
      expires,
    ),
  ]);
  return { secret, hash, expires };
}

export async function findSession(database: Database, hash: string, now: number): Promise<Session | null> {
  const row = await first(database, "SELECT * FROM session WHERE hash = ?1 AND expires > ?2", hash, now);
  return (
    row && {
      hash,
      kind: wordOf(row, "kind", ["site", "app", "token"]),
      email: textOf(row, "email"),
      project: textOrNull(row, "project"),
      expires: numberOf(row, "expires"),
    }
  );
}

/** Ends one session and those that came from it. */
export async function endSession(database: Database, hash: string): Promise<void> {
  await database.batch([sql("DELETE FROM session WHERE hash = ?1", hash)]);
}

/** Ends the session that another came from too, wherever one signs out. */
export async function endFamily(database: Database, hash: string): Promise<void> {
  await database.batch([
    sql("DELETE FROM session WHERE hash = (SELECT coalesce(parent, hash) FROM session WHERE hash = ?1)", hash),
  ]);
}

export async function endSessionsOf(database: Database, email: string): Promise<void> {
  await database.batch([sql("DELETE FROM session WHERE email = ?1", email)]);
}
