/**
 * Which blocks of a notebook take over the choices that the published version has for them: those of a copy that makes none itself.
 * A notebook that is no copy says what it wants, also by saying nothing.
 * @module
 */
import type { BlockMark } from "../contract/api.ts";
import type { BlockId } from "../contract/ids.ts";
import type { Block, BlockSettings } from "../document.ts";
import { type BlockPair, matchBlocks } from "./match-blocks.ts";
import type { NotedBlock, PublishNotes } from "./notes.ts";

export interface KeepRequest {
  readonly blocks: readonly Block[];
  /** Of `blocks`, in the same order. */
  readonly marks: readonly BlockMark[];
  /** Of the published version. */
  readonly before: readonly BlockMark[];
  readonly notes: PublishNotes;
  /** The author said that it is a copy. */
  readonly copy: boolean;
}

/** The choices that blocks take over, by the new id. */
export function keptSettings({ blocks, marks, before, notes, copy }: KeepRequest): Map<BlockId, BlockSettings> {
  const { pairs } = matchBlocks(before, marks);
  const isCopy = copy || looksCopied(pairs);
  const kept = new Map<BlockId, BlockSettings>();
  for (const pair of pairs) {
    const noted = notes.blocks.get(before[pair.before]?.id ?? "");
    const block = blocks[pair.now];
    if (block && noted && (isCopy || noted.kept) && makesNoChoice(block.settings))
      kept.set(block.id, settingsOf(noted));
  }
  return kept;
}

/** What to note of a version. `kept` are the blocks of {@link keptSettings}. */
export function noteBlocks(
  blocks: readonly Block[],
  kept: ReadonlyMap<BlockId, BlockSettings>,
): ReadonlyMap<string, NotedBlock> {
  return new Map(
    blocks.flatMap(({ id, settings }): (readonly [string, NotedBlock])[] => {
      const noted = kept.get(id);
      if (noted) return [[id, { ...noted, kept: true }]];
      return makesNoChoice(settings) ? [] : [[id, { ...settings, kept: false }]];
    }),
  );
}

/** Programs that copy a notebook give all its blocks new ids. */
function looksCopied(pairs: readonly BlockPair[]): boolean {
  return pairs.length > 0 && pairs.every(({ by }) => by !== "id");
}

function makesNoChoice({ visible, codeHidden, outputHidden, row, column, order, width }: BlockSettings): boolean {
  return visible && !codeHidden && !outputHidden && [row, column, order, width].every((choice) => choice === null);
}

function settingsOf({ kept: _kept, ...settings }: NotedBlock): BlockSettings {
  return settings;
}
