/**
 * The image's files in Python's file system: there at once, their bytes fetched when Python first reads them (or before, in the
 * background). A read of what has not arrived waits for it, as a read from a slow disk would.
 * @module
 */
import { sha256 } from "@noble/hashes/sha2.js";
import type { PyodideInterface } from "pyodide";
import { fileUrl } from "../../compiler/contract/file-url.ts";
import type { GroupKind, ImageIndex, ImagePlan } from "../../compiler/contract/python-image.ts";
import { authorizationFor } from "./authorized-fetch.ts";
import { KernelFault } from "./faults.ts";
import { checked, fetchFiles, lost, type OnBytes, type Wanted } from "./fetch-files.ts";
import type { FileNode } from "./pyodide-internals.ts";
import { prepareUnpacking, unpackNow } from "./unpack.ts";

export const STANDARD_LIBRARY = "/lib/python314.zip";

interface Group {
  readonly wanted: Wanted;
  readonly kind: GroupKind;
  /** Uncompressed. */
  readonly length: number;
  /** Checked and still compressed, once it has arrived. */
  packed: Uint8Array | null;
  bytes: Uint8Array | null;
}

/** Parses the index; it has been checked by hash. */
export function parseIndex(bytes: Uint8Array): ImageIndex {
  const index: ImageIndex = JSON.parse(new TextDecoder().decode(bytes));
  return index;
}

export class Image {
  readonly #base: string;
  readonly index: ImageIndex;
  readonly #groups: readonly Group[];

  constructor(base: string, plan: ImagePlan, index: ImageIndex) {
    this.#base = base;
    this.index = index;
    this.#groups = plan.groups.map(({ kind, ...wanted }, at) => ({
      wanted,
      kind,
      length: index.groups[at] ?? 0,
      packed: null,
      bytes: null,
    }));
  }

  /** Fetches all groups of these kinds; they are unpacked when they are first read. @throws {@link KernelFault} */
  async fetch(kinds: readonly GroupKind[], onBytes: OnBytes): Promise<void> {
    const missing = this.#groups.filter(({ kind, packed, bytes }) => kinds.includes(kind) && !packed && !bytes);
    const wanted = missing.map((group) => group.wanted);
    const [arrived] = await Promise.all([Promise.all(fetchFiles(this.#base, wanted, onBytes)), prepareUnpacking()]);
    for (const [at, group] of missing.entries()) group.packed = group.bytes ? null : (arrived[at] ?? null);
  }

  /** The bytes of the standard library. */
  standardLibrary(): Uint8Array {
    for (const { root, files } of this.index.folders)
      for (const [path, group, offset, size] of files)
        if (`${root}/${path}` === STANDARD_LIBRARY) return this.#read(group, offset, size);
    throw new KernelFault("boot", "The app's image lacks the standard library; build it again.");
  }

  /** Puts the files where they belong. One that is there already stays. */
  mount(FS: PyodideInterface["FS"]): void {
    for (const { root, files } of this.index.folders) {
      const folders = new Map<string, FolderNode>();
      for (const [path, group, offset, size] of files) {
        const cut = path.lastIndexOf("/");
        const folder = cut < 0 ? root : `${root}/${path.slice(0, cut)}`;
        let node = folders.get(folder);
        if (!node) {
          FS.mkdirTree(folder);
          node = FS.lookupPath(folder, {}).node as FolderNode; // Emscripten's nodes have no public type
          folders.set(folder, node);
        }
        const name = path.slice(cut + 1);
        if (!(name in node.contents)) this.#addFile(node.node_ops.mknod(node, name, FILE_MODE, 0), group, offset, size);
      }
    }
  }

  #addFile(node: FileNode, group: number, offset: number, size: number): void {
    node.usedBytes = size;
    const become = (value: unknown): void =>
      void Object.defineProperty(node, "contents", { value, writable: true, configurable: true, enumerable: true });
    Object.defineProperty(node, "contents", {
      configurable: true,
      enumerable: true,
      get: () => {
        const bytes = this.#read(group, offset, size);
        become(bytes);
        return bytes;
      },
      set: become,
    });
  }

  #read(at: number, offset: number, size: number): Uint8Array {
    const group = this.#groups[at];
    if (!group) throw new KernelFault("boot", "The app's image is damaged; build it again.");
    group.bytes ??= unpackNow(group.packed ?? fetchNow(this.#base, group.wanted), group.length);
    group.packed = null;
    return group.bytes.subarray(offset, offset + size);
  }
}

/** `-rw-r--r--` of a plain file. */
const FILE_MODE = 0o100644;

interface FolderNode {
  readonly contents: Record<string, unknown>;
  readonly node_ops: { mknod(parent: FolderNode, name: string, mode: number, device: number): FileNode };
}

/** Milliseconds in which such a file arrives: how much of it has is not known before. */
const PATIENCE = 120_000;

/** Python cannot wait for a promise inside a read, so this request blocks the worker. @throws {@link KernelFault} `network` or `integrity` */
function fetchNow(base: string, wanted: Wanted): Uint8Array {
  const url = new URL(fileUrl(wanted), base);
  const request = new XMLHttpRequest();
  request.open("GET", url, false);
  request.responseType = "arraybuffer";
  request.timeout = PATIENCE;
  const authorization = authorizationFor(url.href);
  if (authorization !== null) request.setRequestHeader("authorization", authorization);
  try {
    request.send();
  } catch (error) {
    throw new KernelFault("network", lost(url), `${url.href}: ${String(error)}`);
  }
  if (request.status !== 200 || !(request.response instanceof ArrayBuffer))
    throw new KernelFault("network", lost(url), `${url.href}: HTTP ${request.status}`);
  const bytes = new Uint8Array(request.response);
  return checked(url, wanted, bytes, sha256(bytes));
}
