/**
 * Outputs that a `.deepnote` project keeps beside itself, in `snapshots/*.snapshot.deepnote`: its own file then has none.
 * @module
 */
import { parse } from "yaml";
import type { Output } from "../contract/outputs.ts";
import type { Document } from "../document.ts";
import { type Json, listOf, objectOf, textOf, textOrNull } from "./json.ts";
import { readOutputs } from "./outputs.ts";

/** The document with the snapshot's outputs in blocks that have none of their own. A snapshot that cannot be read changes nothing. */
export function withSnapshot(document: Document, snapshot: string): Document {
  const outputs = snapshotOutputs(snapshot);
  const blocks = document.blocks.map((block) => {
    const kept = "outputs" in block && block.outputs.length === 0 ? outputs.get(block.id) : undefined;
    return kept === undefined ? block : { ...block, outputs: kept };
  });
  return { ...document, blocks };
}

function snapshotOutputs(text: string): ReadonlyMap<string, readonly Output[]> {
  const notebooks = listOf(projectOf(text).notebooks).map(objectOf);
  return new Map(
    notebooks.flatMap(({ blocks }) =>
      listOf(blocks)
        .map(objectOf)
        .map(({ id, outputs }) => [textOf(id), readOutputs(outputs)] as const),
    ),
  );
}

/** The project's id, from the text of its file; `null` if there is none. */
export function projectIdOf(text: string): string | null {
  return textOrNull(projectOf(text).id);
}

/** The file's project; an empty one if the text cannot be read. */
function projectOf(text: string): Json {
  try {
    return objectOf(objectOf(parse(text)).project);
  } catch {
    return {};
  }
}
