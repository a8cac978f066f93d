/**
 * Signing in and out on the main site.
 * @module
 */
import { type Context, Hono } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import type { Deps, Env } from "../deps.ts";
import { notFound, slowDown } from "../errors.ts";
import { clearSessionCookies, sessionHash } from "../gate/session-cookie.ts";
import { APART, checkForm, formToken, siteSession } from "../gate/site-session.ts";
import { plainPagePolicy } from "../headers.ts";
import { endFamily, endSessionsOf, findSession } from "../registry/sessions.ts";
import { beginSession } from "./begin-session.ts";
import { CloudflareAccess } from "./cloudflare-access.ts";
import { confirmDevice, findDevice } from "./device.ts";
import { formOf } from "./form.ts";
import { handOver } from "./hand-over.ts";
import { Oidc } from "./oidc.ts";
import { redeemOwnerToken } from "./owner-token.ts";
import { codePage, devicePage, donePage, signInPage } from "./pages.ts";
import { returnAddress } from "./return-address.ts";

const LOGIN_COOKIE = "__Host-nb-login";

export function signInRoutes(deps: Deps): Hono<Env> {
  const routes = new Hono<Env>();
  for (const path of ["/sign-in", "/sign-in/*", "/sign-out", "/device", "/hand-over"])
    routes.use(path, privatePage(deps));
  pageRoutes(routes, deps);
  ownerRoutes(routes, deps);
  oidcRoutes(routes, deps);
  accessRoutes(routes, deps);
  deviceRoutes(routes, deps);
  routes.get("/hand-over", (context) => handOver(context, deps));
  routes.post("/sign-out", async (context) => {
    const form = await formOf(context);
    const hash = await sessionHash(context);
    if (hash !== "") await checkForm(context, form);
    const session = hash === "" ? null : await findSession(deps.database, hash, deps.clock());
    if (session)
      await (form.get("everywhere") ? endSessionsOf(deps.database, session.email) : endFamily(deps.database, hash));
    clearSessionCookies(context);
    // What gated apps left in this browser's cache goes too.
    context.header("Clear-Site-Data", '"cache"');
    return context.redirect("/", 303);
  });
  return routes;
}

/**
 * Secrets may be in these addresses and pages. Their referrer goes to this origin only; with none at all, browsers would send forms with
 * `Origin: null`, which no write may have.
 */
function privatePage({ site }: Deps) {
  const targets = site.appHost === null ? [] : [`${new URL(site.origin).protocol}//*.${site.appHost}`];
  return async (context: Context<Env>, next: () => Promise<void>) => {
    context.header("Cache-Control", "no-store");
    context.header("Content-Security-Policy", plainPagePolicy(targets));
    await next();
  };
}

function pageRoutes(routes: Hono<Env>, { signIn }: Deps): void {
  routes.get("/sign-in", (context) => {
    const to = returnAddress(context.req.query("to"));
    const onlyOidc = signIn.oidc !== null && signIn.ownerToken === null && signIn.cloudflareAccess === null;
    if (onlyOidc) return context.redirect(`/sign-in/oidc?to=${encodeURIComponent(to)}`, 303);
    return context.html(signInPage({ sources: signIn, to, token: "" }));
  });
}

function ownerRoutes(routes: Hono<Env>, deps: Deps): void {
  if (deps.signIn.ownerToken === null) return;
  // A page with a button, so that nothing which only looks at links uses the token up.
  routes.get("/sign-in/owner", (context) => {
    const to = returnAddress(context.req.query("to"));
    const sources = { ...deps.signIn, oidc: null, cloudflareAccess: null };
    return context.html(signInPage({ sources, to, token: (context.req.query("token") ?? "").slice(0, 200) }));
  });
  routes.post("/sign-in/owner", async (context) => {
    if (!(await deps.limit("sign-in", deps.addressOf(context)))) throw slowDown(60);
    const form = await formOf(context);
    const email = await redeemOwnerToken(deps, (form.get("token") ?? "").trim());
    return beginSession(context, deps, { email, to: returnAddress(form.get("to") ?? undefined) });
  });
}

function oidcRoutes(routes: Hono<Env>, deps: Deps): void {
  if (deps.signIn.oidc === null) return;
  const oidc = new Oidc(deps, deps.signIn.oidc);
  routes.get("/sign-in/oidc", async (context) => {
    if (!(await deps.limit("sign-in", deps.addressOf(context)))) throw slowDown(60);
    const { url, secret, lifetime } = await oidc.begin(returnAddress(context.req.query("to")));
    setCookie(context, LOGIN_COOKIE, secret, { ...LOGIN, maxAge: lifetime / 1000 });
    return context.redirect(url, 303);
  });
  routes.get("/sign-in/oidc/callback", async (context) => {
    const secret = getCookie(context, LOGIN_COOKIE) ?? "";
    setCookie(context, LOGIN_COOKIE, "", { ...LOGIN, maxAge: 0 });
    const { email, to } = await oidc.finish(new URL(context.req.url), secret);
    return beginSession(context, deps, { email, to });
  });
}

const LOGIN = { path: "/", httpOnly: true, secure: true, sameSite: "Lax" } as const;

function accessRoutes(routes: Hono<Env>, deps: Deps): void {
  if (deps.signIn.cloudflareAccess === null) return;
  const access = new CloudflareAccess(deps.signIn.cloudflareAccess);
  routes.get("/sign-in/access", async (context) => {
    const email = await access.emailOf(context.req.header("Cf-Access-Jwt-Assertion"));
    return beginSession(context, deps, { email, to: returnAddress(context.req.query("to")) });
  });
}

function deviceRoutes(routes: Hono<Env>, deps: Deps): void {
  routes.get("/device", async (context) => {
    const code = userCode(context.req.query("code"));
    if (code === "") return context.html(codePage());
    const session = await siteSession(context, deps);
    if (session === null) return context.redirect(`/sign-in?to=${encodeURIComponent(`/device?code=${code}`)}`, 303);
    if (!(await deps.limit("sign-in", `device ${session.email}`))) throw slowDown(60);
    const device = await findDevice(deps, code);
    if (device === null) throw notFound("No command waits under this code. It may have expired; start it again.");
    context.header(...APART);
    const token = await formToken(context);
    return context.html(devicePage({ name: device.name, code, email: session.email, token }));
  });
  routes.post("/device", async (context) => {
    const session = await siteSession(context, deps);
    const form = await formOf(context);
    const code = userCode(form.get("code") ?? undefined);
    if (session === null) return context.redirect(`/sign-in?to=${encodeURIComponent(`/device?code=${code}`)}`, 303);
    await checkForm(context, form);
    if (!(await deps.limit("sign-in", `device ${session.email}`))) throw slowDown(60);
    if (!(await confirmDevice(deps, code, session.email)))
      throw notFound("No command waits under this code. It may have expired; start it again.");
    return context.html(donePage("Done", "The command goes on by itself. You may close this page."));
  });
}

function userCode(text: string | undefined): string {
  const letters = (text ?? "").toUpperCase().replace(/[^A-Z]/g, "");
  return letters.length === 8 ? `${letters.slice(0, 4)}-${letters.slice(4)}` : "";
}
