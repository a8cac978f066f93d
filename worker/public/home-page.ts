/**
 * Lists of apps: the first page of a server (and a person's own apps when they are signed in), and the public page of a workspace.
 * @module
 */
import { html } from "hono/html";
import { FORM_TOKEN } from "../gate/site-session.ts";
import { type Html, plainPage } from "../pages/plain-page.ts";
import type { App } from "../registry/apps.ts";

type Listed = App & { readonly link: string };
export interface Home {
  readonly title: string;
  /** Canonical. */
  readonly address: string;
  readonly listed: readonly Listed[];
  /** What only this person's roles let them see. */
  readonly own: readonly Listed[];
  readonly email: string | null;
  /** Of the form that signs out; see `formToken`. */
  readonly token: string;
}

export function homePage({ title, address, listed, own, email, token }: Home): Html {
  return plainPage({
    title,
    head: html`<meta name="description" content="${title}: apps made from notebooks.">
<link rel="canonical" href="${address}">
<meta property="og:type" content="website">
<meta property="og:title" content="${title}">
<meta property="og:url" content="${address}">`,
    body: html`<header><h1>${title}</h1>${email === null ? html`<a href="/sign-in">Sign in</a>` : html`<span>${email}</span>`}</header>
${listed.length === 0 ? html`<p class="help">No public apps yet.</p>` : list(listed)}
${own.length > 0 ? html`<h2>Yours</h2>${list(own)}` : ""}
${
  email === null
    ? ""
    : html`<form method="post" action="/sign-out"><input type="hidden" name="${FORM_TOKEN}" value="${token}"><button class="quiet">Sign out</button>
<button class="quiet" name="everywhere" value="1">Sign out everywhere</button></form>`
}`,
  });
}

function list(apps: readonly Listed[]): Html {
  return html`<ul>${apps.map(
    ({ link, title, description }) => html`<li><a href="${link}">${title}</a><p>${description}</p></li>`,
  )}</ul>`;
}
