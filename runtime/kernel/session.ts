/**
 * The author's Python inside a started Pyodide: work files, environment, and the runner that executes blocks.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { KernelProgram } from "../../compiler/contract/kernel.ts";
import type { Answer } from "../../compiler/contract/live.ts";
import type { Outcome } from "../../compiler/contract/outcome.ts";
import type { OutputMessage, Pixels } from "../../compiler/contract/outputs.ts";
import type { OpenDuckDB } from "./duckdb.ts";
import type { BlockListener, BlockResult, PythonSession } from "./executor.ts";
import { countFileChanges } from "./file-changes.ts";
import { atOnce, type SharedArray, sharedArray } from "./pyodide-internals.ts";
import { installPythonFiles } from "./python-files.ts";

/** Python's working directory and the root of relative paths. */
export const WORK = "/work";

/** What a session starts with. */
export interface SessionOptions {
  readonly program: KernelProgram;
  /** Work files by their path below {@link WORK}. */
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  /** Opens the DuckDB of SQL blocks; `null` where there are none. */
  readonly duckdb: OpenDuckDB | null;
  /** Pixels of the viewer's screen for each of CSS. */
  readonly scale: number;
  /** Whether figures may leave as {@link Pixels}; else they are PNGs. */
  readonly takesPixels: boolean;
}

/** A Python session that can be closed, and the files that it sees. */
export interface OpenSession extends PythonSession {
  /** Python's version, e.g. `3.14.2`. */
  readonly version: string;
  /** The file's bytes, or `null` if there is none. */
  readFile(path: string): Uint8Array | null;
  writeFile(path: string, content: Uint8Array): void;
  /** Between two runs, where nobody waits: does ahead what the next one would begin with. */
  rest(): void;
  /** In the middle of Python's work: tells how far it is. */
  look(): void;
  close(): void;
  /** Leaves the session in Python's memory, for a page that starts from it with the same program. */
  keep(): void;
  /** Whether this session goes on with one that was kept. */
  readonly resumed: boolean;
}

/** A block that awaits; its result. */
type Awaiting = PromiseLike<string> & { destroy(): void };

type Proxied<F> = F & { destroy(): void };

/** Bytes in Python's memory. */
interface PythonBytes {
  getBuffer(type: "u8clamped"): { readonly data: Uint8ClampedArray; release(): void };
}

/** Takes an output message as JSON, and the pixels beside it. */
type Send = (message: string, rgba?: PythonBytes, width?: number, height?: number) => void;

/** The runner of `python/notebook_kernel/runner.py` as seen from here. */
interface Runner {
  readonly begin: Proxied<(fresh: boolean, inputs: string) => void>;
  readonly drive: Proxied<(blocks: string) => Awaiting | string> & {
    /** Lets Python wait for promises in the middle of its code (`run_sync`), where the browser can. Also waits for a block that awaits. */
    callPromising(blocks: string): Promise<string>;
  };
  readonly skip: Proxied<(block: string) => void>;
  readonly finish: Proxied<() => void>;
  readonly rest: Proxied<() => void>;
  cancel(): void;
  ask(question: string): string;
  update(program: string): void;
  keep_file(path: string, content: Uint8Array): void;
  keep(): void;
  readonly resumed: boolean;
  destroy(): void;
}

/** Safari and Node before 24 cannot suspend WebAssembly; there only `run_sync` does not work. */
const CAN_SUSPEND = "Suspending" in WebAssembly;

/** Prepares folders and environment, then starts the runner. A Pyodide holds one open session at a time. */
export function openSession(pyodide: PyodideInterface, options: SessionOptions): OpenSession {
  const { program, files, duckdb, scale, takesPixels } = options;
  installPythonFiles(pyodide);
  countFileChanges(pyodide);
  pyodide.FS.mkdirTree(WORK);
  for (const { name, bytes } of files) writeFile(pyodide, absolutePath(name), bytes);
  prepareEnvironment(pyodide, program.project);
  const figures = pyodide.pyimport("notebook_kernel.figures");
  figures.set_screen(scale, takesPixels);
  figures.destroy();
  const module = pyodide.pyimport("notebook_kernel.runner");
  const progress = sharedArray(pyodide, module.PROGRESS);
  let show: ((output: OutputMessage) => void) | null = null;
  let look: () => void = () => {};
  const send: Send = (message, ...pixels) => show?.(parseMessage(message, ...pixels));
  const runner: Runner = module.open_runner(JSON.stringify(program), send);
  // Taken once: each look at a method makes a proxy of it.
  const { begin, drive, finish, rest, skip } = runner;
  const version: string = module.python_version();
  const sql = pyodide.pyimport("notebook_kernel.sql");
  sql.use_engine(duckdb ?? undefined);
  sql.destroy();
  module.destroy();
  const close = (): void => {
    for (const proxy of [begin, drive, finish, rest, skip, runner]) proxy.destroy();
  };
  return {
    version,
    begin: (fresh, inputs) => begin(fresh, JSON.stringify(inputs)),
    async run(blocks, listener): Promise<void> {
      const running = follow(blocks, listener, progress);
      look = running;
      show = (output): void => listener.output(running(), output);
      try {
        const ids = JSON.stringify(blocks);
        const text = CAN_SUSPEND ? await atOnce(pyodide, () => drive.callPromising(ids)) : await finished(drive(ids));
        listener.ended(running(), parseResult(text));
      } finally {
        show = null;
        look = () => {};
      }
    },
    ask(question, to): Outcome<Answer> {
      show = to;
      try {
        const outcome: Outcome<Answer> = JSON.parse(runner.ask(JSON.stringify(question)));
        return outcome;
      } finally {
        show = null;
      }
    },
    update: (edited) => runner.update(JSON.stringify(edited)),
    skip,
    finish,
    rest,
    look: () => look(),
    cancel: () => runner.cancel(),
    readFile: (path) => readFile(pyodide, absolutePath(path)),
    writeFile(path, content): void {
      writeFile(pyodide, absolutePath(path), content);
      runner.keep_file(absolutePath(path), content);
    },
    close,
    keep(): void {
      runner.keep();
      close();
    },
    resumed: runner.resumed,
  };
}

function parseMessage(text: string, rgba?: PythonBytes, width = 0, height = 0): OutputMessage {
  const message = JSON.parse(text);
  if (rgba) {
    const view = rgba.getBuffer("u8clamped");
    message.data["image/png"] = { width, height, rgba: view.data.slice() } satisfies Pixels;
    view.release();
  }
  return message;
}

const DONE: BlockResult = { state: "done" };

/** The runner's own words. */
function parseResult(text: string): BlockResult {
  return JSON.parse(text);
}

async function finished(pending: Awaiting | string): Promise<string> {
  try {
    return await pending;
  } finally {
    if (typeof pending !== "string") pending.destroy();
  }
}

/**
 * Follows a call of Python's through its blocks, by what Python notes in its memory: a word to JavaScript costs more than a small block.
 *
 * @returns Tells the listener what is new, and gives the block that runs now.
 */
function follow(
  [first, ...others]: readonly [BlockId, ...BlockId[]],
  listener: BlockListener,
  progress: SharedArray,
): () => BlockId {
  let running = first;
  let told = 0;
  // Not left to Python, which may look for interrupts before it comes to that.
  progress.set(0, 0);
  listener.begun(first);
  return () => {
    for (; told < progress.get(0); told += 1) {
      listener.ended(running, DONE, progress.get(told + 1));
      running = others[told] ?? running;
      listener.begun(running);
    }
    return running;
  };
}

function prepareEnvironment(pyodide: PyodideInterface, project: string): void {
  const os = pyodide.pyimport("os");
  const sys = pyodide.pyimport("sys");
  os.environ.update(pyodide.toPy({ DEEPNOTE_PROJECT_ID: project, MPLBACKEND: "agg", HOME: "/home/pyodide" }));
  os.chdir(WORK);
  if (!sys.path.includes(WORK)) sys.path.insert(0, WORK);
  os.destroy();
  sys.destroy();
}

function writeFile(pyodide: PyodideInterface, path: string, content: Uint8Array): void {
  pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")) || "/");
  pyodide.FS.writeFile(path, content);
}

function readFile(pyodide: PyodideInterface, path: string): Uint8Array | null {
  const found = pyodide.FS.analyzePath(path, false);
  if (!found.exists || !pyodide.FS.isFile(found.object.mode)) return null;
  return pyodide.FS.readFile(path);
}

function absolutePath(path: string): string {
  return path.startsWith("/") ? path : `${WORK}/${path}`;
}
