/**
 * What the pipeline is asked with: the sources, and all that only the shell has.
 * @module
 */
import type { BlockId, ProjectId } from "./contract/ids.ts";
import type { BlockSettings } from "./document.ts";
import type { PackageIndex } from "./packages/index-types.ts";
import type { LockedWheel } from "./packages/lock.ts";
import type { PreparedPython, PythonNeeds } from "./packages/prepared-python.ts";
import type { NotebookSource } from "./read/notebook.ts";

/** A file that the shell has, to be copied as it is. */
export interface SourceFile {
  /** Where it belongs: below its own root, `/` between parts. */
  readonly name: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface CompileRequest {
  readonly source: NotebookSource;
  readonly settings: { readonly file: string; readonly text: string } | null;
  /** Used where the settings name none. */
  readonly project: ProjectId;
  readonly index: PackageIndex;
  /** The runtime's files, `page.css` among them. */
  readonly runtime: {
    readonly hash: string;
    readonly files: readonly SourceFile[];
    readonly css: string;
    /** The text of `sw.js`. */
    readonly serviceWorker: string;
  };
  /** DuckDB's script and its gzipped program. */
  readonly duckdb: readonly SourceFile[];
  /** Pyodide's core files. */
  readonly core: { readonly version: string; readonly files: readonly SourceFile[] };
  readonly workFiles: readonly SourceFile[];
  /** What is under `rt/` lies beside the app's folder, for all apps of a site: the app looks for it in `../rt/`. Default false. */
  readonly sharedRuntime?: boolean;
  /** What serves the app. */
  readonly host: Host;
  /** Choices about blocks that take the place of the notebook's own: what a copy keeps of the version published before. */
  readonly kept?: ReadonlyMap<BlockId, BlockSettings>;
  /** Gives a text's sha256, lower-case hexadecimal. */
  readonly sha256: (text: string) => string;
  /** Bytes of a wheel whose size the index does not tell; asked when it is fetched. */
  readonly wheelSize: (wheel: LockedWheel) => Promise<number>;
  /** Makes Python start fast; without it, packages ship as wheels. */
  readonly preparePython?: (needs: PythonNeeds) => Promise<PreparedPython>;
}

/**
 * A plain static host, where anyone may look; a publishing server, which guards the app and says how it may be indexed; or the
 * author's editor, which shows hidden blocks too.
 */
export type Host = "static" | "server" | "editor";
