/**
 * `_headers`: caching and security headers for hosts that read such a file (Cloudflare, Netlify and others), and for our own server.
 * @module
 */
import { CONTENT_SECURITY_POLICY, ISOLATION, WORK_FILE_POLICY } from "../contract/security.ts";

/** Headers by path pattern, in the order in which they apply; later ones add to earlier ones. */
export const HEADERS: readonly (readonly [pattern: string, headers: Readonly<Record<string, string>>])[] = [
  [
    "/*",
    {
      "X-Content-Type-Options": "nosniff",
      "Referrer-Policy": "same-origin",
      ...ISOLATION,
      "Cache-Control": "no-cache",
    },
  ],
  ["/", { "Content-Security-Policy": CONTENT_SECURITY_POLICY }],
  ["/index.html", { "Content-Security-Policy": CONTENT_SECURITY_POLICY }],
  ["/rt/*", { "Cache-Control": "public, max-age=31536000, immutable" }],
  ["/work/*", { "Content-Security-Policy": WORK_FILE_POLICY }],
];

/** The file's text. */
export function headersFile(): string {
  return HEADERS.map(
    ([pattern, headers]) =>
      `${pattern}\n${Object.entries(headers)
        .map(([name, value]) => `  ${name}: ${value}\n`)
        .join("")}`,
  ).join("\n");
}
