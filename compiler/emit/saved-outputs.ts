/**
 * Outputs saved in the notebook, as they go into the program and as HTML that needs no script.
 * @module
 */
import type { VersionedFile } from "../contract/file-url.ts";
import { type Cell, isTable, type Output, TABLE_MIME, type TableData } from "../contract/outputs.ts";
import type { SavedOutput } from "../contract/program.ts";
import { escapeHtml, harmless } from "./html.ts";
import { Anchors, renderMarkdown } from "./markdown.ts";

/** Characters of JSON from which an output is a file of its own. */
const LARGE = 64 * 1024;

/** Moves large outputs out of the program. `store` keeps a text and tells of its file. */
export function storeOutputs(outputs: readonly Output[], store: (text: string) => VersionedFile): SavedOutput[] {
  return outputs.map((output) => {
    const text = JSON.stringify(output);
    return text.length > LARGE ? { output_type: "file", ...store(text) } : output;
  });
}

/** One output as HTML; the page's own renderers take over when it runs. */
export function outputHtml(output: Output): string {
  switch (output.output_type) {
    case "stream":
      return `<pre class="nb-stream nb-${output.name}">${escapeHtml(stripAnsi(output.text))}</pre>`;
    case "error":
      return `<pre class="nb-traceback">${escapeHtml(stripAnsi(output.traceback.join("\n") || `${output.ename}: ${output.evalue}`))}</pre>`;
    default:
      return bundleHtml(output.data);
  }
}

/** Rows of a table that the page shows before the viewer turns over. */
const FIRST_PAGE = 10;

/** A table as the page's own looks before anybody uses it. */
function tableHtml({ columns, indexColumns, rows, totalRows }: TableData): string {
  const align = (index: number): string =>
    index >= indexColumns && columns[index]?.type === "number" ? "nb-number" : "nb-text-cell";
  const head = columns.map(({ name }, index) => `<th scope="col" class="${align(index)}">${escapeHtml(name)}</th>`);
  const cell = (value: Cell | null, index: number): string => {
    const text = value === null ? '<span class="nb-missing">–</span>' : escapeHtml(String(value));
    return index < indexColumns
      ? `<th scope="row" class="nb-index ${align(index)}">${text}</th>`
      : `<td class="${align(index)}">${text}</td>`;
  };
  const body = rows.slice(0, FIRST_PAGE).map((row) => `<tr>${row.map(cell).join("")}</tr>`);
  return `<div class="nb-table-scroll"><table class="nb-grid"><thead><tr>${head.join("")}</tr></thead><tbody>${body.join("")}</tbody></table></div>
<div class="nb-table-tools"><span>${totalRows.toLocaleString("en")} rows</span></div>`;
}

/** Richest first, of what needs no script. */
const RENDERERS: readonly (readonly [mime: string, render: (text: string) => string])[] = [
  ["image/svg+xml", (text) => image("image/svg+xml", base64(text))],
  ["image/png", (text) => image("image/png", text)],
  ["image/jpeg", (text) => image("image/jpeg", text)],
  ["image/gif", (text) => image("image/gif", text)],
  ["text/html", (text) => `<div class="nb-html">${harmless(text)}</div>`],
  ["text/markdown", (text) => `<div class="nb-text">${renderMarkdown(text, new Anchors())}</div>`],
  ["text/latex", (text) => `<div class="nb-text">${renderMarkdown(text, new Anchors())}</div>`],
  ["text/plain", (text) => `<pre class="nb-plain">${escapeHtml(stripAnsi(text))}</pre>`],
];

function bundleHtml(data: { readonly [mime: string]: unknown }): string {
  const table = data[TABLE_MIME];
  if (isTable(table)) return tableHtml(table);
  for (const [mime, render] of RENDERERS) {
    const content = data[mime];
    if (typeof content === "string" && content !== "") return render(content);
  }
  return "";
}

function image(mime: string, content: string): string {
  return `<img class="nb-image" src="data:${mime};base64,${content.replace(/[^A-Za-z0-9+/=]/g, "")}" alt="Saved output">`;
}

/** UTF-8 text as base64, without Node's Buffer and without the browser's limits on `btoa`. */
function base64(text: string): string {
  const alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  const bytes = utf8(text);
  let result = "";
  for (let at = 0; at < bytes.length; at += 3) {
    const [a, b, c] = [bytes[at] ?? 0, bytes[at + 1], bytes[at + 2]];
    const bits = (a << 16) | ((b ?? 0) << 8) | (c ?? 0);
    const char = (shift: number): string => alphabet[(bits >> shift) & 63] ?? "";
    result += char(18) + char(12) + (b === undefined ? "=" : char(6)) + (c === undefined ? "=" : char(0));
  }
  return result;
}

function utf8(text: string): number[] {
  return [...encodeURIComponent(text).matchAll(/%([0-9A-F]{2})|[^%]/g)].map(([all, hex]) =>
    hex === undefined ? all.charCodeAt(0) : Number.parseInt(hex, 16),
  );
}

/** Text without terminal colours. */
export function stripAnsi(text: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: escape sequences begin with a control character.
  return text.replace(/\u001b\[[0-9;?]*[ -/]*[@-~]/g, "");
}
