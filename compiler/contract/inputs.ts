/**
 * What an input is: its control, its values and their form in a URL. Shared by the compiler, the page and every kernel.
 * @module
 */

/** A value that a control holds. */
export type Scalar = string | number | boolean;

/**
 * An input's value as JSON. Per {@link InputSpec.type}:
 * text `string` · literal `string` (Python source of a literal) · number, slider `number` · checkbox, button `boolean` ·
 * select `Scalar | null` · multiselect `Scalar[]` · date `"YYYY-MM-DD" | null`, giving a datetime `"YYYY-MM-DDTHH:MM:SS"` ·
 * date-range `[start | null, end | null]` of dates, or a relative range such as `"past7days"` · file: path or `null`.
 */
export type InputValue = Scalar | null | readonly (Scalar | null)[];

interface Named {
  /** The Python variable: a valid identifier. */
  readonly name: string;
  /** What the viewer reads; never empty. */
  readonly label: string;
}

export interface TextSpec extends Named {
  readonly type: "text";
  readonly default: string;
  readonly multiline: boolean;
}
/** A Python literal typed as text (papermill lists, Colab `raw`); Python parses it with `ast.literal_eval`. */
export interface LiteralSpec extends Named {
  readonly type: "literal";
  readonly default: string;
}
export interface NumberSpec extends Named {
  readonly type: "number";
  readonly default: number;
  /** Python gets an `int`, not a `float`. */
  readonly integer: boolean;
  readonly min: number | null;
  readonly max: number | null;
  readonly step: number | null;
}
export interface SliderSpec extends Named {
  readonly type: "slider";
  readonly default: number;
  readonly integer: boolean;
  readonly min: number;
  readonly max: number;
  readonly step: number;
}
export interface CheckboxSpec extends Named {
  readonly type: "checkbox";
  readonly default: boolean;
}
interface Choices {
  /** Fixed options; empty while {@link optionsFrom} has not been read. */
  readonly options: readonly Scalar[];
  /** The Python variable whose items are the options (at most 1,000), or `null`. */
  readonly optionsFrom: string | null;
  /** The viewer may type a value that is not in the list. */
  readonly allowCustom: boolean;
}
export interface SelectSpec extends Named, Choices {
  readonly type: "select";
  readonly default: Scalar | null;
  /** Whether "nothing" can be chosen; Python then gets `None`. */
  readonly allowEmpty: boolean;
}
export interface MultiselectSpec extends Named, Choices {
  readonly type: "multiselect";
  readonly default: readonly Scalar[];
}
export interface DateSpec extends Named {
  readonly type: "date";
  readonly default: string | null;
  /** What Python gets: `datetime.date`, `datetime.datetime`, or `str` (Colab's forms). */
  readonly gives: "date" | "datetime" | "text";
}
export interface DateRangeSpec extends Named {
  readonly type: "date-range";
  readonly default: string | readonly [string | null, string | null];
}
export interface FileSpec extends Named {
  readonly type: "file";
  readonly default: null;
  /** Allowed extensions with their dot, in lower case; empty allows all. */
  readonly accept: readonly string[];
}
export interface ButtonSpec extends Named {
  readonly type: "button";
  readonly default: false;
  /** `run` runs everything; `set_variable` makes its variable true for the run that it starts. */
  readonly behavior: "run" | "set_variable";
  readonly scheme: "blue" | "red" | "neutral" | "green" | "yellow";
}

/** One input of an app. */
export type InputSpec =
  | TextSpec
  | LiteralSpec
  | NumberSpec
  | SliderSpec
  | CheckboxSpec
  | SelectSpec
  | MultiselectSpec
  | DateSpec
  | DateRangeSpec
  | FileSpec
  | ButtonSpec;

export type InputType = InputSpec["type"];

/** Relative ranges that the `.deepnote` format knows; `customDaysN` has the days for N. */
export const RELATIVE_RANGE: RegExp =
  /^(past7days|past14days|pastMonth|past3months|past6months|pastYear|customDays[1-9]\d{0,4})$/;

const PERIODS: readonly (readonly [value: string, label: string])[] = [
  ["past7days", "Past 7 days"],
  ["past14days", "Past 14 days"],
  ["pastMonth", "Past month"],
  ["past3months", "Past 3 months"],
  ["past6months", "Past 6 months"],
  ["pastYear", "Past year"],
];

/** Relative ranges to choose from, with what a viewer reads, also where `chosen` is one of an author's own. */
export function periods(chosen: string | null): readonly (readonly [value: string, label: string])[] {
  if (chosen === null || PERIODS.some(([value]) => value === chosen)) return PERIODS;
  return [...PERIODS, [chosen, `Past ${chosen.replace(/\D/g, "")} days`]];
}

/** The value that means "nothing entered" for an input of this type. */
export function emptyValue(spec: InputSpec): InputValue {
  switch (spec.type) {
    case "text":
      return "";
    case "literal":
      return "None";
    case "number":
      return spec.min ?? 0;
    case "slider":
      return spec.min;
    case "checkbox":
    case "button":
      return false;
    case "multiselect":
      return [];
    case "date-range":
      return [null, null];
    case "select":
    case "date":
    case "file":
      return null;
  }
}
