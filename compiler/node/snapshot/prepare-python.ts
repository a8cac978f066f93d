/**
 * Prepares Python for an app: compiled packages, and the snapshot of a Python that has imported them. What cannot be made is left out
 * with a reason; the page then starts the ordinary way.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { GroupKind, ImageIndex, ImagePlan, PackedFile, SnapshotPlan } from "../../contract/python-image.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { noCompiledPackages, noPrerun, noSnapshot, runsAgain } from "../../diagnostics/snapshot.ts";
import type { PreparedPython, PythonNeeds } from "../../packages/prepared-python.ts";
import { sha256 } from "../wheel-sources/cache.ts";
import { compiledItems, type WantedItem } from "./compiled-items.ts";
import { MadeFolders } from "./made-folders.ts";
import type { ItemIndex } from "./maker/item-index.ts";
import { memoryFile, type PrerunResult } from "./maker/protocol.ts";
import { findMaker, MakerFailure, runMaker } from "./maker-process.ts";

export interface PrepareOptions {
  /** The user's cache folder. */
  readonly cache: string;
  /** The installed Pyodide. */
  readonly pyodide: string;
  /** A file on this disk with a wheel's bytes. */
  readonly wheel: (wheel: PythonNeeds["packages"][number]) => Promise<string>;
  readonly onProgress: (text: string) => void;
  /** The app's files below `/work`. */
  readonly workFiles: readonly { readonly name: string; readonly file: string }[];
}

/** Prepared files of the bundle by their path there, as paths on this disk. */
export interface PreparedFiles {
  readonly prepared: PreparedPython;
  readonly files: ReadonlyMap<string, string>;
}

/** Prepares; never fails for a reason of the author's. */
export async function preparePython(needs: PythonNeeds, options: PrepareOptions): Promise<PreparedFiles> {
  const files = new Map<string, string>();
  const nothing = (diagnostics: readonly Diagnostic[]): PreparedFiles => ({
    prepared: { image: null, snapshot: null, ran: null, files: [], diagnostics },
    files: new Map(),
  });
  const preparation = new Preparation(needs, options, files);
  let items: readonly CompiledItem[];
  try {
    items = await preparation.items();
  } catch (error) {
    if (error instanceof MakerFailure) return nothing([noCompiledPackages(needs.place, error.message, error.detail)]);
    throw error;
  }
  const image = await preparation.image(items);
  const { snapshot, ran, diagnostics } = await preparation.snapshot(items);
  return { prepared: { image, snapshot, ran, files: preparation.listed(), diagnostics }, files };
}

interface CompiledItem {
  readonly label: string;
  readonly key: string;
  readonly folder: string;
  readonly index: ItemIndex;
}

/** To be changed with what the maker compiles wheels, and Pyodide itself, to. */
const ITEM_FORMAT = 2;
const CORE_FORMAT = 4;

const KINDS: readonly GroupKind[] = ["code", "libraries", "sources"];

class Preparation {
  private readonly needs: PythonNeeds;
  private readonly options: PrepareOptions;
  private readonly files: Map<string, string>;
  private readonly packed: Map<string, PackedFile> = new Map();
  private readonly made: MadeFolders;
  /** Whatever the maker or Pyodide change, changes a snapshot. */
  private readonly base: string;

  constructor(needs: PythonNeeds, options: PrepareOptions, files: Map<string, string>) {
    this.needs = needs;
    this.options = options;
    this.files = files;
    this.made = new MadeFolders(options.cache);
    // The engine decides how functions are numbered, so another Node makes another snapshot.
    this.base = sha256([sha256(readFileSync(findMaker())), needs.pyodide, process.version].join()).slice(0, 16);
  }

  async items(): Promise<CompiledItem[]> {
    const { packages } = this.needs;
    const wanted: WantedItem[] = [
      {
        key: `stdlib-${CORE_FORMAT}-${this.needs.pyodide}`,
        label: `python-${this.needs.pyodide}`,
        file: join(this.options.pyodide, "python_stdlib.zip"),
        fileName: "python_stdlib.zip",
        kind: "stdlib",
      },
    ];
    for (const wheel of packages)
      wanted.push({
        key: `${wheel.name}-${ITEM_FORMAT}-${this.needs.pyodide}-${wheel.sha256.slice(0, 24)}`,
        label: `${wheel.name}-${wheel.version}`,
        file: await this.options.wheel(wheel),
        fileName: wheel.fileName,
        kind: wheel.installDir === "dynlib" ? "dynlib" : "site",
      });
    const folders = await compiledItems(wanted, this.options.pyodide, this.made, this.options.onProgress);
    return wanted.map(({ label, key }, at): CompiledItem => {
      const folder = folders[at] ?? "";
      const index: ItemIndex = JSON.parse(readFileSync(join(folder, "index.json"), "utf8"));
      return { label, key, folder, index };
    });
  }

  /** The image's index and groups; equal items give equal bytes. */
  async image(items: readonly CompiledItem[]): Promise<ImagePlan> {
    const groups: (PackedFile & { kind: GroupKind })[] = [];
    const sizes: number[] = [];
    const folders = items.map(({ label, folder, index }): ImageIndex["folders"][number] => {
      const position = new Map<GroupKind, number>();
      for (const kind of KINDS) {
        if (index.sizes[kind] === 0) continue;
        position.set(kind, groups.length);
        groups.push({ ...this.add(join(folder, `${kind}.zst`), "rt/pkg", `${label}.${kind}.zst`), kind });
        sizes.push(index.sizes[kind]);
      }
      const files = index.files.map(
        ([path, kind, offset, size]) => [path, position.get(kind) ?? 0, offset, size] as const,
      );
      return { root: index.root, files };
    });
    const key = `image-${sha256(items.map((item) => item.key).join()).slice(0, 24)}`;
    const index: ImageIndex = { groups: sizes, folders };
    const kept = this.made.find(key) ?? (await this.writeFile("image.json", JSON.stringify(index), key));
    const [library] = items;
    const core = (kind: "engine" | "script", ending: string): ImagePlan["engine"] => ({
      ...this.add(join(library?.folder ?? "", `${kind}.zst`), "rt/pkg", `pyodide-${this.needs.pyodide}.${ending}.zst`),
      length: library?.index.core?.[kind] ?? 0,
    });
    return {
      index: this.add(join(kept, "image.json"), "rt/pkg", "image.json"),
      engine: core("engine", "wasm"),
      script: core("script", "asm.mjs"),
      groups,
    };
  }

  private async writeFile(name: string, text: string, key: string): Promise<string> {
    const folder = await this.made.begin();
    await writeFile(join(folder, name), text);
    return this.made.keep(folder, key);
  }

  async snapshot(items: readonly CompiledItem[]): Promise<Pick<PreparedPython, "snapshot" | "ran" | "diagnostics">> {
    const { place, modules, prerun } = this.needs;
    if (prerun === "none") return { snapshot: null, ran: null, diagnostics: [] };
    if (prerun === "all") return this.ownSnapshot(items);
    const key = `snapshot-${sha256([this.base, ...items.map((item) => item.key), ...modules].join()).slice(0, 24)}`;
    try {
      const folder = this.made.find(key) ?? (await this.makeSnapshot(items, modules, key));
      return { snapshot: this.sharedPart(folder), ran: null, diagnostics: [] };
    } catch (error) {
      if (!(error instanceof MakerFailure)) throw error;
      return { snapshot: null, ran: null, diagnostics: [noSnapshot(place, error.message, error.detail)] };
    }
  }

  /** Imports and the app's own run. The part that imports make is the same for all apps that import the same. */
  private async ownSnapshot(
    items: readonly CompiledItem[],
  ): Promise<Pick<PreparedPython, "snapshot" | "ran" | "diagnostics">> {
    const { place, modules, program } = this.needs;
    const files = await this.workFiles();
    const content = JSON.stringify([program, files.map(({ name, file }) => [name, sha256(readFileSync(file))])]);
    const key = `app-${sha256([this.base, ...items.map((item) => item.key), ...modules, content].join()).slice(0, 24)}`;
    try {
      const folder = this.made.find(key) ?? (await this.makeSnapshot(items, modules, key, files));
      const result: PrerunResult = JSON.parse(readFileSync(join(folder, "prerun.json"), "utf8"));
      const shared = this.sharedPart(folder);
      const title = new Map(program.blocks.map((block) => [String(block.id), block.title]));
      const diagnostics = result.because.map(({ block, why }) =>
        runsAgain({ ...place, blockTitle: title.get(block) ?? block }, why),
      );
      const ran = { prerun: result.record, messages: result.outputs };
      if (result.reason !== null)
        return { snapshot: shared, ran, diagnostics: [...diagnostics, noPrerun(place, result.reason)] };
      const own = this.part(join(folder, "own"));
      return { snapshot: { ...shared, own, prerun: result.record }, ran, diagnostics };
    } catch (error) {
      if (!(error instanceof MakerFailure)) throw error;
      return { snapshot: null, ran: null, diagnostics: [noSnapshot(place, error.message, error.detail)] };
    }
  }

  /** Work files as files of this disk. */
  private async workFiles(): Promise<{ name: string; file: string }[]> {
    const texts: { name: string; file: string }[] = [];
    for (const { name, text } of this.needs.texts) {
      const key = `text-${sha256(text).slice(0, 24)}`;
      const folder = this.made.find(key) ?? (await this.writeFile("module.py", text, key));
      texts.push({ name, file: join(folder, "module.py") });
    }
    return [...this.options.workFiles, ...texts];
  }

  /** Modules that fail, or that say something when they are first imported, are left to the blocks that import them. */
  private async makeSnapshot(
    items: readonly CompiledItem[],
    modules: readonly string[],
    key: string,
    files: readonly { name: string; file: string }[] | null = null,
  ): Promise<string> {
    const folder = await this.made.begin();
    try {
      const own = join(folder, "own");
      await mkdir(own);
      const task = {
        task: "snapshot" as const,
        pyodide: this.options.pyodide,
        items: items.map((item) => item.folder),
        folder,
        packed: this.made.root,
        prerun: files && { program: this.needs.program, files, folder: own },
      };
      let result = await runMaker({ ...task, modules }, this.options.onProgress);
      const { unfit } = result;
      if (unfit) {
        const fit = modules.filter((module) => !unfit.includes(module));
        result = await runMaker({ ...task, modules: fit }, this.options.onProgress);
      }
      if (result.prerun) await writeFile(join(folder, "prerun.json"), JSON.stringify(result.prerun));
      return await this.made.keep(folder, key);
    } finally {
      await this.made.drop(folder);
    }
  }

  private sharedPart(folder: string): SnapshotPlan {
    const table = this.add(join(folder, "table.zst"), "rt/snap", "table.zst");
    return { table, ...this.part(folder), own: null, prerun: null };
  }

  private part(folder: string): NonNullable<SnapshotPlan["own"]> {
    const add = (name: string): PackedFile => this.add(join(folder, name), "rt/snap", name);
    const libraries = existsSync(join(folder, "libraries.zst")) ? add("libraries.zst") : null;
    const memory: PackedFile[] = [];
    for (let at = 0; existsSync(join(folder, memoryFile(at))); at += 1) memory.push(add(memoryFile(at)));
    return { layout: add("layout.zst"), memory, libraries };
  }

  /** Puts a file of this disk into the bundle, at a path that its content decides. */
  private add(file: string, folder: string, name: string): PackedFile {
    const bytes = readFileSync(file);
    const hash = sha256(bytes);
    const path = `${folder}/${hash.slice(0, 12)}/${name}`;
    this.files.set(path, file);
    const packed = { path, sha256: hash, size: bytes.length };
    this.packed.set(path, packed);
    return packed;
  }

  /** Everything that has been added, by path. */
  listed(): PackedFile[] {
    return [...this.packed.values()].sort((one, other) => (one.path < other.path ? -1 : 1));
  }
}
