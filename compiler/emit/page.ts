/**
 * `index.html`: the whole app as readable HTML, before any script. `<notebook-app>` takes its place when it has loaded.
 * @module
 */

import type { BlockId } from "../contract/ids.ts";
import type { Output } from "../contract/outputs.ts";
import { type Program, type ProgramBlock, type SavedOutput, titleRole } from "../contract/program.ts";
import { CONTENT_SECURITY_POLICY } from "../contract/security.ts";
import { escapeHtml } from "./html.ts";
import { inputHtml } from "./input-html.ts";
import { outputHtml } from "./saved-outputs.ts";

export interface PageParts {
  readonly program: Program;
  /** Relative URL of the program, by its version. */
  readonly appUrl: string;
  /** See `Host`. */
  readonly host: "static" | "server" | "editor";
  /** Name of the version that the page is of. */
  readonly version: string;
  /** The folder of the runtime's files in the bundle, without a final slash. */
  readonly runtime: string;
  /** The text of the runtime's `page.css`. */
  readonly css: string;
  /** What {@link renderContent} made of the program. */
  readonly content: string;
}

/** Writes the page. */
export function renderPage(parts: PageParts): string {
  const { program, appUrl, version, runtime, css } = parts;
  const { settings } = program;
  const scheme = settings.theme === "auto" ? "light dark" : settings.theme;
  return `<!doctype html>
<html lang="en" style="color-scheme: ${scheme}"${settings.theme === "auto" ? "" : ` data-theme="${settings.theme}"`}>
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${CONTENT_SECURITY_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escapeHtml(program.title)}</title>
${metadata(parts)}
<link rel="icon" href="data:,">
<link rel="preload" href="${appUrl}" as="fetch" crossorigin>
<style>${css.replace(/<\/style/gi, "<\\/style")}</style>
<script type="module" src="./${runtime}/index.js"></script>
</head>
<body>
<notebook-app src="${appUrl}" version="${version}" page${parts.host === "editor" ? " editing" : ""} data-state="idle">
${parts.content}
</notebook-app>
</body>
</html>
`;
}

function metadata({ program: { title, description, settings }, host }: PageParts): string {
  const lines = [
    `<meta name="description" content="${escapeHtml(description)}">`,
    `<meta property="og:type" content="article">`,
    `<meta property="og:title" content="${escapeHtml(title)}">`,
    `<meta property="og:description" content="${escapeHtml(description)}">`,
    `<meta name="twitter:card" content="summary">`,
  ];
  if (description === "") lines.splice(0, 1);
  // A publishing server says so in a header, by the access that the app has at that moment.
  if (host === "static" && settings.access !== "public") lines.unshift('<meta name="robots" content="noindex">');
  return lines.join("\n");
}

/**
 * Writes the app as HTML without script, in the classes of `page.css`.
 *
 * @param stored - Outputs that are files of their own, by path.
 */
export function renderContent(program: Program, stored: ReadonlyMap<string, Output>): string {
  const { settings } = program;
  const blocks = new Map(program.blocks.map((one) => [one.id, one]));
  const block = (id: BlockId): string => {
    const found = blocks.get(id);
    return found ? blockHtml(found, viewHtml(found, settings.allowRun, stored)) : "";
  };
  const rows = program.rows.map(({ columns }) => {
    const cells = columns.map(({ width, blocks: ids }) => {
      const style = width === null ? "" : ` style="flex-grow: ${width}"`;
      return `<div class="nb-column"${style}>${ids.map(block).join("\n")}</div>`;
    });
    return `<div class="nb-row">${cells.join("")}</div>`;
  });
  const run = settings.allowRun ? '<button class="nb-run" disabled>Run</button>' : "";
  const empty = rows.length === 0 ? '<p class="nb-empty">This notebook has nothing to show.</p>' : "";
  return `<div class="nb-app">
${header(program, run)}
<div class="nb-body">${settings.tableOfContents ? tableOfContents(program) : ""}
<main class="nb-page${settings.fullWidth ? " nb-full" : ""}">
${rows.join("\n")}${empty}
${settings.allowRun ? '<noscript><p class="nb-notice">To run this notebook, turn JavaScript on. Everything that was saved in it is readable without.</p></noscript>' : ""}
</main></div>
</div>`;
}

function header(program: Program, run: string): string {
  const role = titleRole(program);
  const tag = role === "heading" ? "h1" : "p";
  return `<header class="nb-header nb-${role}"><${tag} class="nb-title">${escapeHtml(program.title)}</${tag}>${run}</header>`;
}

function tableOfContents({ headings }: Program): string {
  if (headings.length === 0) return "";
  const links = headings.map(
    ({ anchor, level, text }) =>
      `<li class="nb-level-${level}"><a href="#${encodeURIComponent(anchor)}">${escapeHtml(text)}</a></li>`,
  );
  return `<nav class="nb-toc" aria-label="Contents"><ol>${links.join("")}</ol></nav>`;
}

function blockHtml({ id, view, visible }: ProgramBlock, content: string): string {
  return `<section class="nb-block nb-${view.kind}-block" data-block-id="${escapeHtml(id)}" data-state="idle"${visible ? "" : " data-hidden"}>${content}</section>`;
}

function viewHtml({ view, step }: ProgramBlock, isUsable: boolean, stored: ReadonlyMap<string, Output>): string {
  if (view.kind === "text") return `<div class="nb-text">${view.html}</div>`;
  if (view.kind === "input") return step?.kind === "input" ? inputHtml(step.input, isUsable) : "";
  const code = view.codeHtml === null ? "" : `<pre class="nb-code" tabindex="0"><code>${view.codeHtml}</code></pre>`;
  const outputs = view.outputs.map((output) => `<div class="nb-output">${savedHtml(output, stored)}</div>`);
  return code + (view.showOutput ? outputs.join("") : "");
}

function savedHtml(output: SavedOutput, stored: ReadonlyMap<string, Output>): string {
  if (output.output_type !== "file") return outputHtml(output);
  const found = stored.get(output.path);
  return found ? outputHtml(found) : "";
}
