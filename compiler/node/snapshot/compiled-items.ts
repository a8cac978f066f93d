/**
 * The standard library and every wheel of an app as compiled groups of files, each made once per wheel and kept.
 * @module
 */
import { join } from "node:path";
import type { MadeFolders } from "./made-folders.ts";
import type { CompileItem } from "./maker/protocol.ts";
import { runMaker } from "./maker-process.ts";

/** What is to be compiled; `key` changes with its content. */
export interface WantedItem extends Omit<CompileItem, "folder"> {
  readonly key: string;
  /** For file names in the bundle, e.g. `pandas-3.0.2`. */
  readonly label: string;
}

/** Folders of the items, in order. @throws {@link MakerFailure} */
export async function compiledItems(
  wanted: readonly WantedItem[],
  pyodide: string,
  made: MadeFolders,
  onProgress: (text: string) => void,
): Promise<string[]> {
  const missing = wanted.filter(({ key }) => made.find(key) === null);
  if (missing.length > 0) {
    const folders = await Promise.all(missing.map(() => made.begin()));
    try {
      const items = missing.map(({ file, fileName, kind }, at) => ({
        file,
        fileName,
        kind,
        folder: folders[at] ?? "",
      }));
      await runMaker({ task: "compile", pyodide, items }, onProgress);
      await Promise.all(missing.map(({ key }, at) => made.keep(folders[at] ?? "", key)));
    } finally {
      await Promise.all(folders.map((folder) => made.drop(folder)));
    }
  }
  return wanted.map(({ key }) => made.find(key) ?? join(made.root, key));
}
