/**
 * Code as HTML with classes for its parts (`tok-keyword`, `tok-string`, …), so that a page needs no highlighter.
 * @module
 */
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/python";
import { escapeHtml } from "./html.ts";

/** The classes that `page.css` gives a color; others would only make pages heavy. */
const COLORED: ReadonlySet<string> = new Set(
  "keyword string string2 number bool atom comment definition className meta".split(" ").map((name) => `tok-${name}`),
);

/** Highlights Python. What is no Python is shown as it is. */
export function highlightPython(source: string): string {
  let html = "";
  highlightCode(
    source,
    parser.parse(source),
    classHighlighter,
    (text, classes) => {
      const colored = classes.split(" ").filter((name) => COLORED.has(name));
      html += colored.length === 0 ? escapeHtml(text) : `<span class="${colored.join(" ")}">${escapeHtml(text)}</span>`;
    },
    () => {
      html += "\n";
    },
  );
  return html;
}
