/**
 * Which files of the author's folder become work files.
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, expect, it } from "vitest";
import { listWorkFiles } from "../../../compiler/node/work-files.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "notebook-app-work-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

function write(...names: readonly string[]): void {
  for (const name of names) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), name);
  }
}
const names = (except: readonly string[] = []) => listWorkFiles(folder, except).files.map(({ name }) => name);

it("all but private ones, whatever they are called", () => {
  write("b.csv", "a/naïve 文#?.csv", ".env", ".git/config", "a/.secret", "__pycache__/x.pyc", "node_modules/x/y.js");
  expect(names()).toEqual(["a/naïve 文#?.csv", "b.csv"]);
});

it("not the notebook and its settings, where they lie in the folder too", () => {
  write("sales.ipynb", "sales.app.yaml", "data.csv");
  expect(names([join(folder, "sales.ipynb"), join(folder, "sales.app.yaml")])).toEqual(["data.csv"]);
});

it("not what .appignore names, with gitignore's rules", () => {
  write("raw/big.bin", "raw/keep.csv", "draft1.csv", "deep/draft2.csv", "deep/final.csv", "top.txt", "deep/top.txt");
  writeFileSync(join(folder, ".appignore"), "# mine\nraw/*\n!raw/keep.csv\ndraft*\n/top.txt\n");
  const { files, ignored } = listWorkFiles(folder, []);
  expect(files.map(({ name }) => name)).toEqual(["deep/final.csv", "deep/top.txt", "raw/keep.csv"]);
  expect(ignored).toEqual(["deep/draft2.csv", "draft1.csv", "raw/big.bin", "top.txt"]);
});

it("nothing that a link leads to outside", () => {
  const outside = mkdtempSync(join(tmpdir(), "notebook-app-outside-"));
  writeFileSync(join(outside, "secret.txt"), "x");
  write("own.txt");
  symlinkSync(join(outside, "secret.txt"), join(folder, "file.txt"));
  symlinkSync(outside, join(folder, "dir"));
  expect(names()).toEqual(["own.txt"]);
  rmSync(outside, { recursive: true });
});

it("with the hash of what is in them now", () => {
  write("a.txt");
  const [before] = listWorkFiles(folder, []).files;
  writeFileSync(join(folder, "a.txt"), "changed");
  const [after] = listWorkFiles(folder, []).files;
  expect(after?.sha256).not.toBe(before?.sha256);
  expect(after?.size).toBe(7);
});
