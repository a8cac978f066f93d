/**
 * The maker process: takes one task from its parent, tells how it goes, and ends.
 * @module
 */
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { LoadPyodide } from "../../../../runtime/kernel/pyodide-internals.ts";
import { compileItem } from "./compile-item.ts";
import { compressor } from "./compress.ts";
import type { CompileTask, MakerMessage, MakerResult, MakerTask } from "./protocol.ts";
import { Unsnapshotable } from "./record.ts";
import { makeSnapshot } from "./snapshot.ts";

function tell(message: MakerMessage): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

async function compileAll(
  { pyodide: folder, items }: CompileTask,
  progress: (text: string) => void,
): Promise<MakerResult> {
  const module: { loadPyodide: LoadPyodide } = await import(
    /* @vite-ignore */ pathToFileURL(join(folder, "pyodide.mjs")).href
  );
  // Without the columns of every instruction compiled packages are a tenth smaller; tracebacks of blocks keep theirs.
  const python = await module.loadPyodide({ indexURL: folder, env: { PYTHONNODEBUGRANGES: "1", PYTHONHASHSEED: "0" } });
  const compress = compressor(() => python);
  for (const [at, item] of items.entries()) {
    progress(`Compiling ${item.fileName} (${at + 1} of ${items.length})`);
    await compileItem(python, item, compress);
  }
  return {};
}

process.once("message", (task: MakerTask) => {
  const progress = (text: string): void => void tell({ kind: "progress", text });
  const made = task.task === "compile" ? compileAll(task, progress) : makeSnapshot(task, progress);
  made
    .then((result) => tell({ kind: "done", result }))
    .catch((error: unknown) => {
      const reason = error instanceof Unsnapshotable ? error.message : "Python could not be prepared";
      const detail = error instanceof Error ? (error.stack ?? error.message) : String(error);
      return tell({ kind: "failed", reason, detail });
    })
    .finally(() => process.exit());
});
