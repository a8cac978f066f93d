/**
 * What the build prepares so that Python starts fast in a page: the image (standard library and packages as compiled files) and the
 * snapshot (memory of a Python that has already imported them). All files are zstd-compressed by themselves, so any host will do.
 * @module
 */
import type { BlockId } from "./ids.ts";
import type { InputValue, Scalar } from "./inputs.ts";

/** A compressed file of the bundle, checked by hash before use. */
export interface PackedFile {
  /** Relative to the bundle's root, `/` between parts. */
  readonly path: string;
  /** Of the compressed bytes, lower-case hexadecimal. */
  readonly sha256: string;
  /** Compressed bytes. */
  readonly size: number;
}

/**
 * `code`: what imports need; `libraries`: shared libraries, which a snapshot brings itself; `sources`: `.py` files, tests and the like,
 * fetched only if Python asks for them.
 */
export type GroupKind = "code" | "libraries" | "sources";

/** The image as a plan names it. */
export interface ImagePlan {
  /** An {@link ImageIndex} as JSON. */
  readonly index: PackedFile;
  /** Pyodide's WebAssembly, and the script around it; `length` is that of the uncompressed bytes. */
  readonly engine: PackedFile & { readonly length: number };
  readonly script: PackedFile & { readonly length: number };
  /** In the order of {@link ImageIndex.groups}. */
  readonly groups: readonly (PackedFile & { readonly kind: GroupKind })[];
}

/** Which files there are, and which bytes of which group are theirs. */
export interface ImageIndex {
  /** Uncompressed bytes of each group. */
  readonly groups: readonly number[];
  readonly folders: readonly {
    /** Absolute path in Python's file system. */
    readonly root: string;
    /** Path below the root, group, offset, bytes. */
    readonly files: readonly (readonly [path: string, group: number, offset: number, size: number])[];
  }[];
}

/** The snapshot as a plan names it. */
export interface SnapshotPlan {
  /** A {@link SnapshotTable}; the same for every app with this Pyodide. */
  readonly table: PackedFile;
  /** A {@link SnapshotLayout}. */
  readonly layout: PackedFile;
  /** Pages, a file for each piece that the layout lists. */
  readonly memory: readonly PackedFile[];
  /** Shared libraries that were loaded, one after the other; `null` if none was. */
  readonly libraries: PackedFile | null;
  /** What the app's own run has changed since, for `prerun: all`; else `null`. */
  readonly own: {
    readonly layout: PackedFile;
    readonly memory: readonly PackedFile[];
    readonly libraries: PackedFile | null;
  } | null;
  /** What the snapshot has already run; `null` for imports only. */
  readonly prerun: Prerun | null;
}

/** A run that the build has done with default inputs. */
export interface Prerun {
  /** Every input's value, by variable. */
  readonly inputs: Readonly<Record<string, InputValue>>;
  /** Blocks that have failed, or were skipped because of one. */
  readonly unfinished: readonly BlockId[];
  /** Blocks whose result a build cannot know (time, randomness, network, or not done): they run with the first run. */
  readonly again: readonly BlockId[];
  /** Random generators that the notebook has seeded: `random`, `numpy.random`. */
  readonly seeded: readonly string[];
  /** Choices that inputs took from variables. */
  readonly options: readonly {
    readonly block: BlockId;
    readonly values: readonly Scalar[];
    readonly value: InputValue;
  }[];
}

/** How Pyodide's main module stands after start-up in the engine that made the snapshot; engines number functions differently. */
export interface SnapshotTable {
  /** Pyodide's build. */
  readonly build: string;
  /** Slots of the function table that element segments fill, equal in every engine. */
  readonly segments: number;
  /** Length of the table after start-up in the maker's engine. */
  readonly length: number;
  /** Value (address or slot) of every symbol of the global offset table. */
  readonly symbols: Readonly<Record<string, number>>;
  /** Those of them that start-up has given a slot above the segments: names, by slot from {@link segments} on; `null` for other slots. */
  readonly functions: readonly (string | null)[];
}

/** A shared library as it lies in a snapshot. */
export interface SnapshotLibrary {
  readonly name: string;
  /** In the `libraries` file of the part that first has it. */
  readonly offset: number;
  readonly size: number;
  readonly memoryBase: number;
  readonly tableBase: number;
  readonly handles: readonly number[];
  readonly global: boolean;
  /** File names of libraries whose symbols it sees. */
  readonly needed: readonly string[];
  /** Whether it lies in the app's own file. */
  readonly own: boolean;
}

/** What a slot of the function table holds: the library's export, the main module's, or one of its JavaScript imports. */
export type SlotOwner = readonly ["library", number, string] | readonly ["main", string] | readonly ["import", string];

/** Everything beside the pages that a restore needs. */
export interface SnapshotLayout {
  /** Slots of the function table. */
  readonly tableLength: number;
  /** First slot after the maker's reserve; libraries lie above it. */
  readonly firstFree: number;
  /** Bytes of memory. */
  readonly memoryLength: number;
  /** Slot of CPython's call trampoline, which each engine makes itself; 0 where the maker's had none. */
  readonly trampoline: number;
  readonly slots: readonly (readonly [slot: number, owner: SlotOwner | null])[];
  /** Symbols beyond or other than the table's. */
  readonly symbols: Readonly<Record<string, number>>;
  readonly libraries: readonly SnapshotLibrary[];
  /** Pyodide's own references to JavaScript objects. */
  readonly references: unknown;
  readonly pieces: readonly MemoryPiece[];
  /** Files that are open, and their contents where the image has none. */
  readonly open: readonly {
    readonly fd: number;
    readonly path: string;
    readonly flags: number;
    readonly position: number;
  }[];
  /** Files that Python wrote (caches of packages; with `prerun: all` the notebook's own), base64. */
  readonly written: readonly { readonly path: string; readonly content: string }[];
  /** Work files that the notebook has removed. */
  readonly removed: readonly string[];
}

/** Pages compressed together, some of their words as codes (`runtime/kernel/memory-words.ts`). */
export interface MemoryPiece {
  /** Uncompressed bytes. */
  readonly length: number;
  /** Address and bytes of each run of pages, in order. */
  readonly runs: readonly (readonly [address: number, length: number])[];
  /** The objects before and after those whose links are left out; `null` if none are. */
  readonly frozen: readonly [before: number, after: number] | null;
  /** Words that look like codes and are none. */
  readonly plain: readonly (readonly [address: number, value: number])[];
}
