/**
 * A package index in memory, with Pyodide's lock as small as a test wants it.
 * @module
 */
import type { AvailableWheel, DistributionPackage, PackageIndex } from "../../compiler/packages/index-types.ts";
import { parseWheelName } from "../../compiler/packages/wheel-name.ts";

export interface IndexContents {
  /** Packages of the distribution: file name to what they need and import (default: their name). */
  readonly distribution?: Readonly<Record<string, { depends?: readonly string[]; imports?: readonly string[] }>>;
  /** Wheels (or other files) of the index: file name to `Requires-Dist` lines, or more about it. */
  readonly index?: Readonly<
    Record<string, readonly string[] | Partial<AvailableWheel & { requires: readonly string[] }>>
  >;
  /** Wheels of the local folder. */
  readonly folder?: Readonly<Record<string, readonly string[]>>;
  /** Files of the distribution that no place has. */
  readonly missing?: readonly string[];
}

function hash(text: string): string {
  return Buffer.from(text).toString("hex").padEnd(64, "0").slice(0, 64);
}

/** Makes the index; asks nobody. */
export function fakeIndex({ distribution = {}, index = {}, folder = {}, missing = [] }: IndexContents): PackageIndex {
  const packages = Object.entries(distribution).map(([fileName, { depends = [], imports }]): DistributionPackage => {
    const { name, version } = parseWheelName(fileName) ?? { name: fileName, version: "0" };
    return {
      name,
      version,
      file_name: fileName,
      sha256: hash(fileName),
      imports: imports ?? [name],
      depends,
      install_dir: "site",
      package_type: "package",
    };
  });
  const wheel = (fileName: string, source: "index" | "folder", more: Partial<AvailableWheel> = {}): AvailableWheel => ({
    fileName,
    url: source === "index" ? `https://index.example/${fileName}` : null,
    sha256: hash(`${source} ${fileName}`),
    size: 10,
    requiresPython: null,
    yanked: false,
    source,
    ...more,
  });
  const files = Object.entries(index).map(([fileName, given]) =>
    "length" in given
      ? { wheel: wheel(fileName, "index"), requires: given }
      : { wheel: wheel(fileName, "index", given), requires: given.requires ?? [] },
  );
  const local = Object.entries(folder).map(([fileName, requires]) => ({ wheel: wheel(fileName, "folder"), requires }));
  return {
    distribution: { version: "314.0.0", packages: new Map(packages.map((one) => [one.name, one])) },
    local: local.map((one) => one.wheel),
    obtainable: async (file) => !missing.includes(file.file_name),
    files: async (name) => {
      const found = files.filter(({ wheel: { fileName } }) =>
        fileName.toLowerCase().replace(/_/g, "-").startsWith(`${name}-`),
      );
      return found.length === 0 ? null : found.map((one) => one.wheel);
    },
    metadata: async ({ sha256 }) => ({
      requires: [...files, ...local].find((one) => one.wheel.sha256 === sha256)?.requires ?? [],
      imports: [],
    }),
  };
}
