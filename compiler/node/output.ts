/**
 * Writes bundles: into a folder beside, which then takes the place of the old one.
 * @module
 */
import { randomUUID } from "node:crypto";
import { existsSync } from "node:fs";
import { copyFile, mkdir, readdir, readFile, rename, rm, stat, writeFile } from "node:fs/promises";
import { dirname, join, resolve } from "node:path";
import { parseProgram } from "../contract/parse-program.ts";
import type { BundleEntry } from "../emit/bundle-entries.ts";
import type { LockedWheel } from "../packages/lock.ts";

export interface BundleSources {
  file(kind: "runtime" | "duckdb" | "core" | "work" | "prepared", name: string): string;
  wheel(wheel: LockedWheel): Promise<string>;
}

/** A file of a bundle and where its content is: here, or in a file of this machine. */
export type PlacedFile =
  | { readonly path: string; readonly text: string }
  | { readonly path: string; readonly file: string };

/** Finds the content of all entries; wheels that are not there yet are fetched. */
export function placeFiles(entries: readonly BundleEntry[], sources: BundleSources): Promise<PlacedFile[]> {
  return Promise.all(
    entries.map(async (entry): Promise<PlacedFile> => {
      if ("text" in entry) return entry;
      const file = entry.copy === "wheel" ? await sources.wheel(entry.wheel) : sources.file(entry.copy, entry.name);
      return { path: entry.path, file };
    }),
  );
}

/** What was written: every file's path and bytes. */
export interface WrittenBundle {
  readonly folder: string;
  readonly files: readonly { readonly path: string; readonly size: number }[];
}

/** A folder that holds something else than a bundle. */
export class OutputError extends Error {
  override readonly name: string = "OutputError";
}

/** Writes all entries. On failure the folder is as it was. @throws {@link OutputError} if it is not ours to replace. */
export async function writeBundle(
  folder: string,
  entries: readonly BundleEntry[],
  sources: BundleSources,
): Promise<WrittenBundle> {
  const target = resolve(folder);
  await checkOurs(target);
  const beside = join(dirname(target), `.${randomUUID()}.partial`);
  await mkdir(beside, { recursive: true }).catch((error: unknown) => {
    throw new OutputError(`${target} cannot be written. Give another folder with -o.`, { cause: error });
  });
  try {
    const files = [];
    for (const placed of await placeFiles(entries, sources)) {
      const path = join(beside, placed.path);
      await mkdir(dirname(path), { recursive: true });
      if ("text" in placed) await writeFile(path, placed.text);
      else await copyFile(placed.file, path);
      files.push({ path: placed.path, size: (await stat(path)).size });
    }
    await rm(target, { recursive: true, force: true });
    await rename(beside, target);
    return { folder: target, files };
  } finally {
    await rm(beside, { recursive: true, force: true });
  }
}

/** A folder with files in it that is no bundle is somebody's work. */
async function checkOurs(target: string): Promise<void> {
  if (!existsSync(target)) return;
  const names = await readdir(target).catch(() => ["a file"]);
  if (names.length > 0 && !(await isBundle(target))) {
    throw new OutputError(`${target} holds files that are no bundle. Give another folder with -o, or empty it.`);
  }
}

/** Other tools write an `app.json` too; ours is a program. */
async function isBundle(folder: string): Promise<boolean> {
  try {
    return parseProgram(JSON.parse(await readFile(join(folder, "app.json"), "utf8"))).ok;
  } catch {
    return false;
  }
}
