/**
 * Folders made once and kept between builds, by a key that says everything they depend on. Made beside and renamed, so that two builds
 * at a time do not see halves of each other.
 * @module
 */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { mkdir, rename, rm } from "node:fs/promises";
import { dirname, join } from "node:path";

export class MadeFolders {
  readonly root: string;

  /** @param cache - The user's cache folder. */
  constructor(cache: string) {
    this.root = join(cache, "python");
  }

  /** Where the folder of this key lies, if it has been made. */
  find(key: string): string | null {
    const folder = join(this.root, key);
    return existsSync(folder) ? folder : null;
  }

  /** A new, empty folder to make something in. */
  async begin(): Promise<string> {
    const folder = join(this.root, `.${randomUUID()}.partial`);
    await mkdir(folder, { recursive: true });
    return folder;
  }

  /** Puts a folder that is finished under its key; gives where it lies. */
  async keep(folder: string, key: string): Promise<string> {
    const target = join(this.root, key);
    await mkdir(dirname(target), { recursive: true });
    try {
      await rename(folder, target);
    } catch (error) {
      // Another build was faster; equal keys mean equal content.
      await rm(folder, { recursive: true, force: true });
      if (!existsSync(target)) throw error;
    }
    return target;
  }

  async drop(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }
}
