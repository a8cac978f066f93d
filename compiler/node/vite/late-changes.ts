/**
 * Changes of files that Vite's watcher leaves out: it announces none within 50 ms of another of the same file, so a formatter that
 * writes right after the author has saved would not be followed.
 * @module
 */
import { statSync } from "node:fs";
import type { FSWatcher } from "vite";

/** Longer than the watcher's pause, in milliseconds. */
const LATER = 100;

/** Looks at each changed file again a little later, and announces it once more if it is another by then. */
export function announceLateChanges(watcher: FSWatcher): void {
  watcher.on("change", (file) => {
    const seen = stamp(file);
    setTimeout(() => {
      const now = stamp(file);
      if (now !== null && now !== seen) watcher.emit("change", file);
    }, LATER).unref();
  });
}

/** Differs when the file was written in between; `null` where there is none. */
function stamp(file: string): string | null {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.mtimeMs} ${stat.size}` : null;
}
