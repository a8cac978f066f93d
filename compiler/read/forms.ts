/**
 * Inputs that a code cell declares: Colab's form comments (`#@param`, `#@title`, `#@markdown`) and papermill's `parameters` cells.
 * What becomes an input is blanked in the code, so that line numbers stay.
 * @module
 */
import type { Expr } from "../analyze/python/ast.ts";
import { parsePython } from "../analyze/python/parse.ts";
import type { InputSpec, Scalar } from "../contract/inputs.ts";
import { isObject, type Json, numberOrNull } from "./json.ts";
import { type Literal, literalOf, parseLiteral } from "./literal.ts";

/** What a cell declares, in the order of its lines. */
export interface Form {
  /** The code that is left, with as many lines. */
  readonly source: string;
  readonly inputs: readonly InputSpec[];
  /** Markdown of `#@title` and `#@markdown`, `null` if there is none. */
  readonly text: string | null;
  /** The author shows the form without the cell's code (Colab's `display-mode`). */
  readonly codeHidden: boolean;
  /** Form comments that could not be read, with their lines. */
  readonly misread: readonly { readonly line: number; readonly text: string }[];
}

const PARAM = /^([\p{L}_][\p{L}\p{N}_]*)\s*(?::[^=]+)?=\s*(.+?)\s*#\s*@param\b(.*)$/u;
const TITLE = /^#\s*@title\s+(.*)$/;
const MARKDOWN = /^#\s*@markdown(?:\s(.*))?$/;

/** Reads Colab's comments. A cell without any is given back as it is. */
export function readForm(source: string): Form {
  const inputs: InputSpec[] = [];
  const texts: string[] = [];
  const misread: { line: number; text: string }[] = [];
  let codeHidden = false;
  const lines = source.split("\n").map((line, index) => {
    const trimmed = line.trim();
    const title = TITLE.exec(trimmed);
    const markdown = MARKDOWN.exec(trimmed);
    if (title && /\{.*display-mode\s*:\s*["']form["']/.test(title[1] ?? "")) codeHidden = true;
    if (title) texts.push(`## ${(title[1] ?? "").replace(/\{.*\}\s*$/, "").trim()}`);
    if (markdown) texts.push(markdown[1] ?? "");
    if (title || markdown) return "";
    const param = PARAM.exec(line);
    if (!param) return line;
    const input = param[1] && param[2] ? paramInput(param[1], param[2], (param[3] ?? "").trim()) : null;
    if (!input) {
      misread.push({ line: index + 1, text: trimmed });
      return line;
    }
    inputs.push(input);
    return "";
  });
  const text = texts.length > 0 ? texts.join("\n") : null;
  return { source: lines.join("\n"), inputs, text, codeHidden, misread };
}

/** The options and settings behind `@param`, which both read as Python; `null` if they are not understood. */
function annotation(text: string): { options: readonly Scalar[] | null; settings: Json } | null {
  const parts = /^(\[(?:[^\]"']|"(?:\\.|[^"\\])*"|'(?:\\.|[^'\\])*')*\])?\s*(\{[^}]*\})?\s*(?:#.*)?$/.exec(text);
  if (!parts) return null;
  const list = parts[1] === undefined ? null : looseLiteral(parts[1]);
  const settings = parts[2] === undefined ? {} : looseLiteral(parts[2]);
  if (settings === undefined || !isObject(settings) || list === undefined) return null;
  return { options: Array.isArray(list) ? list.filter(isScalar) : null, settings };
}

/** Colab's mixture of Python, JSON and JavaScript as a value: names may stand without quotes. */
function looseLiteral(text: string): unknown {
  const { module, error } = parsePython(text);
  const [statement] = module.body;
  if (error !== null || module.body.length !== 1 || statement?.type !== "Expr") return undefined;
  const word = (expr: Expr): string => text.slice(expr.start, expr.end).replace(/^(["'])(.*)\1$/, "$2");
  const read = (expr: Expr): unknown => {
    if (expr.type === "List") return expr.elements.map(read);
    if (expr.type === "Dict")
      return Object.fromEntries(expr.entries.map(({ key, value }) => [key ? word(key) : "", read(value)]));
    const literal = literalOf(expr, text);
    if (literal?.kind === "scalar") return literal.value;
    const name = word(expr);
    return name === "true" ? true : name === "false" ? false : null;
  };
  return read(statement.value);
}

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function paramInput(name: string, value: string, text: string): InputSpec | null {
  const found = annotation(text);
  const literal = parseLiteral(value);
  if (found === null || literal === undefined) return null;
  const { options, settings } = found;
  const type = settings.type;
  if (options) {
    const initial = literal.kind === "scalar" ? literal.value : null;
    const allowCustom = settings["allow-input"] === true;
    return {
      name,
      label: name,
      type: "select",
      default: initial,
      options,
      optionsFrom: null,
      allowCustom,
      allowEmpty: initial === null,
    };
  }
  if (type === "raw" || literal.kind === "complex") return { name, label: name, type: "literal", default: value };
  return typed(name, literal, type, settings);
}

function typed(
  name: string,
  literal: Extract<Literal, { kind: "scalar" }>,
  type: unknown,
  settings: Json,
): InputSpec | null {
  const named = { name, label: name };
  const number = numberOrNull(literal.value) ?? 0;
  const [min, max, step] = ["min", "max", "step"].map((key) => numberOrNull(settings[key]));
  switch (type) {
    case "slider": {
      const range = { min: min ?? 0, max: max ?? 100, step: step ?? 1 };
      const integer = [range.min, range.step, number].every(Number.isInteger) && literal.integer;
      return { ...named, type: "slider", default: number, ...range, integer };
    }
    case "number":
    case "integer":
      return {
        ...named,
        type: "number",
        default: number,
        integer: type === "integer" || literal.integer,
        min: min ?? null,
        max: max ?? null,
        step: step ?? null,
      };
    case "boolean":
      return { ...named, type: "checkbox", default: literal.value === true };
    case "date":
      return { ...named, type: "date", default: literal.value === null ? null : String(literal.value), gives: "text" };
    case "string":
      return { ...named, type: "text", default: literal.value === null ? "" : String(literal.value), multiline: false };
    case undefined:
      return scalarInput(name, literal);
    default:
      return null;
  }
}

/** An input of a literal's own type. */
function scalarInput(name: string, { value, integer }: Extract<Literal, { kind: "scalar" }>): InputSpec {
  const named = { name, label: name };
  switch (typeof value) {
    case "boolean":
      return { ...named, type: "checkbox", default: value };
    case "number":
      return { ...named, type: "number", default: value, integer, min: null, max: null, step: null };
    case "string":
      return { ...named, type: "text", default: value, multiline: value.includes("\n") };
    default:
      return { ...named, type: "literal", default: "None" };
  }
}

/** Reads a cell tagged `parameters`: each top-level assignment of a literal becomes an input. */
export function readParameters(source: string): Form {
  const { module, error } = parsePython(source);
  if (error !== null) return { source, inputs: [], text: null, codeHidden: false, misread: [] };
  const inputs: InputSpec[] = [];
  let left = source;
  for (const statement of module.body) {
    const target =
      statement.type === "Assign"
        ? statement.targets.length === 1
          ? statement.targets[0]
          : undefined
        : statement.type === "AnnAssign"
          ? statement.target
          : undefined;
    const value = statement.type === "Assign" || statement.type === "AnnAssign" ? statement.value : null;
    const literal = value ? literalOf(value, source) : undefined;
    if (target?.type !== "Name" || !value || !literal) continue;
    inputs.push(
      literal.kind === "scalar"
        ? scalarInput(target.id, literal)
        : { name: target.id, label: target.id, type: "literal", default: source.slice(value.start, value.end) },
    );
    left = blank(left, statement.start, statement.end);
  }
  return { source: left, inputs, text: null, codeHidden: false, misread: [] };
}

/** Spaces in place of text; line breaks stay. */
function blank(text: string, start: number, end: number): string {
  return text.slice(0, start) + text.slice(start, end).replace(/[^\r\n]/g, " ") + text.slice(end);
}

/** Whether code has anything but comments and blank lines. */
export function hasCode(source: string): boolean {
  return source.split("\n").some((line) => !/^\s*(#.*|;\s*)?$/.test(line));
}
