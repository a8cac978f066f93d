/**
 * The notebooks that a site imports, each compiled once until one of its files changes.
 * @module
 */
import { resolve, sep } from "node:path";
import { type ProjectId, projectId } from "../../contract/ids.ts";
import { InternalError } from "../../diagnostics/diagnostic.ts";
import { type CompiledNotebook, compileNotebook, type NotebookOptions, settingsPath } from "../compile-notebook.ts";
import type { PlacedFile } from "../output.ts";
import { sha256 } from "../wheel-sources/cache.ts";
import type { NotebookId } from "./notebook-id.ts";

/** A compiled notebook and where its files are. */
export interface MadeApp {
  readonly compiled: CompiledNotebook;
  /** Empty if the notebook has errors. */
  readonly files: ReadonlyMap<string, PlacedFile>;
}

interface Entry {
  readonly id: NotebookId;
  /** Absolute paths: the notebook, its settings, its work files' folder. */
  watched: readonly string[];
  made: Promise<MadeApp> | null;
  /** The last version without errors. */
  good: MadeApp | null;
}

export class SiteApps {
  readonly #options: NotebookOptions;
  readonly #entries = new Map<string, Entry>();

  constructor(options: NotebookOptions) {
    this.#options = options;
  }

  /** Compiles, unless that has been done and nothing has changed since. */
  make(moduleId: string, id: NotebookId): Promise<MadeApp> {
    const entry = this.#entries.get(moduleId) ?? {
      id,
      watched: [resolve(id.file), resolve(settingsPath(id.file))],
      made: null,
      good: null,
    };
    this.#entries.set(moduleId, entry);
    entry.made ??= this.#compile(entry).catch((error: unknown) => {
      this.#forget(moduleId);
      throw error;
    });
    return entry.made;
  }

  async #compile(entry: Entry): Promise<MadeApp> {
    const { file, notebook, slug } = entry.id;
    const compiled = await compileNotebook(file, {
      ...this.#options,
      ...(notebook === null ? {} : { notebook }),
      // Imported notebooks are sources: nothing is written beside them, and a build on another machine gives the same app.
      noWrite: true,
      project: projectOf(slug),
      sharedRuntime: true,
    });
    entry.watched = compiled.watched.map((path) => resolve(path));
    const placed = compiled.bundle ? await compiled.place() : [];
    const made = { compiled, files: new Map(placed.map((one) => [one.path, one])) };
    if (compiled.bundle) entry.good = made;
    return made;
  }

  /** Files whose change makes the app another, besides those in its folder of work files. */
  watched(moduleId: string): readonly string[] {
    return this.#entries.get(moduleId)?.watched ?? [];
  }

  /** Module ids of the apps that were made from this file, or will be. */
  madeFrom(file: string): string[] {
    const path = resolve(file);
    return [...this.#entries].flatMap(([moduleId, { watched }]) =>
      watched.some((one, at) => path === one || (at === 2 && path.startsWith(one + sep))) ? [moduleId] : [],
    );
  }

  /** A file is another: what was made from it is compiled again when somebody next asks. */
  changed(file: string): void {
    for (const moduleId of this.madeFrom(file)) this.#forget(moduleId);
  }

  #forget(moduleId: string): void {
    const entry = this.#entries.get(moduleId);
    if (entry) entry.made = null;
  }

  /** A file of an app's last good version; what apps share is asked for below `rt/`. */
  find(slug: string, path: string): PlacedFile | null {
    for (const { id, good } of this.#entries.values()) {
      const file = slug === "rt" ? good?.files.get(`rt/${path}`) : id.slug === slug ? good?.files.get(path) : undefined;
      if (file) return file;
    }
    return null;
  }
}

/** A UUID (version 8) that a notebook has for as long as it keeps its place in the site. */
function projectOf(slug: string): ProjectId {
  const hex = sha256(`notebook-app site ${slug}`);
  const uuid = `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
  const project = projectId(uuid);
  if (project === null) throw new InternalError("bad-uuid", `${uuid} is no UUID.`);
  return project;
}
