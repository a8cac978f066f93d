/**
 * Memory that Python holds and will not read again: it is given back, so that no viewer downloads it.
 * @module
 */
import type { PyodideModule } from "../../../../runtime/kernel/pyodide-internals.ts";
import type { CapturedLibrary } from "./boot.ts";

/** Words of `struct dso` in Emscripten's `dynlink.c`. */
const FILE_DATA = 28 >>> 2;
const FILE_DATA_SIZE = 32 >>> 2;

/**
 * Frees the copies of shared libraries' files that `dlopen` has read into memory: they are instantiated from there and then left, twice as
 * many bytes as everything else that pandas loads.
 */
export function freeLibraryFiles(module: PyodideModule, libraries: readonly CapturedLibrary[]): void {
  for (const handle of Object.keys(module.LDSO.loadedLibsByHandle)) {
    const at = Number(handle) >>> 2;
    const [data, size] = [module.HEAPU32[at + FILE_DATA], module.HEAPU32[at + FILE_DATA_SIZE]];
    if (!data || !size) continue;
    const content = module.HEAPU8.subarray(data, data + size);
    // If it is none, the struct is not as expected, and stays as it is.
    if (!libraries.some(({ bytes }) => Buffer.compare(bytes, content) === 0)) continue;
    module.HEAPU32[at + FILE_DATA] = 0;
    module.HEAPU32[at + FILE_DATA_SIZE] = 0;
    module._free(data);
  }
}
