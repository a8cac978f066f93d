/**
 * An input as it stands in the page before any script: the same native controls as the live ones, so that nothing moves when those
 * take their place. They cannot be used yet.
 * @module
 */
import type { InputSpec, InputValue, Scalar } from "../contract/inputs.ts";
import { escapeHtml } from "./html.ts";

type Of<T extends InputSpec["type"]> = Extract<InputSpec, { type: T }>;

/** The control's HTML. */
export function inputHtml(spec: InputSpec): string {
  switch (spec.type) {
    case "button":
      return `<button class="nb-button nb-${spec.scheme}" disabled>${escapeHtml(spec.label)}</button>`;
    case "checkbox":
      return check(spec.default, `<span class="nb-label">${escapeHtml(spec.label)}</span>`);
    case "slider": {
      const range = `<input type="range" disabled min="${spec.min}" max="${spec.max}" step="${spec.step}" value="${spec.default}">`;
      return `<label class="nb-field"><span class="nb-label">${escapeHtml(spec.label)}<span class="nb-value">${spec.default}</span></span>${range}</label>`;
    }
    case "text":
      if (!spec.multiline) return field(spec, control("text", spec.default));
      return field(spec, `<textarea disabled rows="3">${escapeHtml(spec.default)}</textarea>`);
    case "literal":
      return field(spec, control("text", spec.default));
    case "number":
      return field(spec, control("number", spec.default));
    case "select":
      return field(spec, spec.allowCustom ? control("text", spec.default) : selectHtml(spec));
    case "multiselect":
      return group(spec, `<div class="nb-choices">${choices(spec).join("")}</div>`);
    case "date":
      return field(spec, control(spec.gives === "datetime" ? "datetime-local" : "date", spec.default));
    case "date-range":
      return group(spec, `<div class="nb-pair">${rangeHtml(spec)}</div>`);
    case "file":
      return field(spec, control("file", null));
  }
}

function field({ label }: InputSpec, inner: string): string {
  return `<label class="nb-field"><span class="nb-label">${escapeHtml(label)}</span>${inner}</label>`;
}

function group({ label }: InputSpec, inner: string): string {
  return `<fieldset class="nb-field" disabled><legend class="nb-label">${escapeHtml(label)}</legend>${inner}</fieldset>`;
}

function control(type: string, value: InputValue, name?: string): string {
  const label = name === undefined ? "" : ` aria-label="${escapeHtml(name)}"`;
  return `<input type="${type}"${label} disabled${value === null ? "" : ` value="${escapeHtml(String(value))}"`}>`;
}

function check(on: boolean, label: string): string {
  return `<label class="nb-check"><input type="checkbox" disabled${on ? " checked" : ""}>${label}</label>`;
}

/** All options would make a long page of what nobody can choose yet: only the value. */
function selectHtml({ default: value }: Of<"select">): string {
  return `<select disabled><option>${value === null ? "–" : escapeHtml(String(value))}</option></select>`;
}

function choices({ options, default: chosen }: Of<"multiselect">): string[] {
  const all: Scalar[] = [...options, ...chosen.filter((value) => !options.includes(value))];
  return all.map((option) => check(chosen.includes(option), escapeHtml(String(option))));
}

function rangeHtml({ label, default: value }: Of<"date-range">): string {
  const period = (text: string): string =>
    `<select disabled aria-label="${escapeHtml(label)}: period"><option>${escapeHtml(text)}</option></select>`;
  if (typeof value === "string") return period(relative(value));
  const [start, end] = value;
  return `${period("From – to")}${control("date", start, `${label}: from`)}${control("date", end, `${label}: to`)}`;
}

/** `past3months` as words. */
function relative(value: string): string {
  const days = /^customDays(\d+)$/.exec(value);
  if (days) return `Past ${days[1]} days`;
  return value
    .replace(/^past/, "Past ")
    .replace(/(\d+)(\w)/, "$1 $2")
    .replace(/ ([A-Z])/, (text) => text.toLowerCase());
}
