/**
 * Reads a notebook, whatever its format, which is told by its content and then by its name.
 * @module
 */
import { findNodeAtLocation, type ParseError, parse, parseTree, printParseErrorCode } from "jsonc-parser";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { unknownFormat, unreadable } from "../diagnostics/read.ts";
import { readDeepnote } from "./deepnote.ts";
import { readIpynb } from "./ipynb.ts";
import { isObject } from "./json.ts";
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
export function readNotebook(source: NotebookSource): ReadResult {
  const { file } = source;
  const text = source.text.replace(/^\uFEFF/, "");
  if (/\.ipynb$/i.test(file) || /^\s*\{/.test(text)) return readJson(text, source);
  if (/\.deepnote$/i.test(file) || (/^version:/m.test(text) && /^project:\s*$/m.test(text)))
    return readProject(text, source);
  if (isPercent(text) || /\.py$/i.test(file)) return readPercent(text, file, nameOf(file));
  return nothingRead([unknownFormat(file)]);
}

/** The file's name without its extension. */
function nameOf(file: string): string {
  return (file.split(/[\\/]/).at(-1) ?? file).replace(/\.[^.]*$/, "");
}

function readProject(text: string, { file, notebook, snapshot }: NotebookSource): ReadResult {
  const result = readDeepnote(text, file, notebook ?? null);
  const { document } = result;
  return document && snapshot ? { ...result, document: withSnapshot(document, snapshot) } : result;
}

/** JSON is a notebook of Jupyter, or a project of Deepnote, whose YAML may be written so. */
function readJson(text: string, source: NotebookSource): ReadResult {
  const { file } = source;
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error;
    return nothingRead([notJson(text, file, error.message)]);
  }
  if (isObject(json) && isObject(json.project) && json.cells === undefined) return readProject(text, source);
  return readIpynb(json, { file, name: nameOf(file), lineOf: (path) => lineOf(text, path) });
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
