/**
 * Starts Pyodide from the files of a bundle: core and packages from checked bytes, nothing from anywhere else.
 * @module
 */
import type { loadPyodide, PyodideInterface } from "pyodide";
import type { LockedPackage, PythonPlan, Stage } from "../../compiler/contract/kernel.ts";
import { KernelFault } from "./faults.ts";
import { fetchFiles } from "./fetch-files.ts";

/** Told while files arrive; bytes. */
export type OnProgress = (stage: Stage, loaded: number, total: number | null) => void;

/** A started Python and the work files that go with it. */
export interface StartedPython {
  readonly pyodide: PyodideInterface;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
}

/**
 * Fetches everything at once, starts Python while packages still arrive, installs them.
 *
 * @throws {@link KernelFault} `network`, `integrity`, `boot`.
 */
export async function startPython(plan: PythonPlan, base: string, onProgress: OnProgress): Promise<StartedPython> {
  const core = fetchFiles(base, plan.core, (loaded, total) => onProgress("python", loaded, total));
  const packages = fetchFiles(base, plan.packages, (loaded, total) => onProgress("packages", loaded, total));
  const files = fetchFiles(base, plan.files, (loaded, total) => onProgress("files", loaded, total));
  // All are awaited below; this keeps a failure of one from being "unhandled" while another is awaited.
  for (const one of [...packages, ...files]) one.catch(() => {});
  const pyodide = await loadCore(plan, base, core);
  for (const [at, one] of plan.packages.entries()) {
    const bytes = await packages[at];
    if (bytes) install(pyodide, one, bytes);
  }
  const contents = await Promise.all(files);
  onProgress("imports", 0, null);
  return {
    pyodide,
    files: plan.files.flatMap(({ name }, at) => (contents[at] ? [{ name, bytes: contents[at] }] : [])),
  };
}

async function loadCore(
  plan: PythonPlan,
  base: string,
  contents: readonly Promise<Uint8Array<ArrayBuffer>>[],
): Promise<PyodideInterface> {
  // Pyodide fetches its own files by URL; it gets the checked bytes instead of a second download.
  const byUrl = new Map(plan.core.flatMap(({ path }, at) => [[new URL(path, base).href, contents[at]] as const]));
  const urlOf = (name: string): string => {
    const file = plan.core.find(({ path }) => path.endsWith(`/${name}`) || path === name);
    if (!file) throw new KernelFault("boot", `The app's plan lacks ${name}; build it again.`);
    return new URL(file.path, base).href;
  };
  const script = urlOf("pyodide.mjs");
  // Scripts can only be imported by URL; these two come from the browser's cache once their bytes are checked.
  await Promise.all([byUrl.get(script), byUrl.get(urlOf("pyodide.asm.mjs"))]);
  const module: { loadPyodide: typeof loadPyodide } = await import(/* @vite-ignore */ script);
  const started = withChecked(byUrl, async () =>
    module.loadPyodide({
      indexURL: new URL(".", script).href,
      // Packages are installed from checked bytes; an empty lock keeps Pyodide from looking for any itself.
      lockFileContents: EMPTY_LOCK,
      packageBaseUrl: base,
    }),
  );
  // A file that did not arrive says so itself; Pyodide would only say that it could not start.
  const [pyodide] = await Promise.all([started, ...contents]);
  return pyodide;
}

/** Runs `task` with a `fetch` that answers from checked bytes; the worker is ours alone, so nobody else sees it. */
async function withChecked<T>(
  byUrl: ReadonlyMap<string, Promise<Uint8Array<ArrayBuffer>> | undefined>,
  task: () => Promise<T>,
): Promise<T> {
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init): Promise<Response> => {
    const url = input instanceof Request ? input.url : String(input);
    const bytes = await byUrl.get(url);
    if (!bytes) return original(input, init);
    const type = url.endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(bytes, { headers: { "content-type": type } });
  };
  try {
    return await task();
  } finally {
    globalThis.fetch = original;
  }
}

/** `info` of the lock of Pyodide 314; a core of another ABI refuses it, and a test compares it with the installed package. */
export const LOCK_INFO = {
  abi_version: "2026_0",
  arch: "wasm32",
  platform: "emscripten_5_0_3",
  python: "3.14.0",
} as const;

const EMPTY_LOCK = JSON.stringify({ info: LOCK_INFO, packages: {} });

/** Where each kind of package goes, as Pyodide's own loader has it. */
const FOLDERS: Record<LockedPackage["installDir"], string | undefined> = {
  site: undefined,
  stdlib: undefined,
  dynlib: "/usr/lib",
};

/** Unpacks a checked package where Python finds it. */
export function install(pyodide: PyodideInterface, one: LockedPackage, bytes: Uint8Array<ArrayBuffer>): void {
  const folder = FOLDERS[one.installDir] ?? sitePackages(pyodide);
  pyodide.unpackArchive(bytes, one.fileName.slice(one.fileName.lastIndexOf(".") + 1), { extractDir: folder });
}

function sitePackages(pyodide: PyodideInterface): string {
  const site = pyodide.pyimport("site");
  const folders = site.getsitepackages();
  const first: string = folders.get(0);
  folders.destroy();
  site.destroy();
  return first;
}
