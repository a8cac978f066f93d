/**
 * Markdown and LaTeX that Python displays.
 * @module
 */
import katex from "katex";
import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import MarkdownIt from "markdown-it";
import { cleanHtml } from "./html.ts";

const MATH =
  /(`[^`\n]*`|```[\s\S]*?```)|\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|(?<![\\$\w])\$(?!\s)((?:\\.|[^$\\\n])+?)(?<!\s)\$(?![\d$])|(\\begin\{(?:equation|align|gather)\*?\}[\s\S]+?\\end\{(?:equation|align|gather)\*?\})/g;

/** Draws Markdown with math. */
export function renderMarkdown(source: string): TemplateResult {
  const formulas: string[] = [];
  const keep = (tex: string, displayMode: boolean): string => {
    const drawn = katex.renderToString(tex.trim(), {
      output: "mathml",
      displayMode,
      throwOnError: false,
      strict: "ignore",
    });
    formulas.push(displayMode ? `<p class="nb-math">${drawn}</p>` : drawn);
    return displayMode ? `\n\nMATH${formulas.length - 1}HTAM\n\n` : `MATH${formulas.length - 1}HTAM`;
  };
  const text = source.replace(
    MATH,
    (all: string, code?: string, a?: string, b?: string, c?: string, d?: string, environment?: string) => {
      if (code !== undefined) return all;
      const display = a ?? b ?? environment;
      return display === undefined ? keep(c ?? d ?? "", false) : keep(display, true);
    },
  );
  const clean = cleanHtml(new MarkdownIt({ html: true, linkify: true }).render(text));
  // KaTeX writes MathML from its own tree, without scripts or links to them.
  const whole = clean.replace(/(?:<p>)?MATH(\d+)HTAM(?:<\/p>)?/g, (all: string, index: string) =>
    all.startsWith("<p>") && all.endsWith("</p>")
      ? (formulas[Number(index)] ?? "")
      : all.replace(/MATH\d+HTAM/, formulas[Number(index)] ?? ""),
  );
  return html`<div class="nb-text">${unsafeHTML(whole)}</div>`;
}
