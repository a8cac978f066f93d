/**
 * What a publishing server keeps of each block, so that a later publish recognises it.
 * @module
 */
import type { BlockMark } from "../contract/api.ts";
import type { Block } from "../document.ts";

/** The marks of a notebook's blocks, in order. `sha256` gives a text's hash, lower-case hexadecimal. */
export function blockMarks(blocks: readonly Block[], sha256: (text: string) => string): BlockMark[] {
  return blocks.map((block) => ({
    id: block.id,
    type: block.type,
    title: block.title,
    content: sha256(JSON.stringify(authored(block))),
  }));
}

/** What the author wrote in a block: not its place, its app settings, or what running it gave. */
function authored(block: Block): unknown {
  const { id: _id, title: _title, place: _place, settings: _settings, ...content } = block;
  return { ...content, outputs: undefined };
}
