/**
 * JSON as a tree that opens and closes.
 * @module
 */
import { html, type TemplateResult } from "lit";

/** Draws a value; the first two levels are open. */
export function renderJson(value: unknown, depth = 0): TemplateResult {
  if (typeof value !== "object" || value === null) return html`<code>${JSON.stringify(value)}</code>`;
  const entries = Object.entries(value);
  const summary = Array.isArray(value) ? `[${entries.length}]` : `{${entries.length}}`;
  if (entries.length === 0) return html`<code>${Array.isArray(value) ? "[]" : "{}"}</code>`;
  return html`<details ?open=${depth < 2}><summary><code>${summary}</code></summary>
    <div class="nb-inner">${entries.map(([key, inner]) => html`<div><code>${key}</code>: ${renderJson(inner, depth + 1)}</div>`)}</div></details>`;
}
