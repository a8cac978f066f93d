/**
 * What the build and its maker process say to each other: one request, then progress, then one answer. The maker is a process of its
 * own because it needs a clean, deterministic world and because what it does to `WebAssembly` and the clock must not leak.
 * @module
 */

import type { KernelProgram } from "../../../contract/kernel.ts";
import type { OutputMessage } from "../../../contract/outputs.ts";
import type { Prerun } from "../../../contract/python-image.ts";

/** Compiles one wheel, or the standard library, to packed groups of files in `folder`. */
export interface CompileTask {
  readonly task: "compile";
  readonly pyodide: string;
  readonly items: readonly CompileItem[];
}
export interface CompileItem {
  /** The wheel, or `python_stdlib.zip`. */
  readonly file: string;
  readonly fileName: string;
  readonly kind: "site" | "dynlib" | "stdlib";
  /** Where the groups and their index go; there already. */
  readonly folder: string;
}

/** Boots, imports, maybe runs, and writes a snapshot into `folder`. */
export interface SnapshotTask {
  readonly task: "snapshot";
  readonly pyodide: string;
  /** Folders of compiled items, the standard library first. */
  readonly items: readonly string[];
  readonly modules: readonly string[];
  readonly folder: string;
  /** What has been compressed once is kept here by its content. */
  readonly packed: string;
  readonly prerun: PrerunTask | null;
}

/** Runs the notebook, then writes the app's own part into `folder`. */
export interface PrerunTask {
  readonly program: KernelProgram;
  readonly files: readonly { readonly name: string; readonly file: string }[];
  readonly folder: string;
}

export type MakerTask = CompileTask | SnapshotTask;

export type MakerMessage =
  | { readonly kind: "progress"; readonly text: string }
  | { readonly kind: "done"; readonly result: MakerResult }
  | { readonly kind: "failed"; readonly reason: string; readonly detail: string };

export interface MakerResult {
  /** Modules whose import failed or wrote something: they must be imported in front of the viewer. */
  readonly unfit?: readonly string[];
  /** Outcome of a prerun. */
  readonly prerun?: PrerunResult;
}

/** What differs from visit to visit, or from machine to machine. */
export type Cause = "time" | "randomness" | "network" | "the browser";

/** What a prerun found; the app's own snapshot is there unless there is a reason why not. */
export interface PrerunResult {
  readonly record: Prerun;
  readonly reason: string | null;
  readonly outputs: Readonly<Record<string, readonly OutputMessage[]>>;
  readonly because: readonly { readonly block: string; readonly why: readonly Cause[] }[];
}

/** Name of the file of a piece of memory. */
export function memoryFile(piece: number): string {
  return `memory-${piece + 1}.zst`;
}
