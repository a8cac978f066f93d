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

/** Announces one change of the file, does something at once, and gives how many changes are announced in all. */
async function announced(then: () => void): Promise<number> {
  const watcher = new EventEmitter();
  announceLateChanges(watcher as FSWatcher);
  let count = 0;
  watcher.on("change", () => {
    count += 1;
  });
  writeFileSync(file, "a = 1\n");
  watcher.emit("change", file);
  then();
  await new Promise((resolve) => setTimeout(resolve, 500));
  return count;
}

describe("announceLateChanges", () => {
  it("announces a file again that was written right after its change", async () => {
    expect(await announced(() => writeFileSync(file, "a = 22\n"))).toBe(2);
  });

  it("announces nothing more of a file that stayed, or went", async () => {
    expect(await announced(() => {})).toBe(1);
    expect(await announced(() => rmSync(file))).toBe(1);
  });
});
