/**
 * What hosts that read `_headers` send with the site's files.
 * @module
 */
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
