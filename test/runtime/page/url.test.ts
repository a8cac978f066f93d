/**
 * Inputs in the URL: read, reported, written.
 * @module
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { sameValue, valueProblem } from "../../../compiler/contract/input-values.ts";
import { emptyValue, type InputSpec, type InputValue } from "../../../compiler/contract/inputs.ts";
import { parseUrlInputs, printUrlInputs } from "../../../runtime/page/url.ts";

const choices = { options: ["a", "b b", 3, true], optionsFrom: null, allowCustom: false } as const;
const SPECS: readonly InputSpec[] = [
  { name: "text", label: "Text", type: "text", default: "hi", multiline: false },
  { name: "literal", label: "Literal", type: "literal", default: "[1]" },
  { name: "whole", label: "Whole", type: "number", default: 1, integer: true, min: null, max: null, step: null },
  { name: "real", label: "Real", type: "number", default: 1, integer: false, min: -2, max: 2, step: null },
  { name: "slide", label: "Slide", type: "slider", default: 5, integer: true, min: 0, max: 10, step: 1 },
  { name: "check", label: "Check", type: "checkbox", default: false },
  { name: "one", label: "One", type: "select", default: "a", ...choices, allowEmpty: true },
  { name: "many", label: "Many", type: "multiselect", default: ["a"], ...choices },
  { name: "day", label: "Day", type: "date", default: null, gives: "date" },
  { name: "span", label: "Span", type: "date-range", default: [null, null] },
  { name: "file", label: "File", type: "file", default: null, accept: [] },
  { name: "go", label: "Go", type: "button", default: false, behavior: "run", scheme: "blue" },
];

const parse = (search: string) => parseUrlInputs(search, SPECS);

describe("a link", () => {
  it.each<[string, Record<string, InputValue>]>([
    ["?text=a%20%2B+b", { text: "a + b" }],
    ["?text=", { text: "" }],
    ["?text=%C3%A4", { text: "ä" }],
    ["?literal=%5B1%2C2%5D", { literal: "[1,2]" }],
    ["?whole=-7&real=0.5", { whole: -7, real: 0.5 }],
    ["?slide=", { slide: 0 }],
    ["?check=true", { check: true }],
    ["?check=0", { check: false }],
    ["?one=b+b", { one: "b b" }],
    ["?one=3", { one: 3 }],
    ["?one=", { one: null }],
    ["?many=a&many=3", { many: ["a", 3] }],
    ["?many=", { many: [] }],
    ["?day=2026-02-28", { day: "2026-02-28" }],
    ["?span=2026-01-01&span=2026-02-01", { span: ["2026-01-01", "2026-02-01"] }],
    ["?span=2026-01-01", { span: ["2026-01-01", null] }],
    ["?span=past7days", { span: "past7days" }],
  ])("%s", (search, values) => {
    expect(parse(search)).toEqual({ values, run: false, problems: [] });
  });

  it.each([
    ["?nobody=1", "'nobody'"],
    ["?whole=many", "whole number|must be a number"],
    ["?whole=1.5", "whole number"],
    ["?real=3", "at most 2"],
    ["?slide=-1", "at least 0"],
    ["?check=maybe", "true or false"],
    ["?one=c", "none of the options"],
    ["?many=a&many=c", "none of the options"],
    ["?day=31.1.2026", "a date"],
    ["?day=2026-13-01", "a date"],
    ["?span=2026-01-01&span=x", "two dates"],
    ["?span=2026-01-01&span=2026-01-02&span=2026-01-03", "too often"],
    ["?whole=1&whole=2", "too often"],
    ["?file=/etc/passwd", "'file'"],
    ["?go=true", "'go'"],
  ])("%s is reported and ignored", (search, problem) => {
    const { values, problems } = parse(search);
    expect(values).toEqual({});
    expect(problems).toHaveLength(1);
    expect(problems[0]).toMatch(new RegExp(problem));
  });

  it("keeps what is right beside what is wrong", () => {
    expect(parse("?slide=99&whole=4")).toMatchObject({ values: { whole: 4 }, problems: [expect.any(String)] });
  });

  it.each([
    ["?__run=true", true],
    ["?__run==true", true],
    ["?__run=false", false],
    ["?__run", false],
    ["?__other=1", false],
    ["", false],
  ])("%j runs on load: %s", (search, run) => {
    expect(parse(search)).toEqual({ values: {}, run, problems: [] });
  });
});

describe("the page's own URL", () => {
  const defaults = Object.fromEntries(SPECS.map((spec) => [spec.name, spec.default]));
  const print = (search: string, values: Record<string, InputValue>) =>
    printUrlInputs(search, SPECS, { ...defaults, ...values });

  it("leaves defaults, files and buttons out, and drops what only the first opening needed", () => {
    expect(print("", {})).toBe("");
    expect(print("?__run=true&whole=9", {})).toBe("");
    expect(print("?utm=x&whole=9", { whole: 3 })).toBe("?utm=x&whole=3");
    expect(print("", { file: "/work/x" })).toBe("");
  });

  it("opens the same state again", () => {
    const values: Record<string, fc.Arbitrary<InputValue>> = {
      text: fc.string({ unit: "grapheme" }),
      literal: fc.string(),
      whole: fc.integer(),
      real: fc.double({ min: -2, max: 2, noNaN: true }).map((value) => value + 0),
      slide: fc.integer({ min: 0, max: 10 }),
      check: fc.boolean(),
      one: fc.constantFrom(...choices.options, null),
      many: fc.subarray([...choices.options]),
      day: fc.constantFrom(null, "2026-11-25"),
      span: fc.constantFrom<InputValue>([null, null], ["2026-01-01", null], [null, "2026-01-01"], "customDays30"),
    };
    fc.assert(
      fc.property(fc.record(values), (chosen) => {
        const { values: read, problems } = parse(print("?utm=1", chosen).replace("utm=1", "__utm=1"));
        expect(problems).toEqual([]);
        for (const [name, value] of Object.entries(chosen))
          expect(sameValue((name in read ? read[name] : defaults[name]) ?? null, value), name).toBe(true);
      }),
    );
  });
});

describe("values", () => {
  it("that mean 'nothing entered' fit their inputs", () => {
    for (const spec of SPECS) expect(valueProblem(spec, emptyValue(spec)), spec.name).toBeNull();
    const empty = Object.fromEntries(SPECS.map((spec) => [spec.name, emptyValue(spec)]));
    expect(empty).toMatchObject({
      text: "",
      one: null,
      day: null,
      file: null,
      many: [],
      span: [null, null],
      check: false,
    });
  });

  it("of another type fit none", () => {
    for (const spec of SPECS) expect(valueProblem(spec, [[]] as unknown as InputValue), spec.name).not.toBeNull();
  });
});
