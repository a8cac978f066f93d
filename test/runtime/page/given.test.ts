/**
 * What the page around an element sets.
 * @module
 */
import { expect, it } from "vitest";
import type { InputSpec } from "../../../compiler/contract/inputs.ts";
import { blockList, checkInputs, givenInputs } from "../../../runtime/page/given.ts";

const SPECS: readonly InputSpec[] = [
  { name: "n", label: "N", type: "slider", default: 5, integer: true, min: 0, max: 10, step: 1 },
  { name: "file", label: "File", type: "file", default: null, accept: [] },
  { name: "go", label: "Go", type: "button", default: false, behavior: "run", scheme: "blue" },
];

it("are values from objects and from JSON, and plain data whatever they come as", () => {
  const proxy = new Proxy({ list: new Proxy([1, "b"], {}) }, {});
  expect(givenInputs(proxy)).toEqual({ list: [1, "b"] });
  expect(givenInputs('{"n": 5, "none": null}')).toEqual({ n: 5, none: null });
  for (const none of [null, undefined, "", "{}"]) expect(givenInputs(none)).toEqual({});
  for (const wrong of ["{", "5", "[1]", '"x"', { n: { deep: 1 } }, { n: [[1]] }, 7])
    expect(givenInputs(wrong)).toBeNull();
});

it("are refused one by one, and named", () => {
  expect(checkInputs(SPECS, { n: 7, m: 1, file: "/etc/passwd", go: true })).toEqual({
    values: { n: 7 },
    problems: ["m", "file", "go"].map((name) => `This app has no input '${name}' that a page can set.`),
  });
  expect(checkInputs(SPECS, { n: 99 })).toEqual({
    values: {},
    problems: ["The value for 'n' is refused. It must be at most 10."],
  });
});

it("are block ids from a list or from text", () => {
  expect(blockList(" a, b ,,c ")).toEqual(["a", "b", "c"]);
  expect(blockList(["a", "b"])).toEqual(["a", "b"]);
  for (const none of [null, undefined, "", []]) expect(blockList(none)).toEqual([]);
});
