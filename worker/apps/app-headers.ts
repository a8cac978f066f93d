/**
 * Headers that depend on an app's access and on who may embed it.
 * @module
 */

import type { Context, MiddlewareHandler } from "hono";
import type { EmbedRule } from "../../compiler/contract/api.ts";
import type { Deps, Env, Visit } from "../deps.ts";
import { forbidden } from "../errors.ts";
import { allowedOrigin } from "../headers.ts";
import { appOrigin } from "../site.ts";

/** Only what is public may be indexed. Everything else has said no already; see `createApp`. */
export function notIndexed(context: Context<Env>): void {
  if (context.get("visit").app.access === "public") context.res.headers.delete("X-Robots-Tag");
}

/** Lets pages of other origins fetch, where the app's settings name them. */
export function foreignPages(_deps: Deps): MiddlewareHandler<Env> {
  return async (context, next) => {
    const origin = context.req.header("Origin");
    if (context.req.method === "OPTIONS" && origin !== undefined) return preflight(context, origin);
    await next();
    const embed: EmbedRule | undefined = context.get("embed");
    const allowed = embed ? allowedOrigin(embed, origin) : null;
    context.res.headers.append("Vary", "Origin");
    if (allowed === null) return;
    context.res.headers.set("Access-Control-Allow-Origin", allowed);
    context.res.headers.set("Access-Control-Expose-Headers", "Content-Disposition, Content-Range, ETag");
    context.res.headers.set("Cross-Origin-Resource-Policy", "cross-origin");
  };
}

/** Says what may be asked, not whether it will be answered: that is the gate's to say, with the request itself. */
function preflight(context: Context<Env>, origin: string): Response {
  context.header("Access-Control-Allow-Origin", origin);
  context.header("Access-Control-Allow-Methods", "GET, HEAD, POST");
  context.header("Access-Control-Allow-Headers", "Authorization, Content-Type, Range, If-None-Match");
  context.header("Access-Control-Max-Age", "600");
  context.header("Vary", "Origin");
  return context.body(null, 204);
}

/** A WebSocket carries cookies from any page, so the page's origin must be the app's own or one that may embed it. */
export function checkOrigin(context: Context<Env>, deps: Deps, { app }: Visit): void {
  const origin = context.req.header("Origin");
  const own = appOrigin(deps.site, app.slug);
  if (origin === undefined || origin === own || allowedOrigin(app.embed, origin) !== null) return;
  throw forbidden("This page may not use the app.", `Open the app at ${own}, or ask its owner to allow embedding.`);
}
