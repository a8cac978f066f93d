/**
 * The reactive promise itself: after any change of inputs, every block's state and output and the final namespace are those of a
 * fresh run of everything. Real Python, the product's own runner, the product's own plan.
 * @module
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import type { KernelEvent } from "../../../../compiler/contract/kernel.ts";
import { createNodeKernel } from "../../../doubles/node-kernel.ts";
import { withPackages } from "../../../runtime/kernel/packages.ts";
import { type Case, type Plan, planOf } from "./case.ts";
import { FOUND } from "./found.ts";
import { idioms } from "./idioms.ts";
import { describe as describeLie, search } from "./lies.ts";
import { cases } from "./notebooks.ts";
import { playerIn, pyodidePlayer } from "./player.ts";

const RUNS = Number(process.env.PROMISE_RUNS ?? 2000);
const SEED = Number(process.env.PROMISE_SEED ?? 20261124);
/** Sessions that go through the whole kernel, executor and all. */
const KERNEL_RUNS = Math.ceil(RUNS / 20);

it(`shows and holds what a fresh run does, in ${RUNS} random sessions, and runs less`, {
  timeout: 20 * 60_000,
}, async () => {
  const player = await pyodidePlayer();
  const found = await search(player, fc.sample(cases, { numRuns: RUNS, seed: SEED }));
  console.log(
    `${RUNS} sessions; re-ran ${found.ran} of ${found.full} blocks (${Math.round((100 * found.ran) / found.full)} %)`,
  );
  expect(found.lies.map(describeLie)).toEqual([]);
  expect(found.ran / found.full).toBeLessThan(0.75);
});

it.each(Object.entries(FOUND))("keeps what the long run found: %s", async (_, one) => {
  const player = await pyodidePlayer();
  const [verdict] = await player.play([planOf(one)]);
  expect(verdict?.differences).toEqual([]);
});

it("holds for what real notebooks do", async () => {
  const { lies } = await search(await pyodidePlayer(), idioms("idioms.py"));
  expect(lies.map(describeLie)).toEqual([]);
});

it("holds for what real notebooks do with numpy, pandas and matplotlib", async () => {
  const { lies } = await search(await playerIn(await withPackages()), idioms("idioms_packages.py"));
  expect(lies.map(describeLie)).toEqual([]);
});

it(`holds through the whole kernel, in ${KERNEL_RUNS} random sessions`, { timeout: 10 * 60_000 }, async () => {
  for (const one of fc.sample(cases, { numRuns: KERNEL_RUNS, seed: SEED + 1 })) {
    const plan = planOf(one);
    const { reactive, fresh } = await play(plan, one);
    expect(reactive, JSON.stringify(one)).toEqual(fresh);
  }
});

type Page = Readonly<Record<string, { readonly state: string; readonly text: string }>>;

async function play(plan: Plan, { inputs }: Case): Promise<{ reactive: Page; fresh: Page }> {
  const shown = new Shown();
  const kernel = createNodeKernel((event) => shown.hear(event));
  expect((await kernel.boot({ program: plan.program, python: null, base: "" })).ok).toBe(true);
  let run = 0;
  for (const { fresh, blocks, inputs: values } of plan.runs)
    if (blocks.length > 0) await kernel.run({ run: ++run, fresh, blocks, inputs: { ...values } });
  const reactive = shown.page();
  const last = inputs.at(-1) ?? { n: 0, m: 0 };
  await kernel.run({ run: ++run, fresh: true, blocks: plan.order, inputs: { ...last } });
  await kernel.dispose();
  return { reactive, fresh: shown.page() };
}

/** What a page shows: per block its state and its text, as the events of runs leave them. */
class Shown {
  private readonly blocks = new Map<string, { state: string; text: string }>();

  hear(event: KernelEvent): void {
    if (event.kind === "block") {
      const before = event.state === "running" ? "" : (this.blocks.get(event.block)?.text ?? "");
      this.blocks.set(event.block, { state: event.state, text: event.state === "skipped" ? "" : before });
    }
    if (event.kind === "output") {
      const before = this.blocks.get(event.block);
      this.blocks.set(event.block, {
        state: before?.state ?? "",
        text: (before?.text ?? "") + textOf(event.output).replace(/0x[0-9a-f]+|(?<=with id=)\d+/g, "0x"),
      });
    }
  }

  page(): Page {
    return Object.fromEntries(this.blocks);
  }
}

function textOf(output: Extract<KernelEvent, { kind: "output" }>["output"]): string {
  if (output.output_type === "stream") return output.text;
  if (output.output_type === "error") return `${output.ename}: ${output.evalue}`;
  return "data" in output ? String(output.data["text/plain"]) : "";
}
