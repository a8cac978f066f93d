/**
 * Code as HTML with classes for its parts (`tok-keyword`, `tok-string`, …), so that a page needs no highlighter.
 * @module
 */
import { classHighlighter, highlightCode } from "@lezer/highlight";
import { parser } from "@lezer/python";
import { escapeHtml } from "./html.ts";

/** Highlights Python. What is no Python is shown as it is. */
export function highlightPython(source: string): string {
  let html = "";
  highlightCode(
    source,
    parser.parse(source),
    classHighlighter,
    (text, classes) => {
      html += classes === "" ? escapeHtml(text) : `<span class="${classes}">${escapeHtml(text)}</span>`;
    },
    () => {
      html += "\n";
    },
  );
  return html;
}
