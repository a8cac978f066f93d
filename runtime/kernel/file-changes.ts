/**
 * Counts the changes of files where Python can see the count: what has not changed need not be looked at.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import { addressOf, type FileOperations, type PyodideModule } from "./pyodide-internals.ts";

/** Emscripten's operations of a file system that change it; all that Python and the page do to files ends in these. */
const CHANGING = ["mknod", "rename", "unlink", "rmdir", "symlink", "setattr", "write", "msync"];

/** Address of each file system's count in Python's memory. */
const addresses = new WeakMap<object, number>();

/** From now on `notebook_kernel.ambient` knows when files have changed. */
export function countFileChanges(pyodide: PyodideInterface): void {
  const { _module: module } = pyodide as PyodideInterface & { readonly _module: PyodideModule };
  const memory: { ops_table?: Record<string, FileOperations> | null } = Reflect.get(module.FS, "filesystems").MEMFS;
  const table = memory.ops_table;
  if (!table) return;
  const ambient = pyodide.pyimport("notebook_kernel.ambient");
  const address = addressOf(ambient.count_changes(), "u32") / Uint32Array.BYTES_PER_ELEMENT;
  ambient.destroy();
  const isKnown = addresses.has(table);
  addresses.set(table, address);
  if (isKnown) return;
  for (const { node, stream } of Object.values(table))
    for (const operations of [node, stream])
      for (const name of CHANGING) {
        const change = operations[name];
        if (typeof change !== "function") continue;
        operations[name] = (...given: unknown[]): unknown => {
          const address = addresses.get(table) ?? 0;
          module.HEAPU32[address] = (module.HEAPU32[address] ?? 0) + 1;
          return change(...given);
        };
      }
}
