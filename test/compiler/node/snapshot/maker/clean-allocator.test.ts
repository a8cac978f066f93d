/**
 * What memory held before must not be in what Python allocates, and Python must work as before.
 * @module
 */
import { loadPyodide } from "pyodide";
import { expect, it } from "vitest";
import { cleanAllocators } from "../../../../../compiler/node/snapshot/maker/clean-allocator.ts";
import type { LoadPyodide } from "../../../../../runtime/kernel/pyodide-internals.ts";

const start = loadPyodide as unknown as LoadPyodide; // the same, with the private parts that are used here
const DIRTY = 0xff;

it("gives blank memory, whatever lay there before, until it is turned off", async () => {
  const { _module: module, runPython } = await start({});
  const allocators = cleanAllocators(module);
  /** Bytes that are not blank behind the text and in the head's unused bits, of strings made where memory was dirty. */
  const leftovers = (): number => {
    const pointers = Array.from({ length: 4000 }, () => module._malloc(28));
    for (const pointer of pointers) module.HEAPU8.fill(DIRTY, pointer, pointer + 28);
    for (const pointer of pointers) module._free(pointer);
    const addresses: number[] = runPython(
      "made = [chr(97 + i % 26) * 2 for i in range(2000)]; [id(one) for one in made]",
    ).toJs();
    return addresses.reduce((sum, at) => sum + module.HEAPU8.slice(at + 17, at + 20).filter(Boolean).length, 0);
  };
  expect(leftovers()).toBeGreaterThan(1000);
  allocators.clean();
  expect(leftovers()).toBe(0);
  expect(
    runPython(
      "sum(map(len, made)), [*range(5000)][-1], bytearray(b'ab') * 3, {i: str(i) for i in range(3)}",
    ).toString(),
  ).toBe("(4000, 4999, bytearray(b'ababab'), {0: '0', 1: '1', 2: '2'})");
  allocators.stock();
  expect(leftovers()).toBeGreaterThan(1000);
});

it("blanks what an object grows by, and what it leaves when it shrinks", async () => {
  const { _module: module } = await start({});
  const allocators = cleanAllocators(module);
  allocators.clean();
  const first = module._PyMem_Malloc(20);
  module.HEAPU8.fill(DIRTY, first, first + 20);
  const grown = module._PyMem_Realloc(first, 100);
  expect([...module.HEAPU8.slice(grown, grown + 100)]).toEqual([...Array(20).fill(DIRTY), ...Array(80).fill(0)]);
  const shrunk = module._PyMem_Realloc(grown, 13);
  expect([...module.HEAPU8.slice(shrunk, shrunk + 20)]).toEqual([...Array(13).fill(DIRTY), ...Array(7).fill(0)]);
  module._PyMem_Free(shrunk);
});
