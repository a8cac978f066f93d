/**
 * Pyodide's own files, from checked bytes: nothing that it starts from is fetched twice or from anywhere else.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import { fileUrl } from "../../compiler/contract/file-url.ts";
import type { PythonPlan } from "../../compiler/contract/kernel.ts";
import { importBytes, importScript } from "./authorized-fetch.ts";
import { PYTHON_ENVIRONMENT } from "./environment.ts";
import { KernelFault } from "./faults.ts";
import { fetchFiles } from "./fetch-files.ts";
import type { CreateModule, LoadPyodide } from "./pyodide-internals.ts";
import { stageEnded } from "./stages.ts";
import { unpack } from "./unpack.ts";

/** `info` of the lock of Pyodide 314; a core of another ABI refuses it, and a test compares it with the installed package. */
export const LOCK_INFO = {
  abi_version: "2026_0",
  arch: "wasm32",
  platform: "emscripten_5_0_3",
  python: "3.14.0",
} as const;

const LIBRARY = "python_stdlib.zip";
const ENGINE_SCRIPT = "pyodide.asm.mjs";

/** Core files on their way. */
export interface CoreFiles {
  readonly urlOf: (name: string) => string;
  /** The file's bytes, once they are checked; `undefined` if the plan has no such file. */
  readonly bytesOf: (name: string) => Promise<Uint8Array<ArrayBuffer>> | undefined;
  /** Compiled while other files still arrive. */
  readonly wasm: Promise<WebAssembly.Module>;
  /** Text of `pyodide.asm.mjs`, where the bundle has it packed. */
  readonly script: Promise<Blob> | null;
  /** Sees to it that the browser's cache has the same script, checked, under its URL. */
  readonly scriptByUrl: () => Promise<unknown>;
  /** Rejects with what is wrong with any of them. */
  readonly all: Promise<unknown>;
}

/** Starts fetching. `count` hears the bytes of each part. */
export function fetchCore({ core, image }: PythonPlan, base: string, count: (bytes: number) => void): CoreFiles {
  const packed = image ? [image.engine, image.script] : [];
  const plain = image ? core.filter(({ path }) => !path.endsWith(ENGINE_SCRIPT)) : core;
  const contents = fetchFiles(base, [...plain, ...packed], counting(count));
  const bytesOf = (name: string): Promise<Uint8Array<ArrayBuffer>> | undefined =>
    contents[plain.findIndex(({ path }) => path.endsWith(`/${name}`) || path === name)];
  const all = Promise.all(contents);
  const wasm = compile(image ? unpacked(contents[plain.length], image.engine.length) : bytesOf("pyodide.asm.wasm"));
  const script = image ? unpacked(contents[plain.length + 1], image.script.length).then(asScript) : null;
  for (const promise of [wasm, script, all]) promise?.catch(() => {});
  return { urlOf: urls(core, base), bytesOf, wasm, script, scriptByUrl: scriptByUrl(core, base), all };
}

/** The core of a page that has unpacked and compiled it before. */
export function knownCore(
  { core }: PythonPlan,
  base: string,
  { wasm, script }: { readonly wasm: WebAssembly.Module; readonly script: Blob | null },
): CoreFiles {
  return {
    urlOf: urls(core, base),
    bytesOf: () => undefined,
    wasm: Promise.resolve(wasm),
    script: script && Promise.resolve(script),
    scriptByUrl: scriptByUrl(core, base),
    all: Promise.resolve(),
  };
}

function scriptByUrl(core: PythonPlan["core"], base: string): () => Promise<unknown> {
  return () =>
    Promise.all(
      fetchFiles(
        base,
        core.filter(({ path }) => path.endsWith(ENGINE_SCRIPT)),
        () => {},
      ),
    );
}

function asScript(bytes: Uint8Array<ArrayBuffer>): Blob {
  return new Blob([bytes], { type: "text/javascript" });
}

function urls(core: PythonPlan["core"], base: string): (name: string) => string {
  return (name) => {
    const file = core.find(({ path }) => path.endsWith(`/${name}`) || path === name);
    if (!file) throw new KernelFault("boot", `The app's plan lacks ${name}; build it again.`);
    return new URL(fileUrl(file), base).href;
  };
}

async function unpacked(
  packed: Promise<Uint8Array<ArrayBuffer>> | undefined,
  length: number,
): Promise<Uint8Array<ArrayBuffer>> {
  if (!packed || length === 0) throw new KernelFault("boot", "The app's plan lacks Python; build it again.");
  return unpack(await packed, length);
}

async function compile(bytes: Promise<Uint8Array<ArrayBuffer>> | undefined): Promise<WebAssembly.Module> {
  if (!bytes) throw new KernelFault("boot", "The app's plan lacks Python; build it again.");
  const module = await WebAssembly.compile(await bytes);
  stageEnded("engine compiled");
  return module;
}

/** Turns running totals into the bytes of each part. */
export function counting(count: (bytes: number) => void): (loaded: number) => void {
  let before = 0;
  return (loaded) => {
    count(loaded - before);
    before = loaded;
  };
}

/** How Pyodide is started. */
export interface StartOptions {
  readonly base: string;
  /** Bytes of the standard library. */
  readonly library: Promise<Uint8Array>;
  /** Takes the place of Emscripten's function that makes the module. */
  readonly create?: (create: CreateModule) => CreateModule;
  readonly options?: Partial<Parameters<LoadPyodide>[0]>;
}

/** Starts Pyodide from these files. @throws {@link KernelFault} */
export async function startCore(
  core: CoreFiles,
  { base, library, create, options }: StartOptions,
): Promise<PyodideInterface> {
  const script = core.urlOf("pyodide.mjs");
  const [{ loadPyodide }, engine]: [{ loadPyodide: LoadPyodide }, { default: CreateModule }] = await Promise.all([
    // It comes from the browser's cache once its bytes are checked.
    Promise.resolve(core.bytesOf("pyodide.mjs")).then(() => importScript(script)),
    importEngine(core),
  ]);
  stageEnded("scripts loaded");
  const started = withOwnFiles({ wasm: core.wasm, library }, () =>
    loadPyodide({
      indexURL: new URL(".", script).href,
      // Packages come from checked bytes; an empty lock keeps Pyodide from looking for any itself.
      lockFileContents: JSON.stringify({ info: LOCK_INFO, packages: {} }),
      packageBaseUrl: base,
      env: { ...PYTHON_ENVIRONMENT },
      createPyodideModule: create ? create(engine.default) : engine.default,
      ...options,
    }),
  );
  // A file that did not arrive says so itself; Pyodide would only say that it could not start.
  const [pyodide] = await Promise.all([started, core.all, library]);
  return pyodide;
}

/** From the checked bytes; by its URL in a page whose policy allows scripts of its hosts only. */
async function importEngine(core: CoreFiles): Promise<{ default: CreateModule }> {
  const text = await core.script;
  try {
    if (text) return await importBytes(text);
  } catch {
    // Tried below.
  }
  await (core.bytesOf(ENGINE_SCRIPT) ?? core.scriptByUrl());
  return importScript(core.urlOf(ENGINE_SCRIPT));
}

interface OwnFiles {
  readonly wasm: Promise<WebAssembly.Module>;
  readonly library: Promise<Uint8Array>;
}

/** Runs `task` with a `fetch` and a compiler that answer with what is here already; the worker is ours alone, so nobody else sees it. */
async function withOwnFiles<T>({ wasm, library }: OwnFiles, task: () => Promise<T>): Promise<T> {
  const { fetch, WebAssembly } = globalThis;
  const { instantiateStreaming } = WebAssembly;
  globalThis.fetch = async (input, init): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    if (url.endsWith(LIBRARY)) return new Response(new Uint8Array(await library));
    return url.endsWith(".wasm") ? new Response(null) : fetch(input, init);
  };
  WebAssembly.instantiateStreaming = async (_response, imports): Promise<WebAssembly.WebAssemblyInstantiatedSource> => {
    const module = await wasm;
    return { module, instance: await WebAssembly.instantiate(module, imports) };
  };
  try {
    return await task();
  } finally {
    globalThis.fetch = fetch;
    WebAssembly.instantiateStreaming = instantiateStreaming;
  }
}
