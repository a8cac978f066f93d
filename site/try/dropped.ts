/**
 * What a visitor dropped or chose: a notebook, perhaps its settings, and files for Python to read.
 * @module
 */

/** A file with its path below the dropped folder. */
export interface NamedFile {
  readonly name: string;
  readonly content: Blob;
}

export interface Dropped {
  readonly notebook: { readonly name: string; readonly text: string };
  readonly settings: { readonly name: string; readonly text: string } | null;
  /** Which notebook of a project; `null` for the only one. */
  readonly choice: string | null;
  /** Names are below `/work`. */
  readonly work: readonly NamedFile[];
}

const NOTEBOOK = /\.(ipynb|deepnote)$/i;
const SETTINGS = /\.app\.ya?ml$/i;

/** Sorts files into their roles; a text says what is wrong with them. */
export async function sortFiles(files: readonly NamedFile[]): Promise<Dropped | string> {
  const notebook =
    files.find(({ name }) => NOTEBOOK.test(name)) ??
    files.find(({ name }) => /\.py$/i.test(name)) ??
    files.find(({ name }) => !SETTINGS.test(name));
  if (!notebook)
    return "There is no notebook among these files. Drop an .ipynb, a .deepnote or a percent-format .py file.";
  const settings = files.find(({ name }) => SETTINGS.test(name));
  const text = await utf8(notebook.content);
  if (text === null) return `${notebook.name} is not UTF-8 text. Save it as UTF-8, or drop a notebook.`;
  return {
    notebook: { name: baseName(notebook.name), text },
    settings: settings ? { name: baseName(settings.name), text: await settings.content.text() } : null,
    choice: null,
    work: files
      .filter((file) => file !== notebook && file !== settings)
      .map(({ name, content }) => ({ name: name.replace(/^(.*\/)?work\//, ""), content })),
  };
}

/** All files of a drop, those in folders too. */
export async function filesOfDrop(transfer: DataTransfer): Promise<NamedFile[]> {
  const entries = [...transfer.items].map((item) => item.webkitGetAsEntry());
  const loose = [...transfer.files];
  if (entries.every((entry) => entry === null)) return loose.map((file) => ({ name: file.name, content: file }));
  return (await Promise.all(entries.map((entry) => (entry ? filesBelow(entry, "") : [])))).flat();
}

async function filesBelow(entry: FileSystemEntry, folder: string): Promise<NamedFile[]> {
  if (entry.name.startsWith(".")) return [];
  if (entry instanceof FileSystemFileEntry) {
    const content = await new Promise<File>((resolve, reject) => entry.file(resolve, reject));
    return [{ name: folder + entry.name, content }];
  }
  if (!(entry instanceof FileSystemDirectoryEntry)) return [];
  const reader = entry.createReader();
  const found: NamedFile[] = [];
  // It gives a hundred at a time.
  for (;;) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) => reader.readEntries(resolve, reject));
    if (some.length === 0) return found;
    for (const one of some) found.push(...(await filesBelow(one, `${folder}${entry.name}/`)));
  }
}

function baseName(path: string): string {
  return path.slice(path.lastIndexOf("/") + 1);
}

async function utf8(content: Blob): Promise<string | null> {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(await content.arrayBuffer());
  } catch {
    return null;
  }
}

/** The same files, with another notebook of the project. */
export function chooseNotebook(dropped: Dropped, choice: string): Dropped {
  return { ...dropped, choice };
}
