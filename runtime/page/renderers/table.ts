/**
 * A DataFrame as the page's table.
 * @module
 */
import { html, nothing } from "lit";
import type { TableData } from "../../../compiler/contract/outputs.ts";
import { NbTable } from "../nb-table.ts";
import type { Place } from "./place.ts";

if (!customElements.get("nb-table")) customElements.define("nb-table", NbTable);

function isTable(value: unknown): value is TableData {
  return (
    typeof value === "object" &&
    value !== null &&
    Array.isArray(Reflect.get(value, "columns")) &&
    Array.isArray(Reflect.get(value, "rows"))
  );
}

export function renderTable(content: unknown, place: Place): unknown {
  return isTable(content) ? html`<nb-table .data=${content} .place=${place}></nb-table>` : nothing;
}
