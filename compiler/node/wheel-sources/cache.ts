/**
 * Files kept between builds, by sha256, and answers of package indexes by their URL. Writing is atomic, so that builds can share it.
 * @module
 */
import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, stat, writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join } from "node:path";

/** The user's cache folder; `NOTEBOOK_APP_CACHE` overrides it. */
export function cacheFolder(environment: NodeJS.ProcessEnv = process.env): string {
  if (environment.NOTEBOOK_APP_CACHE) return environment.NOTEBOOK_APP_CACHE;
  if (process.platform === "darwin") return join(homedir(), "Library/Caches/notebook-app");
  if (process.platform === "win32" && environment.LOCALAPPDATA)
    return join(environment.LOCALAPPDATA, "notebook-app", "cache");
  return join(environment.XDG_CACHE_HOME || join(homedir(), ".cache"), "notebook-app");
}

/** Lower-case hexadecimal. */
export function sha256(bytes: Uint8Array | string): string {
  return createHash("sha256").update(bytes).digest("hex");
}

export class Cache {
  readonly folder: string;

  constructor(folder: string) {
    this.folder = folder;
  }

  /** Where a file with this hash lies or would lie. */
  path(hash: string): string {
    return join(this.folder, "files", hash.slice(0, 2), hash);
  }

  /** The file with this hash, checked anew; `null` if it is not there or was damaged. */
  async find(hash: string): Promise<string | null> {
    const path = this.path(hash);
    const bytes = await readFile(path).catch(() => null);
    return bytes !== null && sha256(bytes) === hash ? path : null;
  }

  /** Keeps bytes whose hash the caller has checked. */
  async keep(hash: string, bytes: Uint8Array): Promise<string> {
    const path = this.path(hash);
    await writeAtomically(path, bytes);
    return path;
  }

  /** An answer kept for a URL, and how old it is in ms. */
  async answer(url: string): Promise<{ text: string; age: number } | null> {
    const path = this.answerPath(url);
    const text = await readFile(path, "utf8").catch(() => null);
    return text === null ? null : { text, age: Date.now() - (await stat(path)).mtimeMs };
  }

  async keepAnswer(url: string, text: string): Promise<void> {
    await writeAtomically(this.answerPath(url), Buffer.from(text));
  }

  private answerPath(url: string): string {
    return join(this.folder, "answers", sha256(url));
  }
}

/** Writes to a file beside and renames it, so that nobody reads a half. */
export async function writeAtomically(path: string, bytes: Uint8Array): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  const beside = `${path}.${randomUUID()}`;
  await writeFile(beside, bytes);
  await rename(beside, path);
}
