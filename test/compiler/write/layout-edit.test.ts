/**
 * Dragging: rows stay runs of neighbours, order stays the notebook's.
 * @module
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BlockId, blockId } from "../../../compiler/contract/ids.ts";
import { type LayoutMove, moveBlock, type PlacedBlock } from "../../../compiler/write/layout-edit.ts";

function id(text: string): BlockId {
  const made = blockId(text);
  if (made === null) throw new TypeError(text);
  return made;
}

const alone = (names: string): PlacedBlock[] =>
  [...names].map((name) => ({ id: id(name), row: null, column: null, width: null }));

/** `[a|bc] d`: rows with more than one column in brackets. */
function drawn(blocks: readonly PlacedBlock[]): string {
  const rows: PlacedBlock[][] = [];
  for (const block of blocks) {
    const last = rows.at(-1);
    if (last && block.row !== null && last[0]?.row === block.row) last.push(block);
    else rows.push([block]);
  }
  return rows
    .map((row) => {
      const columns = [...new Set(row.map(({ column, id: own }) => column ?? own))];
      const text = columns.map((key) =>
        row
          .filter(({ column, id: own }) => (column ?? own) === key)
          .map(({ id: own }) => own)
          .join(""),
      );
      return columns.length > 1 ? `[${text.join("|")}]` : text.join("");
    })
    .join(" ");
}

function play(names: string, ...moves: readonly string[]): string {
  let blocks = alone(names);
  for (const move of moves) {
    const [block = "", operator = "", target = ""] = move;
    const kind = operator === "|" ? "beside" : operator === "+" ? "stack" : "alone";
    blocks = moveBlock(
      blocks,
      kind === "alone" ? { kind, block: id(block) } : { kind, block: id(block), target: id(target) },
    );
  }
  return drawn(blocks);
}

describe("moving", () => {
  it("puts a block beside its neighbour, the earlier one on the left", () => {
    expect(play("abcd", "b|a")).toBe("[a|b] c d");
    expect(play("abcd", "a|b")).toBe("[a|b] c d");
  });

  it("makes further columns of a row", () => {
    expect(play("abcd", "b|a", "c|b")).toBe("[a|b|c] d");
  });

  it("stacks inside a column", () => {
    expect(play("abcd", "b|a", "c+b")).toBe("[a|bc] d");
    expect(play("abcd", "b|a", "c+a")).toBe("[ac|b] d");
  });

  it("brings along what lies between a block and a far target", () => {
    expect(play("abcd", "a|d")).toBe("[abc|d]");
    expect(play("abcd", "d|a")).toBe("[a|bcd]");
  });

  it("moves within a row", () => {
    expect(play("abc", "b|a", "c|a", "c+b")).toBe("[a|bc]");
    expect(play("abc", "b|a", "c+b", "c|b")).toBe("[a|b|c]");
  });

  it("takes a block out, and what is below it with the rest of its row", () => {
    expect(play("abcd", "b|a", "c|a", "d|a", "b.")).toBe("a b [c|d]");
    expect(play("abc", "b|a", "a.")).toBe("a b c");
  });

  it("ignores a move onto itself and unknown blocks", () => {
    expect(play("ab", "a|a", "x|a", "a|x")).toBe("a b");
  });
});

describe("widths", () => {
  const row = moveBlock(alone("abc"), { kind: "beside", block: id("b"), target: id("a") });

  it("sets the widths of a row's columns and leaves other rows alone", () => {
    const set = moveBlock(row, { kind: "widths", block: id("b"), widths: [30, 70] });
    expect(set.map(({ width }) => width)).toEqual([30, 70, null]);
  });

  it("keeps every column wide enough to be grabbed again", () => {
    const set = moveBlock(row, { kind: "widths", block: id("a"), widths: [1, 99.4] });
    expect(set.map(({ width }) => width)).toEqual([5, 95, null]);
  });

  it("takes a column's width for what is stacked into it", () => {
    const wide = moveBlock(row, { kind: "widths", block: id("a"), widths: [30, 70] });
    const stacked = moveBlock(wide, { kind: "stack", block: id("c"), target: id("b") });
    expect(stacked.map(({ width }) => width)).toEqual([30, 70, 70]);
  });
});

const name = fc.constantFrom(..."abcdefg");
const moves: fc.Arbitrary<LayoutMove> = fc.oneof(
  fc.record({ kind: fc.constantFrom("beside", "stack"), block: name.map(id), target: name.map(id) }),
  fc.record({ kind: fc.constant("alone"), block: name.map(id) }),
);

it("keeps order and makes rows of neighbours with at least two columns, whatever is dragged", () => {
  fc.assert(
    fc.property(fc.array(moves, { maxLength: 12 }), (list) => {
      const blocks = list.reduce<PlacedBlock[]>((now, move) => moveBlock(now, move), alone("abcdefg"));
      expect(blocks.map((block) => block.id).join("")).toBe("abcdefg");
      for (const { row } of blocks.filter((block) => block.row !== null)) {
        const at = blocks.flatMap((block, index) => (block.row === row ? [index] : []));
        expect(at).toEqual(at.map((_, index) => (at[0] ?? 0) + index));
        expect(new Set(at.map((index) => blocks[index]?.column)).size).toBeGreaterThan(1);
      }
      const last = list.at(-1);
      if (last?.kind === "beside" && last.block !== last.target) {
        const [one, other] = [last.block, last.target].map((key) => blocks.find((block) => block.id === key));
        expect(one?.row).toBe(other?.row);
        expect(one?.column).not.toBe(other?.column);
      }
    }),
    { numRuns: 2000, seed: 11 },
  );
});
