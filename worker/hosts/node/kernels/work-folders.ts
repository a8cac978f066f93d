/**
 * The work files of app versions as folders that kernels have below their own overlay: written once, shared by all kernels of a version,
 * removed with the last of them.
 * @module
 */
import { chmodSync, mkdirSync, rmSync } from "node:fs";
import { writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import type { PublishedApp } from "../../../kernels/kernel-host.ts";

interface Shared {
  readonly folder: string;
  readonly filled: Promise<void>;
  users: number;
}

export class WorkFolders {
  readonly #root: string;
  readonly #shared = new Map<string, Shared>();
  #count = 0;

  /** @param root - A folder that nobody else may enter. */
  constructor(root: string) {
    this.#root = root;
  }

  /** The folder's path, and how to give it back. */
  async take(app: PublishedApp): Promise<{ readonly folder: string; readonly release: () => void }> {
    const key = `${app.id} ${app.version}`;
    const shared = this.#shared.get(key) ?? this.#make(app);
    this.#shared.set(key, shared);
    shared.users += 1;
    const release = (): void => {
      shared.users -= 1;
      if (shared.users > 0) return;
      if (this.#shared.get(key) === shared) this.#shared.delete(key);
      const remove = (): void => rmSync(shared.folder, { recursive: true, force: true });
      void shared.filled.then(remove, remove);
    };
    try {
      await shared.filled;
      return { folder: shared.folder, release };
    } catch (error) {
      release();
      throw error;
    }
  }

  #make(app: PublishedApp): Shared {
    this.#count += 1;
    const folder = join(this.#root, `work-${this.#count}`);
    return { folder, filled: fill(folder, app), users: 0 };
  }
}

/** Anybody may write everywhere in it, so that a kernel's user may change its overlay; the folder above keeps others out. */
async function fill(folder: string, { server, readFile }: PublishedApp): Promise<void> {
  makeFolder(folder);
  for (const name of server.files) {
    const path = join(folder, name);
    if (!path.startsWith(`${folder}/`)) continue;
    makeFolders(folder, dirname(name));
    await writeFile(path, readFile(name));
    chmodSync(path, 0o666);
  }
}

function makeFolders(root: string, relative: string): void {
  let path = root;
  for (const part of relative.split("/")) {
    if (part === "." || part === "") continue;
    path = join(path, part);
    makeFolder(path);
  }
}

function makeFolder(path: string): void {
  mkdirSync(path, { recursive: true });
  chmodSync(path, 0o777);
}
