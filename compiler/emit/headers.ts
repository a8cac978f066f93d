/**
 * `_headers`: caching and security headers for hosts that read such a file (Cloudflare, Netlify and others), and for our own server.
 * @module
 */
import type { EmbedRule } from "../contract/api.ts";
import { CONTENT_SECURITY_POLICY, frameAncestors, ISOLATION, WORK_FILE_POLICY } from "../contract/security.ts";

/** Headers by path pattern, in the order in which they apply; later ones add to earlier ones. */
export type HeaderRules = readonly (readonly [pattern: string, headers: Readonly<Record<string, string>>])[];

/** The rules of a bundle that these pages may embed. */
export function headerRules(embed: EmbedRule): HeaderRules {
  const policy = { "Content-Security-Policy": `${CONTENT_SECURITY_POLICY}; ${frameAncestors(embed)}` };
  return [
    [
      "/*",
      {
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        ...ISOLATION,
        ...foreignPages(embed),
        "Cache-Control": "no-cache",
      },
    ],
    ["/", policy],
    ["/index.html", policy],
    ["/rt/*", { "Cache-Control": "public, max-age=31536000, immutable" }],
    ["/work/*", { "Content-Security-Policy": WORK_FILE_POLICY }],
  ];
}

/** `<notebook-app>` on another page fetches. The header can name one origin or all: of several, a host without a server lets all. */
function foreignPages({ allow, origins }: EmbedRule): Record<string, string> {
  if (!allow) return {};
  const [only] = origins.length === 1 ? origins : [];
  return {
    "Access-Control-Allow-Origin": only === undefined || only.includes("*") ? "*" : only,
    "Access-Control-Expose-Headers": "Content-Disposition, Content-Range, ETag",
    "Cross-Origin-Resource-Policy": "cross-origin",
  };
}

/** The rules of a bundle that may be embedded nowhere. */
export const HEADERS: HeaderRules = headerRules({ allow: false, origins: [] });

/** The file's text. */
export function headersFile(embed: EmbedRule): string {
  return headerRules(embed)
    .map(
      ([pattern, headers]) =>
        `${pattern}\n${Object.entries(headers)
          .map(([name, value]) => `  ${name}: ${value}\n`)
          .join("")}`,
    )
    .join("\n");
}

/** Reads such a file. */
export function parseHeadersFile(text: string): HeaderRules {
  const rules: [string, Record<string, string>][] = [];
  for (const line of text.split("\n")) {
    const [, name, value] = /^\s+([\w-]+):\s*(.*)$/.exec(line) ?? [];
    if (name !== undefined && value !== undefined) Object.assign(rules.at(-1)?.[1] ?? {}, { [name]: value });
    else if (line.startsWith("/")) rules.push([line.trim(), {}]);
  }
  return rules;
}
