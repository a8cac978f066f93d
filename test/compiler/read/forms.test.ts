/**
 * Inputs that code cells declare: Colab's form comments and papermill's parameters.
 * @module
 */
import { describe, expect, it } from "vitest";
import type { InputSpec } from "../../../compiler/contract/inputs.ts";
import { readForm, readParameters } from "../../../compiler/read/forms.ts";
import { blockOf, readFixture } from "./fixture.ts";

function one(line: string): InputSpec | undefined {
  return readForm(line).inputs[0];
}

describe("Colab's forms", () => {
  const document = readFixture("colab.ipynb", null, ["form-not-understood"]);

  it("become a title, inputs in the order of their lines, and the code that is left", () => {
    expect(document.blocks.map(({ id }) => id)).toEqual([
      "a1-title",
      ..."amount rate years name kind other size paid start extra plain".split(" ").map((name) => `a1-${name}`),
      "a1",
      "a2",
    ]);
    expect(blockOf(document, "a1-title", "markdown").source).toBe("## Loan\nHow **much**, for how long?");
  });

  it("leave the lines of the code where they were", () => {
    const { python, source } = blockOf(document, "a1", "code");
    expect(python.split("\n")[13]).toBe("monthly = amount / years / 12");
    expect(python.trim()).toBe("monthly = amount / years / 12");
    expect(source).toContain("#@param");
  });

  it("hide their code where Colab does", () => {
    expect(blockOf(document, "a1", "code").settings.codeHidden).toBe(true);
    expect(blockOf(document, "a2", "code").settings.codeHidden).toBe(false);
    expect(readForm('#@title T { display-mode: "form" }\nx = 1').codeHidden).toBe(true);
  });

  it("stay code where they are not understood", () => {
    expect(blockOf(document, "a2", "code").python).toContain("wrong = 1");
  });

  it.each<[string, Partial<InputSpec>]>([
    [
      'n = 10 #@param {type:"slider", min:0, max:100, step:5}',
      { type: "slider", default: 10, min: 0, max: 100, step: 5, integer: true },
    ],
    ['n = 1.5 #@param {type: "slider", min: 0, max: 2, step: 0.5}', { type: "slider", integer: false }],
    ["n = -3.5 # @param {'type':'number'}", { type: "number", default: -3.5, integer: false }],
    ['n = 3 #@param {type:"integer"} # remark', { type: "number", default: 3, integer: true }],
    ["s = 'it''s' #@param {type:\"string\"}", { type: "text" }],
    ['s = "a # b" #@param {type:"string"}', { type: "text", default: "a # b" }],
    [
      "k = 'b' #@param ['a', \"it's b\", 'b']",
      { type: "select", default: "b", options: ["a", "it's b", "b"], allowCustom: false },
    ],
    ['k = "z" #@param ["x", "y"] {allow-input: true}', { type: "select", allowCustom: true }],
    ['k = 2 #@param [1, 2, 3] {type:"raw"}', { type: "select", default: 2, options: [1, 2, 3] }],
    ["k = True #@param [True, False]", { type: "select", default: true, options: [true, false] }],
    ['b = True #@param {type:"boolean"}', { type: "checkbox", default: true }],
    ["d = '2026-01-31' #@param {type:\"date\"}", { type: "date", default: "2026-01-31", gives: "text" }],
    ['r = [1, 2] #@param {type:"raw"}', { type: "literal", default: "[1, 2]" }],
    ["n: int = 5 #@param", { name: "n", type: "number", default: 5, integer: true }],
    ["größe = 5 #@param", { name: "größe" }],
    ["x = None #@param", { type: "literal", default: "None" }],
  ])("%s", (line, expected) => {
    expect(one(line)).toMatchObject(expected);
  });

  it.each([
    'n = compute() #@param {type:"number"}',
    'n = 1 #@param {type:"dial"}',
    "n = 1 #@param nonsense",
    "n = 1 #@param {type:",
  ])("not understood: %s", (line) => {
    const { inputs, misread, source } = readForm(`a = 0\n${line}`);
    expect([inputs, misread, source]).toEqual([[], [{ line: 2, text: line }], `a = 0\n${line}`]);
  });

  it("leave an ordinary cell as it is", () => {
    const source = "x = 1  # a remark\nprint('#@param')";
    expect(readForm(source)).toMatchObject({ source, inputs: [], text: null });
  });
});

describe("papermill's parameters", () => {
  const document = readFixture("papermill.ipynb");

  it("become inputs of their literals' types; what is no literal stays code", () => {
    const specs = document.blocks.flatMap((block) => (block.kind === "input" ? [block.input] : []));
    expect(specs).toMatchObject([
      { name: "count", type: "number", default: 12, integer: true },
      { name: "ratio", type: "number", default: -0.5, integer: false },
      { name: "label", type: "text", default: "north" },
      { name: "smooth", type: "checkbox", default: false },
      { name: "columns", type: "literal", default: '["a", "b"]' },
      { name: "limit", type: "literal", default: "None" },
    ]);
    expect(blockOf(document, "params", "code").python.split("\n")[7]).toBe("path = make_path()");
  });

  it("take only what stands at the top of the cell and binds one name", () => {
    const { inputs, source } = readParameters("a = b = 1\nc, d = 1, 2\nif True:\n    e = 1\nf = f'{a}'\ng = 2; h = 3");
    expect(inputs.map(({ name }) => name)).toEqual(["g", "h"]);
    expect(source).toContain("a = b = 1");
    expect(source).not.toContain("g = 2");
  });

  it("stay code where the cell is no Python", () => {
    expect(readParameters("a = = 1")).toMatchObject({ inputs: [], source: "a = = 1" });
  });
});
