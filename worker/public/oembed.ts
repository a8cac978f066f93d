/**
 * oEmbed (https://oembed.com): what a tool shows in the place of a pasted link to an app, under the app's own access.
 * @module
 */
import { type Context, Hono } from "hono";
import type { Deps, Env } from "../deps.ts";
import { badRequest, notFound } from "../errors.ts";
import { visitApp } from "../gate/visit.ts";
import { escapeHtml } from "../pages/escape.ts";
import type { App } from "../registry/apps.ts";
import { appLink, isSlug, placeOf, type Site } from "../site.ts";

/** Pixels of a frame, unless whoever asks has less room. */
const SIZE = { width: 800, height: 600 };
/** Seconds that an answer may be kept. */
const LIFETIME = 3600;

/** The one address for links to all apps. */
export function oembedRoute(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>();
  routes.get("/oembed", async (context) => {
    const url = context.req.query("url");
    if (url === undefined) throw badRequest("The address names no app.", "Add ?url= and the app's link.");
    const format = context.req.query("format") ?? "json";
    if (format !== "json") return context.text("Only format=json is answered.\n", 501);
    const slug = slugIn(deps.site, url);
    if (slug === null) throw notFound("That is no link to an app of this server.");
    const { visit } = await visitApp(context, deps, { by: { slug }, path: "", content: null });
    // Tools also ask from pages; the answer is the same for everybody who has the link.
    context.header("Access-Control-Allow-Origin", "*");
    context.header("Cache-Control", `private, max-age=${LIFETIME}`);
    return context.json(answer(deps.site, visit.app, { link: url, ...room(context) }));
  });
  return routes;
}

/** Where tools that are given an app's link find out what to show for it. */
export function oembedLink({ origin }: Site, link: string): string {
  return `${origin}/oembed?url=${encodeURIComponent(link)}`;
}

/** The app that a link leads to, if it is one of ours. */
function slugIn(site: Site, link: string): string | null {
  if (!URL.canParse(link)) return null;
  const { origin, host, pathname } = new URL(link);
  const place = placeOf(site, host);
  const slug =
    site.appHost === null
      ? origin === site.origin
        ? /^\/a\/([^/]+)\//.exec(pathname)?.[1]
        : undefined
      : place.kind === "app"
        ? place.slug
        : undefined;
  return slug !== undefined && isSlug(slug) ? slug : null;
}

function room(context: Context): { readonly width: number; readonly height: number } {
  const least = (name: string, usual: number): number => {
    const most = context.req.query(name);
    return most !== undefined && /^[1-9]\d{0,4}$/.test(most) ? Math.min(Number(most), usual) : usual;
  };
  return { width: least("maxwidth", SIZE.width), height: least("maxheight", SIZE.height) };
}

interface Asked {
  readonly link: string;
  readonly width: number;
  readonly height: number;
}

function answer(site: Site, app: App, { link, width, height }: Asked): object {
  const about = {
    version: "1.0",
    title: app.title,
    provider_name: new URL(site.origin).host,
    provider_url: `${site.origin}/`,
    cache_age: LIFETIME,
  };
  if (!app.embed.allow) return { type: "link", ...about };
  // With the inputs and the block that the link asks for; nothing else of what was sent is repeated.
  const src = new URL(appLink(site, app.slug));
  src.search = new URL(link).search;
  const html = `<iframe src="${escapeHtml(src.href)}" title="${escapeHtml(app.title)}" width="${width}" height="${height}" style="border: 0; max-width: 100%" loading="lazy"></iframe>`;
  return { type: "rich", ...about, html, width, height };
}
