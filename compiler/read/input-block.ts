/**
 * Deepnote's input and button blocks, from their metadata.
 * @module
 */
import { type InputSpec, RELATIVE_RANGE, type Scalar } from "../contract/inputs.ts";
import { type Json, listOf, numberOrNull, textOf, textOrNull } from "./json.ts";
import { variableName } from "./variable-name.ts";

/**
 * Reads the input of a block of this type; `null` if the type is no input.
 *
 * @param first - Which of the two values that a notebook may hold comes first: the one it was saved with, or the app's default.
 */
export function readInput(type: string, metadata: Json, first: "saved" | "default"): InputSpec | null {
  const name = variableName(textOf(metadata.deepnote_variable_name));
  const label = textOrNull(metadata.deepnote_input_label) ?? name;
  const named = { name, label };
  const { deepnote_variable_value: saved, deepnote_variable_default_value: initial } = metadata;
  const value = (first === "saved" ? (saved ?? initial) : (initial ?? saved)) ?? null;
  switch (type) {
    case "input-text":
    case "input-textarea":
      return { ...named, type: "text", default: textOf(value), multiline: type === "input-textarea" };
    case "input-checkbox":
      return {
        name,
        label: textOrNull(metadata.deepnote_input_checkbox_label) ?? label,
        type: "checkbox",
        default: value === true,
      };
    case "input-select":
      return select(named, metadata, value);
    case "input-slider":
      return slider(named, metadata, value);
    case "input-date":
      return date(named, metadata, value);
    case "input-date-range":
      return { ...named, type: "date-range", default: dateRange(value) };
    case "input-file":
      return { ...named, type: "file", default: null, accept: extensions(metadata.deepnote_allowed_file_extensions) };
    case "button":
      return button(metadata, name);
    default:
      return null;
  }
}

interface Named {
  readonly name: string;
  readonly label: string;
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function select(named: Named, metadata: Json, value: unknown): InputSpec {
  const fromVariable = metadata.deepnote_variable_select_type === "from-variable";
  const own =
    listOf(metadata.deepnote_variable_options).length > 0
      ? metadata.deepnote_variable_options
      : metadata.deepnote_variable_custom_options;
  const options = fromVariable ? [] : listOf(own).filter(isScalar);
  const choices = {
    options,
    optionsFrom: fromVariable ? textOrNull(metadata.deepnote_variable_selected_variable) : null,
    allowCustom: false,
  };
  if (metadata.deepnote_allow_multiple_values === true || Array.isArray(value)) {
    const chosen = (Array.isArray(value) ? value : [value]).filter(isScalar).filter((one) => one !== "");
    return { ...named, ...choices, type: "multiselect", default: chosen };
  }
  const initial = isScalar(value) && value !== "" ? value : null;
  return {
    ...named,
    ...choices,
    type: "select",
    default: initial,
    allowEmpty: metadata.deepnote_allow_empty_values === true || initial === null,
  };
}

function slider(named: Named, metadata: Json, value: unknown): InputSpec {
  const min = numberOrNull(metadata.deepnote_slider_min_value) ?? 0;
  const max = numberOrNull(metadata.deepnote_slider_max_value) ?? Math.max(min, 10);
  const step = numberOrNull(metadata.deepnote_slider_step) ?? 1;
  const initial = Math.min(Math.max(numberOrNull(value) ?? min, min), max);
  return {
    ...named,
    type: "slider",
    default: initial,
    min,
    max,
    step,
    integer: [min, step, initial].every(Number.isInteger),
  };
}

function date(named: Named, metadata: Json, value: unknown): InputSpec {
  const withTime = metadata.deepnote_input_date_version !== 2 && metadata.deepnote_input_date_version !== undefined;
  const found = /^(\d{4}-\d{2}-\d{2})(?:T(\d{2}:\d{2}:\d{2}))?/.exec(textOf(value));
  const initial = found ? (withTime ? `${found[1]}T${found[2] ?? "00:00:00"}` : (found[1] ?? null)) : null;
  return { ...named, type: "date", default: initial, gives: withTime ? "datetime" : "date" };
}

function dateRange(value: unknown): string | [string | null, string | null] {
  if (typeof value === "string" && RELATIVE_RANGE.test(value)) return value;
  const [start, end] = listOf(value).map((part) => /^\d{4}-\d{2}-\d{2}/.exec(textOf(part))?.[0] ?? null);
  return [start ?? null, end ?? null];
}

/** `.csv, txt` or a list of such; each with its dot, in lower case. */
function extensions(value: unknown): string[] {
  const parts = Array.isArray(value) ? value.map(textOf) : textOf(value).split(",");
  return parts
    .map((part) => part.trim().toLowerCase())
    .filter((part) => part !== "")
    .map((part) => (part.startsWith(".") ? part : `.${part}`));
}

const SCHEMES = ["blue", "red", "neutral", "green", "yellow"] as const;

function button(metadata: Json, name: string): InputSpec {
  const label = textOrNull(metadata.deepnote_button_title) ?? "Run";
  const behavior = metadata.deepnote_button_behavior === "set_variable" ? "set_variable" : "run";
  const scheme = SCHEMES.find((one) => one === metadata.deepnote_button_color_scheme) ?? "blue";
  return { name, label, type: "button", default: false, behavior, scheme };
}
