/**
 * Changes one value in JSON text in the file's own style of indentation; every other character stays.
 * @module
 */
import { applyEdits, type FormattingOptions, modify } from "jsonc-parser";

/** Sets the value at `path`; `undefined` takes the key away. Objects that are missing on the way are made. */
export function setJson(text: string, path: readonly (string | number)[], value: unknown): string {
  return applyEdits(text, modify(text, [...path], value, { formattingOptions: formatting(text) }));
}

/** The indentation of the first indented line; one space, as notebooks have it, if there is none. */
function formatting(text: string): FormattingOptions {
  const indent = /^\{\r?\n([ \t]+)/.exec(text.trimStart())?.[1] ?? " ";
  return {
    insertSpaces: !indent.startsWith("\t"),
    tabSize: indent.startsWith("\t") ? 1 : indent.length,
    eol: text.includes("\r\n") ? "\r\n" : "\n",
  };
}
