/**
 * A page that shows one block runs only what that block needs, and the block shows what it shows when everything runs: at first, and
 * after each change of inputs.
 * @module
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { blockId } from "../../../../compiler/contract/ids.ts";
import { type Case, partPlanOf } from "./case.ts";
import { idioms } from "./idioms.ts";
import { cases } from "./notebooks.ts";
import { pyodidePlayer } from "./player.ts";

const RUNS = Number(process.env.PART_RUNS ?? 150);

/** Where a session's block differs from a full run's, and how much less ran. */
async function play(sessions: readonly (readonly [Case, number])[]): Promise<{ lies: string[]; share: number }> {
  const player = await pyodidePlayer();
  const lies: string[] = [];
  let [ran, full] = [0, 0];
  for (const [one, at] of sessions) {
    const shown = blockId(`b${at % one.blocks.length}`);
    const plan = partPlanOf(one, shown);
    const [verdict] = await player.play([plan]);
    // Everything else may be as it likes: nobody sees it.
    const wrong = verdict?.differences.filter((difference) => difference.startsWith(`block ${shown}:`)) ?? [];
    lies.push(...wrong.map((difference) => `${difference}\n${one.blocks.join("\n# %%\n")}`));
    ran += plan.runs[0]?.blocks.length ?? 0;
    full += plan.order.length;
  }
  return { lies, share: ran / full };
}

it(`shows what a full run would, in ${RUNS} random sessions, and runs less`, { timeout: 10 * 60_000 }, async () => {
  const { lies, share } = await play(fc.sample(fc.tuple(cases, fc.nat(50)), { numRuns: RUNS, seed: 20261126 }));
  console.log(`${RUNS} parts; a first run is ${Math.round(100 * share)} % of the blocks`);
  expect(lies).toEqual([]);
  expect(share).toBeLessThan(0.75);
});

it("holds for what real notebooks do", { timeout: 120_000 }, async () => {
  const sessions = idioms("idioms.py").flatMap((one) => one.blocks.map((_, at): readonly [Case, number] => [one, at]));
  expect((await play(sessions)).lies).toEqual([]);
});
