/**
 * What the try page makes apps from: the runtime, Python, DuckDB and a set of packages, copied into the site and listed in `parts.json`.
 * @module
 */
import { copyFileSync, mkdirSync, statSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { DistributionPackage, SourceFile } from "../../compiler/index.ts";
import { coreFiles, duckdbFiles, runtimeFiles } from "../../compiler/node/runtime-files.ts";
import { type PackageSources, packageSources } from "../../compiler/node/wheel-sources/package-sources.ts";
import { SourceError } from "../../compiler/node/wheel-sources/source-error.ts";
import type { LockedWheel } from "../../compiler/packages/lock.ts";
import { resolvePackages } from "../../compiler/packages/resolve.ts";
import type { Parts, Start } from "../try/parts.ts";

/** Packages that the site carries, with all that they need. What the examples use, and what notebooks use most. */
const CARRIED = ["numpy", "pandas", "matplotlib", "scipy", "scikit-learn", "sympy", "networkx", "altair", "pillow"];

/** Without these the examples do not run. */
const NEEDED: ReadonlySet<string> = new Set(["numpy", "pandas", "matplotlib", "scipy"]);

/** Copies the parts into `folder` and lists them. */
export async function buildParts(folder: string, starts: readonly Start[]): Promise<Parts> {
  const [runtime, core] = [runtimeFiles(), coreFiles()];
  const duckdb = duckdbFiles(runtime.folder);
  const sources = await packageSources();
  const packages = new Map<string, DistributionPackage>(sources.distribution.packages);
  const carried: Record<string, number> = {};
  const roots: string[] = [];
  for (const wanted of CARRIED) {
    const obtained = await obtain(wanted, sources);
    if (obtained.length > 0) roots.push(wanted);
    for (const { wheel, file } of obtained) {
      copy(file, join(folder, "wheels", wheel.fileName));
      carried[wheel.fileName] = statSync(file).size;
      packages.set(wheel.name, asDistributed(wheel));
    }
  }
  const copyAll = (kind: string, from: string, files: readonly SourceFile[]): void => {
    for (const { name } of files) copy(join(from, name), join(folder, kind, name));
  };
  copyAll("runtime", runtime.folder, runtime.files);
  for (const name of ["page.css", "sw.js"]) copy(join(runtime.folder, name), join(folder, "runtime", name));
  copyAll("core", core.folder, core.files);
  copyAll("duckdb", duckdb.folder, duckdb.files);
  const parts: Parts = {
    runtime: { hash: runtime.hash, files: runtime.files },
    core: { version: core.version, files: core.files },
    duckdb: duckdb.files,
    packages: [...packages.values()].map(listed),
    roots,
    starts: [...starts].sort((one, other) => bytes(one) - bytes(other)),
    carried,
  };
  writeFileSync(join(folder, "parts.json"), JSON.stringify(parts));
  return parts;
}

/** A package with all that it needs; nothing where this network has not all of it: the page then says that it does not carry it. */
async function obtain(
  name: string,
  index: PackageSources,
): Promise<readonly { readonly wheel: LockedWheel; readonly file: string }[]> {
  const requirements = [{ text: name, place: { file: "site/build/parts.ts" } }];
  const { lock } = await resolvePackages({ imports: [], requirements, localModules: [], index });
  try {
    return await Promise.all(
      (lock?.packages ?? []).map(async (wheel) => ({ wheel, file: await index.fetchWheel(wheel) })),
    );
  } catch (error) {
    if (error instanceof SourceError && !NEEDED.has(name)) return [];
    throw error;
  }
}

/** A wheel of any source as Pyodide's own lock would list it. */
function asDistributed({
  name,
  version,
  fileName,
  sha256,
  imports,
  depends,
  installDir,
  packageType,
}: LockedWheel): DistributionPackage {
  return {
    name,
    version,
    file_name: fileName,
    sha256,
    imports: imports.length > 0 ? imports : [name.replaceAll("-", "_")],
    depends,
    install_dir: installDir,
    package_type: packageType,
  };
}

/** Without what the compiler does not ask for. */
function listed(one: DistributionPackage): DistributionPackage {
  const { name, version, file_name, sha256, imports, depends, install_dir, package_type } = one;
  return { name, version, file_name, sha256, imports, depends, install_dir, package_type };
}

function bytes({ prepared: { files } }: Start): number {
  return files.reduce((sum, { size }) => sum + size, 0);
}

function copy(from: string, to: string): void {
  mkdirSync(dirname(to), { recursive: true });
  copyFileSync(from, to);
}
