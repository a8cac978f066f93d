/**
 * Text, image and separator blocks as finished HTML.
 * @module
 */
import type { Block, RichTextBlock, TextRange } from "../document.ts";
import { escapeHtml, harmless } from "./html.ts";
import { type Anchors, renderMarkdown } from "./markdown.ts";
import { boxHtml } from "./task-lists.ts";

/** The HTML of a block that only shows something; `null` for blocks of another kind. */
export function renderTextBlock(block: Block, anchors: Anchors): string | null {
  switch (block.kind) {
    case "markdown":
      return renderMarkdown(block.source, anchors, block.attachments);
    case "rich-text":
      return renderRichText(block, anchors);
    case "separator":
      return "<hr>";
    case "image": {
      const width = block.width === "actual" ? "" : ` width="${block.width}"`;
      const image = `<img src="${escapeHtml(block.src)}" alt="${escapeHtml(block.alt)}"${width}>`;
      return harmless(`<p style="text-align: ${block.alignment}">${image}</p>`);
    }
    default:
      return null;
  }
}

function renderRichText(block: RichTextBlock, anchors: Anchors): string {
  const box = block.style === "todo" ? `${boxHtml(block.checked)} ` : "";
  const inner = harmless(box + renderRanges(block.text, block.ranges));
  switch (block.style) {
    case "h1":
    case "h2":
    case "h3": {
      const level = Number(block.style[1]);
      return `<h${level} id="${escapeHtml(anchors.add(level, block.text))}">${inner}</h${level}>`;
    }
    case "bullet":
      return `<ul style="margin-left: ${block.indent * 1.5}em"><li>${inner}</li></ul>`;
    case "todo":
      return `<p class="nb-todo">${inner}</p>`;
    case "callout":
      return `<aside class="nb-callout nb-callout-${escapeHtml(block.color ?? "blue")}">${inner}</aside>`;
    case "p":
      return `<p>${inner}</p>`;
  }
}

const TAGS = { bold: "strong", italic: "em", underline: "u", strike: "s", code: "code" } as const;

/** Text with its marks; offsets are code points. Overlapping ranges are cut at each other's borders. */
function renderRanges(text: string, ranges: readonly TextRange[]): string {
  const points = [...text];
  const borders = new Set([0, points.length]);
  for (const { from, to } of ranges) for (const at of [from, to]) if (at >= 0 && at <= points.length) borders.add(at);
  const sorted = [...borders].sort((a, b) => a - b);
  return sorted
    .slice(0, -1)
    .map((start, index) => {
      const end = sorted[index + 1] ?? points.length;
      const covering = ranges.filter(({ from, to }) => from <= start && to >= end);
      return wrap(escapeHtml(points.slice(start, end).join("")).replaceAll("\n", "<br>"), covering);
    })
    .join("");
}

function wrap(html: string, ranges: readonly TextRange[]): string {
  return ranges.reduce((inner, { marks, color, link }) => {
    const marked = marks.reduce((text, mark) => `<${TAGS[mark]}>${text}</${TAGS[mark]}>`, inner);
    const colored = color && /^[\w#().,% -]+$/.test(color) ? `<span style="color: ${color}">${marked}</span>` : marked;
    return link ? `<a href="${escapeHtml(link)}">${colored}</a>` : colored;
  }, html);
}
