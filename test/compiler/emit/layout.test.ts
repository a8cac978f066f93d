/**
 * Rows and columns of blocks.
 * @module
 */
import { describe, expect, it } from "vitest";
import { blockId } from "../../../compiler/contract/ids.ts";
import type { Block, BlockSettings } from "../../../compiler/document.ts";
import { layoutRows } from "../../../compiler/emit/layout.ts";

function block(name: string, settings: Partial<BlockSettings> = {}): Block {
  const id = blockId(name)!;
  const all = {
    visible: true,
    codeHidden: false,
    outputHidden: false,
    row: null,
    column: null,
    order: null,
    width: null,
  };
  return {
    kind: "separator",
    id,
    type: "separator",
    title: name,
    place: { file: "n" },
    line: null,
    settings: { ...all, ...settings },
  };
}

/** Rows as text: columns between `|`, with their widths. */
function rows(...blocks: Block[]): string[] {
  return layoutRows(blocks).map(({ columns }) =>
    columns.map(({ width, blocks: ids }) => ids.join("+") + (width === null ? "" : `:${width}`)).join(" | "),
  );
}

describe("layout", () => {
  it("puts blocks one under the other, in notebook order", () => {
    expect(rows(block("a"), block("b"), block("c"))).toEqual(["a", "b", "c"]);
  });

  it("puts neighbours of one group side by side, with their widths", () => {
    expect(rows(block("a"), block("b", { row: "r", width: 70 }), block("c", { row: "r" }), block("d"))).toEqual([
      "a",
      "b:70 | c",
      "d",
    ]);
  });

  it("starts a row anew where another block stands between: order wins", () => {
    expect(rows(block("a", { row: "r" }), block("b"), block("c", { row: "r" }))).toEqual(["a", "b", "c"]);
  });

  it("stacks blocks that share a column", () => {
    const [left, right] = [
      { row: "r", column: "left" },
      { row: "r", column: "right", width: 25 },
    ];
    expect(rows(block("a", left), block("b", right), block("c", { ...left, width: 75 }))).toEqual(["a+c:75 | b:25"]);
  });

  it("orders the blocks of a row as they say", () => {
    expect(
      rows(block("a", { row: "r", order: 3 }), block("b", { row: "r", order: 1 }), block("c", { row: "r" })),
    ).toEqual(["b | a | c"]);
  });

  it.each([0, -5, 101, Number.NaN])("takes no width of %s percent", (width) => {
    expect(rows(block("a", { row: "r", width }), block("b", { row: "r" }))).toEqual(["a | b"]);
  });
});
