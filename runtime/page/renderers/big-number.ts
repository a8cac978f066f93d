/**
 * A big-number block's result.
 * @module
 */
import { html, nothing } from "lit";
import type { BigNumberData } from "../../../compiler/contract/outputs.ts";

function isBigNumber(value: unknown): value is BigNumberData {
  return typeof value === "object" && value !== null && typeof Reflect.get(value, "value") === "string";
}

export function renderBigNumber(content: unknown): unknown {
  if (!isBigNumber(content)) return nothing;
  const { title, value, comparison } = content;
  return html`<dl class="nb-big"><dt>${title}</dt><dd>${value}</dd>${
    comparison
      ? html`<dd class="nb-change nb-${comparison.trend}">${comparison.value} ${comparison.title}</dd>`
      : nothing
  }</dl>`;
}
