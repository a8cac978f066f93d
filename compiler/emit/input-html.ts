/**
 * An input as it stands in the page before any script: its label and its value, in a native control that cannot be used yet.
 * @module
 */
import type { InputSpec, InputValue } from "../contract/inputs.ts";
import { escapeHtml } from "./html.ts";

/** The control's HTML; the same classes as the live one. */
export function inputHtml(spec: InputSpec): string {
  const label = `<span class="nb-label">${escapeHtml(spec.label)}</span>`;
  switch (spec.type) {
    case "button":
      return `<button class="nb-button nb-${spec.scheme}" disabled>${escapeHtml(spec.label)}</button>`;
    case "checkbox":
      return `<label class="nb-check"><input type="checkbox" disabled${spec.default ? " checked" : ""}>${label}</label>`;
    case "slider":
      return `<label class="nb-field"><span class="nb-label">${escapeHtml(spec.label)}<span class="nb-value">${spec.default}</span></span><input type="range" disabled min="${spec.min}" max="${spec.max}" step="${spec.step}" value="${spec.default}"></label>`;
    case "text":
      if (spec.multiline)
        return `<label class="nb-field">${label}<textarea disabled rows="3">${escapeHtml(spec.default)}</textarea></label>`;
      return field(label, "text", spec.default);
    case "select":
    case "multiselect":
      return `<label class="nb-field">${label}<select disabled><option>${escapeHtml(shown(spec.default))}</option></select></label>`;
    case "number":
      return field(label, "number", spec.default);
    case "file":
      return field(label, "file", null);
    default:
      return field(label, "text", spec.default);
  }
}

function field(label: string, type: string, value: InputValue): string {
  const attribute = value === null ? "" : ` value="${escapeHtml(shown(value))}"`;
  return `<label class="nb-field">${label}<input type="${type}" disabled${attribute}></label>`;
}

function shown(value: InputValue): string {
  if (value === null) return "";
  return typeof value === "object" ? value.map((part) => part ?? "…").join(", ") : String(value);
}
