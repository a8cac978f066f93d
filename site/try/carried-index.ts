/**
 * The compiler's package index on the site: Pyodide's own packages, and no other. Asks no network.
 * @module
 */
import type { DistributionPackage, PackageIndex } from "../../compiler/index.ts";
import type { Parts } from "./parts.ts";

/** All of Pyodide's packages can be resolved; whether the site carries them is said afterwards, by name. */
export function carriedIndex({ packages, core }: Parts): PackageIndex {
  const byName = new Map(packages.map((one): [string, DistributionPackage] => [one.name, one]));
  return {
    distribution: { version: core.version, packages: byName },
    local: [],
    obtainable: () => Promise.resolve(true),
    files: () => Promise.resolve(null),
    metadata: () => Promise.resolve({ requires: [], imports: [] }),
  };
}
