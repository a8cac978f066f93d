/**
 * Boots Pyodide from compiled items and watches what a snapshot must later repeat: each shared library as it is instantiated, and how
 * the main module's function table stands after start-up.
 * @module
 */
import { readFileSync, rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import type { PyodideInterface } from "pyodide";
import { PYTHON_ENVIRONMENT } from "../../../../runtime/kernel/environment.ts";
import { trampolineOf } from "../../../../runtime/kernel/link.ts";
import type {
  CreateModule,
  LoadPyodide,
  PyodideModule,
  WasmImports,
} from "../../../../runtime/kernel/pyodide-internals.ts";
import { prepareUnpacking, unpackNow } from "../../../../runtime/kernel/unpack.ts";
import type { SnapshotTable } from "../../../contract/python-image.ts";
import { type Allocators, cleanAllocators } from "./clean-allocator.ts";
import type { ItemIndex } from "./item-index.ts";
import { observe } from "./observed.ts";

/** Whether new shared libraries are noted; off while a fresh module is linked for comparison. */
export const capture: { active: boolean } = { active: true };

/** A shared library that Python has loaded. */
export interface CapturedLibrary {
  readonly bytes: Uint8Array;
  readonly exports: WebAssembly.Exports;
  readonly memoryBase: number;
  readonly tableBase: number;
}

export interface CapturedPython {
  readonly pyodide: PyodideInterface;
  readonly module: PyodideModule;
  readonly allocators: Allocators;
  readonly libraries: readonly CapturedLibrary[];
  readonly imports: WasmImports;
  readonly exports: WebAssembly.Exports;
  readonly table: SnapshotTable;
  /** Paths of the image's files. */
  readonly imageFiles: ReadonlySet<string>;
}

/** Slots left free above the maker's own, for engines that need more of them (WebKit: 972). */
const RESERVE = 2048;

/** The main module's parts, without starting Python. */
export interface MainModule {
  readonly module: PyodideModule;
  readonly imports: WasmImports;
  readonly exports: WebAssembly.Exports;
  readonly segments: number;
}

/** Imports a file of the Pyodide folder. */
async function load<T>(folder: string, name: string): Promise<T> {
  const module: T = await import(/* @vite-ignore */ pathToFileURL(join(folder, name)).href);
  return module;
}

/** Boots and imports nothing yet. @param scratch - A folder for the standard library, which Pyodide reads from a file. */
export async function bootCaptured(folder: string, items: readonly string[], scratch: string): Promise<CapturedPython> {
  const { loadPyodide } = await load<{ loadPyodide: LoadPyodide }>(folder, "pyodide.mjs");
  const libraries = captureLibraries();
  const main: Partial<MainModule> = {};
  const imageFiles = new Set<string>();
  await prepareUnpacking();
  const files = items.flatMap((item) => readItem(item));
  const library = join(scratch, "python314.zip");
  writeFileSync(library, files.find(({ path }) => path === "/lib/python314.zip")?.bytes ?? new Uint8Array(0));
  const create = await capturing(folder, main);
  const made: { allocators?: Allocators } = {};
  const pyodide = await loadPyodide({
    _makeSnapshot: true,
    indexURL: folder,
    createPyodideModule: (settings) => {
      // Symbols have their slots by then, and Python has not begun.
      settings.onRuntimeInitialized = () => {
        made.allocators = cleanAllocators(settings as unknown as PyodideModule); // which Emscripten makes of its settings
        made.allocators.clean();
      };
      return create(settings);
    },
    stdLibURL: library,
    env: PYTHON_ENVIRONMENT,
    fsInit: async (FS: PyodideInterface["FS"]) => {
      for (const { path, bytes } of files) {
        imageFiles.add(path);
        FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
        if (path !== "/lib/python314.zip") FS.writeFile(path, bytes);
      }
    },
  });
  rmSync(library);
  const { _module: module } = pyodide;
  const { imports, exports, segments } = main;
  const { allocators } = made;
  if (!imports || !exports || segments === undefined || !allocators)
    throw new Error("Pyodide did not start as expected.");
  const table = describeTable({ module, imports, exports, segments }, allocators.slots);
  module.wasmTable.grow(RESERVE);
  return { pyodide, module, allocators, libraries, imports, exports, table, imageFiles };
}

/** A main module that has been instantiated and not started: what a page begins a restore with. */
export async function freshModule(folder: string): Promise<MainModule> {
  const { loadPyodide } = await load<{ loadPyodide: LoadPyodide }>(folder, "pyodide.mjs");
  const main: Partial<MainModule> = {};
  const create = await capturing(folder, main);
  const done = new Error("only the module is wanted");
  let module: PyodideModule | null = null;
  const stop: CreateModule = async (settings) => {
    settings.noInitialRun = true;
    module = await create(settings);
    throw done;
  };
  await loadPyodide({
    indexURL: folder,
    stdLibURL: "/dev/null",
    _loadSnapshot: new Uint8Array(0),
    createPyodideModule: stop,
  }).catch((error: unknown) => {
    if (error !== done) throw error;
  });
  const { imports, exports, segments } = main;
  if (!module || !imports || !exports || segments === undefined) throw new Error("Pyodide did not start as expected.");
  return { module, imports, exports, segments };
}

async function capturing(
  folder: string,
  main: { -readonly [key in keyof MainModule]?: MainModule[key] },
): Promise<CreateModule> {
  const { default: create } = await load<{ default: CreateModule }>(folder, "pyodide.asm.mjs");
  return (settings) => {
    const stock = settings.instantiateWasm;
    settings.instantiateWasm = (imports, done) => {
      if (capture.active) observe(imports);
      main.imports = imports;
      return stock(imports, (instance, module) => {
        main.exports = instance.exports;
        const table = instance.exports.__indirect_function_table;
        if (table instanceof WebAssembly.Table) main.segments = table.length;
        done(instance, module);
      });
    };
    return create(settings);
  };
}

/** Lists every side module from now on, with the bases that it was given. */
function captureLibraries(): CapturedLibrary[] {
  const libraries: CapturedLibrary[] = [];
  const bytesOf = new WeakMap<WebAssembly.Module, Uint8Array>();
  const { Module, Instance } = WebAssembly;
  WebAssembly.Module = new Proxy(Module, {
    construct(target, [bytes]: [Uint8Array]): WebAssembly.Module {
      const module = new target(new Uint8Array(bytes));
      bytesOf.set(module, bytes);
      return module;
    },
  });
  WebAssembly.Instance = new Proxy(Instance, {
    construct(target, [module, imports]: [WebAssembly.Module, WebAssembly.Imports]): WebAssembly.Instance {
      const instance = new target(module, imports);
      const bytes = bytesOf.get(module);
      if (capture.active && bytes && Module.customSections(module, "dylink.0").length > 0) {
        const { __memory_base: memoryBase, __table_base: tableBase } = imports.env ?? {};
        libraries.push({
          bytes: new Uint8Array(bytes),
          exports: instance.exports,
          memoryBase: Number(memoryBase),
          tableBase: Number(tableBase),
        });
      }
      return instance;
    },
  });
  return libraries;
}

/** Names this engine's slots above the segments, so that another engine can put the same functions there. */
function describeTable({ module, imports, exports, segments }: MainModule, ownSlots: readonly number[]): SnapshotTable {
  const { wasmTable, GOT } = module;
  const symbols: Record<string, number> = {};
  const functions: (string | null)[] = Array.from({ length: wasmTable.length - segments }, () => null);
  for (const [name, { value }] of Object.entries(GOT)) {
    symbols[name] = value;
    const isFunction = typeof (exports[name] ?? imports.env[name]) === "function";
    if (isFunction && value >= segments && value < wasmTable.length) functions[value - segments] ??= name;
  }
  const expected = [trampolineOf(module).slot, ...ownSlots];
  const unnamed = functions.flatMap((name, at) =>
    name === null && !expected.includes(segments + at) ? [segments + at] : [],
  );
  if (unnamed.length > 0)
    throw new Error(`Pyodide fills function slots that have no name: ${unnamed.slice(0, 5).join(", ")}.`);
  return { build: module.API.config.BUILD_ID, segments, length: wasmTable.length, symbols, functions };
}

/** Every file of a compiled item. */
function readItem(folder: string): { path: string; bytes: Uint8Array }[] {
  const index: ItemIndex = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
  const groups = new Map(
    Object.entries(index.sizes).map(([kind, size]) => [
      kind,
      size === 0 ? new Uint8Array(0) : unpackNow(new Uint8Array(readFileSync(join(folder, `${kind}.zst`))), size),
    ]),
  );
  return index.files.map(([name, kind, offset, size]) => ({
    path: `${index.root}/${name}`,
    bytes: groups.get(kind)?.slice(offset, offset + size) ?? new Uint8Array(0),
  }));
}
