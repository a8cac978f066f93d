/**
 * Small pages of the server itself: errors, sign-in, lists. No script, no third party, light and dark.
 * @module
 */
import { html, raw } from "hono/html";
import type { HtmlEscapedString } from "hono/utils/html";

export type Html = HtmlEscapedString | Promise<HtmlEscapedString>;

const STYLE = `:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}
body{max-width:40rem;margin:12vh auto 4rem;padding:0 1.25rem}
h1{font-size:1.6rem;line-height:1.25;margin:0 0 .5rem}
p{margin:.5rem 0}.help{opacity:.8}
ul{list-style:none;padding:0;margin:1.5rem 0}li{padding:.75rem 0;border-top:1px solid color-mix(in srgb,currentColor 18%,transparent)}
li p{margin:.1rem 0;opacity:.8}
a{color:light-dark(#0b57d0,#8ab4f8)}
label{display:block;margin:1rem 0 .25rem}
input{font:inherit;padding:.5rem .6rem;width:100%;box-sizing:border-box;border:1px solid light-dark(#747775,#8e918f);border-radius:.4rem}
button,.button{display:inline-block;font:inherit;font-weight:600;margin-top:1rem;padding:.55rem 1.1rem;border:0;border-radius:.4rem;background:light-dark(#0b57d0,#8ab4f8);color:light-dark(#fff,#062e6f);text-decoration:none;cursor:pointer}
button.quiet{background:none;color:inherit;border:1px solid currentColor}
:focus-visible{outline:3px solid light-dark(#0b57d0,#8ab4f8);outline-offset:2px}
code{font-size:1.6rem;letter-spacing:.08em}
header{display:flex;justify-content:space-between;align-items:baseline;gap:1rem}`;

export interface PlainPage {
  readonly title: string;
  readonly body: Html;
  /** Further elements of the head. */
  readonly head?: Html;
}

export function plainPage({ title, body, head }: PlainPage): Html {
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
${head ?? ""}
<style>${raw(STYLE)}</style>
</head>
<body>
<main>
${body}
</main>
</body>
</html>
`;
}
