/**
 * CPython's own `symtable` in Pyodide, and how our names are compared with its answer.
 * @module
 */
import { readFileSync } from "node:fs";
import { collectNames } from "../../../compiler/analyze/names.ts";
import { parsePython } from "../../../compiler/analyze/python/parse.ts";
import { python } from "../../doubles/python.ts";

/** What CPython says of a source. */
export interface Answer {
  readonly source: string;
  readonly bound: readonly string[];
  readonly required: readonly string[];
  readonly read: readonly string[];
}

export const SCRIPT = "test/compiler/analyze/oracle.py";

interface Oracle {
  /** Of every module in a zip file. */
  library(file: string): Record<string, Answer>;
  /** Of each source; `null` for one that is no Python. */
  cells(sources: readonly string[]): readonly (Answer | null)[];
}

/** Starts it; Python itself is started once a process. */
export async function oracle(): Promise<Oracle> {
  const pyodide = await python();
  pyodide.runPython(readFileSync(SCRIPT, "utf8").replace('if __name__ == "__main__":', "if False:"));
  const [library, cells] = ["library", "cells"].map((name) => pyodide.globals.get(name));
  return {
    library(file) {
      pyodide.FS.writeFile("/tmp/library.zip", readFileSync(file));
      return JSON.parse(library("/tmp/library.zip"));
    },
    cells: (sources) => JSON.parse(cells(JSON.stringify(sources))),
  };
}

/** What differs from CPython's answer, for people. */
export function disagreements(file: string, answer: Answer): string[] {
  const parsed = parsePython(answer.source);
  if (parsed.error) return [`${file}: ${parsed.error.message} in line ${parsed.error.line}`];
  const { defines, uses, deletes } = collectNames(parsed.module);
  const bound = new Set(answer.bound);
  const wrong = [
    ...defines.filter((name) => !bound.has(name)),
    ...answer.bound.filter((name) => !defines.includes(name)),
  ];
  const missing = answer.required.filter((name) => !uses.includes(name));
  const never = uses.filter((name) => !answer.read.includes(name) && !deletes.includes(name));
  return [
    ...(wrong.length > 0 ? [`${file}: defines ${wrong}`] : []),
    ...(missing.length > 0 ? [`${file}: uses lacks ${missing}`] : []),
    ...(never.length > 0 ? [`${file}: uses ${never}, which nothing reads`] : []),
  ];
}
