/**
 * Makes a Python identifier of what an author typed as an input's variable.
 * @module
 */

/** White space becomes `_`, other characters and leading digits are dropped; nothing left is `input_1`. The `.deepnote` format's rule. */
export function variableName(text: string): string {
  const name = text
    .trim()
    .replace(/\s+/gu, "_")
    .replace(/[^\p{L}\p{N}_]/gu, "")
    .replace(/^[\p{N}]+/u, "");
  return name === "" ? "input_1" : name;
}
