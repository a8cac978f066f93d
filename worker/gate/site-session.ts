/**
 * Who is signed in at the main site.
 * @module
 */
import type { Context } from "hono";
import type { Deps, Env } from "../deps.ts";
import { findSession, type Session } from "../registry/sessions.ts";
import { sessionHash } from "./session-cookie.ts";

/** The main site's own session: an app's, or a command's, does not do there. */
export async function siteSession(context: Context<Env>, deps: Deps): Promise<Session | null> {
  const hash = await sessionHash(context);
  const session = hash === "" ? null : await findSession(deps.database, hash, deps.clock());
  return session?.kind === "site" ? session : null;
}
