/**
 * Records everything of a running Python that is not in its memory: libraries, function table, symbols, open files, written files.
 * @module
 */

import { trampolineOf } from "../../../../runtime/kernel/link.ts";
import { PYTHON_ROOT } from "../../../../runtime/kernel/python-files.ts";
import type { SlotOwner, SnapshotLayout, SnapshotLibrary } from "../../../contract/python-image.ts";
import type { CapturedLibrary, CapturedPython } from "./boot.ts";
import heldSource from "./held.py?raw";

/** A snapshot cannot be made; the message is for the author. */
export class Unsnapshotable extends Error {
  override readonly name: string = "Unsnapshotable";
}

export interface RecordOptions {
  /** The author's files by absolute path; what is still as it was is not kept. */
  readonly workFiles?: ReadonlyMap<string, Uint8Array>;
  /** How many of the libraries lie in the shared part; default all. */
  readonly shared?: number;
}

/** The layout without pages. @throws {@link Unsnapshotable} */
export function recordLayout(
  python: CapturedPython,
  { workFiles = new Map(), shared = 0 }: RecordOptions = {},
): Omit<SnapshotLayout, "pieces"> {
  const { module, libraries, table } = python;
  if (find<boolean>(python, "has_tasks")) throw new Unsnapshotable("a task of asyncio is still under way");
  const described = describeLibraries(python, shared || libraries.length);
  const open = openFiles(python);
  const firstFree = Math.min(
    module.wasmTable.length,
    ...libraries.filter(({ tableBase }) => tableBase > 0).map(({ tableBase }) => tableBase),
  );
  return {
    tableLength: module.wasmTable.length,
    firstFree: Math.max(firstFree, table.length),
    memoryLength: module.HEAPU8.length,
    trampoline: trampolineOf(module).slot,
    slots: describeSlots(python, firstFree),
    symbols: Object.fromEntries(
      Object.entries(module.GOT).flatMap(([name, { value }]) => (table.symbols[name] === value ? [] : [[name, value]])),
    ),
    libraries: described,
    references: describeReferences(python),
    open,
    written: writtenFiles(python, workFiles, new Set(open.map(({ path }) => path))),
    removed: [...workFiles.keys()].filter((path) => !module.FS.analyzePath(path).exists),
  };
}

function describeLibraries({ module, libraries }: CapturedPython, shared: number): SnapshotLibrary[] {
  let offset = 0;
  return libraries.map((library, at) => {
    // The app's own lie in a file of their own.
    if (at === shared) offset = 0;
    const loaded = Object.entries(module.LDSO.loadedLibsByName).find(([, entry]) =>
      hasExportsOf(entry.exports, library),
    );
    if (!loaded) throw new Unsnapshotable("a shared library was loaded in a way that is not known");
    const [name, entry] = loaded;
    const handles = Object.entries(module.LDSO.loadedLibsByHandle).flatMap(([handle, one]) =>
      one.name === entry.name ? [Number(handle)] : [],
    );
    const described = {
      name,
      offset,
      size: library.bytes.length,
      memoryBase: library.memoryBase,
      tableBase: library.tableBase,
      handles,
      global: entry.global === true,
      needed: module.getDylinkMetadata(library.bytes).neededDynlibs,
      own: at >= shared,
    };
    offset += library.bytes.length;
    return described;
  });
}

function hasExportsOf(exports: Record<string, unknown>, library: CapturedLibrary): boolean {
  return Object.entries(library.exports).some(
    ([name, value]) => typeof value === "function" && exports[name] === value,
  );
}

/** Every slot above the maker's own that no element segment of a library fills. */
function describeSlots(python: CapturedPython, firstFree: number): [number, SlotOwner | null][] {
  const { module, libraries, table } = python;
  const owners = slotOwners(python);
  const filled = libraries.map(
    ({ bytes, tableBase }) => [tableBase, tableBase + module.getDylinkMetadata(bytes).tableSize] as const,
  );
  const imported = importedSlots(python);
  const slots: [number, SlotOwner | null][] = [];
  for (let slot = table.length; slot < module.wasmTable.length; slot += 1) {
    if (filled.some(([start, end]) => slot >= start && slot < end)) continue;
    const entry: unknown = module.wasmTable.get(slot);
    if (entry === null) {
      if (slot >= firstFree) slots.push([slot, null]);
      continue;
    }
    const owner = imported.get(slot) ?? owners.get(entry);
    if (!owner) throw new Unsnapshotable(`a function at slot ${slot} belongs to nobody known`);
    slots.push([slot, owner]);
  }
  return slots;
}

function slotOwners({ exports, libraries }: CapturedPython): Map<unknown, SlotOwner> {
  const owners = new Map<unknown, SlotOwner>();
  const note = (entry: unknown, owner: SlotOwner): void => {
    if (typeof entry === "function" && !owners.has(entry)) owners.set(entry, owner);
  };
  for (const [name, entry] of Object.entries(exports)) note(entry, ["main", name]);
  for (const [at, library] of libraries.entries())
    for (const [name, entry] of Object.entries(library.exports)) note(entry, ["library", at, name]);
  return owners;
}

/** JavaScript functions that got a slot; what the table gives back for them is a function of its own. */
function importedSlots({ module, imports }: CapturedPython): Map<number, SlotOwner> {
  const found = new Map<number, SlotOwner>();
  for (const [name, entry] of Object.entries(imports.env)) {
    const slot = typeof entry === "function" ? module.getFunctionAddress(entry) : 0;
    if (slot > 0) found.set(slot, ["import", name]);
  }
  return found;
}

function describeReferences({ module, pyodide }: CapturedPython): unknown {
  const { API } = module;
  const expected = API.getExpectedKeys;
  // Pyodide compares this slot with an empty record of loaded packages; here it has some.
  API.getExpectedKeys = () => {
    const keys = expected();
    keys[6] = module.__hiwire_get(6);
    return keys;
  };
  try {
    return API.serializeHiwireState((value) => {
      const names = find<string>({ pyodide }, "held_names");
      const where = names === "" ? "" : ` in ${names}`;
      throw new Unsnapshotable(`Python holds a JavaScript object (${nameOf(value)})${where}`);
    });
  } finally {
    API.getExpectedKeys = expected;
  }
}

/** What a function of `held.py` finds. */
function find<T>({ pyodide }: Pick<CapturedPython, "pyodide">, name: string): T {
  const scope = pyodide.runPython("{}");
  pyodide.runPython(heldSource, { globals: scope });
  const ask = scope.get(name);
  const found: T = ask();
  ask.destroy();
  scope.destroy();
  return found;
}

function nameOf(value: unknown): string {
  if (typeof value === "function") return `function ${value.name || "without a name"}`;
  return Object.prototype.toString.call(value).slice(8, -1);
}

interface OpenStream {
  readonly fd: number;
  readonly path?: string;
  readonly flags: number;
  readonly position: number;
}

function openFiles({ module }: CapturedPython): SnapshotLayout["open"] {
  const streams: readonly (OpenStream | null)[] = Reflect.get(module.FS, "streams");
  return streams.flatMap((stream) => {
    if (!stream || stream.fd <= 2) return [];
    const { fd, path, flags, position } = stream;
    if (path === undefined || path.startsWith("/dev/")) throw new Unsnapshotable("Python holds a pipe or socket open");
    return [{ fd, path, flags, position }];
  });
}

const NOT_KEPT = ["/dev", "/proc", PYTHON_ROOT];

/** Also files of the image that are open (matplotlib's font): they will be read at once, and are opened before the image is there. */
function writtenFiles(
  { module, imageFiles }: CapturedPython,
  workFiles: ReadonlyMap<string, Uint8Array>,
  open: ReadonlySet<string>,
): SnapshotLayout["written"] {
  const { FS } = module;
  const isElsewhere = (path: string): boolean => NOT_KEPT.includes(path) || (imageFiles.has(path) && !open.has(path));
  const found: { path: string; content: string }[] = [];
  const visit = (folder: string): void => {
    for (const name of FS.readdir(folder || "/").sort()) {
      const path = `${folder}/${name}`;
      if (name === "." || name === ".." || isElsewhere(path)) continue;
      const { mode } = FS.lstat(path);
      if (FS.isDir(mode)) visit(path);
      else if (FS.isFile(mode) && (open.has(path) || !sameBytes(workFiles.get(path), FS.readFile(path))))
        found.push({ path, content: Buffer.from(FS.readFile(path)).toString("base64") });
    }
  };
  visit("");
  return found;
}

function sameBytes(one: Uint8Array | undefined, other: Uint8Array): boolean {
  return one !== undefined && Buffer.compare(one, other) === 0;
}
