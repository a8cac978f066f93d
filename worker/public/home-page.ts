/**
 * The first page of a server: public apps for everybody, and a person's own when they are signed in.
 * @module
 */
import { html } from "hono/html";
import { type Html, plainPage } from "../pages/plain-page.ts";
import type { App } from "../registry/apps.ts";

type Listed = App & { readonly link: string };
export interface Home {
  readonly origin: string;
  readonly listed: readonly Listed[];
  /** What only this person's roles let them see. */
  readonly own: readonly Listed[];
  readonly email: string | null;
}

export function homePage({ origin, listed, own, email }: Home): Html {
  return plainPage({
    title: "Notebook apps",
    head: html`<meta name="description" content="Apps made from notebooks.">
<link rel="canonical" href="${origin}/">
<meta property="og:type" content="website">
<meta property="og:title" content="Notebook apps">
<meta property="og:url" content="${origin}/">`,
    body: html`<header><h1>Notebook apps</h1>${email === null ? html`<a href="/sign-in">Sign in</a>` : html`<span>${email}</span>`}</header>
${listed.length === 0 ? html`<p class="help">No public apps yet.</p>` : list(listed)}
${own.length > 0 ? html`<h2>Yours</h2>${list(own)}` : ""}
${
  email === null
    ? ""
    : html`<form method="post" action="/sign-out"><button class="quiet">Sign out</button>
<button class="quiet" name="everywhere" value="1">Sign out everywhere</button></form>`
}`,
  });
}

function list(apps: readonly Listed[]): Html {
  return html`<ul>${apps.map(
    ({ link, title, description }) => html`<li><a href="${link}">${title}</a><p>${description}</p></li>`,
  )}</ul>`;
}
