/**
 * What all pages of the site share: head, top, foot.
 * @module
 */
import { escapeHtml } from "../../compiler/emit/html.ts";

/** A page of the site. */
export interface Page {
  /** Below the site's root, e.g. `docs/start.html`. */
  readonly path: string;
  readonly title: string;
  readonly description: string;
  /** What is in `<main>`. */
  readonly body: string;
  /** For `<main>`. */
  readonly className?: string;
  /** Elements for the head. */
  readonly head?: string;
}

const POLICY = [
  "default-src 'self'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data: blob: https:",
  "worker-src 'self' blob:",
  "frame-src 'self'",
  "connect-src 'self'",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

const NAV = [
  ["try/index.html", "Try it"],
  ["gallery.html", "Gallery"],
  ["docs/start.html", "Docs"],
] as const;

const ICON = `<svg viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2" aria-hidden="true"><path d="M7 6.5h6.5a4 4 0 0 1 4 4V14M7 17.5h7"/><circle cx="5" cy="6.5" r="2.6" fill="currentColor" stroke="none"/><circle cx="5" cy="17.5" r="2.6" fill="currentColor" stroke="none"/><circle cx="17.5" cy="17.5" r="3.4" fill="currentColor" stroke="none"/></svg>`;
const FAVICON = `data:image/svg+xml,${encodeURIComponent(ICON.replace("<svg", '<svg xmlns="http://www.w3.org/2000/svg" color="#2a7fdc"'))}`;
const GLASS = `<svg viewBox="0 0 16 16" fill="none" stroke="currentColor" stroke-width="1.8" aria-hidden="true"><circle cx="7" cy="7" r="4.6"/><path d="m10.5 10.5 4 4"/></svg>`;
const HALF = `<svg viewBox="0 0 16 16" aria-hidden="true"><circle cx="8" cy="8" r="6.4" fill="none" stroke="currentColor" stroke-width="1.6"/><path d="M8 1.6a6.4 6.4 0 0 1 0 12.8z" fill="currentColor"/></svg>`;

/** How a page reaches the site's root: ``, `../`, … */
export function rootOf(path: string): string {
  return "../".repeat(path.split("/").length - 1);
}

/** Writes a page; `css` is the site's style. */
export function renderShell(page: Page, css: string): string {
  const root = rootOf(page.path);
  const section = page.path.split("/")[0];
  const nav = NAV.map(([href, text]) => {
    const current =
      href === page.path ? ' aria-current="page"' : href.split("/")[0] === section ? ' aria-current="true"' : "";
    return `<a href="${root}${href}"${current}>${text}</a>`;
  });
  return `<!doctype html>
<html lang="en" class="no-script">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(page.title)}</title>
<meta name="description" content="${escapeHtml(page.description)}">
<meta property="og:title" content="${escapeHtml(page.title)}">
<meta property="og:description" content="${escapeHtml(page.description)}">
<meta property="og:type" content="website">
<link rel="icon" href="${FAVICON}">
<script src="${root}assets/theme.js"></script>
<style>${css}</style>
${page.head ?? ""}
<script type="module" src="${root}assets/site.js" data-root="${root}" id="site-script"></script>
</head>
<body>
<a class="skip" href="#main">To the content</a>
<header class="top">
<a class="mark" href="${root}index.html">${ICON}notebook-app</a>
<nav aria-label="Site">${nav.join("")}</nav>
<div class="tools"><button type="button" id="search" aria-keyshortcuts="/">${GLASS}Search</button><button type="button" id="theme" aria-label="Light or dark" title="Light or dark">${HALF}</button></div>
</header>
<main id="main"${page.className ? ` class="${page.className}"` : ""}>
${page.body}
</main>
<footer class="foot">
<p>notebook-app is open source, under Apache-2.0. This site is static files; it asks no third party for anything and counts no visitors.</p>
<p>Python in the browser is <a href="https://pyodide.org">Pyodide</a>. Palmer penguins data: Horst, Hill, Gorman (2020), CC0.</p>
</footer>
</body>
</html>
`;
}
