/**
 * What a run at build time has shown, as outputs to be saved: of blocks whose result a viewer's run will share, and of no others.
 * @module
 */
import { affectedBlocks, type ReactionTable } from "../contract/graph.ts";
import type { BlockId } from "../contract/ids.ts";
import type { Output, OutputMessage } from "../contract/outputs.ts";
import type { Prerun } from "../contract/python-image.ts";
import type { Block, Document } from "../document.ts";

/** The document with the run's outputs in place of the saved ones. */
export function withPrerunOutputs(
  document: Document,
  reactions: ReactionTable,
  {
    prerun,
    messages,
  }: { readonly prerun: Prerun; readonly messages: Readonly<Record<string, readonly OutputMessage[]>> },
): Document {
  const outputs = foldMessages(messages);
  const uncertain = new Set(affectedBlocks(reactions, prerun.again));
  const blocks = document.blocks.map((block) =>
    "outputs" in block ? { ...block, outputs: uncertain.has(block.id) ? [] : (outputs.get(block.id) ?? []) } : block,
  );
  return { ...document, blocks };
}

/** Blocks of which the run says what they show without a viewer's file. */
export function blocksWithFiles({ blocks }: Document, reactions: ReactionTable): Block[] {
  const inputs = blocks.flatMap((block) => (block.kind === "input" && block.input.type === "file" ? [block.id] : []));
  const affected = new Set(affectedBlocks(reactions, inputs));
  return blocks.filter(({ id, kind }) => kind !== "input" && affected.has(id));
}

function foldMessages(messages: Readonly<Record<string, readonly OutputMessage[]>>): Map<BlockId, readonly Output[]> {
  const shown = new Map<string, Output[]>();
  for (const [block, list] of Object.entries(messages)) {
    let clear = false;
    for (const message of list) {
      const outputs = shown.get(block) ?? [];
      if (message.output_type === "widget") continue;
      if (message.output_type === "update_display_data") {
        for (const [other, all] of shown)
          shown.set(
            other,
            all.map((one) => updated(one, message)),
          );
        continue;
      }
      if (message.output_type === "clear_output") {
        if (message.wait) clear = true;
        else shown.set(block, []);
        continue;
      }
      shown.set(block, added(clear ? [] : outputs, message));
      clear = false;
    }
    if (clear) shown.set(block, []);
  }
  return new Map([...shown] as [BlockId, Output[]][]); // the keys were ids before they were JSON
}

function added(outputs: readonly Output[], output: Output): Output[] {
  const last = outputs.at(-1);
  if (output.output_type === "stream" && last?.output_type === "stream" && last.name === output.name)
    return [...outputs.slice(0, -1), { ...last, text: last.text + output.text }];
  return [...outputs, output];
}

function updated(output: Output, message: Extract<OutputMessage, { output_type: "update_display_data" }>): Output {
  const meant = "display_id" in output && output.display_id === message.display_id;
  return meant ? { ...output, data: message.data, metadata: message.metadata } : output;
}
