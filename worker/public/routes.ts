/**
 * The workspace's public face: its page with its public apps, sitemap and robots.
 * @module
 */
import { Hono } from "hono";
import type { Deps, Env } from "../deps.ts";
import { siteSession } from "../gate/site-session.ts";
import { plainPagePolicy } from "../headers.ts";
import { escapeHtml } from "../pages/escape.ts";
import { type App, appsOf, publicApps } from "../registry/apps.ts";
import { appLink } from "../site.ts";
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
    context.header("Cache-Control", session ? "private, no-store" : "public, no-cache");
    context.header("Content-Security-Policy", plainPagePolicy());
    const linked = (apps: readonly App[]) => apps.map((app) => ({ ...app, link: appLink(site, app.slug) }));
    const hidden = new Set(listed.map(({ project }) => project));
    return context.html(
      homePage({
        origin: site.origin,
        listed: linked(listed),
        own: linked(own.filter(({ project }) => !hidden.has(project))),
        email: session?.email ?? null,
      }),
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
    const body = `<?xml version="1.0" encoding="UTF-8"?>\n<urlset xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">\n<url><loc>${site.origin}/</loc></url>\n${urls.join("\n")}\n</urlset>\n`;
    return context.body(body, 200, { "Content-Type": "application/xml; charset=utf-8" });
  });
  return routes;
}
