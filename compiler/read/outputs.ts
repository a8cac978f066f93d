/**
 * Saved outputs of nbformat 4 cells (the `.deepnote` format keeps the same), as the contract has them.
 * @module
 */
import type { Output } from "../contract/outputs.ts";
import { type Json, listOf, objectOf, textOf } from "./json.ts";

/** Reads a cell's outputs; what is no output is left out. */
export function readOutputs(value: unknown): Output[] {
  return listOf(value).flatMap((output) => readOutput(objectOf(output)));
}

function readOutput(output: Json): Output[] {
  switch (output.output_type) {
    case "stream":
      return [
        { output_type: "stream", name: output.name === "stderr" ? "stderr" : "stdout", text: textOf(output.text) },
      ];
    case "display_data":
    case "execute_result":
      return [{ output_type: output.output_type, data: readBundle(output.data), metadata: objectOf(output.metadata) }];
    case "error":
      return [
        {
          output_type: "error",
          ename: textOf(output.ename),
          evalue: textOf(output.evalue),
          traceback: listOf(output.traceback).map(textOf),
        },
      ];
    default:
      return [];
  }
}

/** Joins text that nbformat split into lines; JSON types stay as they are. */
function readBundle(value: unknown): Json {
  return Object.fromEntries(
    Object.entries(objectOf(value)).map(([mime, content]) => [
      mime,
      /[/+]json$/.test(mime) ? content : textOf(content),
    ]),
  );
}
