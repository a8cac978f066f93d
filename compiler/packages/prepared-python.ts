/**
 * What makes Python start fast: which parts of an app decide it, and what the shell made of them.
 * @module
 */
import type { ListedFile } from "../contract/file-list.ts";
import type { DependencyGraph } from "../contract/graph.ts";
import type { KernelProgram } from "../contract/kernel.ts";
import type { OutputMessage } from "../contract/outputs.ts";
import type { ImagePlan, Prerun, SnapshotPlan } from "../contract/python-image.ts";
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import type { AppSettings } from "../settings.ts";
import { lazyModules } from "./lazy-modules.ts";
import type { LockedWheel } from "./lock.ts";

/** What a fast start of Python is made from. */
export interface PythonNeeds {
  /** Pyodide's version. */
  readonly pyodide: string;
  /** Dependencies first. */
  readonly packages: readonly LockedWheel[];
  /** Modules that blocks import, sorted; the app's own are not among them. */
  readonly modules: readonly string[];
  readonly prerun: AppSettings["prerun"];
  /** What a run at build time executes. */
  readonly program: KernelProgram;
  /** Python among the work files that has no file on disk: notebooks that others import. */
  readonly texts: readonly { readonly name: string; readonly text: string }[];
  /** For findings. */
  readonly place: Place;
}

/** What was made, and which files of the bundle it is. */
export interface PreparedPython {
  readonly image: ImagePlan | null;
  readonly snapshot: SnapshotPlan | null;
  /** A run at build time, and what each block showed in it, whether or not its memory could be kept; `null` without one. */
  readonly ran: {
    readonly prerun: Prerun;
    readonly messages: Readonly<Record<string, readonly OutputMessage[]>>;
  } | null;
  /** In the bundle; the shell has their content. */
  readonly files: readonly ListedFile[];
  readonly diagnostics: readonly Diagnostic[];
}

/** Nothing was made: packages ship as wheels. */
export const UNPREPARED: PreparedPython = { image: null, snapshot: null, ran: null, files: [], diagnostics: [] };

/** The modules that an app's blocks load, without the app's own. */
export function foreignModules({ blocks }: DependencyGraph, program: KernelProgram, own: readonly string[]): string[] {
  const local = new Set(own);
  const sources = program.blocks.flatMap(({ step }) => (step.kind === "python" ? [step.source] : []));
  const modules = [...blocks.flatMap((block) => block.imports), ...lazyModules(sources)].filter(
    (module) => !local.has(module.split(".")[0] ?? module),
  );
  return [...new Set(modules)].sort();
}
