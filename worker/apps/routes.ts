/**
 * Everything of one app: its page, its files, and what the server adds below `-/`.
 * @module
 */
import { type Context, Hono } from "hono";
import { isBundlePath } from "../../compiler/contract/parse-api.ts";
import type { Deps, Env } from "../deps.ts";
import { badRequest, gone, notFound, slowDown } from "../errors.ts";
import { visitApp } from "../gate/visit.ts";
import { countRun, dayOf } from "../registry/visits.ts";
import { appBase, isSlug } from "../site.ts";
import { checkOrigin, foreignPages, notIndexed } from "./app-headers.ts";
import { appSignIn } from "./app-sign-in.ts";
import { sendPage } from "./page.ts";
import { sendFile } from "./send-file.ts";

const PROJECT = ":project{[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}}";

/** Routes below `/a/:slug`, which is also where an own origin's requests are put. */
export function appRoutes(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>();
  routes.use(foreignPages(deps));
  routes.post("/-/ran", async (context) => {
    const { visit } = await visitApp(context, deps, { by: { slug: slugOf(context) }, path: "", content: null });
    checkOrigin(context, deps, visit);
    if (!(await deps.limit("count", `${visit.app.project} ${deps.addressOf(context)}`))) throw slowDown(10);
    deps.later(countRun(deps.database, visit.app.project, dayOf(deps.clock())));
    return context.body(null, 204);
  });
  if (deps.kernels) {
    routes.use("/-/kernel/*", async (context, next) => {
      const { visit } = await visitApp(context, deps, { by: { slug: slugOf(context) }, path: "", content: null });
      checkOrigin(context, deps, visit);
      await next();
    });
    routes.route("/-/kernel", deps.kernels.routes);
  }
  routes.route("/", appSignIn(deps));
  routes.all("/-/*", () => {
    throw notFound();
  });
  routes.get(`/${PROJECT}/file`, (context) => {
    const project = context.req.param("project");
    return workFile(context, deps, { slug: slugOf(context) }, project);
  });
  routes.get("/*", (context) => bundleFile(context, deps));
  return routes;
}

/** `/<project>/file` on the main site: the same, without the app's link. */
export function fileRoute(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get(`/${PROJECT}/file`, (context) => {
    const project = context.req.param("project");
    return workFile(context, deps, { project: project.toLowerCase() }, project);
  });
  return routes;
}

/** The link's secret part. @throws a 404 for what cannot be one */
function slugOf(context: Context<Env>): string {
  const slug = context.req.param("slug") ?? "";
  if (!isSlug(slug)) throw notFound();
  return slug;
}

async function bundleFile(context: Context<Env>, deps: Deps): Promise<Response> {
  const slug = slugOf(context);
  const base = appBase(deps.site, slug);
  // Relative links need the final slash.
  if (new URL(context.req.url).pathname.length < base.length) return context.redirect(base, 308);
  const path = pathBelow(context, base);
  const shared = /^rt\/(?!pkg\/)/.test(path) ? await deps.shared?.(path, context.req.raw) : null;
  // As this server's own answer, with what all of them say.
  if (shared) return context.newResponse(shared.body, shared);
  const version = context.req.query("v");
  const content = version !== undefined && /^[0-9a-f]{16}$/.test(version) ? version : null;
  const { asset } = await visitApp(context, deps, { by: { slug }, path, content });
  notIndexed(context);
  if (asset === null || path.startsWith("private/")) {
    if (content !== null)
      throw gone("The page that you have open is older than what the server keeps.", "Reload the page.");
    throw notFound("The app has no such file.");
  }
  if (path === "index.html") return sendPage(context, deps, asset);
  return sendFile(context, deps, { asset, pinned: content !== null || path.startsWith("rt/"), download: false });
}

/** The path in the bundle, decoded once. @throws a 400 for one that could leave it */
function pathBelow(context: Context<Env>, base: string): string {
  const raw = new URL(context.req.url).pathname.slice(base.length);
  let path: string;
  try {
    path = raw === "" ? "index.html" : decodeURIComponent(raw);
  } catch {
    throw badRequest("The address is not valid.", "Check its % signs.");
  }
  if (!isBundlePath(path)) throw badRequest("The address is not valid.", "Use the app's own links.");
  return path;
}

async function workFile(
  context: Context<Env>,
  deps: Deps,
  by: { slug: string } | { project: string },
  project: string,
): Promise<Response> {
  const name = workPath(context.req.query("path"));
  const { visit, asset } = await visitApp(context, deps, { by, path: `work/${name}`, content: null });
  notIndexed(context);
  if (visit.app.project !== project.toLowerCase()) throw notFound();
  if (!(await deps.limit("file", `${visit.app.project} ${deps.addressOf(context)}`))) throw slowDown(10);
  if (asset === null) throw notFound("There is no such file, or no Python of yours has written it.");
  return sendFile(context, deps, { asset, pinned: false, download: true });
}

/** Paths as Python has them: below `/work`, absolute or relative. @throws a 400 for one outside */
function workPath(path: string | undefined): string {
  if (path === undefined || path === "") throw badRequest("The link names no file.", "Add ?path= and the file's path.");
  const name = path.startsWith("/work/") ? path.slice("/work/".length) : path;
  if (!isBundlePath(name))
    throw badRequest("The path is outside the app's files.", "Give a path below /work, such as ?path=data/sales.csv.");
  return name;
}
