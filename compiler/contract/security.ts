/**
 * Security headers of a published app's files, whichever host sends them: static hosts by `_headers`, our server itself.
 * @module
 */

import type { EmbedRule } from "./api.ts";

/** What a page of ours may load. Images may come from anywhere, as authors name them; scripts only from the bundle. A page's own blobs tell its worker of Stop. */
export const CONTENT_SECURITY_POLICY: string =
  "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob: https:; " +
  "media-src 'self' data: blob: https:; worker-src 'self' blob:; frame-src 'self'; connect-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'";

/** Who may show an app in a frame: its own pages and `own`, and whom its settings name. */
export function frameAncestors({ allow, origins }: EmbedRule, own: readonly string[] = []): string {
  if (allow && origins.length === 0) return "frame-ancestors *";
  return ["frame-ancestors 'self'", ...own, ...(allow ? origins : [])].join(" ");
}

/** For work files: opened in place, HTML and SVG of an author can run nothing and reach nothing. */
export const WORK_FILE_POLICY: string = "sandbox; default-src 'none'; img-src 'self' data:; style-src 'unsafe-inline'";

/** Isolation gives Python shared memory, through which Stop interrupts it at once. */
export const ISOLATION: Readonly<Record<string, string>> = {
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Embedder-Policy": "credentialless",
};
