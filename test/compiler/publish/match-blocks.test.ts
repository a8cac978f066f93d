/**
 * What a republished copy keeps: every block that it still has is recognised, and only new ones are new.
 * @module
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { type BlockMark, matchBlocks } from "../../../compiler/publish/match-blocks.ts";

const mark = (id: string, content = id, type = "code"): BlockMark => ({ id, type, content });
/** Notebooks of blocks with ids and contents of their own. */
const notebooks = fc
  .uniqueArray(fc.nat(10_000), { maxLength: 30 })
  .map((numbers) =>
    numbers.map((number) => mark(`id${number}`, `text ${number}`, number % 3 === 0 ? "markdown" : "code")),
  );
/** As a copy has them: nothing of the ids is left. */
const copied = (blocks: readonly BlockMark[]): BlockMark[] =>
  blocks.map((block, at) => ({ ...block, id: `copy-${at}` }));
/** Inserts new blocks at random places. */
const withNew = (blocks: readonly BlockMark[], places: readonly number[]): BlockMark[] => {
  const result = [...blocks];
  for (const [at, place] of places.entries())
    result.splice(place % (result.length + 1), 0, mark(`new-${at}`, `new text ${at}`));
  return result;
};
const ids = (blocks: readonly BlockMark[], places: readonly number[]): (string | undefined)[] =>
  places.map((place) => blocks[place]?.id);

describe("matching of blocks", () => {
  it("by id where blocks moved and changed", () => {
    const { pairs, added, removed } = matchBlocks(
      [mark("a"), mark("b"), mark("c")],
      [mark("c", "changed"), mark("n"), mark("a")],
    );
    expect(pairs).toEqual([
      { before: 2, now: 0, by: "id" },
      { before: 0, now: 2, by: "id" },
    ]);
    expect({ added, removed }).toEqual({ added: [1], removed: [1] });
  });

  it("not by ids that only count cells", () => {
    const before = [mark("cell-1", "x"), mark("cell-2", "y"), mark("cell-2-n", "n")];
    const now = [mark("cell-1", "new"), mark("cell-2", "x"), mark("cell-3", "y"), mark("cell-3-n", "n")];
    const { pairs, added } = matchBlocks(before, now);
    expect(added).toEqual([0]);
    expect(pairs.map(({ by }) => by)).toEqual(["content", "content", "content"]);
  });

  it("by position only a block of the same type between the same neighbours", () => {
    const before = [mark("a"), mark("b", "old"), mark("c")];
    const copy = (type: string): BlockMark[] => [mark("1", "a"), mark("2", "edited", type), mark("3", "c")];
    expect(matchBlocks(before, copy("code")).pairs[1]).toEqual({ before: 1, now: 1, by: "position" });
    expect(matchBlocks(before, copy("markdown")).added).toEqual([1]);
    expect(matchBlocks(before, [mark("1", "a"), mark("3", "c"), mark("2", "edited")]).added).toEqual([2]);
  });

  it("property: the same notebook, in any order, has no new block", () => {
    fc.assert(
      fc.property(notebooks, fc.infiniteStream(fc.nat()), (blocks, order) => {
        const shuffled = blocks
          .map((block) => ({ block, key: order.next().value }))
          .sort((a, b) => a.key - b.key)
          .map(({ block }) => block);
        for (const now of [shuffled, copied(shuffled)]) {
          const { pairs, added, removed } = matchBlocks(blocks, now);
          expect({ added, removed }).toEqual({ added: [], removed: [] });
          for (const pair of pairs) expect(now[pair.now]?.content).toBe(blocks[pair.before]?.content);
        }
      }),
    );
  });

  it("property: exactly the blocks put into a copy are new, exactly those taken out are gone", () => {
    fc.assert(
      fc.property(notebooks, fc.array(fc.nat(), { maxLength: 6 }), fc.func(fc.boolean()), (blocks, places, keep) => {
        const kept = blocks.filter((block) => keep(block.id));
        const now = withNew(copied(kept), places);
        const { added, removed } = matchBlocks(blocks, now);
        // A block put where one was taken out may be that one, edited: so it is asked only of what cannot be.
        const gone = blocks.length - kept.length;
        if (gone === 0) expect(ids(now, added).sort()).toEqual(places.map((_, at) => `new-${at}`).sort());
        if (places.length === 0)
          expect(removed.map((at) => blocks[at])).toEqual(blocks.filter((block) => !keep(block.id)));
        expect(ids(now, added).every((id) => id?.startsWith("new-"))).toBe(true);
      }),
    );
  });

  it("property: a copy of which every third block was edited in place has no new block", () => {
    fc.assert(
      fc.property(notebooks, (blocks) => {
        const now = copied(blocks).map((block, at) => (at % 3 === 1 ? { ...block, content: `edited ${at}` } : block));
        const { pairs, added } = matchBlocks(blocks, now);
        expect(added).toEqual([]);
        expect(pairs.map((pair) => pair.before)).toEqual(blocks.map((_, at) => at));
      }),
    );
  });

  it("property: no block is in two pairs, whatever the notebooks", () => {
    const any = fc.array(
      fc.record({
        id: fc.constantFrom("a", "b", "cell-1"),
        type: fc.constantFrom("code", "sql"),
        content: fc.constantFrom("x", "y"),
      }),
    );
    fc.assert(
      fc.property(any, any, (before, now) => {
        const { pairs, added, removed } = matchBlocks(before, now);
        expect(new Set(pairs.map((pair) => pair.before)).size).toBe(pairs.length);
        expect([...pairs.map((pair) => pair.now), ...added].sort()).toEqual(now.map((_, at) => at).sort());
        expect([...pairs.map((pair) => pair.before), ...removed].sort()).toEqual(before.map((_, at) => at).sort());
      }),
    );
  });
});
