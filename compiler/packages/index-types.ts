/**
 * What the resolver asks of the world: Pyodide's own lock, a package index, local wheels. The shell answers.
 * @module
 */

/** An entry of `pyodide-lock.json`. */
export interface DistributionPackage {
  readonly name: string;
  readonly version: string;
  readonly file_name: string;
  readonly sha256: string;
  readonly imports: readonly string[];
  readonly depends: readonly string[];
  readonly install_dir: string;
  readonly package_type: string;
}

/** `pyodide-lock.json`, its packages by normalised name. */
export interface DistributionLock {
  readonly version: string;
  readonly packages: ReadonlyMap<string, DistributionPackage>;
}

/** A wheel that a package index or a folder has. */
export interface AvailableWheel {
  readonly fileName: string;
  readonly url: string | null;
  readonly sha256: string;
  /** Bytes; 0 where the index does not tell. */
  readonly size: number;
  readonly requiresPython: string | null;
  readonly yanked: boolean;
  readonly source: "index" | "folder";
}

/** What a wheel says of itself. */
export interface WheelMetadata {
  /** `Requires-Dist` lines. */
  readonly requires: readonly string[];
  /** Top-level modules, as far as they are known without the wheel. */
  readonly imports: readonly string[];
}

export interface PackageIndex {
  readonly distribution: DistributionLock;
  /** Wheels of a local folder. */
  readonly local: readonly AvailableWheel[];
  /** Whether some place that answers has this file of the distribution. */
  obtainable(file: DistributionPackage): Promise<boolean>;
  /** All files of a project on the index, wheels and others by name; `null` if the index does not know it. */
  files(name: string): Promise<readonly AvailableWheel[] | null>;
  metadata(wheel: AvailableWheel): Promise<WheelMetadata>;
}
