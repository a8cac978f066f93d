/**
 * Long notebooks: four times the blocks take about four times as long, not sixteen. Ratios, no stopwatch.
 * @module
 */
import { expect, it } from "vitest";
import { analyze } from "../../../compiler/analyze/analyze.ts";
import { affectedBlocks } from "../../../compiler/contract/graph.ts";
import { layoutRows } from "../../../compiler/emit/layout.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";

/** A notebook whose blocks read what others made: chains, a few names that all share, changes in place. */
function notebookOf(count: number): string {
  const cells = Array.from({ length: count }, (_, index) => {
    const source =
      index % 10 === 0
        ? `rows_${index} = []`
        : index % 10 === 5
          ? `rows_${index - 5}.append(total_${index - 1})`
          : `total_${index} = len(rows_${index - (index % 10)}) + ${index}\nfor i in range(3):\n    total_${index} += i`;
    return {
      cell_type: "code",
      id: `c${index}`,
      metadata: { deepnote_block_group: `g${index >> 1}` },
      source,
      outputs: [],
    };
  });
  return JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
}

/** Processor time of this process in ms: what other processes do does not count. */
function cost(work: () => void): number {
  const before = process.cpuUsage();
  work();
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1000;
}

function everything(text: string): { blocks: number; edges: number } {
  const { document } = readNotebook({ file: "n.ipynb", text });
  if (!document) throw new Error("not read");
  layoutRows(document.blocks);
  const { graph, reactions } = analyze(document);
  affectedBlocks(reactions, reactions.order.slice(0, 1));
  return { blocks: graph.blocks.length, edges: graph.edges.length };
}

it("10,000 blocks cost about four times what 2,500 do", () => {
  const [small, large] = [notebookOf(2500), notebookOf(10_000)];
  everything(notebookOf(500)); // the engine warms up
  const sizes: { blocks: number; edges: number }[] = [];
  // A garbage collection may fall into one of the two: then they are compared again.
  const ratio = (): number => {
    const costs = [small, large].map((text) => cost(() => sizes.push(everything(text))));
    return (costs[1] ?? 0) / (costs[0] ?? 1);
  };
  let best = ratio();
  const [one, four] = sizes;
  expect([one?.blocks, four?.blocks]).toEqual([2500, 10_000]);
  expect((four?.edges ?? 0) / (one?.edges ?? 1)).toBeCloseTo(4, 1);
  for (let again = 0; again < 2 && best >= 8; again++) best = Math.min(best, ratio());
  expect(best).toBeLessThan(8);
});
