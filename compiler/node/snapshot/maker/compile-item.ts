/**
 * Turns a wheel into groups of files: compiled code, shared libraries, and what is rarely asked for.
 * @module
 */
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { PyodideInterface } from "pyodide";
import type { GroupKind } from "../../../contract/python-image.ts";
import compileSource from "./compile.py?raw";
import type { Compress } from "./compress.ts";
import type { ItemIndex } from "./item-index.ts";
import type { CompileItem } from "./protocol.ts";
import { readZip, storedZip } from "./zip-files.ts";

export const SITE = "/lib/python3.14/site-packages";
const ROOTS = { site: SITE, dynlib: "/usr/lib", stdlib: "/lib" } as const;
/** Left out of `code`: nothing imports them in ordinary use. */
const RARE =
  /(^|\/)(tests?|testing_data|sample_data|include|__pycache__)\/|\.(pyx|pxd|pxi|h|c|cpp|a|pyi|typed|in|f|f90)$/;
const KINDS: readonly GroupKind[] = ["code", "libraries", "sources"];

type NamedFile = readonly [path: string, kind: GroupKind, bytes: Uint8Array];

/** Writes the groups and `index.json`. */
export async function compileItem(python: PyodideInterface, item: CompileItem, compress: Compress): Promise<void> {
  const files = item.kind === "stdlib" ? standardLibrary(python, item) : packageFiles(python, item);
  const listed: [string, GroupKind, number, number][] = [];
  const sizes: Record<GroupKind, number> = { code: 0, libraries: 0, sources: 0 };
  for (const kind of KINDS) {
    const parts = files.filter(([, of]) => of === kind);
    for (const [path, , bytes] of parts) {
      listed.push([path, kind, sizes[kind], bytes.length]);
      sizes[kind] += bytes.length;
    }
    const content = Buffer.concat(parts.map(([, , bytes]) => bytes));
    if (content.length > 0) writeFileSync(join(item.folder, `${kind}.zst`), await compress(content, "quick"));
  }
  const core = item.kind === "stdlib" ? await packCore(item, compress) : undefined;
  const index: ItemIndex = { root: ROOTS[item.kind], sizes, files: listed, ...(core && { core }) };
  writeFileSync(join(item.folder, "index.json"), JSON.stringify(index));
}

/** Pyodide's engine lies beside the standard library; hosts that compress nothing would send three times as much of it. */
async function packCore({ file, folder }: CompileItem, compress: Compress): Promise<NonNullable<ItemIndex["core"]>> {
  const pack = async (source: string, name: string): Promise<number> => {
    const bytes = readFileSync(join(dirname(file), source));
    writeFileSync(join(folder, name), await compress(bytes, "small"));
    return bytes.length;
  };
  return {
    engine: await pack("pyodide.asm.wasm", "engine.zst"),
    script: await pack("pyodide.asm.mjs", "script.zst"),
  };
}

/** One stored zip of compiled modules, as Python finds its library. */
function standardLibrary(python: PyodideInterface, { file }: CompileItem): NamedFile[] {
  const compile = compiler(python);
  const members = readZip(readFileSync(file)).map(([name, bytes]): [string, Uint8Array] => {
    const compiled = name.endsWith(".py") ? compile(bytes, `/lib/python314.zip/${name}`) : null;
    return compiled ? [`${name}c`, compiled] : [name, bytes];
  });
  return [["python314.zip", "code", storedZip(members)]];
}

function packageFiles(python: PyodideInterface, { file, fileName, kind }: CompileItem): NamedFile[] {
  const folder = `/unpacked/${fileName}`;
  python.FS.mkdirTree(folder);
  python.unpackArchive(new Uint8Array(readFileSync(file)), fileName.slice(fileName.lastIndexOf(".") + 1), {
    extractDir: folder,
  });
  const compile = compiler(python);
  const files = walk(python, folder).flatMap((path): NamedFile[] => {
    const bytes = python.FS.readFile(`${folder}/${path}`);
    if (/\.so(\.|$)/.test(path)) return [[path, "libraries", bytes]];
    if (RARE.test(path)) return [[path, "sources", bytes]];
    const compiled = path.endsWith(".py") ? compile(bytes, `${ROOTS[kind]}/${path}`) : null;
    if (!compiled) return [[path, "code", bytes]];
    return [
      [path.replace(/([^/]+)\.py$/, "__pycache__/$1.cpython-314.pyc"), "code", compiled],
      [path, "sources", bytes],
    ];
  });
  python.runPython("import shutil; shutil.rmtree('/unpacked')");
  return files;
}

function walk(python: PyodideInterface, root: string): string[] {
  const found: string[] = [];
  const visit = (at: string): void => {
    for (const name of python.FS.readdir(`${root}/${at}`).sort()) {
      if (name === "." || name === "..") continue;
      const path = at === "" ? name : `${at}/${name}`;
      if (python.FS.isDir(python.FS.stat(`${root}/${path}`).mode)) visit(path);
      else found.push(path);
    }
  };
  visit("");
  return found;
}

function compiler(python: PyodideInterface): (source: Uint8Array, path: string) => Uint8Array | null {
  const scope = python.runPython("{}");
  python.runPython(compileSource, { globals: scope });
  const compile = scope.get("compile_source");
  return (source, path) => {
    const made = compile(new Uint8Array(source), path);
    if (made === undefined || made === null) return null;
    const bytes: Uint8Array = made.toJs();
    made.destroy();
    return bytes;
  };
}
