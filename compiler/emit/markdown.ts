/**
 * Markdown to harmless HTML with math as MathML and headings that can be linked to.
 * @module
 */
import katex from "katex";
import MarkdownIt from "markdown-it";
import type { Heading } from "../contract/program.ts";
import { highlightPython } from "./highlight.ts";
import { escapeHtml, harmless } from "./html.ts";
import { taskLists } from "./task-lists.ts";

/** Gives each heading of a page an anchor of its own, and remembers them for the table of contents. */
export class Anchors {
  readonly headings: Heading[] = [];
  private readonly used = new Set<string>();

  add(level: number, text: string): string {
    const base =
      text
        .toLowerCase()
        .normalize("NFC")
        .replace(/[^\p{L}\p{N}]+/gu, "-")
        .replace(/^-+|-+$/g, "") || "section";
    let anchor = base;
    for (let count = 2; this.used.has(anchor); count++) anchor = `${base}-${count}`;
    this.used.add(anchor);
    if (level === 1 || level === 2 || level === 3) this.headings.push({ anchor, level, text });
    return anchor;
  }
}

/** nbformat attachments: file name to MIME type to base64. */
export type Attachments = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Renders a Markdown block. */
export function renderMarkdown(source: string, anchors: Anchors, attachments: Attachments = {}): string {
  const { text, formulas } = takeMath(source);
  const html = withAnchors(markdown().render(text), anchors, formulas);
  return putMath(harmless(withAttachments(html, attachments)), formulas);
}

function markdown() {
  const engine = new MarkdownIt({
    html: true,
    linkify: true,
    highlight: (code, language) =>
      /^(python|py|ipython3?)$/i.test(language) ? highlightPython(code.replace(/\n$/, "")) : "",
  }).use(taskLists);
  // Images may come with the notebook; links of other schemes are taken out afterwards.
  const before = engine.validateLink.bind(engine);
  engine.validateLink = (url) => /^(attachment:|data:image\/)/i.test(url) || before(url);
  return engine;
}

// Math is taken out before Markdown sees its backslashes and underscores, and put back at the end.

const MATH =
  /(```[\s\S]*?```|~~~[\s\S]*?~~~|``[^\n]*?``|`[^`\n]*`)|\$\$([\s\S]+?)\$\$|\\\[([\s\S]+?)\\\]|\\\(([\s\S]+?)\\\)|(?<![\\$\w])\$(?!\s)((?:\\.|[^$\\\n])+?)(?<!\s)\$(?![\d$])/g;
const ENVIRONMENT = /\\begin\{(equation|align|gather|multline|eqnarray)(\*?)\}([\s\S]+?)\\end\{\1\2\}/g;

function takeMath(source: string): { text: string; formulas: string[] } {
  const formulas: string[] = [];
  const keep = (tex: string, display: boolean): string => {
    formulas.push(renderMath(tex, display));
    return display ? `\n\nMATH${formulas.length - 1}HTAM\n\n` : `MATH${formulas.length - 1}HTAM`;
  };
  const text = source
    .replace(MATH, (all: string, code?: string, a?: string, b?: string, c?: string, d?: string) => {
      if (code !== undefined) return all;
      const display = a ?? b;
      return display === undefined ? keep(c ?? d ?? "", false) : keep(display, true);
    })
    .replace(ENVIRONMENT, (all: string) => keep(all, true));
  return { text, formulas };
}

function putMath(html: string, formulas: readonly string[]): string {
  return html.replace(/(?:<p>)?MATH(\d+)HTAM(?:<\/p>)?/g, (all: string, index: string) => {
    const formula = formulas[Number(index)] ?? "";
    return all.startsWith("<p>") && all.endsWith("</p>") ? formula : all.replace(/MATH\d+HTAM/, formula);
  });
}

/** TeX as MathML, which browsers draw themselves; what KaTeX cannot read is shown as it is. */
export function renderMath(tex: string, display: boolean): string {
  const html = katex.renderToString(tex.trim(), {
    output: "mathml",
    displayMode: display,
    throwOnError: false,
    strict: "ignore",
  });
  return display ? `<p class="nb-math">${html}</p>` : html;
}

function withAnchors(html: string, anchors: Anchors, formulas: readonly string[]): string {
  return html.replace(/<h([1-6])>([\s\S]*?)<\/h\1>/g, (_, level: string, inner: string) => {
    const text = inner
      .replace(
        /MATH(\d+)HTAM/g,
        (__, index: string) => /<annotation[^>]*>([^<]*)</.exec(formulas[Number(index)] ?? "")?.[1] ?? "",
      )
      .replace(/<[^>]*>/g, "")
      .replace(/&lt;/g, "<")
      .replace(/&gt;/g, ">")
      .replace(/&quot;/g, '"')
      .replace(/&amp;/g, "&")
      .trim();
    return `<h${level} id="${escapeHtml(anchors.add(Number(level), text))}">${inner}</h${level}>`;
  });
}

function withAttachments(html: string, attachments: Attachments): string {
  return html.replace(/src="attachment:([^"]*)"/g, (all: string, name: string) => {
    const [found] = Object.entries(attachments[decodeURIComponent(name)] ?? attachments[name] ?? {});
    return found ? `src="data:${escapeHtml(found[0])};base64,${found[1].replace(/\s/g, "")}"` : all;
  });
}
