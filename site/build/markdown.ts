/**
 * The docs' Markdown to HTML: headings that can be linked to, Python in colors, wide tables that scroll.
 * @module
 */
import MarkdownIt from "markdown-it";
import { highlightPython } from "../../compiler/emit/highlight.ts";
import { escapeHtml } from "../../compiler/emit/html.ts";
import { Anchors } from "../../compiler/emit/markdown.ts";

/** A part of a page under a heading, for the search. */
export interface Section {
  readonly title: string;
  /** Empty for what is above the first heading. */
  readonly anchor: string;
  readonly text: string;
}

/** A page of the docs. */
export interface RenderedMarkdown {
  readonly title: string;
  /** The first paragraph, without marks. */
  readonly description: string;
  readonly html: string;
  readonly sections: readonly Section[];
}

/** Renders; the first line is the title (`# …`). */
export function renderDocs(source: string): RenderedMarkdown {
  const markdown = new MarkdownIt({ html: true, typographer: true, quotes: "“”‘’", highlight });
  const anchors = new Anchors();
  const tokens = markdown.parse(source, {});
  const sections: { title: string; anchor: string; text: string }[] = [];
  let title = "";
  let description = "";
  for (const [at, token] of tokens.entries()) {
    const inline = tokens[at + 1];
    if (token.type === "heading_open" && inline) {
      const text = plain(inline.children ?? []);
      const anchor = anchors.add(Number(token.tag.slice(1)), text);
      if (token.tag === "h1") title = text;
      else {
        token.attrSet("id", anchor);
        token.attrSet("data-anchor", anchor);
      }
      sections.push({ title: text, anchor: token.tag === "h1" ? "" : anchor, text: "" });
    } else if (token.type === "inline" && tokens[at - 1]?.type !== "heading_open") {
      const text = plain(token.children ?? []);
      if (description === "" && tokens[at - 1]?.type === "paragraph_open") description = text;
      const last = sections.at(-1);
      if (last) last.text += `${text} `;
    }
  }
  markdown.renderer.rules.heading_open = (all, at, options, _env, self) => {
    const anchor = all[at]?.attrGet("data-anchor");
    const token = all[at];
    if (token?.attrs) token.attrs = token.attrs.filter(([name]) => name !== "data-anchor");
    return `${self.renderToken(all, at, options)}${anchor ? `<a href="#${anchor}">` : ""}`;
  };
  markdown.renderer.rules.heading_close = (all, at, options, _env, self) =>
    `${all[at]?.tag === "h1" ? "" : "</a>"}${self.renderToken(all, at, options)}`;
  markdown.renderer.rules.table_open = () =>
    '<div class="table" tabindex="0" role="group" aria-label="Table"><table>\n';
  markdown.renderer.rules.table_close = () => "</table></div>\n";
  const html = markdown.renderer.render(tokens, markdown.options, {});
  return { title, description, html: html.replaceAll("<pre>", '<pre tabindex="0">'), sections };
}

/** Code in a fence by its language. */
function highlight(code: string, language: string): string {
  return language.startsWith("python") ? highlightPython(code) : escapeHtml(code);
}

interface Inline {
  readonly type: string;
  readonly content: string;
  readonly children: readonly Inline[] | null;
}

function plain(tokens: readonly Inline[]): string {
  return tokens
    .map(({ type, content }) => (type === "softbreak" ? " " : type === "html_inline" ? "" : content))
    .join("")
    .trim();
}
