/**
 * The reactive promise itself: after any change of inputs, every block's state and output are those of a fresh run of everything.
 * Real Python, the product's own kernel, the product's own plan.
 * @module
 */
import fc from "fast-check";
import { expect, it } from "vitest";
import { analyze } from "../../../compiler/analyze/analyze.ts";
import { affectedBlocks, type ReactionTable } from "../../../compiler/contract/graph.ts";
import { type BlockId, blockId, projectId } from "../../../compiler/contract/ids.ts";
import type { Kernel, KernelBlock, KernelEvent, KernelProgram } from "../../../compiler/contract/kernel.ts";
import type { Block, Document } from "../../../compiler/document.ts";
import { createNodeKernel } from "../../doubles/node-kernel.ts";
import { type Case, cases } from "./notebooks.ts";

const RUNS = Number(process.env.PROMISE_RUNS ?? 300);
const SEED = Number(process.env.PROMISE_SEED ?? 20261124);

const settings = {
  visible: true,
  codeHidden: false,
  outputHidden: false,
  row: null,
  column: null,
  order: null,
  width: null,
};

function id(text: string): BlockId {
  const made = blockId(text);
  if (made === null) throw new TypeError(text);
  return made;
}

function documentOf({ blocks }: Case): Document {
  const inputs = ["n", "m"].map(
    (name): Block => ({
      id: id(name),
      type: "input-slider",
      title: name,
      place: { file: "case" },
      settings,
      kind: "input",
      input: { type: "slider", name, label: name, default: 0, integer: true, min: 0, max: 9, step: 1 },
    }),
  );
  const code = blocks.map(
    (source, index): Block => ({
      id: id(`b${index}`),
      type: "code",
      title: `block ${index}`,
      place: { file: "case" },
      settings,
      kind: "code",
      source,
      python: source,
      magic: null,
      outputs: [],
    }),
  );
  return {
    format: "percent",
    file: "case",
    name: "case",
    project: null,
    requirements: [],
    blocks: [...inputs, ...code],
    modules: [],
  };
}

function programOf(document: Document, table: ReactionTable): KernelProgram {
  const project = projectId("00000000-0000-4000-8000-000000000000");
  if (project === null) throw new TypeError("project");
  const blocks = document.blocks.flatMap((block, index): KernelBlock[] => {
    const needs = (table.needs[table.order.indexOf(block.id)] ?? []).flatMap((at) => table.order[at] ?? []);
    const base = { id: block.id, index, title: block.title, needs };
    if (block.kind === "input") return [{ ...base, step: { kind: "input", input: block.input } }];
    return block.kind === "code" ? [{ ...base, step: { kind: "python", source: block.python, magic: null } }] : [];
  });
  return { project, blocks, tracked: table.tracked, ambient: table.ambient };
}

/** What a page shows: per block its state and its text, as the events of runs leave them. */
class Shown {
  readonly blocks = new Map<string, { state: string; text: string }>();

  hear(event: KernelEvent): void {
    if (event.kind === "block") {
      const before = event.state === "running" ? "" : (this.blocks.get(event.block)?.text ?? "");
      this.blocks.set(event.block, { state: event.state, text: event.state === "skipped" ? "" : before });
    }
    if (event.kind === "output") {
      const { output } = event;
      const text =
        output.output_type === "stream"
          ? output.text
          : output.output_type === "error"
            ? `${output.ename}: ${output.evalue}`
            : "";
      const before = this.blocks.get(event.block);
      this.blocks.set(event.block, { state: before?.state ?? "", text: (before?.text ?? "") + text });
    }
  }
}

let runs = 0;

async function play(
  kernel: Kernel,
  table: ReactionTable,
  { inputs }: Case,
  counts: { ran: number; full: number },
): Promise<void> {
  let last = inputs[0];
  for (const [step, values] of inputs.entries()) {
    const changed = (["n", "m"] as const).filter((name) => values[name] !== last?.[name]).map(id);
    const blocks = step === 0 ? [...table.order] : affectedBlocks(table, changed);
    if (step > 0) {
      counts.ran += blocks.length;
      counts.full += table.order.length;
    }
    if (blocks.length > 0) await kernel.run({ run: ++runs, fresh: step === 0, blocks, inputs: values });
    last = values;
  }
}

it(`shows what a fresh run shows, in ${RUNS} random sessions, and runs far less`, {
  timeout: 20 * 60_000,
}, async () => {
  const counts = { ran: 0, full: 0 };
  await fc.assert(
    fc.asyncProperty(cases, async (one) => {
      const document = documentOf(one);
      const { reactions } = analyze(document);
      let shown = new Shown();
      const kernel = createNodeKernel((event) => shown.hear(event));
      const booted = await kernel.boot({ program: programOf(document, reactions), python: null, base: "" });
      expect(booted.ok).toBe(true);
      await play(kernel, reactions, one, counts);
      const reactive = shown;
      shown = new Shown();
      const final = one.inputs.at(-1) ?? { n: 0, m: 0 };
      await kernel.run({ run: ++runs, fresh: true, blocks: reactions.order, inputs: final });
      expect(Object.fromEntries(reactive.blocks)).toEqual(Object.fromEntries(shown.blocks));
      await kernel.dispose();
    }),
    { numRuns: RUNS, seed: SEED, endOnFailure: false },
  );
  console.log(`re-ran ${counts.ran} of ${counts.full} blocks (${Math.round((100 * counts.ran) / counts.full)} %)`);
  expect(counts.ran / counts.full).toBeLessThan(0.85);
});
