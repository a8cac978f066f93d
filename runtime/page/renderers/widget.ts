/**
 * Views of Jupyter widgets.
 * @module
 */
import { html, nothing } from "lit";
import { NbWidget } from "../nb-widget.ts";
import type { Place } from "./place.ts";

if (!customElements.get("nb-widget")) customElements.define("nb-widget", NbWidget);

export function renderWidget(content: unknown, place: Place): unknown {
  const model: unknown = typeof content === "object" && content !== null ? Reflect.get(content, "model_id") : null;
  return typeof model === "string"
    ? html`<nb-widget .model=${model} .place=${place} .outer=${true}></nb-widget>`
    : nothing;
}
