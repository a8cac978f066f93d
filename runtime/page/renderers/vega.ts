/**
 * Vega and Vega-Lite charts.
 * @module
 */
import { html, nothing } from "lit";
import { NbVega } from "../nb-vega.ts";
import type { Place } from "./place.ts";

if (!customElements.get("nb-vega")) customElements.define("nb-vega", NbVega);

export function renderVega(content: unknown, lite: boolean, { live }: Place): unknown {
  const spec: unknown = typeof content === "string" ? JSON.parse(content) : content;
  if (typeof spec !== "object" || spec === null) return nothing;
  // Deepnote keeps Vega-Lite under Vega's type.
  const named = /vega-lite/.test(String(Reflect.get(spec, "$schema")));
  return html`<nb-vega .spec=${spec} .lite=${lite || named} .live=${live}></nb-vega>`;
}
