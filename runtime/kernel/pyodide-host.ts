/**
 * Starts Python from the files of a bundle: from a snapshot where there is one and this browser takes it, else the ordinary way, which
 * every browser takes. Nothing comes from anywhere else.
 * @module
 */
import type { PyodideInterface } from "pyodide";
import type { LockedPackage, PythonPlan, Stage } from "../../compiler/contract/kernel.ts";
import type { Prerun } from "../../compiler/contract/python-image.ts";
import type { KeptStart } from "../../compiler/contract/worker-kernel.ts";
import { fetchCore, startCore } from "./core-files.ts";
import { faultOf } from "./faults.ts";
import { fetchFiles } from "./fetch-files.ts";
import { Image, parseIndex } from "./image.ts";
import { restorePython } from "./restore.ts";

/** Told while files arrive; bytes. */
export type OnProgress = (stage: Stage, loaded: number, total: number | null) => void;

/** A started Python and the work files that go with it. */
export interface StartedPython {
  readonly pyodide: PyodideInterface;
  readonly files: readonly { readonly name: string; readonly bytes: Uint8Array }[];
  readonly image?: Image;
  /** Whether it came from a snapshot; if there is one and it was not used, why. */
  readonly snapshot: { readonly used: boolean; readonly why: string | null };
  /** What its snapshot has already run. */
  readonly prerun?: Prerun | null;
  /** What a next worker can start from. */
  readonly keep?: () => KeptStart;
}

/** @throws {@link KernelFault} `network`, `integrity`, `boot`. */
export async function startPython(
  plan: PythonPlan,
  base: string,
  onProgress: OnProgress,
  kept: KeptStart | null = null,
): Promise<StartedPython> {
  const files = fetchFiles(base, plan.files, (loaded, total) => onProgress("files", loaded, total));
  // All are awaited below; this keeps a failure of one from being "unhandled" while another is awaited.
  for (const one of files) one.catch(() => {});
  const { changed, ...python } = await start(plan, base, onProgress, kept);
  const contents = await Promise.all(files);
  onProgress("imports", 0, null);
  return {
    ...python,
    files: plan.files.flatMap(({ name }, at) =>
      contents[at] && !changed?.has(`/work/${name}`) ? [{ name, bytes: contents[at] }] : [],
    ),
  };
}

type Started = Omit<StartedPython, "files"> & { readonly changed?: ReadonlySet<string> };

async function start(plan: PythonPlan, base: string, onProgress: OnProgress, kept: KeptStart | null): Promise<Started> {
  const { image, snapshot } = plan;
  if (!image || !snapshot)
    return { ...(await ordinarily(plan, base, onProgress)), snapshot: { used: false, why: null } };
  try {
    const onBytes = (loaded: number, total: number): void => onProgress("python", loaded, total);
    const restored = await restorePython({ ...plan, image, snapshot }, { base, onBytes, kept });
    return { ...restored, snapshot: { used: true, why: null } };
  } catch (error) {
    const { message, detail } = faultOf(error, "boot");
    const why = detail === undefined ? message : `${message} (${detail})`;
    return { ...(await ordinarily(plan, base, onProgress)), snapshot: { used: false, why } };
  }
}

/** Starts Python and lets it import everything itself. */
async function ordinarily(
  plan: PythonPlan,
  base: string,
  onProgress: OnProgress,
): Promise<{ pyodide: PyodideInterface; image?: Image }> {
  const coreSize = plan.core.reduce((sum, { size }) => sum + size, 0);
  let loaded = 0;
  const core = fetchCore(plan, base, (bytes) => {
    loaded += bytes;
    onProgress("python", Math.min(loaded, coreSize), coreSize);
  });
  const wheels = fetchFiles(base, plan.packages, (now, total) => onProgress("packages", now, total));
  const image = plan.image && loadImage(plan.image, base, onProgress);
  for (const promise of [...wheels, image]) promise?.catch(() => {});
  const pyodide = await startCore(core, {
    base,
    library:
      image?.then((one) => one.standardLibrary()) ??
      core.bytesOf("python_stdlib.zip") ??
      Promise.resolve(new Uint8Array(0)),
  });
  for (const [at, one] of plan.packages.entries()) {
    const bytes = await wheels[at];
    if (bytes) install(pyodide, one, bytes);
  }
  if (!image) return { pyodide };
  const mounted = await image;
  mounted.mount(pyodide.FS);
  pyodide.runPython("import importlib; importlib.invalidate_caches(); del importlib");
  return { pyodide, image: mounted };
}

async function loadImage(plan: NonNullable<PythonPlan["image"]>, base: string, onProgress: OnProgress): Promise<Image> {
  const [index] = fetchFiles(base, [plan.index], () => {});
  const image = new Image(base, plan, parseIndex((await index) ?? new Uint8Array(0)));
  await image.fetch(["code", "libraries"], (loaded, total) => onProgress("packages", loaded, total));
  return image;
}

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
