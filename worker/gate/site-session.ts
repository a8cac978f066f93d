/**
 * Who is signed in at the main site, and proof that a form came from one of its pages.
 *
 * In the path form every app's script runs on the site's own origin and could act as whoever looks at it. What it cannot do there is
 * navigate and read: so a session counts for top-level navigations only (browsers say so in headers that no script can set), pages that
 * show it break off from windows that opened them ({@link APART}), and forms carry a token that only such a page shows.
 * @module
 */
import type { Context } from "hono";
import type { Deps, Env } from "../deps.ts";
import { forbidden } from "../errors.ts";
import { findSession, type Session } from "../registry/sessions.ts";
import { sameSecret, sha256 } from "../secrets.ts";
import { sessionHash, siteSecret } from "./session-cookie.ts";

/** For pages that show who is signed in: not even a window of the same origin that opened one can look into it. */
export const APART: readonly [name: string, value: string] = ["Cross-Origin-Opener-Policy", "noopener-allow-popups"];

/** The main site's own session: an app's, or a command's, does not do there. */
export async function siteSession(context: Context<Env>, deps: Deps): Promise<Session | null> {
  if (deps.site.appHost === null && !isNavigation(context)) return null;
  const hash = await sessionHash(context);
  const session = hash === "" ? null : await findSession(deps.database, hash, deps.clock());
  return session?.kind === "site" ? session : null;
}

function isNavigation(context: Context<Env>): boolean {
  const is = (name: string, value: string) => context.req.header(name) === value;
  return is("Sec-Fetch-Mode", "navigate") && is("Sec-Fetch-Dest", "document");
}

/** The name of the field in forms. */
export const FORM_TOKEN = "form";

/** What a form of a page shown to this session carries. It follows from the session's secret, which no script can read. */
export function formToken(context: Context<Env>): Promise<string> {
  return sha256(`form:${siteSecret(context)}`);
}

/** @throws a 403 for a form that is of no page shown to this session */
export async function checkForm(context: Context<Env>, form: URLSearchParams): Promise<void> {
  const known = siteSecret(context) !== "";
  if (known && (await sameSecret(form.get(FORM_TOKEN) ?? "", await formToken(context)))) return;
  throw forbidden("This form is of no page that you have been shown.", "Open the page again, then send it.");
}
