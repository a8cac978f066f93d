/**
 * Files of the site beside its pages.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Page } from "./shell.ts";

/** What hosts answer for addresses that there are not; as it may stand for any of them, its links cannot be relative to one folder. */
export function notFoundPage(root: string): Page {
  return {
    path: "404.html",
    title: "Not found · notebook-app",
    description: "There is no such page.",
    body: readFileSync(join(root, "site/pages/not-found.html"), "utf8"),
  };
}

/** `_headers`: what has a hash in its name may be cached for ever; the rest is asked for again. */
export function siteHeaders(): string {
  return `/*
  X-Content-Type-Options: nosniff
  Referrer-Policy: same-origin
  Cross-Origin-Opener-Policy: same-origin
  Cross-Origin-Embedder-Policy: credentialless
  Cache-Control: no-cache

/apps/rt/*
  Cache-Control: public, max-age=31536000, immutable
`;
}
