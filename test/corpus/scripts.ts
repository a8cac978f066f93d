/**
 * The scripts of the corpus: sphinx-gallery examples in percent format out of source packages, picked by a fixed seed.
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, globSync, mkdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { cacheFolder } from "../../compiler/node/wheel-sources/cache.ts";

/** One script of a source package. */
export interface Script {
  /** Package and path, e.g. `matplotlib-3.10.8/galleries/examples/color/color_demo.py`. */
  readonly name: string;
  readonly path: string;
  readonly source: string;
}

const FOLDERS = { matplotlib: "galleries", "scikit-learn": "examples" } as const;
const MARKER = /^# ?%%/m;
/** Data from elsewhere, windows of a desktop, a person at the mouse, other processes. */
const UNFIT =
  /\bfetch_\w+|urlopen|urllib|requests\.|ginput|waitforbuttonpress|backend_(qt|gtk|wx|tk|macosx)|QtWidgets|\btkinter\b|\bsubprocess\b|multiprocessing|\binput\(/;

/** All scripts that need no download, in an order of their own. */
export function allScripts(): Script[] {
  const root = sources();
  return (
    globSync("*/{galleries,examples}/**/*.py", { cwd: root })
      .sort()
      // sphinx-gallery itself never runs those that end in `_sgskip`.
      .filter((name) => !/user_interfaces|_sgskip/.test(name))
      .map((name) => ({ name, path: join(root, name), source: readFileSync(join(root, name), "utf8") }))
      .filter(({ source }) => MARKER.test(source) && !UNFIT.test(source))
  );
}

/** `count` of them by a seeded shuffle. */
export function pick(scripts: readonly Script[], count: number, seed: number): Script[] {
  const keyed = scripts.map((script) => ({ script, key: mix(hash(script.name) ^ Math.imul(seed, 0x9e3779b1)) }));
  return keyed
    .sort((a, b) => a.key - b.key || a.script.name.localeCompare(b.script.name))
    .slice(0, count)
    .map(({ script }) => script);
}

function hash(text: string): number {
  let value = 0x811c9dc5;
  for (const char of text) value = Math.imul(value ^ (char.codePointAt(0) ?? 0), 0x01000193);
  return value;
}

function mix(value: number): number {
  let mixed = value;
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}

/** Folder of the unpacked source packages, of the versions that Pyodide has; fetched once. */
function sources(): string {
  const root = join(cacheFolder(), "corpus");
  mkdirSync(root, { recursive: true });
  for (const [name, folder] of Object.entries(FOLDERS)) {
    const version = lockedVersion(name);
    const base = `${name.replaceAll("-", "_")}-${version}`;
    if (existsSync(join(root, base))) continue;
    execFileSync(
      "python3",
      `-m pip download -q --no-deps --no-binary :all: --no-build-isolation --ignore-requires-python -d ${root} ${name}==${version}`.split(
        " ",
      ),
      { stdio: "inherit", env: { ...process.env, PYTHONPATH: join(import.meta.dirname, "backend") } },
    );
    execFileSync("tar", ["xzf", join(root, `${base}.tar.gz`), "-C", root, "--wildcards", `*/${folder}/*`]);
  }
  return root;
}

function lockedVersion(name: string): string {
  const lock: { packages: Record<string, { version: string }> } = JSON.parse(
    readFileSync("node_modules/pyodide/pyodide-lock.json", "utf8"),
  );
  return lock.packages[name]?.version ?? "";
}

/** A short name for files. */
export function slug({ name }: Script): string {
  return relative("", name)
    .replace(/[^A-Za-z0-9]+/g, "-")
    .replace(/-py$/, "");
}
