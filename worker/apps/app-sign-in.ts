/**
 * Signing in where an app is: by the main site, and inside foreign frames by a window of the person's own, as no cookie reaches there.
 * @module
 */
import { type Context, Hono } from "hono";
import { html } from "hono/html";
import { record, text } from "../../compiler/contract/shape.ts";
import { bodyOf } from "../api/caller.ts";
import type { Deps, Env } from "../deps.ts";
import { badRequest, notFound } from "../errors.ts";
import { setFrameCookie } from "../gate/session-cookie.ts";
import { visitApp } from "../gate/visit.ts";
import { allowedOrigin } from "../headers.ts";
import { plainPage } from "../pages/plain-page.ts";
import { type App, see } from "../registry/apps.ts";
import { LIFETIME } from "../registry/sessions.ts";
import { askSite, enter, frameCode, startAppSession, takeHandOver } from "../sign-in/hand-over.ts";
import { returnAddress } from "../sign-in/return-address.ts";
import { appBase, appOrigin, isSlug } from "../site.ts";
import { FRAME_SCRIPT, POPUP_SCRIPT } from "./sign-in-scripts.ts";

/** Milliseconds that an embedding page's token lives. */
const TOKEN_LIFETIME = 3_600_000;
const codeBody = record<{ code: string }>({ code: text(200) });

export function appSignIn(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>();
  routes.use("/-/*", async (context, next) => {
    context.header("Cache-Control", "no-store");
    await next();
  });
  routes.get("/-/sign-in", async (context) => {
    const { slug } = await appAt(context, deps);
    const to = returnAddress(context.req.query("to"), appBase(deps.site, slug));
    if (deps.site.appHost !== null) return askSite(context, deps, slug, to);
    return context.redirect(`/sign-in?to=${encodeURIComponent(to)}`, 303);
  });
  routes.get("/-/enter", async (context) => enter(context, deps, (await appAt(context, deps)).project));
  routes.get("/-/popup", (context) => popup(context, deps));
  routes.post("/-/enter", async (context) => {
    const { project } = await appAt(context, deps);
    const { code } = await bodyOf(context, codeBody);
    const session = await startAppSession(deps, await takeHandOver(deps, code.trim(), project));
    setFrameCookie(context, session.secret, LIFETIME.app);
    return context.body(null, 204);
  });
  routes.post("/-/token", async (context) => {
    const app = await appAt(context, deps);
    const origin = context.req.header("Origin");
    const allowed = allowedOrigin(app.embed, origin);
    if (allowed === null) throw notFound("This page may not embed the app.");
    context.header("Access-Control-Allow-Origin", allowed);
    const { code } = await bodyOf(context, codeBody);
    const data = await takeHandOver(deps, code, app.project);
    const session = await startAppSession(deps, data, TOKEN_LIFETIME);
    return context.json({ token: session.secret, expires: new Date(session.expires).toISOString() });
  });
  for (const [path, script] of [
    ["/-/frame.js", FRAME_SCRIPT],
    ["/-/popup.js", POPUP_SCRIPT],
  ] as const)
    routes.get(path, (context) => context.body(script, 200, { "Content-Type": "text/javascript; charset=utf-8" }));
  return routes;
}

/** The app at this address, whoever asks: nothing of it is told. */
async function appAt(context: Context<Env>, deps: Deps): Promise<App> {
  const slug = context.req.param("slug") ?? "";
  const request = { by: { slug }, session: "", now: 0, path: "", content: null };
  const sight = isSlug(slug) ? await see(deps.database, request) : null;
  if (sight === null) throw notFound();
  context.set("project", sight.app.project);
  return sight.app;
}

/** The window that hands a session to the frame (or, where the settings allow it, the page) that opened it. */
async function popup(context: Context<Env>, deps: Deps): Promise<Response> {
  const app = await appAt(context, deps);
  const base = appBase(deps.site, app.slug);
  const embedder = context.req.query("origin");
  const target = embedder === undefined ? appOrigin(deps.site, app.slug) : allowedOrigin(app.embed, embedder);
  if (target === null)
    throw badRequest("This page may not embed the app.", "Ask the app's owner to add it to 'embed'.");
  const query = embedder === undefined ? "" : `?origin=${encodeURIComponent(embedder)}`;
  const { visit } = await visitApp(context, deps, { by: { slug: app.slug }, path: "", content: null }).catch(() => ({
    visit: null,
  }));
  if (visit === null || visit.session === "")
    return context.redirect(`${base}-/sign-in?to=${encodeURIComponent(`${base}-/popup${query}`)}`, 303);
  const { project } = app;
  const code = await frameCode(deps, { project, email: visit.viewer.email ?? "", session: visit.session });
  context.header(
    "Content-Security-Policy",
    "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  );
  return context.html(
    plainPage({
      title: "Signed in",
      head: html`<script type="module" src="${base}-/popup.js"></script>`,
      body: html`<h1>Signed in</h1>
<p id="hand" data-code="${code}" data-target="${target}" data-ask="${embedder === undefined ? "" : "1"}"></p>
${
  embedder === undefined
    ? html`<p class="help">If the app does not go on by itself, enter this code there:</p><p><code style="font-size:1rem;overflow-wrap:anywhere">${code}</code></p>`
    : html`<p>Show this app to you on <b>${embedder}</b>?</p><button id="allow" type="button">Yes, go on</button>`
}`,
    }),
  );
}
