/**
 * Makes a snapshot: boots, imports, comes to rest, records, and keeps the pages that a page of the browser would not have anyway.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { link } from "../../../../runtime/kernel/link.ts";
import type { PyodideModule } from "../../../../runtime/kernel/pyodide-internals.ts";
import { installPythonFiles } from "../../../../runtime/kernel/python-files.ts";
import type { SnapshotLayout } from "../../../contract/python-image.ts";
import { bootCaptured, type CapturedPython, capture, freshModule } from "./boot.ts";
import { type Compress, compressor, remembering } from "./compress.ts";
import { makeDeterministic } from "./determinism.ts";
import { type FrozenObjects, sortFrozen } from "./frozen-objects.ts";
import importModules from "./imports.py?raw";
import { blankFreeMemory, blankStack, changedRuns, packRuns } from "./memory.ts";
import { refuseNetwork } from "./observed.ts";
import { runNotebook } from "./prerun.ts";
import { type MakerResult, memoryFile, type PrerunTask, type SnapshotTask } from "./protocol.ts";
import { recordLayout, Unsnapshotable } from "./record.ts";
import settle from "./settle.py?raw";
import { freeLibraryFiles } from "./spent-memory.ts";
import warm from "./warm.py?raw";

export async function makeSnapshot(task: SnapshotTask, progress: (text: string) => void): Promise<MakerResult> {
  makeDeterministic();
  progress("Starting Python");
  const python = await bootCaptured(task.pyodide, task.items, task.folder);
  refuseNetwork();
  const compress = remembering(
    compressor(() => python.pyodide),
    task.packed,
  );
  installPythonFiles(python.pyodide);
  progress("Importing packages");
  const unfit = importAll(python, task.modules);
  if (unfit.length > 0) return { unfit };
  callOnce(python, warm, "warm");
  progress("Keeping Python's memory");
  settleDown(python);
  const frozen = sortFrozen(python.pyodide, python.module);
  leaveNothing(python);
  const recorded = recordLayout(python);
  const fresh = await linkedFresh(task.pyodide, python, recorded);
  const shared = await keepMemory(python, recorded, { fresh, frozen, compress });
  await writeShared(python, task.folder, shared, compress);
  if (task.prerun === null) return {};
  progress("Running the notebook");
  python.allocators.clean();
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

/** Runs a Python file that defines one function, and that. */
function callOnce({ pyodide }: CapturedPython, source: string, name: string): void {
  const scope = pyodide.runPython("{}");
  pyodide.runPython(source, { globals: scope });
  const run = scope.get(name);
  run();
  run.destroy();
  scope.destroy();
}

function settleDown(python: CapturedPython): void {
  callOnce(python, settle, "settle");
  python.pyodide.runPython("import gc; gc.collect(); del gc");
}

/** Nothing of Python's runs between this and the snapshot. */
function leaveNothing(python: CapturedPython): void {
  python.allocators.stock();
  freeLibraryFiles(python.module, python.libraries);
  blankFreeMemory(python.module);
  blankStack(python.module);
}

interface KeptMemory {
  readonly layout: SnapshotLayout;
  /** By piece. */
  readonly packed: readonly Uint8Array[];
  /** A copy: Python goes on. */
  readonly memory: Uint8Array;
  readonly libraries: number;
}

interface Keeping {
  /** What a page has by then. */
  readonly fresh: PyodideModule;
  readonly frozen: FrozenObjects | null;
  readonly compress: Compress;
}

/** Packs what a page would not have. */
async function keepMemory(
  { module, libraries }: CapturedPython,
  recorded: Omit<SnapshotLayout, "pieces">,
  { fresh, frozen, compress }: Keeping,
): Promise<KeptMemory> {
  const memory = module.HEAPU8.slice();
  const runs = changedRuns(memory, fresh.HEAPU8);
  const packed = await packRuns(memory, runs, { known: { module, frozen }, fresh, compress });
  const pieces = packed.map(({ piece }) => piece);
  return {
    layout: { ...recorded, pieces },
    packed: packed.map((one) => one.packed),
    memory,
    libraries: libraries.length,
  };
}

async function writeShared(
  python: CapturedPython,
  folder: string,
  kept: KeptMemory,
  compress: Compress,
): Promise<void> {
  writeFileSync(join(folder, "table.zst"), await packJson(python.table, compress));
  await writeLayout(folder, kept, compress);
  await writeLibraries(folder, python.libraries, compress);
}

interface Own {
  readonly task: SnapshotTask;
  readonly prerun: PrerunTask;
  readonly shared: KeptMemory;
  readonly compress: Compress;
}

/** The pages that the notebook's run has changed. */
async function writeOwn(python: CapturedPython, { task, prerun, shared, compress }: Own): Promise<void> {
  settleDown(python);
  leaveNothing(python);
  const workFiles = new Map(
    prerun.files.map(({ name, file }) => [`/work/${name}`, new Uint8Array(readFileSync(file))]),
  );
  const recorded = recordLayout(python, { workFiles, shared: shared.libraries });
  const fresh = await linkedFresh(task.pyodide, python, recorded);
  for (const { runs } of shared.layout.pieces)
    for (const [address, length] of runs) fresh.HEAPU8.set(shared.memory.subarray(address, address + length), address);
  // To put what the notebook has made in between would change the links of what the shared part has.
  const kept = await keepMemory(python, recorded, { fresh, frozen: null, compress });
  await writeLayout(prerun.folder, kept, compress);
  await writeLibraries(prerun.folder, python.libraries.slice(shared.libraries), compress);
}

async function writeLayout(folder: string, { layout, packed }: KeptMemory, compress: Compress): Promise<void> {
  writeFileSync(join(folder, "layout.zst"), await packJson(layout, compress));
  for (const [at, bytes] of packed.entries()) writeFileSync(join(folder, memoryFile(at)), bytes);
}

async function writeLibraries(
  folder: string,
  libraries: CapturedPython["libraries"],
  compress: Compress,
): Promise<void> {
  if (libraries.length === 0) return;
  const bytes = Buffer.concat(libraries.map((library) => library.bytes));
  writeFileSync(join(folder, "libraries.zst"), await compress(bytes, "small"));
}

function packJson(value: unknown, compress: Compress): Promise<Uint8Array> {
  return compress(Buffer.from(JSON.stringify(value)), "small");
}

/** What a page has after linking and before it copies pages. */
async function linkedFresh(
  folder: string,
  python: CapturedPython,
  recorded: Omit<SnapshotLayout, "pieces">,
): Promise<PyodideModule> {
  capture.active = false;
  try {
    const libraries = python.libraries.map(({ bytes }) => new WebAssembly.Module(new Uint8Array(bytes)));
    const main = await freshModule(folder);
    link({ ...main, table: python.table, layout: { ...recorded, pieces: [] }, libraries });
    return main.module;
  } finally {
    capture.active = true;
  }
}
