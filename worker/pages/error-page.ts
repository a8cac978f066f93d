/**
 * Refusals as answers: JSON for programs, a small page for people.
 * @module
 */
import type { Context } from "hono";
import { html } from "hono/html";
import { HTTPException } from "hono/http-exception";
import type { ApiFault } from "../../compiler/contract/api.ts";
import type { Deps, Env } from "../deps.ts";
import { ApiError, brokenOff, INTERNAL, isBrokenOff } from "../errors.ts";
import { ALWAYS, NOINDEX, plainPagePolicy } from "../headers.ts";
import { plainPage } from "./plain-page.ts";

/** Answers with what is known of an error; what only we should know goes to the log. */
export async function answerError(context: Context<Env>, deps: Deps, error: unknown): Promise<Response> {
  const { status, fault, headers } = refusalOf(error);
  if (status >= 500)
    deps.log({
      level: "error",
      event: "failure",
      message: error instanceof Error ? `${error.name}: ${error.message}` : "unknown",
      stack: error instanceof Error ? (error.stack ?? null) : null,
    });
  for (const [name, value] of Object.entries({
    ...ALWAYS,
    "X-Robots-Tag": NOINDEX,
    "Cache-Control": "no-store",
    ...headers,
  }))
    context.header(name, value);
  // Its status is one of those that refusalOf gives.
  const code = status as 400;
  if (!wantsPage(context)) return context.json(fault, code);
  const frame = context.req.header("Sec-Fetch-Dest") === "iframe";
  context.header("Content-Security-Policy", signInPolicy(frame && status === 401));
  return context.html(errorPage(context, fault, frame), code);
}

function refusalOf(error: unknown): { status: number; fault: ApiFault; headers: Readonly<Record<string, string>> } {
  if (error instanceof ApiError) return error;
  if (isBrokenOff(error)) return brokenOff("The request broke off before its end.", "Send it again.");
  if (error instanceof HTTPException && error.status < 500)
    return {
      status: error.status,
      fault: { code: "bad-request", message: error.message || "The request is not valid.", help: "Correct it." },
      headers: {},
    };
  return { status: error instanceof HTTPException ? error.status : 500, fault: INTERNAL, headers: {} };
}

function wantsPage(context: Context): boolean {
  return (context.req.header("Accept") ?? "").includes("text/html");
}

/** In a foreign frame the page offers a window to sign in, which takes a script of ours. */
function signInPolicy(inFrame: boolean): string {
  return inFrame
    ? "default-src 'none'; style-src 'unsafe-inline'; script-src 'self'; connect-src 'self'; base-uri 'none'; form-action 'none'"
    : plainPagePolicy();
}

function errorPage(context: Context<Env>, fault: ApiFault, frame: boolean) {
  const base = baseOf(context);
  const signsIn = fault.code === "not-signed-in" && base !== null;
  const { pathname, search } = new URL(context.req.url);
  const signIn = `${base ?? "/"}-/sign-in?to=${encodeURIComponent(pathname + search)}`;
  return plainPage({
    title: fault.message,
    head:
      signsIn && context.req.header("Sec-Fetch-Dest") === "document"
        ? html`<meta http-equiv="refresh" content="0; url=${signIn}">`
        : signsIn && frame
          ? html`<script type="module" src="${base}-/frame.js"></script>`
          : html``,
    body: html`<h1>${fault.message}</h1>
<p class="help">${fault.help}</p>
${signsIn ? (frame ? FRAME_SIGN_IN : html`<a class="button" href="${signIn}">Sign in</a>`) : ""}`,
  });
}

const FRAME_SIGN_IN = html`<button id="open" type="button">Sign in</button>
<form id="code-form" hidden>
<label for="code">If this page does not go on by itself: the code that the window shows</label>
<input id="code" name="code" autocomplete="off" spellcheck="false">
<button>Go on</button>
</form>
<p id="problem" role="alert"></p>`;

/** The root of the app that the address is in; `null` elsewhere. */
function baseOf(context: Context<Env>): string | null {
  const slug = /^\/a\/([a-z2-7]{26})(?:\/|$)/.exec(context.req.path)?.[1];
  if (slug === undefined) return null;
  return context.get("place")?.kind === "app" ? "/" : `/a/${slug}/`;
}
