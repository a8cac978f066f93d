/**
 * An allocator for Python that gives blank memory only. What lay in memory before is never read, but would be kept and sent where an
 * object does not fill its memory: three bytes in each string's head, the ends of most, the spare room of lists.
 * @module
 */
import type { PyodideModule } from "../../../../runtime/kernel/pyodide-internals.ts";

/** `PyMemAllocatorDomain`: raw, mem, obj. */
const DOMAINS = [0, 1, 2];
/** Words of a `PyMemAllocatorEx`: context, malloc, calloc, realloc, free. */
const ALLOCATOR = 5;
const MALLOC = 1;
const REALLOC = 3;

/** Python's allocators, that can be had clean and as Pyodide has them. */
export interface Allocators {
  /** Of the function table, which are the clean ones'. */
  readonly slots: readonly number[];
  clean(): void;
  /** For a snapshot: a page has no others. */
  stock(): void;
}

/** Makes them. They have slots of the function table, which are empty while the stock allocators are used. */
export function cleanAllocators(module: PyodideModule): Allocators {
  const place = module._malloc(ALLOCATOR * 4);
  const stock = DOMAINS.map((domain) => {
    module._PyMem_GetAllocator(domain, place);
    return module.HEAPU32.slice(place >>> 2, (place >>> 2) + ALLOCATOR);
  });
  const slots = [module.addFunction(mallocClean(module), "iii"), module.addFunction(reallocClean(module), "iiii")];
  const entries = slots.map((slot) => module.wasmTable.get(slot));
  const set = (allocator: Uint32Array, domain: number): void => {
    module.HEAPU32.set(allocator, place >>> 2);
    module._PyMem_SetAllocator(domain, place);
  };
  return {
    slots,
    clean(): void {
      for (const [at, slot] of slots.entries()) module.setWasmTableEntry(slot, entries[at]);
      for (const [at, domain] of DOMAINS.entries()) {
        const allocator = Uint32Array.from(stock[at] ?? []);
        allocator[MALLOC] = slots[0] ?? 0;
        allocator[REALLOC] = slots[1] ?? 0;
        set(allocator, domain);
      }
    },
    stock(): void {
      for (const [at, domain] of DOMAINS.entries()) set(stock[at] ?? new Uint32Array(0), domain);
      for (const slot of slots) module.setWasmTableEntry(slot, null);
    },
  };
}

function mallocClean(module: PyodideModule): (context: number, size: number) => number {
  return (_context, size) => module._calloc(1, usable(size >>> 0));
}

function reallocClean(module: PyodideModule): (context: number, pointer: number, size: number) => number {
  return (_context, pointer, size) => {
    if (pointer === 0) return module._calloc(1, usable(size >>> 0));
    const before = heldBy(module, pointer);
    const moved = module._realloc(pointer, size || 1) >>> 0;
    // Of what it has shrunk to, the end; of what it has grown by, all: the rest was blank before.
    if (moved !== 0) module.HEAPU8.fill(0, moved + Math.min(before, size >>> 0), moved + heldBy(module, moved));
    return moved;
  };
}

/** Bytes that an allocation can hold; at least those that were asked for. */
export function heldBy({ HEAPU32 }: Pick<PyodideModule, "HEAPU32">, pointer: number): number {
  return ((HEAPU32[(pointer - 4) >>> 2] ?? 0) & ~7) - 4;
}

/** What Emscripten's `malloc` (dlmalloc) gives for a size: chunks of a multiple of 8 bytes, 4 of them its own. */
function usable(size: number): number {
  return Math.max(12, ((size + 11) & ~7) - 4);
}
