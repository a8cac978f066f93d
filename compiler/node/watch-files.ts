/**
 * Tells when an app's files have changed: its notebook, its settings, its work files.
 * @module
 */
import { existsSync, type FSWatcher, watch } from "node:fs";
import { basename, dirname, resolve } from "node:path";

/** Milliseconds without a further change before it counts; editors write a file in several steps. */
const QUIET = 60;

export class FileWatcher {
  private readonly onChange: () => void;
  private readonly watchers: FSWatcher[] = [];
  private timer: ReturnType<typeof setTimeout> | undefined;
  /** What is watched, to tell whether it changed. */
  private watched = "";

  constructor(onChange: () => void) {
    this.onChange = onChange;
  }

  /** Watches the notebook, its settings and, third, the work files' folder from now on; they may differ from before. */
  watch(files: readonly string[]): void {
    const paths = files.map((path) => resolve(path));
    const work = paths[2];
    const workIsThere = work !== undefined && existsSync(work);
    const key = JSON.stringify([...paths, workIsThere]);
    if (key === this.watched) return;
    this.watched = key;
    for (const watcher of this.watchers.splice(0)) watcher.close();
    // Folders, as editors replace files instead of writing into them.
    const folders = new Map<string, Set<string> | null>();
    for (const path of paths)
      folders.set(dirname(path), new Set([...(folders.get(dirname(path)) ?? []), basename(path)]));
    if (workIsThere) folders.set(work, null);
    for (const [folder, names] of folders) this.watchFolder(folder, names);
  }

  /** Some names of a folder, or all that is below it. */
  private watchFolder(folder: string, names: ReadonlySet<string> | null): void {
    if (!existsSync(folder)) return;
    const watcher = watch(folder, { recursive: names === null }, (_, name) => {
      if (names === null || name === null || names.has(String(name))) this.schedule();
    });
    watcher.on("error", () => watcher.close());
    this.watchers.push(watcher);
  }

  private schedule(): void {
    clearTimeout(this.timer);
    this.timer = setTimeout(this.onChange, QUIET);
  }

  close(): void {
    clearTimeout(this.timer);
    for (const watcher of this.watchers.splice(0)) watcher.close();
  }
}
