/**
 * HTML from Python. What only describes content is cleaned and shown in place; what brings scripts goes into a frame of its own.
 * @module
 */
import DOMPurify from "dompurify";
import { html } from "lit";
import { unsafeHTML } from "lit/directives/unsafe-html.js";

/** Tags and attributes that run code, or that only mean something where code runs. */
const NEEDS_FRAME = /<(script|iframe|object|embed|link|form)\b|\son\w+\s*=/i;

/** Draws a piece of HTML. */
export function renderHtml(content: string): unknown {
  if (NEEDS_FRAME.test(content)) return html`<nb-frame .content=${content}></nb-frame>`;
  return html`<div class="nb-html">${unsafeHTML(cleanHtml(content))}</div>`;
}

/** HTML without anything that runs, frames, submits or leaves its place. */
export function cleanHtml(content: string): string {
  const clean = DOMPurify.sanitize(content, {
    ADD_TAGS: ["style"],
    FORBID_TAGS: ["form", "input", "button", "textarea", "select", "iframe", "object", "embed", "link", "meta", "base"],
    FORBID_ATTR: ["srcset", "formaction", "ping"],
    // Also without a scheme: links to files that Python wrote are relative.
    ALLOWED_URI_REGEXP: /^(?:https?:|mailto:|tel:|data:(?:image|audio|video)\/|(?![a-z][a-z\d+.-]*:))/i,
    FORCE_BODY: true,
  });
  // pandas leaves corners of its tables as headers of nothing, which readers would announce.
  return clean.replace(/<th\b([^>]*)>(?:\s|&nbsp;)*<\/th>/g, "<td$1></td>");
}
