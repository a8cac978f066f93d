/**
 * Addresses: which host serves what, and the links that follow from it.
 *
 * Own origins: the site at `https://apps.example.com`, each app at `https://<slug>.apps.example.com/`.
 * Path form, for hosts with one tenant and no wildcard domain: each app at `<site>/a/<slug>/`.
 * @module
 */

/** How a server is reached. */
export interface Site {
  /** Of the main site, e.g. `https://apps.example.com`; no final slash. */
  readonly origin: string;
  /** Apps are at `<slug>.<appHost>` (with a port where there is one); `null`: path form. */
  readonly appHost: string | null;
}

export type Place =
  | { readonly kind: "site" }
  /** An app's own origin. */
  | { readonly kind: "app"; readonly slug: string }
  /** A name that is not ours: perhaps a foreign page that points a name of its own at this machine. */
  | { readonly kind: "foreign" };

const SLUG = /^[a-z2-7]{26}$/;

/** Whether a text has the form of a link's secret part. */
export function isSlug(text: string): boolean {
  return SLUG.test(text);
}

/** What a request's host means. */
export function placeOf(site: Site, host: string): Place {
  const name = host.toLowerCase();
  if (name === new URL(site.origin).host) return { kind: "site" };
  if (site.appHost === null || !name.endsWith(`.${site.appHost}`)) return { kind: "foreign" };
  const slug = name.slice(0, -site.appHost.length - 1);
  // A label that cannot be a link is answered like an old link: there is no such app.
  return { kind: "app", slug };
}

/** An app's origin, without a final slash. */
export function appOrigin(site: Site, slug: string): string {
  return site.appHost === null ? site.origin : `${new URL(site.origin).protocol}//${slug}.${site.appHost}`;
}

/** The path of an app's root on its origin, with slashes around. */
export function appBase(site: Site, slug: string): string {
  return site.appHost === null ? `/a/${slug}/` : "/";
}

/** What people get to open the app: absolute, with a final slash. */
export function appLink(site: Site, slug: string): string {
  return appOrigin(site, slug) + appBase(site, slug);
}
