/**
 * From the main site's session to one on an app's own origin, where the site's cookie does not reach: a secret that works once, for one
 * app, within a minute, and only in the browser that asked (its `state` cookie).
 * @module
 */
import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { maybe, record, text } from "../../compiler/contract/shape.ts";
import type { Deps, Env } from "../deps.ts";
import { badRequest, notFound } from "../errors.ts";
import { decide } from "../gate/access.ts";
import { sessionHash, setSessionCookie } from "../gate/session-cookie.ts";
import { siteSession } from "../gate/site-session.ts";
import { findApp, see } from "../registry/apps.ts";
import { LIFETIME, type StartedSession, startSession } from "../registry/sessions.ts";
import { issueTicket, redeemTicket } from "../registry/tickets.ts";
import { newSecret, sha256 } from "../secrets.ts";
import { appOrigin, isSlug } from "../site.ts";
import { returnAddress } from "./return-address.ts";

/** A hand-over that is under way. */
interface HandOver {
  readonly project: string;
  readonly email: string;
  readonly parent: string;
  /** sha256 of the asking browser's cookie; `null` where a person carries the secret over by hand. */
  readonly state: string | null;
  readonly to: string;
}
const handOverData = record<HandOver>({
  project: text(40),
  email: text(254),
  parent: text(64),
  state: maybe(text(64)),
  to: text(4000),
});

const STATE_COOKIE = "__Host-nb-state";
const STATE = { path: "/", httpOnly: true, secure: true, sameSite: "Lax" } as const;
/** Milliseconds. */
const PATIENCE = 60_000;

/** At the app's origin: goes to the main site to fetch a session. */
export async function askSite(context: Context<Env>, { site }: Deps, slug: string, to: string): Promise<Response> {
  const state = newSecret();
  setCookie(context, STATE_COOKIE, state, { ...STATE, maxAge: 900 });
  const query = new URLSearchParams({ app: slug, state: await sha256(state), to });
  return context.redirect(`${site.origin}/hand-over?${query}`, 303);
}

/** At the main site: hands a session over, after signing in if need be. */
export async function handOver(context: Context<Env>, deps: Deps): Promise<Response> {
  const slug = context.req.query("app") ?? "";
  const state = context.req.query("state") ?? "";
  if (!isSlug(slug) || !/^[0-9a-f]{64}$/.test(state))
    throw badRequest("The link is not complete.", "Open the app again.");
  const session = await siteSession(context, deps);
  const { pathname, search } = new URL(context.req.url);
  if (session === null) return context.redirect(`/sign-in?to=${encodeURIComponent(pathname + search)}`, 303);
  const sight = await see(deps.database, {
    by: { slug },
    session: await sessionHash(context),
    now: deps.clock(),
    path: "",
    content: null,
  });
  if (sight === null || !decide(sight.app, sight.viewer, "open").allowed) throw notFound();
  const data: HandOver = {
    project: sight.app.project,
    email: session.email,
    parent: session.hash,
    state,
    to: returnAddress(context.req.query("to")),
  };
  const code = await issueTicket(deps.database, { kind: "hand-over", data, expires: deps.clock() + PATIENCE });
  return context.redirect(`${appOrigin(deps.site, slug)}/-/enter?code=${code}`, 303);
}

/** At the app's origin again: takes the session. @throws a 400 for a secret that is used, old, another app's or another browser's */
export async function enter(context: Context<Env>, deps: Deps, project: string): Promise<Response> {
  const data = await takeHandOver(deps, context.req.query("code") ?? "", project);
  const state = getCookie(context, STATE_COOKIE) ?? "";
  setCookie(context, STATE_COOKIE, "", { ...STATE, maxAge: 0 });
  if (data.state === null || data.state !== (await sha256(state))) throw refused();
  const session = await startAppSession(deps, data);
  setSessionCookie(context, session.secret, LIFETIME.app);
  return context.redirect(data.to, 303);
}

export async function takeHandOver(deps: Deps, code: string, project: string): Promise<HandOver> {
  const found = handOverData(await redeemTicket(deps.database, "hand-over", code, deps.clock()), "");
  if (!found.ok || found.value.project !== project) throw refused();
  return found.value;
}

/** A session for one app; it ends with the one that it came from. */
export async function startAppSession(
  deps: Deps,
  { project, email, parent }: HandOver,
  lifetime: number = LIFETIME.app,
): Promise<StartedSession> {
  // Access may have changed since the secret was made.
  const found = await findApp(deps.database, project, email);
  if (found === null) throw refused();
  return startSession(deps.database, { kind: "app", email, project, parent, name: "app", now: deps.clock(), lifetime });
}

/** A secret for a frame or an embedding page, carried over by the person's own window. */
export async function frameCode(
  deps: Deps,
  { project, email, session }: { project: string; email: string; session: string },
): Promise<string> {
  const data: HandOver = { project, email, parent: session, state: null, to: "/" };
  return issueTicket(deps.database, { kind: "hand-over", data, expires: deps.clock() + 2 * PATIENCE });
}

function refused() {
  return badRequest("This sign-in is over, or was meant for another browser.", "Open the app again.");
}
