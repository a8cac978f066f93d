/**
 * One generated session as the product sees it: a document, its analysis, and the runs that the product's plan makes of it.
 * @module
 */
import { blockFacts } from "../../../../compiler/analyze/facts.ts";
import { type BlockFlow, followNotebook } from "../../../../compiler/analyze/flow.ts";
import { reactionTable } from "../../../../compiler/analyze/reactions.ts";
import { affectedBlocks, neededBlocks, type ReactionTable } from "../../../../compiler/contract/graph.ts";
import { type BlockId, blockId, projectId } from "../../../../compiler/contract/ids.ts";
import type { KernelBlock, KernelProgram } from "../../../../compiler/contract/kernel.ts";
import type { Block, Document } from "../../../../compiler/document.ts";

/** Values of the two inputs. */
export interface Inputs {
  readonly n: number;
  readonly m: number;
}

/** A notebook's blocks in order, and the inputs of one session: those of the first run, then each change. */
export interface Case {
  readonly blocks: readonly string[];
  readonly inputs: readonly Inputs[];
}

/** One run of a session. */
export interface Run {
  readonly fresh: boolean;
  readonly blocks: readonly BlockId[];
  readonly inputs: Inputs;
}

/** What a player needs of a case. */
export interface Plan {
  readonly program: KernelProgram;
  readonly order: readonly BlockId[];
  readonly runs: readonly Run[];
  /** What each block does with names, to tell those that nobody can see. */
  readonly names: readonly Names[];
}

/** One block's names. */
export interface Names {
  readonly id: BlockId;
  readonly reads: readonly string[];
  readonly binds: readonly string[];
  readonly mayBind: readonly string[];
}

/** The module that lies among the work files of every case. */
const LOCAL_MODULES = ["lib"];

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

/** The notebook: two sliders, then the blocks. */
export function documentOf(blocks: readonly string[]): Document {
  const inputs = ["n", "m"].map(
    (name): Block => ({
      id: id(name),
      type: "input-slider",
      title: name,
      place: { file: "case" },
      line: null,
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
      line: null,
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

/** The runs that the product's analysis and plan make of a session. */
export function planOf(one: Case): Plan {
  return plan(one, null);
}

/** The same where nothing but this block is shown. */
export function partPlanOf(one: Case, shown: BlockId | null): Plan {
  return plan(one, shown);
}

function plan({ blocks, inputs }: Case, shown: BlockId | null): Plan {
  const document = documentOf(blocks);
  const flow = followNotebook(document.blocks.map(blockFacts), new Set(LOCAL_MODULES));
  const reactions = reactionTable(flow);
  const order = shown === null ? reactions.order : neededBlocks(reactions, [shown]);
  const runs = inputs.map((values, step): Run => {
    const last = inputs[step - 1];
    if (!last) return { fresh: true, blocks: order, inputs: values };
    const changed = (["n", "m"] as const).filter((name) => values[name] !== last[name]).map(id);
    const affected = new Set(affectedBlocks(reactions, changed));
    return { fresh: false, blocks: order.filter((block) => affected.has(block)), inputs: values };
  });
  return { program: programOf(document, reactions), order: reactions.order, runs, names: flow.blocks.map(namesOf) };
}

function namesOf({ facts, reads, binds, mayBind }: BlockFlow): Names {
  return { id: facts.block.id, reads: [...reads], binds: [...binds], mayBind: [...mayBind] };
}

/** How many blocks ran after the first run, and how many full runs would have run. */
export function effort({ runs, order }: Plan): { ran: number; full: number } {
  const changes = runs.slice(1).filter(({ blocks }) => blocks.length > 0);
  return {
    ran: changes.reduce((sum, { blocks }) => sum + blocks.length, 0),
    full: changes.length * order.length,
  };
}
