/**
 * Text from Python: streams, tracebacks and plain results, with terminal colors.
 * @module
 */
import { AnsiUp } from "ansi_up";
import { html, type TemplateResult } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";
import type { ErrorOutput, StreamOutput } from "../../../compiler/contract/outputs.ts";

/** Bold, faint, italic and underlined by attributes: a strict page forbids inline styles. Only colors that a text mixes itself stay. */
function withoutStyles(spans: string): string {
  return spans.replace(/<span style="([^"]*)"/g, (span: string, style: string) =>
    style.includes("rgb") ? span : `<span data-ansi="${style}"`,
  );
}

/** Text with its escape sequences as styled spans; everything else is escaped. */
function ansi(text: string): unknown {
  // A carriage return writes over its line, as progress bars do.
  const lines = text.replace(/\r\n/g, "\n").replace(/^.*\r(?!$)/gm, "");
  if (!lines.includes("\x1b")) return lines;
  const engine = new AnsiUp();
  engine.escape_html = true;
  // Colors that are read well on both grounds are the style sheet's.
  engine.use_classes = true;
  return unsafeHTML(withoutStyles(engine.ansi_to_html(lines)));
}

export function renderStream({ name, text }: StreamOutput): TemplateResult {
  return html`<pre class="nb-stream nb-${name}">${ansi(text)}</pre>`;
}

export function renderTraceback({ traceback, ename, evalue }: ErrorOutput): TemplateResult {
  const text = traceback.length > 0 ? traceback.join("\n") : `${ename}: ${evalue}`;
  return html`<pre class="nb-traceback" role="alert">${ansi(text)}</pre>`;
}

export function renderPlain(text: string): TemplateResult {
  return html`<pre class="nb-plain">${ansi(text)}</pre>`;
}
