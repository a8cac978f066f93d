/**
 * Folders made once and kept between builds, by a key that says everything they depend on. Made beside and renamed, so that two builds
 * at a time do not see halves of each other.
 * @module
 */
import { randomUUID } from "node:crypto";
import { existsSync, utimesSync } from "node:fs";
import { mkdir, readdir, rename, rm, stat } from "node:fs/promises";
import { dirname, join } from "node:path";

/** A folder that no build has asked for in this time (ms) goes. */
const UNUSED = 30 * 24 * 60 * 60_000;

export class MadeFolders {
  readonly root: string;

  /** @param cache - The user's cache folder. */
  constructor(cache: string) {
    this.root = join(cache, "python");
  }

  /** Where the folder of this key lies, if it has been made. */
  find(key: string): string | null {
    const folder = join(this.root, key);
    if (!existsSync(folder)) return null;
    const now = new Date();
    utimesSync(folder, now, now);
    return folder;
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
    await this.tidy();
    return target;
  }

  /** Old versions of packages and apps would fill the disk. */
  private async tidy(): Promise<void> {
    for (const name of await readdir(this.root)) {
      const folder = join(this.root, name);
      const { mtimeMs } = await stat(folder).catch(() => ({ mtimeMs: Date.now() }));
      if (Date.now() - mtimeMs > UNUSED) await this.drop(folder);
    }
  }

  async drop(folder: string): Promise<void> {
    await rm(folder, { recursive: true, force: true });
  }
}
