/**
 * The compiler with files around it: reads a notebook, its settings and work files from disk, compiles, and writes the bundle.
 * @module
 */
import { randomUUID } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { basename, dirname, join, resolve } from "node:path";
import { type Compiled, compile } from "../compile.ts";
import { type ProjectId, projectId } from "../contract/ids.ts";
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { InternalError } from "../diagnostics/diagnostic.ts";
import { missingFiles } from "../diagnostics/emit.ts";
import { notUtf8, unreadableFile } from "../diagnostics/read.ts";
import { type Examined, examine } from "../examine.ts";
import type { PythonNeeds } from "../packages/prepared-python.ts";
import { projectIdOf } from "../read/snapshot.ts";
import type { CompileRequest } from "../request.ts";
import { parseSettings, withProject } from "../settings.ts";
import { type BundleSources, type PlacedFile, placeFiles, type WrittenBundle, writeBundle } from "./output.ts";
import { coreFiles, duckdbFiles, runtimeFiles } from "./runtime-files.ts";
import { preparePython } from "./snapshot/prepare-python.ts";
import { cacheFolder, sha256 } from "./wheel-sources/cache.ts";
import { type PackageSources, packageSources, type SourceOptions } from "./wheel-sources/package-sources.ts";
import { listWorkFiles, type WorkFiles } from "./work-files.ts";

export interface NotebookOptions extends SourceOptions {
  /** Which notebook of a project. */
  readonly notebook?: string;
  /** Leave the author's files alone: a new project's UUID is not written back. Default false. */
  readonly noWrite?: boolean;
  /** The project of a notebook whose settings name none. Default: a new one. */
  readonly project?: ProjectId;
  /** What serves the app. Default `static`. */
  readonly host?: CompileRequest["host"];
  /** Choices about blocks that take the place of the notebook's own. */
  readonly kept?: NonNullable<CompileRequest["kept"]>;
  /** Settings for a notebook that has no settings file: what a copy keeps of the app. Written beside it together with the project. */
  readonly settingsText?: string | null;
  /** Takes the place of the setting `prerun`. */
  readonly prerun?: PythonNeeds["prerun"];
  /** See {@link CompileRequest.sharedRuntime}; {@link CompiledNotebook.place} then gives what belongs there by paths that begin with `rt/`. */
  readonly sharedRuntime?: boolean;
  /** Told what a long build is doing. */
  readonly onStage?: (text: string) => void;
}

/** A file of the author's that is not there or cannot be read. */
export class FileError extends Error {
  override readonly name: string = "FileError";
  /** Which file, and why. */
  readonly diagnostic: Diagnostic;
  constructor(diagnostic: Diagnostic, options: ErrorOptions) {
    super(`${diagnostic.place.file}: ${diagnostic.message}`, options);
    this.diagnostic = diagnostic;
  }
}

interface Inputs extends WorkFiles {
  readonly source: CompileRequest["source"];
  readonly settings: CompileRequest["settings"];
  readonly settingsPath: string;
  readonly workFolder: string | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Where a notebook's settings lie: `<name>.app.yaml` beside it. */
export function settingsPath(file: string): string {
  return join(dirname(file), `${basename(file).replace(/\.[^.]*$/, "")}.app.yaml`);
}

function readInputs(file: string, { notebook, settingsText = null }: NotebookOptions): Inputs {
  const text = readText(file);
  const path = settingsPath(file);
  const settings = existsSync(path)
    ? { file: path, text: readText(path) }
    : settingsText === null
      ? null
      : { file: path, text: settingsText };
  const { files } = parseSettings(settings).settings;
  const workFolder = resolve(dirname(file), files ?? "work");
  const exists = existsSync(workFolder) && statSync(workFolder).isDirectory();
  return {
    source: { file, text, notebook: notebook ?? null, snapshot: readSnapshot(file, text) },
    settings,
    settingsPath: path,
    workFolder: exists ? workFolder : null,
    ...(exists ? listWorkFiles(workFolder, [file, path]) : { files: [], ignored: [] }),
    diagnostics: files !== null && !exists ? [missingFiles(path, files)] : [],
  };
}

/** The newest snapshot of a `.deepnote` project, from `snapshots/` beside it; `null` if there is none. */
function readSnapshot(file: string, text: string): string | null {
  const folder = join(dirname(file), "snapshots");
  const project = file.endsWith(".deepnote") && existsSync(folder) ? projectIdOf(text) : null;
  if (project === null) return null;
  // Names end with the time of the run, or with `latest`, which sorts behind every time.
  const [newest] = readdirSync(folder)
    .filter((name) => name.includes(project) && name.endsWith(".snapshot.deepnote"))
    .sort()
    .reverse();
  return newest === undefined ? null : readText(join(folder, newest));
}

function readText(file: string): string {
  let bytes: Uint8Array;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    throw new FileError(unreadableFile(file, whyUnreadable(error)), { cause: error });
  }
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch (error) {
    throw new FileError(notUtf8({ file, line: firstBadLine(bytes) }), { cause: error });
  }
}

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: "it is not there",
  EISDIR: "it is a folder",
  EACCES: "you may not read it",
};

function whyUnreadable(error: unknown): string {
  const code = error instanceof Error && "code" in error ? String(error.code) : "";
  return REASONS[code] ?? (error instanceof Error ? error.message : String(error));
}

/** The line of the first byte that is no UTF-8: the first that a lenient decoder does not give back. */
function firstBadLine(bytes: Uint8Array): number {
  const encoded = Buffer.from(new TextDecoder("utf-8", { ignoreBOM: true }).decode(bytes));
  const at = bytes.findIndex((byte, index) => byte !== encoded[index]);
  return Buffer.from(bytes.subarray(0, at)).toString("latin1").split("\n").length;
}

/** Reads and analyses only; writes nothing. */
export function examineNotebook(file: string, options: NotebookOptions = {}): Examined {
  const { source, settings, diagnostics } = readInputs(file, options);
  const examined = examine(source, settings);
  return { ...examined, diagnostics: [...diagnostics, ...examined.diagnostics] };
}

/** A compiled notebook, and how to write it. */
export interface CompiledNotebook extends Compiled {
  /** Files that the app was made from, for watchers: the notebook, its settings, the work files' folder. */
  readonly watched: readonly string[];
  /** Work files that `.appignore` leaves out. */
  readonly ignored: readonly string[];
  /** The settings file, whether it is there or not. */
  readonly settingsPath: string;
  /** What is in it; `null` if it is not there. */
  readonly settingsText: string | null;
  /** Finds the content of every file of the bundle. */
  place(): Promise<readonly PlacedFile[]>;
  /** Writes the bundle into a folder, whole or not at all. */
  write(folder: string): Promise<WrittenBundle>;
  /** Writes a new project's UUID into the settings file, unless it is there or `noWrite` was asked for. */
  keepProject(): void;
}

/**
 * Compiles a notebook file.
 *
 * @throws {@link FileError} if the notebook cannot be read; {@link SourceError} if packages cannot be had.
 */
export async function compileNotebook(file: string, options: NotebookOptions = {}): Promise<CompiledNotebook> {
  const inputs = readInputs(file, options);
  const [runtime, core, packages] = [runtimeFiles(), coreFiles(), await packageSources(options)];
  const duckdb = duckdbFiles(runtime.folder);
  const project = options.project ?? newProject();
  const prepared = new Map<string, string>();
  const compiled = await compile({
    source: inputs.source,
    settings: inputs.settings,
    project,
    index: packages,
    runtime,
    duckdb: duckdb.files,
    core,
    workFiles: inputs.files,
    host: options.host ?? "static",
    sharedRuntime: options.sharedRuntime ?? false,
    ...(options.kept && { kept: options.kept }),
    sha256,
    wheelSize: async (wheel) => statSync(await packages.fetchWheel(wheel)).size,
    preparePython: async (asked) => {
      const needs = options.prerun === undefined ? asked : { ...asked, prerun: options.prerun };
      const made = await preparePython(needs, {
        cache: options.cache ?? cacheFolder(),
        pyodide: core.folder,
        wheel: (wheel) => packages.fetchWheel(wheel),
        onProgress: (text) => options.onStage?.(text),
        workFiles: inputs.files.map(({ name }) => ({ name, file: join(inputs.workFolder ?? "", name) })),
      });
      for (const [path, file] of made.files) prepared.set(path, file);
      return made.prepared;
    },
  });
  const failed = inputs.diagnostics.length > 0;
  const good = (): NonNullable<Compiled["bundle"]> => {
    if (compiled.bundle && !failed) return compiled.bundle;
    throw new InternalError("nothing-to-write", "There is no bundle: the notebook has errors.");
  };
  const keepProject = (): void => {
    if ((compiled.settings.project === null || !existsSync(inputs.settingsPath)) && !options.noWrite)
      writeProject(inputs, good().program.project);
  };
  const folders = { runtime: runtime.folder, duckdb: duckdb.folder, core: core.folder, work: inputs.workFolder };
  return {
    ...compiled,
    bundle: failed ? null : compiled.bundle,
    diagnostics: [...inputs.diagnostics, ...compiled.diagnostics],
    watched: [file, inputs.settingsPath, resolve(dirname(file), compiled.settings.files ?? "work")],
    ignored: inputs.ignored,
    settingsPath: inputs.settingsPath,
    settingsText: inputs.settings?.text ?? null,
    place: async () => placeFiles(good().entries, bundleSources(folders, prepared, packages)),
    keepProject,
    write: async (folder) => {
      const written = await writeBundle(folder, good().entries, bundleSources(folders, prepared, packages));
      keepProject();
      return written;
    },
  };
}

function newProject(): ProjectId {
  const project = projectId(randomUUID());
  if (project === null) throw new InternalError("bad-uuid", "A random UUID is no UUID.");
  return project;
}

function writeProject({ settings, settingsPath: path }: Inputs, project: ProjectId): void {
  // Read again: it may have been edited since.
  writeFileSync(path, withProject(existsSync(path) ? readText(path) : (settings?.text ?? null), project));
}

function bundleSources(
  folders: { runtime: string; duckdb: string; core: string; work: string | null },
  prepared: ReadonlyMap<string, string>,
  packages: PackageSources,
): BundleSources {
  return {
    file: (kind, name) => (kind === "prepared" ? (prepared.get(name) ?? "") : join(folders[kind] ?? "", name)),
    wheel: (wheel) => packages.fetchWheel(wheel),
  };
}
