/**
 * What a browser's Python starts from: its core, packages, work files and DuckDB, and where they lie in the bundle.
 * @module
 */
import type { BundleFile, LockedPackage, PythonPlan } from "../contract/kernel.ts";
import type { ImagePlan } from "../contract/python-image.ts";
import { InternalError } from "../diagnostics/diagnostic.ts";
import type { Document } from "../document.ts";
import type { LockedWheel } from "../packages/lock.ts";
import type { PreparedPython } from "../packages/prepared-python.ts";
import type { CompileRequest, SourceFile } from "../request.ts";
import { utf8Size } from "./file-list.ts";

/** Bytes of a work file from which a browser's Python, which keeps files in its memory, goes without it. */
export const LARGEST_LOADED: number = 512 * 1024 * 1024;

/** A package of the bundle and the wheel that it ships as. */
export type PlacedWheel = LockedPackage & { readonly wheel: LockedWheel };

/** Says where a wheel lies in the bundle. */
export async function placeWheel(wheel: LockedWheel, request: CompileRequest): Promise<PlacedWheel> {
  const { source: _source, url: _url, ...locked } = wheel;
  const size = wheel.size > 0 ? wheel.size : await request.wheelSize(wheel);
  return { ...locked, size, path: `rt/pkg/${wheel.sha256.slice(0, 12)}/${wheel.fileName}`, wheel };
}

/** Where Pyodide's core lies: apps with the same core share it. */
export function coreFolder({ core, sha256 }: CompileRequest): string {
  return `rt/py-${core.version}-${sha256(core.files.map((file) => file.sha256).join()).slice(0, 12)}`;
}

/** The plan with its files where the app finds them: in its own folder, or beside it. */
export function placedPlan({ sharedRuntime = false }: CompileRequest, plan: PythonPlan): PythonPlan {
  if (!sharedRuntime) return plan;
  const beside = (key: string, value: unknown): unknown =>
    key === "path" && typeof value === "string" && value.startsWith("rt/") ? `../${value}` : value;
  const placed: PythonPlan = JSON.parse(JSON.stringify(plan), beside);
  return placed;
}

/** The plan, with paths below the folder that holds `rt/`. */
export function pythonPlan(
  request: CompileRequest,
  packages: readonly PlacedWheel[],
  document: Document,
  { image, snapshot }: PreparedPython,
): PythonPlan {
  const folder = coreFolder(request);
  const core = coreOf(request, image).map(
    ({ name, sha256, size }): BundleFile => ({ path: `${folder}/${name}`, sha256, size }),
  );
  const loaded = request.workFiles.filter(({ size }) => size <= LARGEST_LOADED);
  const files = [...loaded, ...moduleFiles(request, document)].map(({ name, sha256, size }) => ({
    name,
    path: `work/${name}`,
    sha256,
    size,
  }));
  const duckdb = duckdbPlan(request, document, packages);
  return {
    version: request.core.version,
    core,
    ...(duckdb === null ? {} : { duckdb }),
    packages: packages.map(({ wheel: _wheel, ...locked }) => locked),
    files,
    image,
    snapshot,
  };
}

/** The standard library and the WebAssembly are in the image, if there is one. */
export function coreOf({ core }: CompileRequest, image: ImagePlan | null): readonly SourceFile[] {
  return core.files.filter(({ name }) => image === null || !/\.(zip|wasm)$/.test(name));
}

/** DuckDB beside Python, where SQL blocks need it and Python has none of its own. */
function duckdbPlan(
  { duckdb, sha256 }: CompileRequest,
  document: Document,
  packages: readonly LockedPackage[],
): NonNullable<PythonPlan["duckdb"]> | null {
  if (!document.blocks.some(({ kind }) => kind === "sql") || packages.some(({ name }) => name === "duckdb"))
    return null;
  const folder = duckdbFolder(duckdb, sha256);
  const [script, wasm] = ["duckdb.js", "duckdb.wasm.gz"].map((name) => duckdb.find((file) => file.name === name));
  if (!script || !wasm)
    throw new InternalError("duckdb-not-built", "DuckDB is not built. In a checkout: npm run build.");
  const placed = ({ name, sha256: hash, size }: SourceFile): BundleFile => ({
    path: `${folder}/${name}`,
    sha256: hash,
    size,
  });
  return { script: placed(script), wasm: placed(wasm) };
}

/** Where DuckDB lies. */
export function duckdbFolder(files: readonly SourceFile[], sha256: CompileRequest["sha256"]): string {
  return `rt/duckdb-${sha256(files.map((file) => file.sha256).join()).slice(0, 12)}`;
}

/** Notebooks that others import lie beside the work files, as Python. */
export function moduleFiles({ sha256 }: CompileRequest, { modules }: Document): (SourceFile & { text: string })[] {
  return modules.map(({ name, source }) => ({
    name: `${name}.py`,
    text: source,
    sha256: sha256(source),
    size: utf8Size(source),
  }));
}
