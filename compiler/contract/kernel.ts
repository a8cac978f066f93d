/**
 * The one interface of everything that executes blocks, in the browser or on a server, and the plain data it exchanges.
 * @module
 */
import type { AmbientState } from "./graph.ts";
import type { BlockId, ProjectId } from "./ids.ts";
import type { InputSpec, InputValue, Scalar } from "./inputs.ts";
import type { AnswerTo, Question } from "./live.ts";
import type { Fault, Outcome } from "./outcome.ts";
import type { OutputMessage } from "./outputs.ts";
import type { ImagePlan, SnapshotPlan } from "./python-image.ts";

/** A cell magic that a kernel understands; the block's source is then its body. */
export interface CellMagic {
  readonly name: "time" | "timeit" | "capture" | "html" | "markdown";
  /** The rest of the magic's line. */
  readonly args: string;
}

/** What a kernel does for one block. */
export type Step =
  | {
      readonly kind: "python";
      /** Python with top-level `await`; line numbers are those of the block's own source. */
      readonly source: string;
      readonly magic: CellMagic | null;
    }
  | { readonly kind: "input"; readonly input: InputSpec }
  | {
      readonly kind: "big-number";
      /** Text in which `{{ name }}` stands for a variable. */
      readonly title: string;
      /** The variable shown. */
      readonly value: string;
      readonly format: string;
      readonly comparison: {
        readonly title: string;
        readonly value: string;
        readonly type: string;
        readonly format: string;
      } | null;
    }
  /** A Vega-Lite chart over the rows of a DataFrame variable, those that pass every filter. */
  | {
      readonly kind: "chart";
      readonly variable: string;
      readonly spec: unknown;
      readonly filters: readonly ChartFilter[];
    }
  /** A query (DuckDB) over DataFrames and work files. */
  | {
      readonly kind: "sql";
      /** JinjaSQL: values are bound, never pasted. */
      readonly query: string;
      /** Gets the result; `null` only shows it. */
      readonly variable: string | null;
      /** Variables that Jinja reads, and tables that may be DataFrames. */
      readonly reads: readonly string[];
    };

/** A condition on a column of a chart's DataFrame, as Deepnote's chart blocks have it. */
export interface ChartFilter {
  readonly column: string;
  /** E.g. `is-equal`, `greater-than`, `is-one-of`, `is-null`. */
  readonly operator: string;
  readonly values: readonly Scalar[];
}

/** One block as a kernel knows it. */
export interface KernelBlock {
  readonly id: BlockId;
  /** Position among all blocks of the notebook, from 0. */
  readonly index: number;
  /** What tracebacks call its file, e.g. `block 3`. */
  readonly title: string;
  readonly step: Step;
  /** Blocks whose failure makes it wait. */
  readonly needs: readonly BlockId[];
}

/** Everything that a kernel must know of an app, once. */
export interface KernelProgram {
  readonly project: ProjectId;
  readonly blocks: readonly KernelBlock[];
  readonly tracked: readonly string[];
  readonly ambient: readonly AmbientState[];
}

/** A package of the lock as the browser kernel loads it. */
export interface LockedPackage {
  /** Normalised as in PEP 503. */
  readonly name: string;
  readonly version: string;
  /** Where it lies, relative to the bundle's root. */
  readonly path: string;
  /** Its own file name. */
  readonly fileName: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  /** Top-level modules that it provides. */
  readonly imports: readonly string[];
  /** Names of locked packages that it needs. */
  readonly depends: readonly string[];
  /** `dynlib` for a shared library (Pyodide's `install_dir`), else `site`. */
  readonly installDir: "site" | "dynlib" | "stdlib";
  /** Pyodide's `package_type`. */
  readonly packageType: string;
}

/** A file of the bundle, checked by hash before use. */
export interface BundleFile {
  /** Relative to the bundle's root, `/` between parts. */
  readonly path: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

/** What the browser kernel loads before it can run anything. */
export interface PythonPlan {
  /** Pyodide's version. */
  readonly version: string;
  /** Pyodide's core files (`pyodide.mjs`, `pyodide.asm.mjs`, `pyodide.asm.wasm`; `python_stdlib.zip` without an image), all in one folder. */
  readonly core: readonly BundleFile[];
  /** Wheels to install, dependencies first; none with an image, which has them. */
  readonly packages: readonly LockedPackage[];
  /** DuckDB for the browser, where SQL blocks need it. */
  readonly duckdb?: { readonly script: BundleFile /** Gzipped. */; readonly wasm: BundleFile };
  /** Work files, by their path below `/work`; `path` is the one in the bundle. */
  readonly files: readonly (BundleFile & { readonly name: string })[];
  /** Compiled standard library and packages; `null` if the build could not make them. */
  readonly image: ImagePlan | null;
  /** `null` with `prerun: none`, or if the build could not make one. */
  readonly snapshot: SnapshotPlan | null;
}

/** How to start a kernel. */
export interface BootPlan {
  readonly program: KernelProgram;
  /** `null` on a server, which has its own Python. */
  readonly python: PythonPlan | null;
  /** Absolute URL of the bundle's root, with a final slash. */
  readonly base: string;
  /** `Authorization` for files below `base`, where no cookie carries the viewer's sign-in: an app of another host on this page. */
  readonly authorization?: string | null;
  /** For a server kernel: the program that it must run, so that a page never meets a kernel of another version. */
  readonly server?: BundleFile | null;
}

export interface KernelInfo {
  /** Python's version, e.g. `3.14.2`. */
  readonly python: string;
  /** Whether Stop can interrupt and keep the kernel; else it ends the kernel. */
  readonly interruptible: boolean;
  /** Milliseconds that the start took. */
  readonly millis: number;
  /** In a browser: whether Python came from the build's snapshot; if there was one and it did not, why. */
  readonly snapshot?: {
    readonly used: boolean;
    readonly why: string | null;
    /** Goes on from the state that a full run with {@link Prerun.inputs} left. */
    readonly resumed?: boolean;
  };
}

/** One go through some blocks. A newer request ends an older one after the block that it is in. */
export interface RunRequest {
  /** Grows with each request; every event of the run carries it. */
  readonly run: number;
  /** Start from an empty namespace and the state right after boot. `blocks` is then all of them. */
  readonly fresh: boolean;
  /** In notebook order, inputs among them. */
  readonly blocks: readonly BlockId[];
  /** The value of every input, by variable. */
  readonly inputs: Readonly<Record<string, InputValue>>;
}

export interface RunSummary {
  readonly run: number;
  readonly done: readonly BlockId[];
  readonly failed: readonly BlockId[];
  readonly skipped: readonly BlockId[];
  /** Not reached: Stop, or a newer run. */
  readonly remaining: readonly BlockId[];
  readonly millis: number;
}

/**
 * What a kernel is doing before it is ready. `loaded` and `total` of its progress are bytes; for `queue`, where a server kernel waits for
 * a place, `loaded` is how many are ahead.
 */
export type Stage = "queue" | "python" | "packages" | "files" | "imports";

export type KernelState = "idle" | "booting" | "ready" | "running" | "failed";

export type KernelEvent =
  | { readonly kind: "progress"; readonly stage: Stage; readonly loaded: number; readonly total: number | null }
  | {
      readonly kind: "block";
      readonly run: number;
      readonly block: BlockId;
      readonly state: "running" | "done" | "failed" | "skipped";
      readonly millis: number;
      /** For `skipped`: the block it waits for. */
      readonly because?: BlockId;
    }
  | { readonly kind: "output"; readonly run: number; readonly block: BlockId; readonly output: OutputMessage }
  | {
      readonly kind: "options";
      readonly run: number;
      /** The input's block. */
      readonly block: BlockId;
      readonly values: readonly Scalar[];
      /** The value that Python got: the chosen one if it is an option, else the default if it is one, else empty. */
      readonly value: InputValue;
    }
  | { readonly kind: "state"; readonly state: KernelState }
  | { readonly kind: "fault"; readonly fault: Fault };

export interface FileContent {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/**
 * Executes blocks. States: `idle → booting → ready → running → ready`; `failed` and `idle` (after Stop without shared memory,
 * or `dispose`) need a new `boot`. No call throws; each has a deadline except `run`, which ends with its blocks or by `interrupt`.
 */
export interface Kernel {
  readonly state: KernelState;
  /** Starts Python. Booting twice gives the same outcome; a failed boot rejects nothing and may be tried again. */
  boot(plan: BootPlan): Promise<Outcome<KernelInfo>>;
  /** Runs blocks; results stream as events. Fails with `stopped` if the kernel ends under it. */
  run(request: RunRequest): Promise<Outcome<RunSummary>>;
  /** Ends the current run. Keeps the kernel where it can (then `run` succeeds with `remaining`); else the kernel becomes `idle`. */
  interrupt(): Promise<void>;
  /** Reads a file that Python wrote. Relative paths are below `/work`. */
  readFile(path: string): Promise<Outcome<FileContent>>;
  /** Writes a viewer's file for a file input. */
  writeFile(path: string, content: Uint8Array): Promise<Outcome<void>>;
  /** Asks an object that an output left alive in the kernel. Waits for the block that runs, not for those behind it. */
  ask<Q extends Question>(question: Q): Promise<Outcome<AnswerTo<Q>>>;
  /**
   * Takes an edited program into a started kernel, after the block that runs now; what unchanged blocks bound stays. The next run
   * must be fresh if `tracked`, `ambient` or the order of blocks is another.
   */
  update(program: KernelProgram): Promise<Outcome<void>>;
  /** Ends the kernel and frees what it holds. */
  dispose(): Promise<void>;
}

/** Hears everything a kernel tells, in order. */
export type KernelListener = (event: KernelEvent) => void;
