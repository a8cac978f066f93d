/**
 * What a page makes of the codes is what was encoded, whatever words there are; and Python's own ring of frozen objects can be sorted.
 * @module
 */
import { loadPyodide } from "pyodide";
import { expect, it } from "vitest";
import type { MemoryPiece } from "../../../../../compiler/contract/python-image.ts";
import { WordEncoder } from "../../../../../compiler/node/snapshot/maker/encode-words.ts";
import { sortFrozen } from "../../../../../compiler/node/snapshot/maker/frozen-objects.ts";
import { packRuns } from "../../../../../compiler/node/snapshot/maker/memory.ts";
import { HASH_CODE, placePiece } from "../../../../../runtime/kernel/memory-words.ts";
import type { LoadPyodide, PyodideModule } from "../../../../../runtime/kernel/pyodide-internals.ts";

const SIZE = 64 * 1024;
const STRING_TYPE = 0x100;
const RUNS: MemoryPiece["runs"] = [
  [0x1000, 0x1000],
  [0x3000, 0x2000],
];

/** Memory in which a string's hash is its length times seven. */
function memory(size = SIZE): PyodideModule {
  const HEAPU8 = new Uint8Array(size);
  const HEAPU32 = new Uint32Array(HEAPU8.buffer);
  const hash = (at: number): number => {
    if (HEAPU32[(at + 4) / 4] !== STRING_TYPE) throw new WebAssembly.RuntimeError("table index is out of bounds");
    HEAPU32[(at + 12) / 4] = (HEAPU32[(at + 8) / 4] ?? 0) * 7;
    return HEAPU32[(at + 12) / 4] ?? 0;
  };
  return { HEAPU8, HEAPU32, _PyUnicode_Type: STRING_TYPE, _PyObject_Hash: hash } as unknown as PyodideModule; // what is used here
}

function string(words: Uint32Array, at: number, hash: number): void {
  words.set([1, STRING_TYPE, 3, hash, 0b1100100, 0x636261], at / 4);
}

/** Encodes the runs, places them into other memory, and gives what was sent. */
function sendAndCompare(from: PyodideModule, frozen: Parameters<typeof sent>[1] = null): ReturnType<typeof sent> {
  const piece = sent(from, frozen);
  const to = memory();
  placePiece(to, piece, piece.content);
  for (const [at, length] of RUNS) expect(to.HEAPU8.slice(at, at + length)).toEqual(from.HEAPU8.slice(at, at + length));
  return piece;
}

function sent(module: PyodideModule, frozen: { ring: number; objects: number[] } | null) {
  const { content, ...codes } = new WordEncoder(module.HEAPU8.slice(), { module, frozen }).encode(RUNS);
  return {
    length: content.length,
    runs: RUNS,
    ...codes,
    content,
    words: new Uint32Array(new Uint8Array(content).buffer),
  };
}

it("sends pointers to what is near as distances", () => {
  const from = memory();
  from.HEAPU32.set([0x1010, 0x1010, 0x1010, 0x1410], 0x1000 / 4);
  from.HEAPU32.set([0x3020, 0x1010], 0x3000 / 4);
  const { words } = sendAndCompare(from);
  expect((words[0] ?? 0) - (words[1] ?? 0)).toBe(4);
  expect((words[0x1000 / 4] ?? 0) - (words[0] ?? 0)).toBe(16);
  expect([words[3], words[0x1000 / 4 + 1]]).toEqual([0x1410, 0x1010]);
});

it("sends strings without hashes that Python computes again, and no other words so", () => {
  const from = memory();
  string(from.HEAPU32, 0x1100, 21);
  string(from.HEAPU32, 0x1200, 22);
  string(from.HEAPU32, 0x1300, 0xffffffff);
  // Part of it would lie elsewhere.
  string(from.HEAPU32, 0x1ff0, 21);
  from.HEAPU32.set([0x3f000, STRING_TYPE, 0xfffffff0], 0x3000 / 4);
  const { words } = sendAndCompare(from);
  expect([words[0x10c / 4], words[0x20c / 4], words[0x30c / 4]]).toEqual([HASH_CODE, 22, 0xffffffff]);
});

it("is done with memory before the first piece is compressed, which Python itself may do", async () => {
  const from = memory(24 * 1024 * 1024);
  const last = 20 * 1024 * 1024;
  string(from.HEAPU32, last + 0x100, 21);
  const copy = from.HEAPU8.slice();
  const fresh = memory(copy.length);
  const runs = [
    [0x1000, 0x1000],
    [last - 0x800000, 0x800000 + 0x1000],
  ] as const;
  const known = { module: from, frozen: null };
  const compress = async (content: Uint8Array): Promise<Uint8Array> => {
    from.HEAPU8.fill(0);
    return content;
  };
  const made = await packRuns(copy, runs, { known, fresh, compress });
  expect(made.length).toBe(2);
  expect(fresh.HEAPU8.slice(last, last + 0x1000)).toEqual(copy.slice(last, last + 0x1000));
});

it("sends words that look like codes beside", () => {
  const from = memory();
  const odd = Array.from({ length: 20 }, (_, i) => HASH_CODE - 2100 + i * 110);
  from.HEAPU32.set(odd, 0x3100 / 4);
  expect(sendAndCompare(from).plain.length).toBeGreaterThan(15);
});

it("sends frozen objects without their links, and keeps the flags", () => {
  const from = memory();
  const ring = 0x40;
  const objects = [0x800, 0x1008, 0x1ff8, 0x3000, 0x4ff8, 0x6000];
  const all = [ring, ...objects, ring];
  for (const [i, at] of objects.entries())
    from.HEAPU32.set([(all[i + 2] ?? 0) | (i % 4), (all[i] ?? 0) | ((i + 2) % 4)], at / 4);
  const piece = sendAndCompare(from, { ring, objects });
  expect(piece.frozen).toEqual([0x800, 0x6000]);
  expect((piece.words[2] ?? 0) - (piece.words[0xff8 / 4] ?? 0)).toBe(-1);
});

it("sorts what Python has frozen, which Python then finds as before", async () => {
  const pyodide = await (loadPyodide as unknown as LoadPyodide)({}); // with its private parts
  pyodide.runPython("import gc; gc.collect(); gc.freeze(); before = gc.get_freeze_count()");
  const frozen = sortFrozen(pyodide, pyodide._module);
  const objects = frozen?.objects ?? [];
  expect(objects.length).toBeGreaterThan(5000);
  expect(objects).toEqual([...objects].sort((a, b) => a - b));
  const words = pyodide._module.HEAPU32;
  expect((words[(frozen?.ring ?? 0) / 4] ?? 0) & ~3).toBe(objects[0]);
  expect(sortFrozen(pyodide, pyodide._module)).toEqual(frozen);
  const check =
    "frozen = gc.get_freeze_count(); gc.unfreeze(); found = len(gc.get_objects()); gc.collect(); [before >= frozen > 5000, found >= frozen, gc.get_freeze_count()]";
  expect(pyodide.runPython(check).toJs()).toEqual([true, true, 0]);
});
