/**
 * The analysis of a whole notebook: its dependency graph for people, its reaction table for pages and kernels.
 * @module
 */
import type { DependencyGraph, GraphBlock, GraphEdge, ReactionTable } from "../contract/graph.ts";
import {
  functionCycle,
  opaqueBlock,
  syntaxError,
  undefinedName,
  usedBeforeDefinition,
} from "../diagnostics/analyze.ts";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import type { Block, Document } from "../document.ts";
import { type BlockFacts, blockFacts } from "./facts.ts";
import { type BlockFlow, followNotebook, isNotebookName, type NotebookFlow } from "./flow.ts";
import { needs, reactionTable } from "./reactions.ts";

/** What the analysis finds. The graph has every block; the table those that run. */
export interface Analysis {
  readonly graph: DependencyGraph;
  readonly reactions: ReactionTable;
  readonly diagnostics: readonly Diagnostic[];
  /** Per block, modules that it imports only under `try`. */
  readonly optionalImports: readonly (readonly string[])[];
}

/**
 * Analyses a notebook.
 *
 * @param localModules - Modules that lie among the work files, beside those of the document: nothing is assumed of them.
 */
export function analyze(document: Document, localModules: readonly string[] = []): Analysis {
  const facts = document.blocks.map(blockFacts);
  const local = new Set([...localModules, ...document.modules.map(({ name }) => name)]);
  const flow = followNotebook(facts, local);
  const first = firstDefiners(facts);
  const defined = new Set(first.keys());
  return {
    graph: {
      notebook: document.name,
      blocks: flow.blocks.map((block, index) => graphBlock(block, index, defined)),
      edges: edges(flow),
    },
    reactions: reactionTable(flow),
    diagnostics: [
      ...flow.blocks.flatMap((block, index) => findings(block, index, first)),
      ...undefinedNames(flow, defined),
      ...functionCycles(flow, first),
    ],
    optionalImports: facts.map(({ names }) => names.optionalImports),
  };
}

function graphBlock({ facts, mutates, opaque }: BlockFlow, index: number, defined: ReadonlySet<string>): GraphBlock {
  const { block, names, error } = facts;
  return {
    id: block.id,
    index,
    type: block.type,
    title: block.title,
    defines: names.defines,
    uses: names.uses.filter((name) => isNotebookName(name, defined)),
    mutates,
    imports: names.imports,
    opaque,
    error: error && { message: error.message, line: error.line },
  };
}

/** One edge per pair of blocks; names of an opaque block's edges are `*`. */
function edges(flow: NotebookFlow): GraphEdge[] {
  return needs(flow).flatMap((sources, index) =>
    [...sources]
      .sort((a, b) => a - b)
      .flatMap((source) => {
        const [from, to] = [flow.blocks[source], flow.blocks[index]];
        if (!from || !to) return [];
        const names = [...(to.sources.get(source) ?? ["*"])].sort();
        return [{ from: from.facts.block.id, to: to.facts.block.id, names }];
      }),
  );
}

function findings(flow: BlockFlow, index: number, first: ReadonlyMap<string, Definer>): Diagnostic[] {
  const { block, names, error } = flow.facts;
  if (error) return [syntaxError({ ...block.place, line: error.line }, error.message)];
  const found: Diagnostic[] = flow.opaque === null ? [] : [opaqueBlock(lineAt(block, flow.opaqueAt), flow.opaque)];
  const given = new Set([...flow.sources.values()].flatMap((sources) => [...sources]));
  const deferred = new Set(names.deferred);
  for (const name of names.uses) {
    if (given.has(name) || deferred.has(name)) continue;
    const definer = first.get(name);
    if (definer && definer.at > index)
      found.push(usedBeforeDefinition(readingOf(flow.facts, name), name, definer.title));
  }
  return found;
}

/** Names that are read and never bound. Where some block cannot be analysed it may bind any of them. */
function undefinedNames({ blocks }: NotebookFlow, defined: ReadonlySet<string>): Diagnostic[] {
  if (blocks.some(({ opaque, facts }) => opaque !== null || facts.error)) return [];
  // What SQL names may also be a file or a table that it makes itself.
  const code = blocks.filter(({ facts }) => facts.block.kind !== "sql");
  return code.flatMap(({ facts }) =>
    facts.names.uses
      .filter((name) => !defined.has(name) && isNotebookName(name, defined))
      .map((name) => undefinedName(readingOf(facts, name), name)),
  );
}

/** Where a block first reads a name. */
function readingOf({ block, names }: BlockFacts, name: string): Place {
  return lineAt(block, names.firstReads[name] ?? null);
}

/** The line of a block at an offset of its Python. */
function lineAt(block: Block, offset: number | null): Place {
  if (block.kind !== "code" || offset === null) return block.place;
  return { ...block.place, line: block.python.slice(0, offset).split("\n").length };
}

/** Functions that use what only a block below gives, where that block needs theirs. */
function functionCycles(flow: NotebookFlow, first: ReadonlyMap<string, Definer>): Diagnostic[] {
  return flow.blocks.flatMap(({ facts }, index) =>
    facts.names.deferred.flatMap((name) => {
      const definer = first.get(name);
      if (!definer || definer.at <= index || !needsBlock(flow, first, { from: definer.at, to: index })) return [];
      return [functionCycle(readingOf(facts, name), name, definer.title)];
    }),
  );
}

/** Whether the block at `from` needs the one at `to`, directly or not, at the latest when its functions are called. */
function needsBlock(
  { blocks }: NotebookFlow,
  first: ReadonlyMap<string, Definer>,
  { from, to }: { readonly from: number; readonly to: number },
): boolean {
  const seen = new Set([from]);
  const waiting = [from];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    const { uses = [], deferred = [] } = blocks[at]?.facts.names ?? {};
    for (const name of [...uses, ...deferred]) {
      const next = first.get(name)?.at;
      if (next === to) return true;
      if (next === undefined || seen.has(next)) continue;
      seen.add(next);
      waiting.push(next);
    }
  }
  return false;
}

interface Definer {
  readonly at: number;
  readonly title: string;
}

/** Per name, the first block that binds it. */
function firstDefiners(all: readonly BlockFacts[]): Map<string, Definer> {
  const first = new Map<string, Definer>();
  for (const [at, { names, block }] of all.entries()) {
    for (const name of names.defines) if (!first.has(name)) first.set(name, { at, title: block.title });
  }
  return first;
}
