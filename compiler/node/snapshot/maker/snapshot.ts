/**
 * Makes a snapshot: boots, imports, comes to rest, records, and keeps the pages that a page of the browser would not have anyway.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { link } from "../../../../runtime/kernel/link.ts";
import { installPythonFiles } from "../../../../runtime/kernel/python-files.ts";
import type { SnapshotLayout } from "../../../contract/python-image.ts";
import { bootCaptured, type CapturedPython, capture, freshModule } from "./boot.ts";
import { type Compress, compressor } from "./compress.ts";
import { makeDeterministic } from "./determinism.ts";
import importModules from "./imports.py?raw";
import { blankFreeMemory, changedRuns, packRuns } from "./memory.ts";
import { refuseNetwork } from "./observed.ts";
import { runNotebook } from "./prerun.ts";
import type { MakerResult, PrerunTask, SnapshotTask } from "./protocol.ts";
import { recordLayout, Unsnapshotable } from "./record.ts";
import settle from "./settle.py?raw";

export async function makeSnapshot(task: SnapshotTask, progress: (text: string) => void): Promise<MakerResult> {
  makeDeterministic();
  progress("Starting Python");
  const python = await bootCaptured(task.pyodide, task.items, task.folder);
  refuseNetwork();
  const compress = compressor(() => python.pyodide);
  installPythonFiles(python.pyodide);
  progress("Importing packages");
  const unfit = importAll(python, task.modules);
  if (unfit.length > 0) return { unfit };
  progress("Keeping Python's memory");
  comeToRest(python);
  const shared = keepMemory(
    python,
    recordLayout(python),
    await linkedFresh(task.pyodide, python, recordLayout(python)),
    compress,
  );
  writeShared(python, task.folder, shared, compress);
  if (task.prerun === null) return {};
  progress("Running the notebook");
  const { outputs, because, record } = await runNotebook(python, task.prerun);
  progress("Keeping the notebook's memory");
  const reason = await writeOwn(python, { task, prerun: task.prerun, shared, compress }).then(
    () => null,
    (error: unknown) => {
      if (error instanceof Unsnapshotable) return error.message;
      throw error;
    },
  );
  return { prerun: { record, reason, outputs, because } };
}

/** Imports what can be imported quietly; gives what cannot. */
function importAll({ pyodide }: CapturedPython, modules: readonly string[]): string[] {
  const scope = pyodide.runPython("{}");
  pyodide.runPython(importModules, { globals: scope });
  const run = scope.get("import_all");
  const unfit: string = run(JSON.stringify(modules));
  run.destroy();
  scope.destroy();
  return JSON.parse(unfit);
}

function comeToRest({ pyodide, module }: CapturedPython): void {
  const scope = pyodide.runPython("{}");
  pyodide.runPython(settle, { globals: scope });
  const run = scope.get("settle");
  run();
  run.destroy();
  scope.destroy();
  pyodide.runPython("import gc; gc.collect(); del gc");
  blankFreeMemory(module);
}

interface KeptMemory {
  readonly layout: SnapshotLayout;
  readonly bytes: Uint8Array;
  /** A copy: Python goes on. */
  readonly memory: Uint8Array;
  readonly libraries: number;
}

/** Packs what differs from `known`. */
function keepMemory(
  { module, libraries }: CapturedPython,
  recorded: Omit<SnapshotLayout, "pieces">,
  known: Uint8Array,
  compress: Compress,
): KeptMemory {
  const memory = module.HEAPU8.slice();
  const { bytes, pieces } = packRuns(memory, changedRuns(memory, known), compress);
  return { layout: { ...recorded, pieces }, bytes, memory, libraries: libraries.length };
}

function writeShared(python: CapturedPython, folder: string, kept: KeptMemory, compress: Compress): void {
  writeFileSync(join(folder, "table.zst"), packJson(python.table, compress));
  writeLayout(folder, kept, compress);
  writeLibraries(folder, python.libraries, compress);
}

interface Own {
  readonly task: SnapshotTask;
  readonly prerun: PrerunTask;
  readonly shared: KeptMemory;
  readonly compress: Compress;
}

/** The pages that the notebook's run has changed. */
async function writeOwn(python: CapturedPython, { task, prerun, shared, compress }: Own): Promise<void> {
  comeToRest(python);
  const workFiles = new Map(
    prerun.files.map(({ name, file }) => [`/work/${name}`, new Uint8Array(readFileSync(file))]),
  );
  const recorded = recordLayout(python, { workFiles, shared: shared.libraries });
  const known = await linkedFresh(task.pyodide, python, recorded);
  for (const { runs } of shared.layout.pieces)
    for (const [address, length] of runs) known.set(shared.memory.subarray(address, address + length), address);
  writeLayout(prerun.folder, keepMemory(python, recorded, known, compress), compress);
  writeLibraries(prerun.folder, python.libraries.slice(shared.libraries), compress);
}

function writeLayout(folder: string, { layout, bytes }: KeptMemory, compress: Compress): void {
  writeFileSync(join(folder, "layout.zst"), packJson(layout, compress));
  writeFileSync(join(folder, "memory.bin"), bytes);
}

function writeLibraries(folder: string, libraries: CapturedPython["libraries"], compress: Compress): void {
  if (libraries.length === 0) return;
  writeFileSync(join(folder, "libraries.zst"), compress(Buffer.concat(libraries.map(({ bytes }) => bytes))));
}

function packJson(value: unknown, compress: Compress): Uint8Array {
  return compress(Buffer.from(JSON.stringify(value)));
}

/** The memory that a page has after linking and before it copies pages. */
async function linkedFresh(
  folder: string,
  python: CapturedPython,
  recorded: Omit<SnapshotLayout, "pieces">,
): Promise<Uint8Array> {
  capture.active = false;
  try {
    const libraries = python.libraries.map(({ bytes }) => new WebAssembly.Module(new Uint8Array(bytes)));
    const main = await freshModule(folder);
    link({ ...main, table: python.table, layout: { ...recorded, pieces: [] }, libraries });
    return main.module.HEAPU8;
  } finally {
    capture.active = true;
  }
}
