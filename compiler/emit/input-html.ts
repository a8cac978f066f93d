/**
 * An input as it stands in the page before any script: the same native controls in the same order as the live ones, so that nothing moves
 * when those take their place, and what a viewer has done by then can be done to them too. Buttons wait for the script.
 * @module
 */
import { type InputSpec, type InputValue, periods, type Scalar } from "../contract/inputs.ts";
import { escapeHtml } from "./html.ts";

type Of<T extends InputSpec["type"]> = Extract<InputSpec, { type: T }>;

/**
 * The control's HTML.
 *
 * @param isUsable - Whether viewers may change it: not in an app that cannot run.
 */
export function inputHtml(spec: InputSpec, isUsable: boolean): string {
  // Browsers that fill in what was there before a reload would make it look like the viewer's change.
  const common = `autocomplete="off"${isUsable ? "" : " disabled"}`;
  return controlHtml(spec).replace(/<(input|select|textarea)\b/g, `<$1 ${common}`);
}

function controlHtml(spec: InputSpec): string {
  switch (spec.type) {
    case "button":
      return `<button class="nb-button nb-${spec.scheme}" disabled>${escapeHtml(spec.label)}</button>`;
    case "checkbox":
      return check(spec.default, `<span class="nb-label">${escapeHtml(spec.label)}</span>`);
    case "slider": {
      const range = `<input type="range" min="${spec.min}" max="${spec.max}" step="${spec.step}" value="${spec.default}">`;
      return `<label class="nb-field"><span class="nb-label">${escapeHtml(spec.label)}<span class="nb-value">${spec.default}</span></span>${range}</label>`;
    }
    case "text":
      if (!spec.multiline) return field(spec, control("text", spec.default));
      return field(spec, `<textarea rows="3">${escapeHtml(spec.default)}</textarea>`);
    case "literal":
      return field(spec, control("text", spec.default));
    case "number":
      return field(spec, numberHtml(spec));
    case "select":
      return field(spec, spec.allowCustom ? control("text", spec.default) : selectHtml(spec));
    case "multiselect":
      return group(spec, `<div class="nb-choices">${choices(spec).join("")}</div>`);
    case "date":
      return field(spec, control(spec.gives === "datetime" ? "datetime-local" : "date", spec.default));
    case "date-range":
      return group(spec, `<div class="nb-pair">${rangeHtml(spec)}</div>`);
    case "file":
      return field(
        spec,
        control("file", null, spec.accept.length > 0 ? ` accept="${escapeHtml(spec.accept.join())}"` : ""),
      );
  }
}

function field({ label }: InputSpec, inner: string): string {
  return `<label class="nb-field"><span class="nb-label">${escapeHtml(label)}</span>${inner}</label>`;
}

function group({ label }: InputSpec, inner: string): string {
  return `<fieldset class="nb-field"><legend class="nb-label">${escapeHtml(label)}</legend>${inner}</fieldset>`;
}

function control(type: string, value: InputValue, more = ""): string {
  return `<input type="${type}"${more}${value === null ? "" : ` value="${escapeHtml(String(value))}"`}>`;
}

function numberHtml({ default: value, integer, min, max, step }: Of<"number">): string {
  const limits = `${min === null ? "" : ` min="${min}"`}${max === null ? "" : ` max="${max}"`}`;
  return control("number", value, `${limits} step="${step ?? (integer ? 1 : "any")}"`);
}

function check(on: boolean, label: string): string {
  return `<label class="nb-check"><input type="checkbox"${on ? " checked" : ""}>${label}</label>`;
}

function selectHtml({ options, default: value, allowEmpty }: Of<"select">): string {
  const all = value === null || options.includes(value) ? options : [value, ...options];
  const none = allowEmpty || value === null ? [option("–", value === null)] : [];
  return `<select>${[...none, ...all.map((one) => option(String(one), one === value))].join("")}</select>`;
}

function choices({ options, default: chosen }: Of<"multiselect">): string[] {
  const all: Scalar[] = [...options, ...chosen.filter((value) => !options.includes(value))];
  return all.map((one) => check(chosen.includes(one), escapeHtml(String(one))));
}

function rangeHtml({ label, default: value }: Of<"date-range">): string {
  const named = (part: string): string => ` aria-label="${escapeHtml(label)}: ${part}"`;
  const relative = typeof value === "string" ? value : null;
  const options = periods(relative).map(([period, words]) => option(words, period === relative));
  const period = `<select${named("period")}>${option("From – to", relative === null)}${options.join("")}</select>`;
  if (typeof value === "string") return period;
  const [start, end] = value;
  return `${period}${control("date", start, named("from"))}${control("date", end, named("to"))}`;
}

function option(text: string, isChosen: boolean): string {
  return `<option${isChosen ? " selected" : ""}>${escapeHtml(text)}</option>`;
}
