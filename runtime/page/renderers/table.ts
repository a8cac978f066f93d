/**
 * A DataFrame as the page's table.
 * @module
 */
import { html, nothing } from "lit";
import { isTable } from "../../../compiler/contract/outputs.ts";
import { NbTable } from "../nb-table.ts";
import type { Place } from "./place.ts";

if (!customElements.get("nb-table")) customElements.define("nb-table", NbTable);

export function renderTable(content: unknown, place: Place): unknown {
  return isTable(content) ? html`<nb-table .data=${content} .place=${place}></nb-table>` : nothing;
}
