/**
 * The objects that `gc.freeze()` has set aside: a ring of links (`_gc_next` and `_gc_prev` of CPython's `pycore_gc.h`) in the order in
 * which they were made. Nothing that Python promises depends on that order; in the order of addresses it can be left out.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import type { PyodideModule } from "../../../../runtime/kernel/pyodide-internals.ts";

/** Bytes of `PyGC_Head`, which lies before its object. */
const HEAD = 8;
const FLAGS = 3;

/** Addresses of `PyGC_Head`s. */
export interface FrozenObjects {
  /** The ring's own head, in the interpreter's state. */
  readonly ring: number;
  /** In their order. */
  readonly objects: readonly number[];
}

/** Links them in the order of their addresses. @returns `null`, and changes nothing, if they do not lie as expected. */
export function sortFrozen(pyodide: PyodideInterface, module: PyodideModule): FrozenObjects | null {
  const one: number = pyodide.runPython("id(__import__('sys').modules)");
  const count: number = pyodide.runPython("__import__('gc').get_freeze_count()");
  const words = module.HEAPU32;
  const members = ringOf(words, one - HEAD);
  // The interpreter's state is static; objects lie on the heap.
  const heap = module.___heap_base;
  const [ring, ...others] = members.filter((address) => address < heap);
  if (ring === undefined || others.length > 0 || members.length !== count + 1) return null;
  const objects = members.filter((address) => address >= heap).sort((a, b) => a - b);
  let before = ring;
  for (const address of [...objects, ring]) {
    relink(words, before, address);
    before = address;
  }
  return { ring, objects };
}

/** All members, from one of them; none if it is no ring. */
function ringOf(words: Uint32Array, first: number): number[] {
  const members: number[] = [];
  for (let at = first; members.length === 0 || at !== first; ) {
    const next = (words[at >>> 2] ?? 0) & ~FLAGS;
    if (((words[(next >>> 2) + 1] ?? 0) & ~FLAGS) !== at) return [];
    members.push(at);
    at = next;
  }
  return members;
}

function relink(words: Uint32Array, address: number, next: number): void {
  const [forth, back] = [address >>> 2, (next >>> 2) + 1];
  words[forth] = next | ((words[forth] ?? 0) & FLAGS);
  words[back] = address | ((words[back] ?? 0) & FLAGS);
}
