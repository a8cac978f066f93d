/**
 * The workspace's public face: its page with its public apps, sitemap and robots.
 * @module
 */
import { Hono } from "hono";
import type { Deps, Env } from "../deps.ts";
import { notFound } from "../errors.ts";
import { APART, formToken, siteSession } from "../gate/site-session.ts";
import { plainPagePolicy } from "../headers.ts";
import { escapeHtml } from "../pages/escape.ts";
import { type App, appsOf, publicApps } from "../registry/apps.ts";
import { workspaceName } from "../registry/people.ts";
import { appLink, type Site } from "../site.ts";
import { homePage } from "./home-page.ts";

export function publicRoutes(deps: Deps): Hono<Env> {
  const { site, database } = deps;
  const routes = new Hono<Env>();
  routes.get("/", async (context) => {
    const listed = await publicApps(database, null);
    const session = await siteSession(context, deps);
    const own = session ? (await appsOf(database, session.email)).map(({ app }) => app) : [];
    // Others' apps are in a list that only their members see, never in what anyone may index.
    if (session === null) context.header("X-Robots-Tag", undefined);
    else context.header(...APART);
    context.header("Cache-Control", session ? "private, no-store" : "public, no-cache");
    context.header("Content-Security-Policy", plainPagePolicy());
    const linked = (apps: readonly App[]) => apps.map((app) => ({ ...app, link: appLink(site, app.slug) }));
    const hidden = new Set(listed.map(({ project }) => project));
    return context.html(
      homePage({
        title: "Notebook apps",
        address: `${site.origin}/`,
        listed: linked(listed),
        own: linked(own.filter(({ project }) => !hidden.has(project))),
        email: session?.email ?? null,
        token: session ? await formToken(context) : "",
      }),
    );
  });
  routes.get("/w/:workspace", async (context) => {
    const workspace = context.req.param("workspace");
    const [name, apps] = [await workspaceName(database, workspace), await publicApps(database, workspace)];
    // A workspace that shows nothing is nobody's business.
    if (name === null || apps.length === 0) throw notFound();
    context.header("X-Robots-Tag", undefined);
    context.header("Cache-Control", "public, no-cache");
    context.header("Content-Security-Policy", plainPagePolicy());
    const listed = apps.map((app) => ({ ...app, link: appLink(site, app.slug) }));
    return context.html(
      homePage({ title: name, address: workspaceLink(site, workspace), listed, own: [], email: null, token: "" }),
    );
  });
  routes.get("/robots.txt", (context) =>
    // Nothing is disallowed by name: that would publish the name, and keep a robot from seeing "noindex".
    context.text(`User-agent: *\nDisallow: /api/\nDisallow: /sign-in\n\nSitemap: ${site.origin}/sitemap.xml\n`),
  );
  routes.get("/sitemap.xml", async (context) => {
    const apps = await publicApps(database, null);
    const urls = apps.map(
      (app) =>
        `<url><loc>${escapeHtml(appLink(site, app.slug))}</loc><lastmod>${new Date(app.updated).toISOString()}</lastmod></url>`,
    );
    for (const workspace of new Set(apps.map((app) => app.workspace)))
      urls.push(`<url><loc>${escapeHtml(workspaceLink(site, workspace))}</loc></url>`);
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n<url><loc>${site.origin}/</loc></url>\n${urls.join("\n")}\n</urlset>\n`;
    return context.body(body, 200, { "Content-Type": "application/xml; charset=utf-8" });
  });
  return routes;
}

function workspaceLink({ origin }: Site, workspace: string): string {
  return `${origin}/w/${workspace}`;
}
