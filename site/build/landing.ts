/**
 * The first page and the gallery.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { highlightPython } from "../../compiler/emit/highlight.ts";
import { escapeHtml } from "../../compiler/emit/html.ts";
import { shadowHtml } from "../../compiler/emit/shadow-html.ts";
import type { BuiltExample } from "./apps.ts";
import { fill } from "./fill.ts";
import type { Page } from "./shell.ts";

/** The app of the first page, and which of its blocks stand there. */
const HERO = { name: "penguins", blocks: ["species", "lightest", "chosen", "scatter"] } as const;

const DESCRIPTION =
  "notebook-app compiles a Python notebook into static files: readable at once, run in the reader’s own browser, re-running only what a change affects.";

/** A size for people. */
export function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(bytes < 9.95e6 ? 1 : 0)} MB`;
}

/** Writes the first page. `sample` is the notebook of the docs' first page. */
export function landingPage(root: string, examples: readonly BuiltExample[], sample: string): Page {
  const hero = examples.find(({ name }) => name === HERO.name);
  if (!hero) throw new TypeError(`The first page needs the example ${HERO.name}.`);
  const template = readFileSync(join(root, "site/pages/landing.html"), "utf8");
  return {
    path: "index.html",
    title: "notebook-app: your notebook, as an app",
    description: DESCRIPTION,
    head: `<script type="module" src="apps/${hero.name}/embed.js"></script>`,
    body: fill(template, {
      hero: element(hero, readFileSync(join(root, "dist/runtime/page.css"), "utf8")),
      heroPython: megabytes(hero.pythonBytes),
      heroPage: `${Math.round(hero.pageBytes / 1000)} kB`,
      sample: highlightPython(sample),
      cards: cards(examples.slice(0, 3), "h3"),
    }),
  };
}

/** The hero as it stands in the page: readable, until the element takes its place. */
function element({ name, html }: BuiltExample, css: string): string {
  return `<notebook-app id="hero" src="apps/${name}/calm.json" blocks="${HERO.blocks.join(",")}">${shadowHtml(onlyBlocks(html, HERO.blocks), css)}</notebook-app>`;
}

/** The app's HTML as the element will show a part of it on a page: these blocks, no bar above, no `<main>` of its own. */
function onlyBlocks(html: string, blocks: readonly string[]): string {
  const guest = html
    .replace('class="nb-app"', 'class="nb-app nb-as-guest nb-as-part"')
    .replace(/<header[\s\S]*?<\/header>/, "")
    .replace(/<(\/?)main\b/g, "<$1div");
  const kept = guest.replace(
    /<section class="nb-block[^>]*data-block-id="([^"]*)"[\s\S]*?<\/section>/g,
    (all, id: string) => (blocks.includes(id) ? all : ""),
  );
  return kept.replace(/<div class="nb-column"[^>]*>\s*<\/div>/g, "").replace(/<div class="nb-row">\s*<\/div>\s*/g, "");
}

/** Writes the gallery. */
export function galleryPage(root: string, examples: readonly BuiltExample[]): Page {
  return {
    path: "gallery.html",
    title: "Gallery · notebook-app",
    description: "Apps made from notebooks, each running in your browser from static files.",
    body: fill(readFileSync(join(root, "site/pages/gallery.html"), "utf8"), { cards: cards(examples, "h2") }),
  };
}

function cards(examples: readonly BuiltExample[], heading: "h2" | "h3"): string {
  const items = examples.map(({ name, title, description, shows, runtime, pythonBytes }) => {
    const size =
      runtime === "server"
        ? "Needs a server kernel: here it can be read"
        : `Python and packages: ${megabytes(pythonBytes)}`;
    return `<li class="card"><picture><source srcset="assets/shots/${name}-dark.jpg" media="(prefers-color-scheme: dark)"><img src="assets/shots/${name}.jpg" alt="" width="640" height="427" loading="lazy"></picture>
<div><${heading}><a href="apps/${name}/index.html">${escapeHtml(title)}</a></${heading}><p>${escapeHtml(description || shows)}</p><p class="small">${escapeHtml(description ? shows : "")}</p><p class="small">${size}</p></div></li>`;
  });
  return `<ul class="cards">${items.join("\n")}</ul>`;
}
