/**
 * Makes a snapshot: boots, imports, comes to rest, records, and keeps the pages that a page of the browser would not have anyway.
 * @module
 */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { link } from "../../../../runtime/kernel/link.ts";
import { installPythonFiles } from "../../../../runtime/kernel/python-files.ts";
import type { SnapshotLayout } from "../../../contract/python-image.ts";
import { bootCaptured, type CapturedPython, capture, freshModule } from "./boot.ts";
import { type Compress, compressor } from "./compress.ts";
import { makeDeterministic } from "./determinism.ts";
import importModules from "./imports.py?raw";
import { blankFreeMemory, changedRuns, packRuns } from "./memory.ts";
import type { MakerResult, SnapshotTask } from "./protocol.ts";
import { recordLayout } from "./record.ts";
import settle from "./settle.py?raw";

export async function makeSnapshot(task: SnapshotTask, progress: (text: string) => void): Promise<MakerResult> {
  makeDeterministic();
  progress("Starting Python");
  const python = await bootCaptured(task.pyodide, task.items, task.folder);
  const compress = compressor(() => python.pyodide);
  installPythonFiles(python.pyodide);
  progress("Importing packages");
  const unfit = importAll(python, task.modules);
  if (unfit.length > 0) return { unfit };
  progress("Keeping Python's memory");
  await writeSnapshot(python, task, compress);
  return { unfit };
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

async function writeSnapshot(python: CapturedPython, task: SnapshotTask, compress: Compress): Promise<void> {
  comeToRest(python);
  const recorded = recordLayout(python);
  const memory = python.module.HEAPU8.slice();
  const fresh = await linkedFresh(task.pyodide, python, { ...recorded, pieces: [] });
  const { bytes, pieces } = packRuns(memory, changedRuns(memory, fresh), compress);
  const json = (value: unknown): Uint8Array => compress(Buffer.from(JSON.stringify(value)));
  const layout: SnapshotLayout = { ...recorded, pieces };
  writeFileSync(join(task.folder, "table.zst"), json(python.table));
  writeFileSync(join(task.folder, "layout.zst"), json(layout));
  writeFileSync(join(task.folder, "memory.bin"), bytes);
  if (python.libraries.length > 0)
    writeFileSync(
      join(task.folder, "libraries.zst"),
      compress(Buffer.concat(python.libraries.map((one) => one.bytes))),
    );
}

/** The memory that a page has after linking and before it copies pages. */
async function linkedFresh(folder: string, python: CapturedPython, layout: SnapshotLayout): Promise<Uint8Array> {
  capture.active = false;
  try {
    const libraries = python.libraries.map(({ bytes }) => new WebAssembly.Module(new Uint8Array(bytes)));
    const main = await freshModule(folder);
    link({ ...main, table: python.table, layout, libraries });
    return main.module.HEAPU8;
  } finally {
    capture.active = true;
  }
}
