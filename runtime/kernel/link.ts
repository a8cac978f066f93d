/**
 * Puts a snapshot's shared libraries and function table into a fresh Pyodide: every function at the slot where the snapshot's memory
 * expects it, whatever slot this engine had given it. No relocation and no constructor runs; the memory brings their effect.
 * @module
 */
import type {
  SlotOwner,
  SnapshotLayout,
  SnapshotLibrary,
  SnapshotTable,
} from "../../compiler/contract/python-image.ts";
import { KernelFault } from "./faults.ts";
import type { PyodideModule, TableFunction, WasmImports } from "./pyodide-internals.ts";

/** What is linked into what. */
export interface LinkRequest {
  readonly module: PyodideModule;
  readonly imports: WasmImports;
  /** Of the main module's instance. */
  readonly exports: WebAssembly.Exports;
  readonly table: SnapshotTable;
  readonly layout: SnapshotLayout;
  /** Compiled, in the layout's order. */
  readonly libraries: readonly WebAssembly.Module[];
}

interface Linked {
  readonly raw: WebAssembly.Exports;
  readonly scope: Record<string, unknown>;
}

/**
 * Links; memory is copied afterwards.
 *
 * @returns What to do once memory is there.
 * @throws {@link KernelFault} `unsupported`, if this engine's table does not fit below the snapshot's libraries.
 */
export function link(request: LinkRequest): () => void {
  const { module, table, layout } = request;
  const { wasmTable } = module;
  if (wasmTable.length > layout.firstFree)
    throw new KernelFault("unsupported", "This browser lays Python out differently.", `table ${wasmTable.length}`);
  const functions = mainFunctions(module, table);
  const trampoline = trampolineOf(module);
  wasmTable.grow(layout.tableLength - wasmTable.length);
  module.growMemory(layout.memoryLength);
  const linked = linkLibraries(request);
  for (const [name, value] of Object.entries({ ...table.symbols, ...layout.symbols })) {
    module.GOT[name] ??= new WebAssembly.Global({ value: "i32", mutable: true });
    module.GOT[name].value = value;
  }
  for (const [slot, entry] of functions) setSlot(module, slot, entry);
  for (const [slot, owner] of layout.slots) fillSlot(request, linked, slot, owner);
  if (layout.trampoline !== 0 && trampoline.entry !== null) setSlot(module, layout.trampoline, trampoline.entry);
  return () => {
    // Without a trampoline of its own (as on iOS) CPython calls through JavaScript; a null pointer tells it to.
    module.HEAP32[trampoline.address] = trampoline.entry === null ? 0 : layout.trampoline;
  };
}

/** This engine's functions by the slots that the maker's engine had given them, where it has not given them the same: most do. */
function mainFunctions(module: PyodideModule, table: SnapshotTable): Map<number, unknown> {
  const found = new Map<number, unknown>();
  for (const [at, name] of table.functions.entries()) {
    const here = name === null ? undefined : module.GOT[name];
    const slot = table.segments + at;
    if (here && here.value !== slot) found.set(slot, module.wasmTable.get(here.value));
  }
  return found;
}

/** CPython's call trampoline: the place in memory (in words) that holds its slot, and the function. */
export function trampolineOf(module: PyodideModule): { address: number; slot: number; entry: unknown } {
  const offset = module.HEAP32[module.__PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET >>> 2] ?? 0;
  const address = (module.__PyRuntime + offset) >>> 2;
  const slot = module.HEAP32[address] ?? 0;
  return { address, slot, entry: slot === 0 ? null : module.wasmTable.get(slot) };
}

function linkLibraries({ module, imports, layout, libraries }: LinkRequest): Linked[] {
  const byFile = new Map<string, Record<string, unknown>>();
  return layout.libraries.map((library, at) => {
    const compiled = libraries[at];
    if (!compiled) throw new KernelFault("boot", `The snapshot lacks ${library.name}.`);
    const scope: Record<string, unknown> = {};
    for (const needed of library.needed) Object.assign(scope, byFile.get(fileName(needed)));
    const own: { exports: Record<string, unknown> } = { exports: {} };
    const env = importsOf(library, imports.env, (symbol) => scope[symbol] ?? own.exports[symbol]);
    // Emscripten's own handler makes an entry for each symbol that is asked for.
    const got = new Proxy(new Set<string>(), module.GOTHandler) as unknown as WebAssembly.ModuleImports; // a proxy of its own kind
    const instance = new WebAssembly.Instance(compiled, {
      "GOT.mem": got,
      "GOT.func": got,
      env,
      wasi_snapshot_preview1: env,
    });
    own.exports = module.relocateExports(instance.exports, library.memoryBase);
    register(module, library, own.exports);
    const all = { ...scope, ...own.exports };
    byFile.set(fileName(library.name), all);
    return { raw: instance.exports, scope: all };
  });
}

/** A library's imports: the main module's, else those of libraries it needs, looked up when first called. */
function importsOf(
  library: SnapshotLibrary,
  main: Record<string, TableFunction>,
  resolve: (symbol: string) => unknown,
): WebAssembly.ModuleImports {
  const stubs: Record<string, WebAssembly.ImportValue> = {};
  return new Proxy(stubs, {
    get(_target, symbol): WebAssembly.ImportValue | undefined {
      if (symbol === "__memory_base") return library.memoryBase;
      if (symbol === "__table_base") return library.tableBase;
      if (typeof symbol !== "string") return undefined;
      const known = main[symbol];
      if (known && !known.stub) return known as unknown as WebAssembly.ImportValue; // Emscripten's imports are functions and globals
      stubs[symbol] ??= lazily(() => (main[symbol]?.stub === false ? main[symbol] : resolve(symbol)), symbol);
      return stubs[symbol];
    },
  });
}

function lazily(resolve: () => unknown, symbol: string): WebAssembly.ImportValue {
  let found: CallableFunction | null = null;
  return (...args: unknown[]): unknown => {
    if (!found) {
      const one = resolve();
      if (typeof one !== "function")
        throw new KernelFault("boot", `A shared library asks for ${symbol}, which is nowhere.`);
      found = one;
    }
    return found(...args);
  };
}

function register(module: PyodideModule, library: SnapshotLibrary, exports: Record<string, unknown>): void {
  const entry = module.newDSO(library.name, undefined, exports);
  entry.refcount = Number.POSITIVE_INFINITY;
  entry.global = library.global;
  for (const handle of library.handles) module.LDSO.loadedLibsByHandle[handle] = entry;
}

function fillSlot(request: LinkRequest, linked: readonly Linked[], slot: number, owner: SlotOwner | null): void {
  const { module, imports, exports } = request;
  if (owner === null) {
    module.freeTableIndexes.push(slot);
    return;
  }
  switch (owner[0]) {
    case "library":
      return setSlot(module, slot, linked[owner[1]]?.raw[owner[2]]);
    case "main":
      return setSlot(module, slot, exports[owner[1]]);
    case "import": {
      // A JavaScript function becomes a table entry only through Emscripten, which takes the next free slot.
      const entry = imports.env[owner[1]];
      module.freeTableIndexes.push(slot);
      module.addFunction(entry, entry?.sig);
    }
  }
}

function setSlot(module: PyodideModule, slot: number, entry: unknown): void {
  if (typeof entry !== "function")
    throw new KernelFault("boot", `The snapshot's table has no function for slot ${slot}.`);
  module.setWasmTableEntry(slot, entry);
  // The map from functions to slots may have been built while this engine's own numbers still held.
  module.updateTableMap(slot, 1);
}

function fileName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}
