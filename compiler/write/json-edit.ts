/**
 * Changes one value in JSON text in the file's own style of indentation; every other character stays.
 * @module
 */
import { applyEdits, type FormattingOptions, findNodeAtLocation, modify, parseTree } from "jsonc-parser";

/** Sets the value at `path`; `undefined` takes the key away. Objects that are missing on the way are made. */
export function setJson(text: string, path: readonly (string | number)[], value: unknown): string {
  const formattingOptions = formatting(text);
  // An object that loses its only key is an empty one, not one with a blank line.
  const empties = value === undefined && isOnlyKey(text, path);
  const [at, put] = empties ? [path.slice(0, -1), {}] : [path, value];
  return applyEdits(text, modify(text, [...at], put, { formattingOptions }));
}

function isOnlyKey(text: string, path: readonly (string | number)[]): boolean {
  const root = parseTree(text);
  const parent = root && findNodeAtLocation(root, path.slice(0, -1));
  const children = parent?.type === "object" ? parent.children : undefined;
  return children?.length === 1 && children[0]?.children?.[0]?.value === path.at(-1);
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
