/**
 * The private parts of Pyodide 314 that the kernel needs, typed as they are used here. An upgrade of Pyodide must look at this file.
 * @module
 */
import type { loadPyodide, PyodideInterface } from "pyodide";

/** A shared library as Emscripten's loader keeps it. */
export interface LoadedLibrary {
  name: string;
  refcount: number;
  global: boolean;
  exports: Record<string, unknown>;
}

/** A function with the signature by which Emscripten makes a table entry of it. */
export type TableFunction = CallableFunction & { readonly sig?: string; readonly stub?: boolean };

/** A node of the in-memory file system. */
export interface FileNode {
  contents: unknown;
  usedBytes: number;
}

/** What the in-memory file system does for nodes and streams of each kind; all of a kind share one record. */
export type FileOperations = Record<"node" | "stream", Record<string, unknown>>;

/** Emscripten's module object. */
export interface PyodideModule {
  readonly FS: PyodideInterface["FS"];
  readonly HEAPU8: Uint8Array;
  readonly HEAP8: Int8Array;
  readonly HEAP32: Int32Array;
  readonly HEAPU32: Uint32Array;
  readonly HEAPF64: Float64Array;
  readonly wasmTable: WebAssembly.Table;
  readonly GOT: Record<string, WebAssembly.Global<"i32">>;
  readonly GOTHandler: ProxyHandler<Set<string>>;
  readonly LDSO: {
    loadedLibsByName: Record<string, LoadedLibrary>;
    loadedLibsByHandle: Record<number, LoadedLibrary>;
  };
  readonly freeTableIndexes: number[];
  readonly __PyRuntime: number;
  readonly __PyEM_EMSCRIPTEN_TRAMPOLINE_OFFSET: number;
  readonly API: PyodideApi;
  growMemory(bytes: number): number | undefined;
  newDSO(name: string, handle: number | undefined, exports: Record<string, unknown>): LoadedLibrary;
  relocateExports(exports: WebAssembly.Exports, memoryBase: number): Record<string, unknown>;
  setWasmTableEntry(slot: number, entry: unknown): void;
  getFunctionAddress(entry: unknown): number;
  addFunction(entry: unknown, signature: string | undefined): number;
  updateTableMap(offset: number, count: number): void;
  getDylinkMetadata(bytes: Uint8Array): { tableSize: number; memorySize: number; neededDynlibs: string[] };
  __hiwire_get(index: number): unknown;
  _malloc(size: number): number;
  _calloc(count: number, size: number): number;
  _realloc(pointer: number, size: number): number;
  _free(pointer: number): void;
  _emscripten_get_sbrk_ptr(): number;
  _emscripten_stack_get_end(): number;
  _emscripten_stack_get_current(): number;
  readonly ___heap_base: number;
  readonly _PyUnicode_Type: number;
  _PyObject_Hash(address: number): number;
  _PyMem_Malloc(size: number): number;
  _PyMem_Realloc(pointer: number, size: number): number;
  _PyMem_Free(pointer: number): void;
  _PyMem_GetAllocator(domain: number, pointer: number): void;
  _PyMem_SetAllocator(domain: number, pointer: number): void;
  readonly _tzname: number;
  readonly _timezone: number;
  readonly _daylight: number;
  __tzset_js(timezone: number, daylight: number, standard: number, summer: number): void;
}

export interface PyodideApi {
  readonly config: { readonly BUILD_ID: string };
  getExpectedKeys: () => unknown[];
  serializeHiwireState(serializer?: (value: unknown) => unknown): unknown;
  restoreSnapshot: (bytes: Uint8Array) => unknown;
  scheduleCallback: (callback: () => void, millis: number) => void;
}

/** What Emscripten is started with. */
export interface ModuleSettings {
  noInitialRun?: boolean;
  /** Called before Python starts. */
  onRuntimeInitialized?: () => void;
  instantiateWasm: (
    imports: WasmImports,
    done: (instance: WebAssembly.Instance, module: WebAssembly.Module) => void,
  ) => object;
}

export interface WasmImports extends WebAssembly.Imports {
  readonly env: Record<string, TableFunction>;
}

/** The default export of `pyodide.asm.mjs`. */
export type CreateModule = (settings: ModuleSettings) => Promise<PyodideModule>;

/** `loadPyodide` with the options that are not documented. */
export type LoadPyodide = (
  options: Omit<NonNullable<Parameters<typeof loadPyodide>[0]>, "createPyodideModule" | "_loadSnapshot"> & {
    readonly createPyodideModule?: CreateModule;
    readonly _loadSnapshot?: Uint8Array;
    readonly _makeSnapshot?: boolean;
    readonly stdLibURL?: string;
  },
) => Promise<PyodideInterface & { readonly _module: PyodideModule }>;

/** An `array("d")` of Python's. */
interface PythonArray {
  getBuffer(type: "f64"): { readonly data: Float64Array };
  destroy(): void;
}

/** What both sides see, JavaScript without a call of Python's, also in the middle of its work. */
export interface SharedArray {
  get(at: number): number;
  set(at: number, value: number): void;
}

/** Shares an array from now on. */
export function sharedArray(pyodide: PyodideInterface, array: PythonArray): SharedArray {
  const { _module: module } = pyodide as PyodideInterface & { readonly _module: PyodideModule };
  // The buffer is never released: the array's items stay where they are. Views of memory do not, when it grows.
  const start = array.getBuffer("f64").data.byteOffset / Float64Array.BYTES_PER_ELEMENT;
  array.destroy();
  return {
    get: (at) => module.HEAPF64[start + at] ?? 0,
    set(at, value): void {
      module.HEAPF64[start + at] = value;
    },
  };
}

/**
 * Makes a call of `callPromising`, which lets a task of the worker pass before it enters Python: as long as a small block takes, and
 * nothing waits for that task here.
 */
export function atOnce<T>(pyodide: PyodideInterface, call: () => T): T {
  const { _api: api } = pyodide as PyodideInterface & { readonly _api: PyodideApi };
  const { scheduleCallback } = api;
  api.scheduleCallback = (callback) => callback();
  try {
    return call();
  } finally {
    api.scheduleCallback = scheduleCallback;
  }
}
