/**
 * The shell behind the resolver: answers what packages there are, and fetches wheels, each from the first place that has it and
 * only if its sha256 is right. Places in order: a local folder, the cache, Pyodide's distribution, the package index.
 * @module
 */
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import type { AvailableWheel, DistributionPackage, PackageIndex } from "../../packages/index-types.ts";
import type { LockedWheel } from "../../packages/lock.ts";
import { Cache, cacheFolder, sha256 } from "./cache.ts";
import { CARRIER, distributionLock, distributionUrl } from "./distribution.ts";
import { readAll, request } from "./http.ts";
import { pipConfig } from "./pip-config.ts";
import { projectFiles, remote, wheelMetadata } from "./simple-index.ts";
import { SourceError } from "./source-error.ts";
import { type ByteSource, inMemory, readDirectory, readMember, type ZipMember } from "./zip.ts";

export interface SourceOptions {
  /** A folder of wheels that come before all others. */
  readonly wheels?: string;
  /** Ask no network. Default false. */
  readonly offline?: boolean;
  /** Default: the user's cache folder. */
  readonly cache?: string;
  /** Told of each download: bytes so far. */
  readonly onProgress?: (progress: { readonly file: string; readonly loaded: number }) => void;
  /** For tests: where Pyodide's files are, and the indexes instead of pip's. */
  readonly distribution?: (version: string, fileName: string) => string;
  readonly indexes?: readonly string[];
}

export interface PackageSources extends PackageIndex {
  /** A verified file on this disk with the wheel's bytes. @throws {@link SourceError} */
  fetchWheel(wheel: LockedWheel): Promise<string>;
}

/** Milliseconds after which the distribution's host is given up for this process. */
const PROBE = 4_000;

/** Prepares the sources; asks nothing yet. */
export async function packageSources(options: SourceOptions = {}): Promise<PackageSources> {
  const cache = new Cache(options.cache ?? cacheFolder());
  const offline = options.offline ?? false;
  const folder = await localWheels(options.wheels);
  const indexOptions = once(async () => ({ indexes: options.indexes ?? (await pipConfig()).indexes, cache, offline }));
  const fetcher = new Fetcher(cache, options, folder, indexOptions);
  const distribution = distributionLock();
  return {
    distribution,
    local: folder.map(({ available }) => available),
    obtainable: (file) => fetcher.has(file, distribution.version),
    files: async (name) => projectFiles(name, await indexOptions()),
    metadata: async (wheel) => wheelMetadata(wheel, await fetcher.sourceOf(wheel), await indexOptions()),
    fetchWheel: (wheel) => fetcher.fetch(wheel, distribution.version),
  };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null;
  return () => {
    made ??= make();
    return made;
  };
}

interface LocalFile {
  readonly available: AvailableWheel;
  readonly path: string;
}

async function localWheels(folder: string | undefined): Promise<LocalFile[]> {
  if (folder === undefined) return [];
  const names = (await readdir(folder)).filter((name) => name.endsWith(".whl")).sort();
  return Promise.all(
    names.map(async (fileName) => {
      const path = join(folder, fileName);
      const bytes = await readFile(path);
      const available: AvailableWheel = {
        fileName,
        url: null,
        sha256: sha256(bytes),
        size: bytes.length,
        requiresPython: null,
        yanked: false,
        source: "folder",
      };
      return { available, path };
    }),
  );
}

type IndexSettings = { readonly indexes: readonly string[]; readonly cache: Cache; readonly offline: boolean };

class Fetcher {
  private readonly cache: Cache;
  private readonly options: SourceOptions;
  private readonly folder: readonly LocalFile[];
  private readonly index: () => Promise<IndexSettings>;
  /** Whether the distribution's host answers; asked once. */
  private reachable: Promise<boolean> | null = null;
  private carrier: Promise<{ source: ByteSource; members: Map<string, ZipMember> }> | null = null;

  constructor(cache: Cache, options: SourceOptions, folder: readonly LocalFile[], index: () => Promise<IndexSettings>) {
    this.cache = cache;
    this.options = options;
    this.folder = folder;
    this.index = index;
  }

  async fetch(wheel: LockedWheel, version: string): Promise<string> {
    const local = this.folder.find(({ available }) => available.sha256 === wheel.sha256);
    if (local) return local.path;
    const kept = await this.cache.find(wheel.sha256);
    if (kept !== null) return kept;
    if (this.options.offline)
      throw new SourceError(
        `Offline, and ${wheel.fileName} is not in the cache. Build once with a network, or give --wheels.`,
      );
    const bytes = await this.download(wheel, version);
    if (sha256(bytes) !== wheel.sha256) {
      throw new SourceError(
        `${wheel.fileName} is refused: its sha256 is not the one in the lock. Somebody changed it, or the download broke.`,
      );
    }
    return this.cache.keep(wheel.sha256, bytes);
  }

  /** Whether a file of the distribution is in the cache or at a place that answers. */
  async has(file: DistributionPackage, version: string): Promise<boolean> {
    if ((await this.cache.find(file.sha256)) !== null) return true;
    if (this.options.offline) return false;
    if (await this.reaches(version, file.file_name)) return true;
    this.carrier ??= this.openCarrier();
    return (await this.carrier).members.has(CARRIER.folder + file.file_name);
  }

  private reaches(version: string, fileName: string): Promise<boolean> {
    this.reachable ??= answers((this.options.distribution ?? distributionUrl)(version, fileName));
    return this.reachable;
  }

  /** For metadata: the wheel's own bytes, wherever they are. */
  async sourceOf(wheel: AvailableWheel): Promise<ByteSource> {
    const local = this.folder.find(({ available }) => available.sha256 === wheel.sha256);
    if (local) return inMemory(await readFile(local.path));
    if (wheel.url === null) throw new SourceError(`${wheel.fileName} is nowhere to be found.`);
    return remote(wheel.url);
  }

  private async download(wheel: LockedWheel, version: string): Promise<Uint8Array> {
    if (wheel.url !== null) return this.whole(wheel.url, wheel.fileName);
    if (await this.reaches(version, wheel.fileName)) {
      return this.whole((this.options.distribution ?? distributionUrl)(version, wheel.fileName), wheel.fileName);
    }
    return this.fromCarrier(wheel.fileName);
  }

  private counter(file: string): (count: number) => void {
    let loaded = 0;
    return (count) => {
      loaded += count;
      this.options.onProgress?.({ file, loaded });
    };
  }

  private async whole(url: string, file: string): Promise<Uint8Array> {
    const response = await request(url);
    if (!response.ok) throw new SourceError(`${file}: the source answered ${response.status}.`);
    return readAll(response, this.counter(file));
  }

  private async fromCarrier(file: string): Promise<Uint8Array> {
    this.carrier ??= this.openCarrier();
    const { source, members } = await this.carrier;
    const member = members.get(CARRIER.folder + file);
    if (!member) {
      throw new SourceError(
        `Pyodide's distribution does not answer, and no other source has ${file}. Try again with a network that reaches it, or give --wheels.`,
      );
    }
    const count = this.counter(file);
    return readMember(
      {
        read: async (start, end) => {
          const part = await source.read(start, end);
          count(part.bytes.length);
          return part;
        },
      },
      member,
    );
  }

  private async openCarrier(): Promise<{ source: ByteSource; members: Map<string, ZipMember> }> {
    const files = (await projectFiles(CARRIER.name, await this.index())) ?? [];
    const wheel = files.find(
      ({ fileName }) =>
        fileName.startsWith(`${CARRIER.name.replace("-", "_")}-${CARRIER.version}-`) && fileName.endsWith(".whl"),
    );
    if (!wheel?.url)
      throw new SourceError("Pyodide's distribution does not answer, and the package index does not carry its files.");
    const source = remote(wheel.url);
    return { source, members: await readDirectory(source) };
  }
}

/** Whether a host answers within a few seconds. */
async function answers(url: string): Promise<boolean> {
  try {
    const response = await fetch(url, { method: "HEAD", signal: AbortSignal.timeout(PROBE) });
    return response.ok;
  } catch {
    return false;
  }
}
