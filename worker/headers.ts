/**
 * Response headers that hold for kinds of answers: security, caching, who may frame.
 * @module
 */
import type { EmbedRule } from "../compiler/contract/api.ts";
import type { App } from "./registry/apps.ts";

/** On every answer. */
export const ALWAYS: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "same-origin",
};

export const NOINDEX = "noindex, nofollow";

/** Pages of ours that are no app: sign-in, errors, lists. No script, and nobody frames them. */
export function plainPagePolicy(formTargets: readonly string[] = []): string {
  return `default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; form-action ${["'self'", ...formTargets].join(" ")}; base-uri 'none'; frame-ancestors 'none'`;
}

/** Whether a foreign page may fetch an app's files (`<notebook-app>` does); the origin to name, or `null`. */
export function allowedOrigin({ allow, origins }: EmbedRule, origin: string | undefined): string | null {
  if (!allow || origin === undefined || origin === "null") return null;
  return origins.length === 0 || origins.some((pattern) => matches(pattern, origin)) ? origin : null;
}

/** `https://*.example.org` stands for every name below. */
function matches(pattern: string, origin: string): boolean {
  const [scheme, name] = pattern.toLowerCase().split("://*.");
  if (name === undefined) return pattern.toLowerCase() === origin;
  return origin.startsWith(`${scheme}://`) && origin.endsWith(`.${name}`);
}

/**
 * How long an answer keeps. What is named by its content never changes, so a viewer's own browser may keep it; the page that names it
 * is asked for again each time, and the gate with it. Shared caches hold only what is public.
 */
export function caching({ access }: Pick<App, "access">, pinned: boolean): string {
  const who = access === "public" ? "public" : "private";
  return pinned ? `${who}, max-age=31536000, immutable` : `${who}, no-cache`;
}
