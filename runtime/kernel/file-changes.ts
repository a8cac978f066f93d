/**
 * Counts the changes of files where Python can see the count: what has not changed need not be looked at.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import { type FileOperations, type PyodideModule, type SharedArray, sharedArray } from "./pyodide-internals.ts";

/** Emscripten's operations of a file system that change it; all that Python and the page do to files ends in these. */
const CHANGING = ["mknod", "rename", "unlink", "rmdir", "symlink", "setattr", "write", "msync"];

/** Each file system's count, where Python sees it. */
const counts = new WeakMap<object, SharedArray>();

/** From now on `notebook_kernel.ambient` knows when files have changed. */
export function countFileChanges(pyodide: PyodideInterface): void {
  const { _module: module } = pyodide as PyodideInterface & { readonly _module: PyodideModule };
  const memory: { ops_table?: Record<string, FileOperations> | null } = Reflect.get(module.FS, "filesystems").MEMFS;
  const table = memory.ops_table;
  if (!table) return;
  const ambient = pyodide.pyimport("notebook_kernel.ambient");
  const isKnown = counts.has(table);
  counts.set(table, sharedArray(pyodide, ambient.count_changes()));
  ambient.destroy();
  if (isKnown) return;
  for (const { node, stream } of Object.values(table))
    for (const operations of [node, stream])
      for (const name of CHANGING) {
        const change = operations[name];
        if (typeof change !== "function") continue;
        operations[name] = (...given: unknown[]): unknown => {
          const count = counts.get(table);
          count?.set(0, count.get(0) + 1);
          return change(...given);
        };
      }
}
