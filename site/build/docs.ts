/**
 * The docs: Markdown in `site/docs`, with what is generated put in its place.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "../../compiler/emit/html.ts";
import type { BuiltExample } from "./apps.ts";
import { commandMarkdown } from "./generated/command.ts";
import { diagnosticsMarkdown } from "./generated/diagnostics.ts";
import { elementMarkdown } from "./generated/element.ts";
import { settingsMarkdown } from "./generated/settings.ts";
import { megabytes } from "./landing.ts";
import { type RenderedMarkdown, renderDocs } from "./markdown.ts";
import type { Page } from "./shell.ts";

/** The docs' files by heading of the list beside them, in order. */
export const DOCS: readonly (readonly [heading: string, files: readonly string[]])[] = [
  ["Begin", ["start", "notebooks", "inputs"]],
  ["Reference", ["settings", "command", "element", "vite", "diagnostics"]],
  ["Run it", ["deploy", "security", "limits", "comparison"]],
];

/** A page of the docs. */
export interface Doc extends RenderedMarkdown {
  readonly name: string;
}

/** Renders all. */
export function renderAllDocs(root: string, examples: readonly BuiltExample[]): Doc[] {
  const generated: Readonly<Record<string, () => string>> = {
    settings: settingsMarkdown,
    command: () => commandMarkdown(root),
    element: () => elementMarkdown(root),
    diagnostics: () => diagnosticsMarkdown(root),
    sizes: () => sizes(examples),
  };
  return DOCS.flatMap(([, names]) => names).map((name) => {
    const source = readFileSync(join(root, `site/docs/${name}.md`), "utf8");
    return {
      name,
      ...renderDocs(source.replace(/^\{\{(\w+)\}\}$/gm, (all, key: string) => generated[key]?.() ?? all)),
    };
  });
}

function sizes(examples: readonly BuiltExample[]): string {
  const rows = examples
    .filter(({ pythonBytes }) => pythonBytes > 0)
    .map(
      ({ title, pageBytes, pythonBytes }) =>
        `| ${title} | ${Math.round(pageBytes / 1000)} kB | ${megabytes(pythonBytes)} |`,
    );
  return ["| app | page, to read it | Python and packages, to run it |", "| --- | --- | --- |", ...rows].join("\n");
}

/** Each as a page of the site. */
export function docPages(docs: readonly Doc[]): Page[] {
  return docs.map((doc, at) => ({
    path: `docs/${doc.name}.html`,
    title: `${doc.title} · notebook-app`,
    description: doc.description.slice(0, 200),
    className: "docs",
    body: `${side(docs, doc.name)}
<article class="prose">
${doc.html}
<nav class="next" aria-label="Next">${step(docs[at - 1], "Before")}${step(docs[at + 1], "Next")}</nav>
</article>`,
  }));
}

function side(docs: readonly Doc[], current: string): string {
  const titles = new Map(docs.map(({ name, title }) => [name, title]));
  const lists = DOCS.map(([heading, names]) => {
    const links = names.map(
      (name) =>
        `<li><a href="${name}.html"${name === current ? ' aria-current="page"' : ""}>${escapeHtml(titles.get(name) ?? name)}</a></li>`,
    );
    return `<p>${heading}</p><ol>${links.join("")}</ol>`;
  });
  return `<nav class="side" aria-label="Docs">${lists.join("")}</nav>`;
}

function step(doc: Doc | undefined, word: string): string {
  return doc ? `<a href="${doc.name}.html">${word}: ${escapeHtml(doc.title)}</a>` : "<span></span>";
}
