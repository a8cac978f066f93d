/**
 * Starts Python from a snapshot, on an unmodified Pyodide: its module is instantiated and not run, then gets the libraries, the function
 * table and the memory of a Python that has run at build time.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import type { PythonPlan } from "../../compiler/contract/kernel.ts";
import type { ImagePlan, Prerun, SnapshotLayout, SnapshotPlan } from "../../compiler/contract/python-image.ts";
import { filesToStart } from "../../compiler/contract/start-files.ts";
import type { KeptStart } from "../../compiler/contract/worker-kernel.ts";
import { type ArrivingSnapshot, fetchSnapshot, fromKept, type Kept, keptSnapshot } from "./arriving-snapshot.ts";
import { fetchCore, knownCore, startCore } from "./core-files.ts";
import { KernelFault } from "./faults.ts";
import { Image, parseIndex, STANDARD_LIBRARY } from "./image.ts";
import { link } from "./link.ts";
import { one, placePieces } from "./memory-pieces.ts";
import type { CreateModule, PyodideModule, WasmImports } from "./pyodide-internals.ts";
import { stageEnded } from "./stages.ts";
import { prepareUnpacking } from "./unpack.ts";

/** What a restore needs of a plan. */
export interface RestorePlan extends PythonPlan {
  readonly image: ImagePlan;
  readonly snapshot: SnapshotPlan;
}

export interface RestoreOptions {
  readonly base: string;
  readonly onBytes: (loaded: number, total: number) => void;
  /** What an earlier worker of this page left. */
  readonly kept: KeptStart | null;
}

export interface Restored {
  readonly pyodide: PyodideInterface;
  readonly image: Image;
  readonly keep: () => KeptStart;
  /** Work files, by absolute path, that are as the notebook's run has left them. */
  readonly changed: ReadonlySet<string>;
  /** What has been run. */
  readonly prerun: Prerun | null;
}

/** Gets everything at once and restores. @throws {@link KernelFault} */
export async function restorePython(plan: RestorePlan, { base, onBytes, kept }: RestoreOptions): Promise<Restored> {
  const count = counter(plan, onBytes);
  const known = keptSnapshot(kept);
  const core = known ? knownCore(plan, base, known) : fetchCore(plan, base, count);
  // Before the memory, which is most of the bytes and the last to be needed.
  const index = known ? Promise.resolve(known.index) : one(base, plan.image.index, count).then(parseIndex);
  const snapshot = known ? fromKept(known) : fetchSnapshot(plan.snapshot, { base, count, core: core.all });
  const unpacking = prepareUnpacking();
  for (const promise of [unpacking, snapshot.table, snapshot.libraries, snapshot.pieces, index])
    promise.catch(() => {});
  const image = index.then((parsed) => new Image(base, plan.image, parsed));
  image.catch(() => {});
  const pieces: Kept["pieces"][number][] = [];
  const place = (module: PyodideModule): Promise<void> =>
    placePieces(snapshot.pieces, module, (piece, bytes) => {
      // Where Stop can interrupt, no other worker will follow.
      if (!globalThis.crossOriginIsolated) pieces.push({ piece, bytes: new Blob([bytes]) });
    });
  const pyodide = await startCore(core, {
    base,
    // It is in memory as far as it has been used; the rest is a file of the image.
    library: Promise.resolve(new Uint8Array(0)),
    create: (create) => restoring(create, snapshot, place),
    // The memory comes by another way; this only tells Pyodide not to start Python.
    options: { _loadSnapshot: new Uint8Array(0) },
  });
  stageEnded("Pyodide started");
  const [mounted] = await Promise.all([image, unpacking]);
  // Only now: when it starts, Pyodide reads the description of every package that it finds.
  pyodide.FS.unlink(STANDARD_LIBRARY);
  mounted.mount(pyodide.FS);
  stageEnded("files mounted");
  refresh(pyodide, plan.snapshot.prerun === null ? [] : plan.snapshot.prerun.seeded);
  const [wasm, script, table, layout, libraries] = await Promise.all([
    core.wasm,
    core.script,
    snapshot.table,
    snapshot.layout,
    snapshot.libraries,
  ]);
  const keep = (): KeptStart => ({
    kept: { wasm, script, table, layout, libraries, index: mounted.index, pieces } satisfies Kept,
  });
  const changed = new Set([...layout.written.map(({ path }) => path), ...layout.removed]);
  return { pyodide, image: mounted, keep, changed, prerun: plan.snapshot.prerun };
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

function restoring(
  create: CreateModule,
  snapshot: ArrivingSnapshot,
  place: (module: PyodideModule) => Promise<void>,
): CreateModule {
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
    stageEnded("engine instantiated");
    const [table, layout, libraries] = await Promise.all([snapshot.table, snapshot.layout, snapshot.libraries]);
    stageEnded("libraries compiled");
    if (table.build !== module.API.config.BUILD_ID)
      throw new KernelFault("boot", "The snapshot is of another Python; build the app again.");
    const finish = link({ module, imports, exports, table, layout, libraries });
    stageEnded("libraries linked");
    await place(module);
    stageEnded("memory filled");
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
