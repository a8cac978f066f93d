/**
 * Reads a notebook, whatever its format, which is told by its content and then by its name.
 * @module
 */
import { unknownFormat, unreadable } from "../diagnostics/read.ts";
import { readDeepnote } from "./deepnote.ts";
import { readIpynb } from "./ipynb.ts";
import { isPercent, readPercent } from "./percent.ts";
import type { ReadResult } from "./result.ts";

/** An author's file. */
export interface NotebookSource {
  /** As the author gave it; for messages and the notebook's name. */
  readonly file: string;
  readonly text: string;
  /** Name or id of the notebook, where a project holds several. */
  readonly notebook?: string | null;
}

/** Reads a notebook. Never throws for what an author may have written. */
export function readNotebook({ file, text, notebook }: NotebookSource): ReadResult {
  const name = (file.split(/[\\/]/).at(-1) ?? file).replace(/\.[^.]*$/, "");
  const clean = text.replace(/^\uFEFF/, "");
  if (/\.ipynb$/i.test(file) || /^\s*\{/.test(clean)) return readJson(clean, file, name);
  if (/\.deepnote$/i.test(file) || /^version:.*$[\s\S]*^project:/m.test(clean))
    return readDeepnote(clean, file, notebook ?? null);
  if (isPercent(clean) || /\.py$/i.test(file)) return readPercent(clean, file, name);
  return { document: null, diagnostics: [unknownFormat(file)] };
}

function readJson(text: string, file: string, name: string): ReadResult {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    return { document: null, diagnostics: [unreadable({ file, ...jsonPlace(text, why) }, "JSON", why)] };
  }
  return readIpynb(json, file, name);
}

/** Engines tell a position or a line, or only that the text ended. */
function jsonPlace(text: string, why: string): { line: number; column: number } {
  const at = /position (\d+)/.exec(why);
  const before = text.slice(0, at ? Number(at[1]) : text.length).split("\n");
  return { line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
}
