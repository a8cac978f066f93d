/**
 * Reads a notebook, whatever its format, which is told by its content and then by its name.
 * @module
 */
import { findNodeAtLocation, type ParseError, parse, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { unknownFormat, unreadable } from "../diagnostics/read.ts";
import { readDeepnote } from "./deepnote.ts";
import { readIpynb } from "./ipynb.ts";
import { isPercent, readPercent } from "./percent.ts";
import { nothingRead, type ReadResult } from "./result.ts";
import { withSnapshot } from "./snapshot.ts";

/** An author's file. */
export interface NotebookSource {
  /** As the author gave it; for messages and the notebook's name. */
  readonly file: string;
  readonly text: string;
  /** Name or id of the notebook, where a project holds several. */
  readonly notebook?: string | null;
  /** Text of the `.deepnote` project's newest snapshot, which holds outputs. */
  readonly snapshot?: string | null;
}

/** Reads a notebook. Never throws for what an author may have written. */
export function readNotebook({ file, text, notebook, snapshot }: NotebookSource): ReadResult {
  const name = (file.split(/[\\/]/).at(-1) ?? file).replace(/\.[^.]*$/, "");
  const clean = text.replace(/^\uFEFF/, "");
  if (/\.ipynb$/i.test(file) || /^\s*\{/.test(clean)) return readJson(clean, file, name);
  if (/\.deepnote$/i.test(file) || (/^version:/m.test(clean) && /^project:\s*$/m.test(clean)))
    return withOutputs(readDeepnote(clean, file, notebook ?? null), snapshot ?? null);
  if (isPercent(clean) || /\.py$/i.test(file)) return readPercent(clean, file, name);
  return nothingRead([unknownFormat(file)]);
}

function withOutputs(result: ReadResult, snapshot: string | null): ReadResult {
  const { document } = result;
  return document === null || snapshot === null ? result : { ...result, document: withSnapshot(document, snapshot) };
}

function readJson(text: string, file: string, name: string): ReadResult {
  try {
    return readIpynb(JSON.parse(text), { file, name, lineOf: (path) => lineOf(text, path) });
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return nothingRead([notJson(text, file, error.message)]);
  }
}

/** Engines do not always tell where: a second parser does. */
function notJson(text: string, file: string, message: string): Diagnostic {
  const errors: ParseError[] = [];
  parse(text, errors, { disallowComments: true, allowTrailingComma: false });
  const [wrong] = errors;
  const before = text.slice(0, wrong?.offset ?? text.length).split("\n");
  const why = wrong ? WHY[printParseErrorCode(wrong.error)] : undefined;
  return unreadable({ file, line: before.length, column: (before.at(-1)?.length ?? 0) + 1 }, "JSON", why ?? message);
}

const WHY: Readonly<Record<string, string>> = {
  ColonExpected: "a ':' was expected here.",
  CommaExpected: "a ',' was expected here.",
  CloseBraceExpected: "a '}' was expected here.",
  CloseBracketExpected: "a ']' was expected here.",
  EndOfFileExpected: "the file should end here.",
  PropertyNameExpected: "a name in quotes was expected here.",
  ValueExpected: "a value was expected here.",
  UnexpectedEndOfString: "this text has no closing quote.",
  InvalidSymbol: "this word cannot stand here.",
};

/** Line of the value at a path; only asked for what is wrong, as it reads the text again. */
function lineOf(text: string, path: readonly (string | number)[]): number {
  const tree = parseTree(text);
  const node = tree && findNodeAtLocation(tree, [...path]);
  return text.slice(0, node?.offset ?? 0).split("\n").length;
}
