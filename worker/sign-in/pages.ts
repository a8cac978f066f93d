/**
 * The pages that people see while they sign in.
 * @module
 */
import { html } from "hono/html";
import type { SignInSources } from "../deps.ts";
import { FORM_TOKEN } from "../gate/site-session.ts";
import { type Html, plainPage } from "../pages/plain-page.ts";

export interface SignInPage {
  readonly sources: Pick<SignInSources, "oidc" | "cloudflareAccess" | "ownerToken">;
  readonly to: string;
  /** From the link that the command printed; empty otherwise. */
  readonly token: string;
}

export function signInPage({ sources, to, token }: SignInPage): Html {
  const query = `?to=${encodeURIComponent(to)}`;
  const none = sources.oidc === null && sources.cloudflareAccess === null && sources.ownerToken === null;
  return plainPage({
    title: "Sign in",
    body: html`<h1>Sign in</h1>
${sources.oidc ? html`<p><a class="button" href="/sign-in/oidc${query}">Sign in with your account</a></p>` : ""}
${sources.cloudflareAccess ? html`<p><a class="button" href="/sign-in/access${query}">Sign in with Cloudflare Access</a></p>` : ""}
${
  sources.ownerToken
    ? html`<form method="post" action="/sign-in/owner">
<input type="hidden" name="to" value="${to}">
<label for="token">Owner token</label>
<input id="token" name="token" type="password" autocomplete="off" required value="${token}">
<p class="help">It is part of the link that <b>notebook-app serve</b> printed, and works once.</p>
<button>Sign in as owner</button>
</form>`
    : ""
}
${none ? html`<p>No way to sign in is set up on this server.</p>` : ""}`,
  });
}

export interface DevicePage {
  readonly name: string;
  readonly code: string;
  readonly email: string;
  /** See `formToken`. */
  readonly token: string;
}

export function devicePage({ name, code, email, token }: DevicePage): Html {
  return plainPage({
    title: "Let a command sign in",
    body: html`<h1>Let a command sign in as you?</h1>
<p>The command <b>notebook-app</b> on <b>${name}</b> asks to publish as <b>${email}</b>.</p>
<p>Go on only if you started it yourself, and it shows this code:</p>
<p><code>${code}</code></p>
<form method="post" action="/device"><input type="hidden" name="code" value="${code}">
<input type="hidden" name="${FORM_TOKEN}" value="${token}"><button>Yes, it is mine</button></form>
<p class="help">If not, close this page; nothing happens.</p>`,
  });
}

export function codePage(): Html {
  return plainPage({
    title: "Let a command sign in",
    body: html`<h1>Which code does the command show?</h1>
<form method="get" action="/device"><label for="code">Code</label><input id="code" name="code" required autocomplete="off"><button>Go on</button></form>`,
  });
}

export function donePage(title: string, text: string): Html {
  return plainPage({ title, body: html`<h1>${title}</h1><p>${text}</p>` });
}
