/**
 * The result of resolving an app's packages: exact, hashed wheels, each with every place it can be had from.
 * @module
 */
import type { LockedPackage } from "../contract/kernel.ts";

/** A wheel of the lock before the bundle gives it a path. */
export interface LockedWheel extends Omit<LockedPackage, "path"> {
  /** `distribution`: named by Pyodide's own lock. `index`: from the package index, at {@link url}. `folder`: a local wheel. */
  readonly source: "distribution" | "index" | "folder";
  /** Absolute URL for `index`, else `null`; never written into a bundle. */
  readonly url: string | null;
}

/** All wheels of an app, dependencies first; byte-equal for equal input. */
export interface Lock {
  /** Pyodide's version. */
  readonly pyodide: string;
  readonly packages: readonly LockedWheel[];
}
