/**
 * One line for each request: enough to see what happens, nothing that opens anything. Queries, links, cookies and addresses stay out.
 * @module
 */
import type { MiddlewareHandler } from "hono";
import type { Deps, Env } from "./deps.ts";

export function requestLog({ log, clock }: Deps): MiddlewareHandler<Env> {
  return async (context, next) => {
    const began = clock();
    await next();
    const { status } = context.res;
    const project: string | undefined = context.get("project");
    log({
      level: status >= 500 ? "error" : status >= 400 ? "warn" : "info",
      event: "request",
      method: context.req.method,
      path: safePath(context.req.path),
      project: project ?? null,
      status,
      millis: clock() - began,
    });
  };
}

/** An app's link is a secret: the log names its project instead. Ids of people and secrets in paths go too. */
function safePath(path: string): string {
  return path
    .replace(/^\/a\/[^/]*/, "/a/…")
    .replace(/\/(members|collaborators)\/[^/]+$/, "/$1/…")
    .slice(0, 200);
}
