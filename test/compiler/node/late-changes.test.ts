/**
 * A change that a watcher leaves out is announced all the same.
 * @module
 */
import { EventEmitter } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { FSWatcher } from "vite";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { announceLateChanges } from "../../../compiler/node/vite/late-changes.ts";

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "notebook-app-late-"));
  file = join(folder, "a.py");
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** Announces one change of the file and does something at once; the result says how many changes have been announced by now. */
function announced(then: () => void): () => number {
  const watcher = new EventEmitter();
  announceLateChanges(watcher as FSWatcher);
  let count = 0;
  watcher.on("change", () => {
    count += 1;
  });
  writeFileSync(file, "a = 1\n");
  watcher.emit("change", file);
  then();
  return () => count;
}

describe("announceLateChanges", () => {
  it("announces a file again that was written right after its change", async () => {
    const count = announced(() => writeFileSync(file, "a = 22\n"));
    await expect.poll(count).toBe(2);
  });

  it("announces nothing more of a file that stayed, or went", async () => {
    for (const then of [() => {}, () => rmSync(file)]) {
      const count = announced(then);
      await new Promise((resolve) => setTimeout(resolve, 500));
      expect(count()).toBe(1);
    }
  });
});
