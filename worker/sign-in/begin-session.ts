/**
 * The moment in which a verified person becomes a session of the main site.
 * @module
 */
import type { Context } from "hono";
import type { Deps, Env } from "../deps.ts";
import { sessionHash, setSessionCookie } from "../gate/session-cookie.ts";
import { endFamily, LIFETIME, startSession } from "../registry/sessions.ts";
import { welcome } from "./welcome.ts";

/** Signs `email` in and goes on to `to`. The id is new each time, so one that was planted before is worth nothing. */
export async function beginSession(
  context: Context<Env>,
  deps: Deps,
  { email, to }: { email: string; to: string },
): Promise<Response> {
  const { database, signIn } = deps;
  const now = deps.clock();
  const old = await sessionHash(context);
  if (old !== "") await endFamily(database, old);
  await welcome(database, { email, sources: signIn, now });
  const session = await startSession(database, {
    kind: "site",
    email,
    project: null,
    parent: null,
    name: "browser",
    now,
  });
  setSessionCookie(context, session.secret, LIFETIME.site);
  deps.log({ level: "info", event: "sign-in" });
  return context.redirect(to, 303);
}
