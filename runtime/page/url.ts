/**
 * Inputs in a page's URL: `name=value`, repeated for lists and ranges.
 * @module
 */
import { sameValue, valueProblem } from "../../compiler/contract/input-values.ts";
import {
  emptyValue,
  type InputSpec,
  type InputValue,
  RELATIVE_RANGE,
  type Scalar,
} from "../../compiler/contract/inputs.ts";

/** What a URL's query says of an app's inputs. */
export interface UrlInputs {
  /** Valid values, by variable. */
  readonly values: Readonly<Record<string, InputValue>>;
  /** `__run=true`: run on load. */
  readonly run: boolean;
  /** One sentence for each parameter that was ignored. */
  readonly problems: readonly string[];
}

/** Reads a query such as `?min_rating=1&tag=a&tag=b&__run=true`. */
export function parseUrlInputs(search: string, specs: readonly InputSpec[]): UrlInputs {
  const params = new URLSearchParams(search);
  const values: Record<string, InputValue> = {};
  const problems: string[] = [];
  for (const name of new Set(params.keys())) {
    if (name.startsWith("__") || name === blockKey(specs)) continue;
    const spec = specs.find((one) => one.name === name && one.type !== "button" && one.type !== "file");
    if (!spec) {
      problems.push(`The link sets '${name}', which this app has no input for.`);
      continue;
    }
    const texts = params.getAll(name);
    const value = fromTexts(spec, texts);
    const problem = texts.length > mostTexts(spec) ? "It is given too often." : valueProblem(spec, value);
    if (problem === null) values[name] = value;
    else problems.push(`The link's value for '${spec.label}' is ignored. ${problem}`);
  }
  return { values, problems, run: asksToRun(search) };
}

/** Whether a query asks to run on load. `__run==true` too: links of that form are in use. */
export function asksToRun(search: string): boolean {
  return /^=?true$/.test(new URLSearchParams(search).get("__run") ?? "");
}

/** `block=…`: the one block that a link shows, if it does; `__block` always, `block` where no input has that name. */
export function askedBlock(search: string, specs: readonly InputSpec[]): string | null {
  const params = new URLSearchParams(search);
  return params.get("__block") || params.get(blockKey(specs)) || null;
}

function blockKey(specs: readonly InputSpec[]): string {
  return specs.some(({ name }) => name === "block") ? "__block" : "block";
}

/** The query of the whole app, for a page that shows one block of it. */
export function withoutBlock(search: string, specs: readonly InputSpec[]): string {
  const params = new URLSearchParams(search);
  for (const name of [blockKey(specs), "__block", "__run"]) params.delete(name);
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

/** How often a parameter may be repeated. */
function mostTexts({ type }: InputSpec): number {
  return type === "multiselect" ? Number.POSITIVE_INFINITY : type === "date-range" ? 2 : 1;
}

function fromTexts(spec: InputSpec, texts: readonly string[]): InputValue {
  const first = texts[0] ?? "";
  switch (spec.type) {
    case "number":
    case "slider":
      return first.trim() === "" ? emptyValue(spec) : Number(first);
    case "checkbox":
      return /^(true|1|on)$/i.test(first) ? true : /^(false|0|off|)$/i.test(first) ? false : first;
    case "select":
      return first === "" && !spec.options.includes("") ? null : optionOf(spec, first);
    case "multiselect":
      return texts.length === 1 && first === "" ? [] : texts.map((text) => optionOf(spec, text));
    case "date":
      return first === "" ? null : first;
    case "date-range":
      return texts.length === 1 && RELATIVE_RANGE.test(first) ? first : [first || null, texts[1] || null];
    default:
      return first;
  }
}

function optionOf(spec: Extract<InputSpec, { type: "select" | "multiselect" }>, text: string): Scalar {
  return spec.options.find((option) => String(option) === text) ?? text;
}

/** The query for these values, defaults left out; with its `?`, or empty. Keeps what `search` has beside inputs, but `__run`. */
export function printUrlInputs(
  search: string,
  specs: readonly InputSpec[],
  values: Readonly<Record<string, InputValue>>,
): string {
  const params = new URLSearchParams(search);
  const names = new Set(specs.map(({ name }) => name));
  for (const name of [...params.keys()]) if (names.has(name) || name === "__run") params.delete(name);
  for (const spec of specs) {
    const value = values[spec.name];
    if (value === undefined || spec.type === "button" || spec.type === "file" || sameValue(value, spec.default))
      continue;
    for (const text of toTexts(value)) params.append(spec.name, text);
  }
  const text = params.toString();
  return text === "" ? "" : `?${text}`;
}

function toTexts(value: InputValue): string[] {
  if (value === null) return [""];
  if (typeof value !== "object") return [String(value)];
  return value.length === 0 ? [""] : value.map((part) => (part === null ? "" : String(part)));
}
