/**
 * An app's `index.html` as it is served: with its address, with the robots' word that its access asks for, counted once a day.
 * @module
 */
import type { Context } from "hono";
import { CONTENT_SECURITY_POLICY, frameAncestors, ISOLATION } from "../../compiler/contract/security.ts";
import type { Deps, Env, Visit } from "../deps.ts";
import { InternalError } from "../errors.ts";
import { caching } from "../headers.ts";
import { escapeHtml } from "../pages/escape.ts";
import { oembedLink } from "../public/oembed.ts";
import type { Asset } from "../registry/apps.ts";
import { countViewer, dayOf } from "../registry/visits.ts";
import { appLink, type Site } from "../site.ts";
import { matchesTag } from "./conditions.ts";

/** Sends the page. */
export async function sendPage(context: Context<Env>, deps: Deps, asset: Asset): Promise<Response> {
  const visit = context.get("visit");
  const day = dayOf(deps.clock());
  // The day in the tag is all that tells a returning viewer from a new one: a browser that was here today says so by itself.
  const tag = `"${asset.sha256.slice(0, 32)}-${visit.app.access}-${day}"`;
  const condition = context.req.header("If-None-Match");
  if (isOpening(context) && !condition?.includes(`-${day}"`))
    deps.later(countViewer(deps.database, visit.app.project, day));
  context.header("ETag", tag);
  context.header("Cache-Control", caching(visit.app, false));
  for (const [name, value] of Object.entries(ISOLATION)) context.header(name, value);
  context.header(
    "Content-Security-Policy",
    `${CONTENT_SECURITY_POLICY}; ${frameAncestors(visit.app.embed, [deps.site.origin])}`,
  );
  if (matchesTag(condition, tag)) return context.body(null, 304);
  const html = await pageText(deps, asset);
  return context.html(withAddress(html, visit, deps.site));
}

/** A browser that goes to the page, not a script or a robot that fetches it. */
function isOpening(context: Context): boolean {
  return context.req.method === "GET" && context.req.header("Sec-Fetch-Mode") === "navigate";
}

async function pageText(deps: Deps, asset: Asset): Promise<string> {
  const body = await deps.blobs.get(asset.key);
  if (body === null) throw new InternalError("A page of the registry is not in the store.");
  return new Response(body).text();
}

const ROBOTS = /<meta name="robots" content="[^"]*">\n?/;

/** What a page cannot know when it is built: where it is, and how it may be found now. */
export function withAddress(html: string, { app, base }: Pick<Visit, "app" | "base">, site: Site): string {
  const link = escapeHtml(appLink(site, app.slug));
  const title = escapeHtml(app.title);
  const oembed = escapeHtml(oembedLink(site, appLink(site, app.slug)));
  const head = [
    `<meta name="notebook-app-server" content="${base}-/">`,
    app.access === "public" ? `<link rel="canonical" href="${link}">` : '<meta name="robots" content="noindex">',
    // Tools that unfold a pasted link are nobody's member.
    ...(app.access === "workspace"
      ? []
      : [
          `<meta property="og:url" content="${link}">`,
          `<link rel="alternate" type="application/json+oembed" href="${oembed}" title="${title}">`,
        ]),
  ];
  // As a function: `$` in a title would otherwise stand for something.
  return html.replace(ROBOTS, "").replace(/<head>\n?/, () => `<head>\n${head.join("\n")}\n`);
}
