/**
 * What the site carries to make apps from: the runtime, Python, DuckDB and a set of packages, listed in `parts.json` by the site's build.
 * @module
 */
import type { CompileRequest, DistributionPackage, SourceFile } from "../../compiler/index.ts";

/** `parts.json`. */
export interface Parts {
  readonly runtime: { readonly hash: string; readonly files: readonly SourceFile[] };
  readonly core: CompileRequest["core"];
  readonly duckdb: readonly SourceFile[];
  /** Every package that Pyodide has. */
  readonly packages: readonly DistributionPackage[];
  /** Those that the site carries for notebooks to import; what only they need is left out. */
  readonly roots: readonly string[];
  /** Pythons that have imported packages already, from the least bytes up. */
  readonly starts: readonly Start[];
  /** Bytes of those whose wheels the site carries, by file name. */
  readonly carried: Readonly<Record<string, number>>;
}

/** What the build of an example has prepared, and which packages are in it. */
export interface Start {
  /** `numpy-2.4.3`, … */
  readonly packages: readonly string[];
  readonly prepared: NonNullable<Awaited<ReturnType<NonNullable<CompileRequest["preparePython"]>>>>;
}

/** The kinds of file that the site has; each is a folder beside `parts.json`. */
export type PartKind = "runtime" | "core" | "duckdb" | "wheels";

const FOLDER = new URL("./parts/", document.baseURI);

/** Fetches the list. */
export async function loadParts(): Promise<Parts> {
  // Written by the build of this very site.
  return (await get("parts.json")).json() as Promise<Parts>;
}

/** Fetches one file. */
export async function loadPart(kind: PartKind, name: string): Promise<Blob> {
  return (await get(`${kind}/${name.split("/").map(encodeURIComponent).join("/")}`)).blob();
}

/** Fetches a file that is shared with the examples' apps. */
export async function loadPrepared(path: string): Promise<Blob> {
  return (await get(`../../apps/${path}`)).blob();
}

/** Fetches one file as text. */
export async function loadPartText(kind: PartKind, name: string): Promise<string> {
  return (await loadPart(kind, name)).text();
}

async function get(path: string): Promise<Response> {
  const response = await fetch(new URL(path, FOLDER));
  if (!response.ok)
    throw new PartsError(`${path} could not be fetched (${response.status}). Check the connection and try again.`);
  return response;
}

/** The site's own files did not arrive. */
export class PartsError extends Error {
  override readonly name: string = "PartsError";
}
