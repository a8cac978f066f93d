/**
 * Starts Python from a snapshot, on an unmodified Pyodide: its module is instantiated and not run, then gets the libraries, the function
 * table and the memory of a Python that has run at build time.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import type { PythonPlan } from "../../compiler/contract/kernel.ts";
import type {
  ImagePlan,
  PackedFile,
  SnapshotLayout,
  SnapshotPlan,
  SnapshotTable,
} from "../../compiler/contract/python-image.ts";
import { filesToStart } from "../../compiler/contract/start-files.ts";
import { counting, fetchCore, startCore } from "./core-files.ts";
import { KernelFault } from "./faults.ts";
import { fetchFiles } from "./fetch-files.ts";
import { Image, parseIndex, STANDARD_LIBRARY } from "./image.ts";
import { link } from "./link.ts";
import { type ArrivingPieces, fetchPieces, placePieces } from "./memory-pieces.ts";
import type { CreateModule, PyodideModule, WasmImports } from "./pyodide-internals.ts";
import { unpack, unpackJson } from "./unpack.ts";

/** What a restore needs of a plan. */
export interface RestorePlan extends PythonPlan {
  readonly image: ImagePlan;
  readonly snapshot: SnapshotPlan;
}

export interface Restored {
  readonly pyodide: PyodideInterface;
  readonly image: Image;
}

/** Fetches everything at once and restores. @throws {@link KernelFault} */
export async function restorePython(
  plan: RestorePlan,
  base: string,
  onBytes: (loaded: number, total: number) => void,
): Promise<Restored> {
  const count = counter(plan, onBytes);
  const core = fetchCore(plan, base, count);
  const snapshot = fetchSnapshot(plan.snapshot, base, count);
  const index = one(base, plan.image.index, count).then(parseIndex);
  for (const promise of [snapshot.table, snapshot.libraries, snapshot.pieces, index]) promise.catch(() => {});
  const image = index.then((parsed) => new Image(base, plan.image, parsed));
  image.catch(() => {});
  const pyodide = await startCore(core, {
    base,
    // It is in memory as far as it has been used; the rest is a file of the image.
    library: Promise.resolve(new Uint8Array(0)),
    create: (create) => restoring(create, snapshot),
    // The memory comes by another way; this only tells Pyodide not to start Python.
    options: { _loadSnapshot: new Uint8Array(0) },
  });
  const mounted = await image;
  // Only now: when it starts, Pyodide reads the description of every package that it finds.
  pyodide.FS.unlink(STANDARD_LIBRARY);
  mounted.mount(pyodide.FS);
  refresh(pyodide, plan.snapshot.prerun === null ? [] : plan.snapshot.prerun.seeded);
  return { pyodide, image: mounted };
}

interface ArrivingSnapshot {
  readonly table: Promise<SnapshotTable>;
  readonly layout: Promise<SnapshotLayout>;
  readonly libraries: Promise<readonly WebAssembly.Module[]>;
  readonly pieces: Promise<readonly ArrivingPieces[]>;
}

function fetchSnapshot(plan: SnapshotPlan, base: string, count: (bytes: number) => void): ArrivingSnapshot {
  const json = async <T>(file: PackedFile): Promise<T> => (await one(base, file, count).then(unpackJson)) as T; // checked by hash
  const table = json<SnapshotTable>(plan.table);
  const shared = json<SnapshotLayout>(plan.layout);
  const layout = plan.own ? json<SnapshotLayout>(plan.own.layout) : shared;
  const packed = [plan.libraries, plan.own?.libraries].map((file) => (file ? one(base, file, count) : null));
  const pieces = async (): Promise<ArrivingPieces[]> => {
    const parts = [{ memory: plan.memory, layout: shared }, ...(plan.own ? [{ memory: plan.own.memory, layout }] : [])];
    return Promise.all(parts.map(async (part) => fetchPieces(base, part.memory, (await part.layout).pieces, count)));
  };
  for (const promise of [table, shared, layout]) promise.catch(() => {});
  return { table, layout, libraries: compileLibraries(layout, packed), pieces: pieces() };
}

async function compileLibraries(
  layout: Promise<SnapshotLayout>,
  packed: readonly (Promise<Uint8Array> | null)[],
): Promise<readonly WebAssembly.Module[]> {
  for (const promise of packed) promise?.catch(() => {});
  const { libraries } = await layout;
  const files = await Promise.all(
    packed.map(async (file, at) => {
      const length = Math.max(
        0,
        ...libraries.filter(({ own }) => own === (at === 1)).map(({ offset, size }) => offset + size),
      );
      return file ? unpack(await file, length) : new Uint8Array(0);
    }),
  );
  return Promise.all(
    libraries.map(({ own, offset, size }) =>
      WebAssembly.compile((files[own ? 1 : 0] ?? new Uint8Array(0)).subarray(offset, offset + size)),
    ),
  );
}

async function one(base: string, file: PackedFile, count: (bytes: number) => void): Promise<Uint8Array<ArrayBuffer>> {
  const [bytes] = fetchFiles(base, [file], counting(count));
  return (await bytes) ?? new Uint8Array(0);
}

/** Bytes of everything that a restore downloads. */
function counter(plan: RestorePlan, onBytes: (loaded: number, total: number) => void): (bytes: number) => void {
  const total = filesToStart(plan).reduce((sum, { size }) => sum + size, 0);
  let loaded = 0;
  return (bytes) => {
    loaded += bytes;
    onBytes(Math.min(loaded, total), total);
  };
}

function restoring(create: CreateModule, snapshot: ArrivingSnapshot): CreateModule {
  return async (settings) => {
    settings.noInitialRun = true;
    const main: { imports?: WasmImports; exports?: WebAssembly.Exports } = {};
    const stock = settings.instantiateWasm;
    settings.instantiateWasm = (imports, done) => {
      main.imports = imports;
      return stock(imports, (instance, module) => {
        main.exports = instance.exports;
        done(instance, module);
      });
    };
    const module = await create(settings);
    const { imports, exports } = main;
    if (!imports || !exports) throw new KernelFault("boot", "Python did not start.", "no instance");
    const [table, layout, libraries] = await Promise.all([snapshot.table, snapshot.layout, snapshot.libraries]);
    if (table.build !== module.API.config.BUILD_ID)
      throw new KernelFault("boot", "The snapshot is of another Python; build the app again.");
    const finish = link({ module, imports, exports, table, layout, libraries });
    for (const pieces of await snapshot.pieces) await placePieces(pieces, () => module.HEAPU8);
    finish();
    restoreFiles(module, layout);
    setTimeZone(module);
    module.API.restoreSnapshot = () => layout.references;
    return module;
  };
}

/** C's idea of the viewer's time zone; `tzset` itself runs once in a life, and that was at build time. */
function setTimeZone(module: PyodideModule): void {
  const names = module._tzname >>> 2;
  const [standard, summer] = [module.HEAPU32[names], module.HEAPU32[names + 1]];
  if (standard && summer) module.__tzset_js(module._timezone, module._daylight, standard, summer);
}

function restoreFiles({ FS }: PyodideModule, layout: SnapshotLayout): void {
  for (const { path, content } of layout.written) {
    FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
    FS.writeFile(
      path,
      Uint8Array.from(atob(content), (character) => character.charCodeAt(0)),
    );
  }
  for (const { fd, path, flags, position } of layout.open) {
    // Not truncated nor created: only opened again.
    const stream = FS.open(path, flags as unknown as string) as { fd: number; position: number }; // Emscripten takes numbers too
    const streams: (object | null)[] = Reflect.get(FS, "streams");
    if (stream.fd !== fd) {
      streams[stream.fd] = null;
      streams[fd] = stream;
      stream.fd = fd;
    }
    stream.position = position;
  }
}

function refresh(pyodide: PyodideInterface, seeded: readonly string[]): void {
  const restored = pyodide.pyimport("notebook_kernel.restored");
  const names = pyodide.toPy([...seeded]);
  restored.refresh(names);
  names.destroy();
  restored.destroy();
}
