/**
 * The parts of a snapshot on their way into a worker: from the bundle, or from what an earlier worker left for this one.
 * @module
 */
import type {
  ImageIndex,
  MemoryPiece,
  PackedFile,
  SnapshotLayout,
  SnapshotPlan,
  SnapshotTable,
} from "../../compiler/contract/python-image.ts";
import type { KeptStart } from "../../compiler/contract/worker-kernel.ts";
import { type ArrivingPiece, fetchPieces, one } from "./memory-pieces.ts";
import { unpack, unpackJson } from "./unpack.ts";

/** Everything is fetched at once; each part can be waited for. */
export interface ArrivingSnapshot {
  readonly table: Promise<SnapshotTable>;
  readonly layout: Promise<SnapshotLayout>;
  readonly libraries: Promise<readonly WebAssembly.Module[]>;
  /** In the order in which they must be copied. */
  readonly pieces: Promise<readonly ArrivingPiece[]>;
}

export interface FetchSnapshotOptions {
  readonly base: string;
  readonly count: (bytes: number) => void;
  /** Python's own files, on their way. */
  readonly core: Promise<unknown>;
}

/** From the bundle. */
export function fetchSnapshot(plan: SnapshotPlan, { base, count, core }: FetchSnapshotOptions): ArrivingSnapshot {
  const json = async <T>(file: PackedFile): Promise<T> => (await one(base, file, count).then(unpackJson)) as T; // checked by hash
  const table = json<SnapshotTable>(plan.table);
  const shared = json<SnapshotLayout>(plan.layout);
  const layout = plan.own ? json<SnapshotLayout>(plan.own.layout) : shared;
  const packed = [plan.libraries, plan.own?.libraries].map((file) => (file ? one(base, file, count) : null));
  const pieces = fetchPieces(
    [{ memory: plan.memory, layout: shared }, ...(plan.own ? [{ memory: plan.own.memory, layout }] : [])].map(
      (part) => ({ files: part.memory, pieces: part.layout.then((arrived) => arrived.pieces) }),
    ),
    { base, count, ahead: [core, ...packed.flatMap((promise) => promise ?? [])] },
  );
  for (const promise of [table, shared, layout]) promise.catch(() => {});
  return { table, layout, libraries: compileLibraries(layout, packed), pieces };
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
      return file ? await unpack(await file, length) : new Uint8Array(0);
    }),
  );
  return Promise.all(
    libraries.map(({ own, offset, size }) =>
      WebAssembly.compile((files[own ? 1 : 0] ?? new Uint8Array(0)).subarray(offset, offset + size)),
    ),
  );
}

/** What one worker leaves for the next: nothing of it must be fetched, unpacked or compiled again. */
export interface Kept {
  readonly wasm: WebAssembly.Module;
  readonly script: Blob | null;
  readonly table: SnapshotTable;
  readonly layout: SnapshotLayout;
  readonly libraries: readonly WebAssembly.Module[];
  readonly index: ImageIndex;
  readonly pieces: readonly { readonly piece: MemoryPiece; readonly bytes: Blob }[];
}

/** What an earlier worker has left. */
export function keptSnapshot(start: KeptStart | null): Kept | null {
  return (start?.kept as Kept | undefined) ?? null; // only a worker of ours makes it
}

/** The same parts, here already. */
export function fromKept({ table, layout, libraries, pieces }: Kept): ArrivingSnapshot {
  const arrived = pieces.map(({ piece, bytes }): ArrivingPiece => {
    const content = bytes.arrayBuffer().then((buffer) => new Uint8Array(buffer));
    return { piece, bytes: () => content };
  });
  return {
    table: Promise.resolve(table),
    layout: Promise.resolve(layout),
    libraries: Promise.resolve(libraries),
    pieces: Promise.resolve(arrived),
  };
}
