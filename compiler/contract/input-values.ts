/**
 * Whether a value fits an input, and whether two values are the same.
 * @module
 */
import { type InputSpec, type InputValue, RELATIVE_RANGE, type Scalar } from "./inputs.ts";

/** Why a value does not fit, as a sentence; `null` if it does. */
export function valueProblem(spec: InputSpec, value: InputValue): string | null {
  switch (spec.type) {
    case "text":
    case "literal":
      return typeof value === "string" ? null : "It must be text.";
    case "number":
    case "slider":
      return numberProblem(spec, value);
    case "checkbox":
    case "button":
      return typeof value === "boolean" ? null : "It must be true or false.";
    case "select":
      return value === null || (isScalar(value) && isOption(spec, value)) ? null : "It is none of the options.";
    case "multiselect":
      return Array.isArray(value) && value.every((item) => isScalar(item) && isOption(spec, item))
        ? null
        : "It is none of the options.";
    case "date":
      return value === null || (typeof value === "string" && DATE.test(value))
        ? null
        : "It must be a date (YYYY-MM-DD).";
    case "date-range":
      return isRange(value) ? null : "It must be two dates (YYYY-MM-DD).";
    case "file":
      return value === null || typeof value === "string" ? null : "It must be a file.";
  }
}

const DATE = /^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])(T\d{2}:\d{2}(:\d{2})?)?$/;

function isScalar(value: unknown): value is Scalar {
  return typeof value === "string" || typeof value === "number" || typeof value === "boolean";
}

function isOption(spec: Extract<InputSpec, { type: "select" | "multiselect" }>, value: Scalar): boolean {
  return spec.allowCustom || spec.optionsFrom !== null || spec.options.includes(value);
}

function isRange(value: InputValue): boolean {
  if (typeof value === "string") return RELATIVE_RANGE.test(value);
  return (
    Array.isArray(value) &&
    value.length === 2 &&
    value.every((part) => part === null || (typeof part === "string" && DATE.test(part)))
  );
}

function numberProblem(spec: Extract<InputSpec, { type: "number" | "slider" }>, value: InputValue): string | null {
  if (typeof value !== "number" || !Number.isFinite(value)) return "It must be a number.";
  if (spec.integer && !Number.isInteger(value)) return "It must be a whole number.";
  if (spec.min !== null && value < spec.min) return `It must be at least ${spec.min}.`;
  return spec.max !== null && value > spec.max ? `It must be at most ${spec.max}.` : null;
}

/** Whether two values are the same. */
export function sameValue(one: InputValue, other: InputValue): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
