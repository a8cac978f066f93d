/**
 * What holds for every request before any route: which host it names, and that no foreign page writes with a viewer's cookie.
 * @module
 */
import type { MiddlewareHandler } from "hono";
import type { Deps, Env } from "../deps.ts";
import { forbidden, wrongHost } from "../errors.ts";
import { appOrigin, placeOf } from "../site.ts";

/** Answers only to names of ours: a foreign name that points here (DNS rebinding) gets nothing. */
export function ownHosts({ site }: Deps): MiddlewareHandler<Env> {
  return async (context, next) => {
    const { host, pathname } = new URL(context.req.url);
    const place = placeOf(site, host);
    context.set("place", place);
    // A load balancer asks by address.
    if (place.kind === "foreign" && pathname !== "/healthz")
      throw wrongHost("This server does not answer to that name.", `Use ${site.origin}.`);
    await next();
  };
}

const SAFE = new Set(["GET", "HEAD", "OPTIONS"]);

/**
 * A write that a browser makes must come from a page of the same origin. Commands send no `Origin` and no cookie, so nothing of theirs
 * can be borrowed. Routes that foreign pages may call say so by `open`.
 */
export function ownPages({ site }: Deps, open: RegExp): MiddlewareHandler<Env> {
  return async (context, next) => {
    const { pathname } = new URL(context.req.url);
    if (SAFE.has(context.req.method) || open.test(pathname)) return next();
    const place = context.get("place");
    const own = place.kind === "app" ? appOrigin(site, place.slug) : site.origin;
    const origin = context.req.header("Origin");
    const borrowed = origin !== undefined ? origin !== own : context.req.header("Cookie") !== undefined;
    if (borrowed || context.req.header("Sec-Fetch-Site") === "cross-site")
      throw forbidden("This write does not come from a page of this site.", `Open ${own} and do it there.`);
    await next();
  };
}
