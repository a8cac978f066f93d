/**
 * The whole server as one Hono app: who is asked, what holds for every answer, and which routes there are.
 * @module
 */
import { type Context, Hono } from "hono";
import { HTTPException } from "hono/http-exception";
import { appsApi } from "./api/apps.ts";
import { blobsApi } from "./api/blobs.ts";
import { withToken } from "./api/caller.ts";
import { peopleApi } from "./api/people.ts";
import { tokensApi } from "./api/tokens.ts";
import { appRoutes, fileRoute } from "./apps/routes.ts";
import type { Deps, Env } from "./deps.ts";
import { notFound } from "./errors.ts";
import { ownHosts, ownPages } from "./gate/requests.ts";
import { ALWAYS, NOINDEX } from "./headers.ts";
import { answerError } from "./pages/error-page.ts";
import { oembedRoute } from "./public/oembed.ts";
import { publicRoutes } from "./public/routes.ts";
import { requestLog } from "./request-log.ts";
import { signInRoutes } from "./sign-in/routes.ts";
import { placeOf } from "./site.ts";

/** Makes the server from what a host provides. */
export function createApp(deps: Deps): Hono<Env> {
  // Requests to an app's own origin take the routes of the path form; everything after is the same.
  const app = new Hono<Env>({ getPath: (request) => routePath(deps, request) });
  app.use(requestLog(deps));
  app.use(ownHosts(deps));
  app.use(ownPages(deps, /\/-\/(ran|token|kernel\/.*)$/));
  app.use(async (context, next) => {
    // What is public takes this away again: forgetting to say it must not publish anything.
    context.header("X-Robots-Tag", NOINDEX);
    for (const [name, value] of Object.entries(ALWAYS)) context.header(name, value);
    await next();
  });
  app.get("/healthz", (context) => health(context, deps));
  app.route("/api", tokensApi(deps));
  app.use("/api/*", withToken(deps));
  for (const api of [peopleApi(deps), blobsApi(deps), appsApi(deps)]) app.route("/api", api);
  app.all("/api/*", () => {
    throw notFound("There is no such call.");
  });
  app.route("/", signInRoutes(deps));
  app.route("/", publicRoutes(deps));
  app.route("/", oembedRoute(deps));
  app.route("/a/:slug", appRoutes(deps));
  app.route("/", fileRoute(deps));
  app.notFound((context) => answerError(context, deps, notFound()));
  app.onError((error, context) => answerError(context, deps, error));
  return app;
}

function routePath({ site }: Deps, request: Request): string {
  const { host, pathname } = new URL(request.url);
  const place = placeOf(site, host);
  if (place.kind === "app") return pathname === "/healthz" ? pathname : `/a/${place.slug}${pathname}`;
  // With own origins, the path form is nobody's address.
  return site.appHost !== null && pathname.startsWith("/a/") ? "/not-an-address" : pathname;
}

async function health(context: Context<Env>, { database }: Deps): Promise<Response> {
  try {
    await database.batch([{ sql: "SELECT count(*) FROM workspace", args: [] }]);
    return context.json({ ok: true });
  } catch {
    throw new HTTPException(503, { message: "The registry does not answer." });
  }
}
