/**
 * Which blocks a part of an app needs.
 * @module
 */
import { expect, it } from "vitest";
import { neededBlocks, type ReactionTable } from "../../../compiler/contract/graph.ts";
import { type BlockId, blockId } from "../../../compiler/contract/ids.ts";

function id(text: string): BlockId {
  const made = blockId(text);
  if (made === null) throw new TypeError(text);
  return made;
}

/** Blocks `0`, `1`, …; each reaction as `when>run`. */
function table(count: number, ...reactions: readonly string[]): ReactionTable {
  const numbers = (text = ""): number[] => text.split(",").map(Number);
  return {
    order: Array.from({ length: count }, (_, at) => id(String(at))),
    reactions: reactions.map((text) => {
      const [when, run] = text.split(">");
      return { when: numbers(when), run: numbers(run) };
    }),
    needs: [],
    tracked: [],
    ambient: [],
  };
}

const needed = (of: ReactionTable, ...shown: readonly string[]): string => neededBlocks(of, shown.map(id)).join(" ");

it("are those above that it follows from, at any remove, and no others", () => {
  const chain = table(5, "0>1", "1>3", "2>4");
  expect(needed(chain, "3")).toBe("0 1 3");
  expect(needed(chain, "4")).toBe("2 4");
  expect(needed(chain, "0")).toBe("0");
  expect(needed(chain, "3", "2")).toBe("0 1 2 3");
});

it("are also those that change in place what it reads, but none below it", () => {
  // 0 makes, 1 changes it (and so runs together with 0), 2 reads, 3 changes it again after that.
  const inPlace = table(4, "0>1,2,3", "1>0", "3>0");
  expect(needed(inPlace, "2")).toBe("0 1 2");
  expect(needed(inPlace, "0")).toBe("0");
});

it("are all above where reading may change what is read", () => {
  expect(needed({ ...table(4, "0>2"), lively: true }, "2")).toBe("0 1 2");
});

it("are none for what does not run", () => {
  expect(needed(table(2, "0>1"), "9")).toBe("");
});
