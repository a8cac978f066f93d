/**
 * Turns what the blocks do into the rules of DESIGN section 4: which blocks must run together. Every rule has one block as its
 * condition, so that a page finds the smallest set by walking from the changed inputs.
 * @module
 */
import type { Reaction, ReactionTable } from "../contract/graph.ts";
import type { BlockFlow, NotebookFlow } from "./flow.ts";
import type { ObjectId, Objects } from "./objects.ts";
import type { Code } from "./value.ts";

/** Builds the table of the blocks that run. Linear in the number of edges. */
export function reactionTable(flow: NotebookFlow): ReactionTable {
  const running = flow.blocks.flatMap((block, index) => (block.facts.runs ? [index] : []));
  const position = new Map(running.map((index, at) => [index, at]));
  const at = (index: number): number => position.get(index) ?? -1;
  const positions = (indexes: Iterable<number>): number[] =>
    [...new Set(indexes)]
      .map(at)
      .filter((one) => one >= 0)
      .sort((a, b) => a - b);
  const rules = [...readRules(flow), ...objectRules(flow), ...opaqueRule(flow, running), ...uploadRules(flow)];
  return {
    order: running.flatMap((index) => flow.blocks[index]?.facts.block.id ?? []),
    reactions: rules
      .map(({ when, run }): Reaction => ({ when: positions(when), run: positions(run) }))
      .filter(({ when, run }) => when.length > 0 && run.length > 0),
    needs: needs(flow).flatMap((indexes, index) => (flow.blocks[index]?.facts.runs ? [positions(indexes)] : [])),
    tracked: trackedNames(flow),
    ambient: flow.ambient,
    ...(flow.blocks.some(isLively) && { lively: true }),
  };
}

/** Classes, and dictionaries that grow when they are read. A word in a text or a comment does no harm. */
function isLively({ facts: { block } }: BlockFlow): boolean {
  return block.kind === "code" && /^\s*class\s|\bdefaultdict\b/m.test(block.python);
}

interface Rule {
  readonly when: Iterable<number>;
  readonly run: Iterable<number>;
}

/** A block that reads what another one gave or changed, or passes it on, runs after it. */
function readRules({ blocks }: NotebookFlow): Rule[] {
  const readers = new Map<number, Set<number>>();
  const add = (source: number, reader: number): void => {
    if (source !== reader) readers.set(source, (readers.get(source) ?? new Set()).add(reader));
  };
  const alive = liveNames(blocks);
  for (const [index, block] of blocks.entries()) {
    for (const source of block.sources.keys()) add(source, index);
    for (const [name, sources] of block.passing) {
      if (alive[index]?.has(name)) for (const source of sources) add(source, index);
    }
  }
  return Array.from(readers, ([when, run]) => ({ when: [when], run }));
}

/** Per block, the names whose value after it some block below may read. */
function liveNames(blocks: readonly BlockFlow[]): ReadonlySet<string>[] {
  const result: ReadonlySet<string>[] = [];
  const live = new Set<string>();
  for (const [index, block] of [...blocks.entries()].reverse()) {
    result[index] = new Set([...block.mayBind].filter((name) => live.has(name)));
    for (const name of block.binds) live.delete(name);
    for (const name of block.reads) live.add(name);
  }
  return result;
}

/**
 * A changed object cannot be had back as it was: whoever changes it again, or reads it as it was before a later change, has it
 * made anew, with every change to it.
 */
function objectRules({ blocks, objects }: NotebookFlow): Rule[] {
  const rules = new Map<number, { when: Set<number>; run: Set<number> }>();
  for (const [index, block] of blocks.entries()) {
    for (const object of block.objects) {
      const { binders, mutators } = objects.about(object);
      const members = new Set([...binders, ...mutators]);
      if (mutators.size === 0 || members.size < 2) continue;
      const group = objects.group(object);
      const rule = rules.get(group) ?? { when: new Set(mutators), run: members };
      if ([...mutators].some((mutator) => mutator > index)) rule.when.add(index);
      rules.set(group, rule);
    }
  }
  return [...rules.values()];
}

/** An opaque block depends on everything above it and may have given or changed anything below it. */
function opaqueRule({ blocks }: NotebookFlow, running: readonly number[]): Rule[] {
  const last = blocks.findLastIndex(({ opaque }) => opaque !== null);
  return last < 0 ? [] : [{ when: running.filter((index) => index <= last), run: running }];
}

/** Code that comes upon files without being told their names: of a folder that a viewer's files lie in. */
const LOOKS_FOR_FILES = /file_input_uploads|\b(?:listdir|scandir|walk|i?glob|rglob|iterdir)\b/;

/** A viewer's file lies in its folder from the start, so that a block finds it there which does not ask its input. */
function uploadRules({ blocks }: NotebookFlow): Rule[] {
  const inputs = indexesOf(blocks, ({ block }) => block.kind === "input" && block.input.type === "file");
  const run = indexesOf(blocks, ({ block }) => block.kind === "code" && LOOKS_FOR_FILES.test(block.python));
  return inputs.length === 0 || run.length === 0 ? [] : [{ when: inputs, run }];
}

function indexesOf(blocks: readonly BlockFlow[], is: (facts: BlockFlow["facts"]) => boolean): number[] {
  return blocks.flatMap(({ facts }, index) => (is(facts) ? [index] : []));
}

/** Per block, those above whose failure makes it wait: what it reads from, and the opaque block above it. */
export function needs({ blocks }: NotebookFlow): Set<number>[] {
  let opaqueAbove = -1;
  let since = 0;
  return blocks.map((block, index) => {
    const found = new Set([...block.sources.keys()].filter((source) => source < index));
    if (block.facts.runs && opaqueAbove >= 0) found.add(opaqueAbove);
    if (block.opaque !== null) {
      for (let above = since; above < index; above++) if (blocks[above]?.facts.runs) found.add(above);
      opaqueAbove = index;
      since = index;
    }
    return found;
  });
}

/** Names of which some block needs another binding than the last: several blocks bind them, or one reads them above or while binding them. */
function trackedNames({ blocks, objects }: NotebookFlow): string[] {
  const first = new Map<string, number>();
  const tracked = new Set<string>();
  for (const [index, block] of blocks.entries()) {
    for (const name of [...block.binds, ...block.mayBind]) {
      if (first.has(name)) tracked.add(name);
      else first.set(name, index);
    }
  }
  const lastOpaque = blocks.findLastIndex(({ opaque }) => opaque !== null);
  for (const [index, block] of blocks.entries()) {
    for (const name of block.reads) {
      const definer = first.get(name);
      if ((definer !== undefined && index <= definer) || index < lastOpaque) tracked.add(name);
    }
  }
  const names = [...tracked].filter((name) => !name.startsWith("("));
  return [...names, ...changedModules(blocks, objects)].sort();
}

/** Pseudo-names of modules among the work files whose state blocks change: a kernel executes them anew where a full run would. */
function changedModules(blocks: readonly BlockFlow[], objects: Objects<Code>): string[] {
  const modules = new Map<string, ObjectId>();
  for (const { modules: found } of blocks) for (const [name, object] of found) modules.set(name, object);
  return [...modules].filter(([, object]) => objects.about(object).mutators.size > 0).map(([name]) => name);
}
