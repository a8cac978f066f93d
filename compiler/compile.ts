/**
 * The pipeline: a notebook and its settings become a bundle. Pure but for the package index, which is asked through an interface.
 * @module
 */
import { analyze } from "./analyze/analyze.ts";
import { sqlNames } from "./analyze/sql.ts";
import type { ListedFile } from "./contract/file-list.ts";
import { fileUrl } from "./contract/file-url.ts";
import type { DependencyGraph } from "./contract/graph.ts";
import type { BlockId, ProjectId } from "./contract/ids.ts";
import type { BundleFile, LockedPackage, PythonPlan } from "./contract/kernel.ts";
import { kernelProgram } from "./contract/kernel-program.ts";
import type { Output } from "./contract/outputs.ts";
import type { Program } from "./contract/program.ts";
import type { ImagePlan } from "./contract/python-image.ts";
import { SERVER_PROGRAM_PATH } from "./contract/server-program.ts";
import { type Diagnostic, hasErrors, InternalError } from "./diagnostics/diagnostic.ts";
import { hiddenIsNotSecret, largeWorkFile, sqlConnection, staticIsOpen, unsupportedBlock } from "./diagnostics/emit.ts";
import { serverAppIsNotStatic } from "./diagnostics/placement.ts";
import type { BlockSettings, Document } from "./document.ts";
import { embedScript } from "./emit/embed-script.ts";
import { listFiles, utf8Size } from "./emit/file-list.ts";
import { headersFile } from "./emit/headers.ts";
import { renderContent, renderPage } from "./emit/page.ts";
import { withPrerunOutputs } from "./emit/prerun-outputs.ts";
import { blockStep, buildProgram } from "./emit/program.ts";
import { findSecrets } from "./emit/secrets.ts";
import { type ServerProgramParts, serverProgram, withoutSource } from "./emit/server-program.ts";
import type { PackageIndex } from "./packages/index-types.ts";
import type { LockedWheel } from "./packages/lock.ts";
import { impliedPackages } from "./packages/modules.ts";
import { type PlacedPackages, placePackages } from "./packages/place-packages.ts";
import { foreignModules, type PreparedPython, type PythonNeeds, UNPREPARED } from "./packages/prepared-python.ts";
import type { ImportedModule } from "./packages/resolve.ts";
import { type NotebookSource, readNotebook } from "./read/notebook.ts";
import { type AppSettings, parseSettings } from "./settings.ts";

/** A file that the shell has, to be copied as it is. */
export interface SourceFile {
  /** Where it belongs: below its own root, `/` between parts. */
  readonly name: string;
  /** Lower-case hexadecimal. */
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
}

export interface CompileRequest {
  readonly source: NotebookSource;
  readonly settings: { readonly file: string; readonly text: string } | null;
  /** Used where the settings name none. */
  readonly project: ProjectId;
  readonly index: PackageIndex;
  /** The runtime's files, `page.css` among them. */
  readonly runtime: {
    readonly hash: string;
    readonly files: readonly SourceFile[];
    readonly css: string;
    /** The text of `sw.js`. */
    readonly serviceWorker: string;
  };
  /** DuckDB's script and its gzipped program. */
  readonly duckdb: readonly SourceFile[];
  /** Pyodide's core files. */
  readonly core: { readonly version: string; readonly files: readonly SourceFile[] };
  readonly workFiles: readonly SourceFile[];
  /** What is under `rt/` lies beside the app's folder, for all apps of a site: the app looks for it in `../rt/`. Default false. */
  readonly sharedRuntime?: boolean;
  /** What serves the app. */
  readonly host: Host;
  /** Choices about blocks that take the place of the notebook's own: what a copy keeps of the version published before. */
  readonly kept?: ReadonlyMap<BlockId, BlockSettings>;
  /** Gives a text's sha256, lower-case hexadecimal. */
  readonly sha256: (text: string) => string;
  /** Bytes of a wheel whose size the index does not tell; asked when it is fetched. */
  readonly wheelSize: (wheel: LockedWheel) => Promise<number>;
  /** Makes Python start fast; without it, packages ship as wheels. */
  readonly preparePython?: (needs: PythonNeeds) => Promise<PreparedPython>;
}

/**
 * A plain static host, where anyone may look; a publishing server, which guards the app and says how it may be indexed; or the
 * author's editor, which shows hidden blocks too.
 */
export type Host = "static" | "server" | "editor";

/** One file of a bundle: its text, or which file of the shell's goes there. */
export type BundleEntry =
  | { readonly path: string; readonly text: string }
  | (ListedFile & { readonly copy: "runtime" | "duckdb" | "core" | "work" | "prepared"; readonly name: string })
  | (ListedFile & { readonly copy: "wheel"; readonly wheel: LockedWheel });

export interface Compiled {
  /** What was read; `null` if the notebook could not be. */
  readonly document: Document | null;
  /** `null` if an error is among the findings. */
  readonly bundle: {
    readonly entries: readonly BundleEntry[];
    readonly program: Program;
    /** The app as readable HTML, to stand where the element will. It is made for {@link CompileRequest.runtime}'s `css`. */
    readonly html: string;
  } | null;
  readonly graph: DependencyGraph | null;
  readonly settings: AppSettings;
  readonly diagnostics: readonly Diagnostic[];
}

/** Reads and analyses, without packages and without a bundle: what `graph` shows and `check` begins with. */
export function examine(
  source: NotebookSource,
  settingsSource: CompileRequest["settings"],
  { localModules = [], kept = new Map() }: ExamineOptions = {},
): Examined {
  const { settings, diagnostics: ofSettings } = parseSettings(settingsSource);
  const { document: read, diagnostics: ofReading } = readNotebook(source);
  const document = read && withKept(read, kept);
  if (document === null) return { document, settings, analysis: null, diagnostics: [...ofReading, ...ofSettings] };
  const analysis = analyze(document, localModules);
  const diagnostics = [
    ...ofReading,
    ...ofSettings,
    ...analysis.diagnostics,
    ...appFindings(document, settings, settingsSource?.file ?? source.file),
  ];
  return { document, settings, analysis, diagnostics };
}

export interface ExamineOptions {
  /** Python modules among the work files. */
  readonly localModules?: readonly string[];
  /** See {@link CompileRequest.kept}. */
  readonly kept?: ReadonlyMap<BlockId, BlockSettings>;
}

function withKept(document: Document, kept: ReadonlyMap<BlockId, BlockSettings>): Document {
  if (kept.size === 0) return document;
  const blocks = document.blocks.map((block) => ({ ...block, settings: kept.get(block.id) ?? block.settings }));
  return { ...document, blocks };
}

export interface Examined {
  readonly document: Document | null;
  readonly settings: AppSettings;
  readonly analysis: ReturnType<typeof analyze> | null;
  readonly diagnostics: readonly Diagnostic[];
}

/** Bytes of a work file from which a browser's Python, which keeps files in its memory, goes without it. */
const LARGEST_LOADED = 512 * 1024 * 1024;

/** Compiles an app. Equal requests give byte-equal bundles. */
export async function compile(request: CompileRequest): Promise<Compiled> {
  const modules = localModules(request.workFiles);
  const {
    document,
    settings,
    analysis,
    diagnostics: found,
  } = examine(request.source, request.settings, {
    localModules: modules,
    ...(request.kept && { kept: request.kept }),
  });
  const stop = (diagnostics: readonly Diagnostic[]): Compiled => ({
    document,
    bundle: null,
    graph: analysis?.graph ?? null,
    settings,
    diagnostics,
  });
  if (document === null || analysis === null || hasErrors(found))
    return stop(found.filter((finding) => concerns(finding, request, null)));
  const settingsFile = request.settings?.file ?? request.source.file;
  const placed = await placePackages(
    settings,
    { file: settingsFile },
    {
      imports: importedModules(document, analysis),
      requirements: [...document.requirements, ...settings.packages],
      localModules: [...modules, ...document.modules.map(({ name }) => name)],
      onServer: document.blocks.some(({ kind }) => kind === "sql") ? ["duckdb", "pandas"] : [],
      index: request.index,
    },
  );
  const findings = [...found, ...placed.diagnostics, ...hostFindings(request, placed, settingsFile)];
  const diagnostics = findings.filter((finding) => concerns(finding, request, placed));
  if (hasErrors(diagnostics)) return stop(diagnostics);
  const runs = settings.allowRun && placed.runtime === "browser";
  const project = settings.project ?? document.project ?? request.project;
  const locked = runs ? (placed.lock?.packages ?? []) : [];
  const runnable = kernelProgram({
    project,
    blocks: document.blocks.map((block) => ({
      id: block.id,
      title: block.title,
      step: blockStep(block, settings.showOutputs),
    })),
    reactions: analysis.reactions,
  });
  const needs = {
    pyodide: request.core.version,
    packages: locked,
    modules: foreignModules(analysis.graph, runnable, [...modules, ...document.modules.map(({ name }) => name)]),
    prerun: settings.prerun,
    program: runnable,
    texts: moduleFiles(request, document),
    place: { file: document.file },
  };
  const prepared = runs ? ((await request.preparePython?.(needs)) ?? UNPREPARED) : UNPREPARED;
  // Compiled packages take the place of wheels.
  const wheels = prepared.image === null ? locked : [];
  const packages = await Promise.all(wheels.map((wheel) => placeWheel(wheel, request)));
  const prerun = prepared.snapshot?.prerun;
  const shown =
    prerun && prepared.messages
      ? withPrerunOutputs(document, analysis.reactions, { prerun, messages: prepared.messages })
      : document;
  const stored = new Map<string, string>();
  const whole = buildProgram({
    editing: request.host === "editor",
    served: request.host === "server",
    document: shown,
    settings,
    project,
    reactions: analysis.reactions,
    runtime: placed.runtime,
    python: runs ? placedPlan(request, pythonPlan(request, packages, document, prepared)) : null,
    storeOutput: (text) => {
      const sha256 = request.sha256(text);
      const path = `outputs/${sha256.slice(0, 16)}.json`;
      stored.set(path, text);
      return { path, sha256 };
    },
  });
  const { program, server } =
    placed.runtime === "server"
      ? onServer(request, { program: whole, document, settings, ...placed })
      : { program: whole };
  const html = renderContent(
    program,
    new Map([...stored].map(([path, text]): [string, Output] => [path, JSON.parse(text)])),
  );
  return {
    document,
    bundle: {
      entries: entries(request, {
        program,
        html,
        server: server ?? null,
        packages,
        stored,
        document,
        prepared,
        settings,
      }),
      program,
      html,
    },
    graph: analysis.graph,
    settings,
    diagnostics: [...diagnostics, ...prepared.diagnostics],
  };
}

/** The page's program without source, and the kernels' with it. */
function onServer(
  request: CompileRequest,
  parts: Omit<ServerProgramParts, "files">,
): { readonly program: Program; readonly server: string | null } {
  const program = withoutSource(parts.program);
  if (!parts.settings.allowRun) return { program, server: null };
  const files = request.workFiles.map(({ name }) => name);
  const server = `${JSON.stringify(serverProgram({ ...parts, files }))}\n`;
  const file = { path: SERVER_PROGRAM_PATH, sha256: request.sha256(server), size: utf8Size(server) };
  return { program: { ...program, server: file }, server };
}

function hostFindings({ host, workFiles }: CompileRequest, { runtime }: PlacedPackages, file: string): Diagnostic[] {
  if (runtime === "server") return host === "static" ? [serverAppIsNotStatic({ file })] : [];
  return workFiles.filter(({ size }) => size > LARGEST_LOADED).map(({ name }) => largeWorkFile(file, name));
}

/** Some findings are only about static hosts, or only about source that reaches the browser. */
function concerns({ code }: Diagnostic, { host }: CompileRequest, placed: PlacedPackages | null): boolean {
  if (code === "static-is-open") return host === "static";
  return code !== "hidden-is-not-secret" || placed?.runtime !== "server";
}

/** Modules and packages at the top of the work files. */
function localModules(files: readonly SourceFile[]): string[] {
  return [
    ...new Set(
      files.flatMap(({ name }) => /^([^/]+)\/__init__\.py$/.exec(name)?.[1] ?? /^([^/]+)\.py$/.exec(name)?.[1] ?? []),
    ),
  ].sort();
}

function importedModules(document: Document, analysis: ReturnType<typeof analyze>): ImportedModule[] {
  const imports = analysis.graph.blocks.flatMap((block, index): ImportedModule[] => {
    const optional = new Set(analysis.optionalImports[index]);
    const place = { file: document.file, block: block.id, blockTitle: block.title };
    return block.imports.map((module) => ({ module, place, optional: optional.has(module) }));
  });
  const roots = new Set(imports.map(({ module }) => module.split(".")[0] ?? module));
  const attributes = new Set(
    document.blocks.flatMap((block) =>
      block.kind === "code"
        ? [
            ...block.python.matchAll(/\.\s*([A-Za-z_]\w*)|^[ \t]*from\s+[\w.]+\s+import\b([^()\n]*|\s*\([^)]*\))/gm),
          ].flatMap((match) => match[1] ?? match[2]?.match(/[A-Za-z_]\w*/g) ?? [])
        : [],
    ),
  );
  const implied = impliedPackages(roots, attributes).map(
    (module): ImportedModule => ({ module, place: { file: document.file }, optional: true }),
  );
  return [...imports, ...implied, ...sqlModules(document)];
}

/** What SQL blocks need in Python: results are pandas DataFrames, and it reads what the browser's DuckDB cannot. */
function sqlModules(document: Document): ImportedModule[] {
  const blocks = document.blocks.filter((block) => block.kind === "sql");
  const modules =
    blocks.length === 0
      ? []
      : blocks.some(({ source }) => sqlNames(source).parquet)
        ? ["pandas", "pyarrow"]
        : ["pandas"];
  return modules.map((module) => ({ module, place: blocks[0]?.place ?? { file: document.file }, optional: false }));
}

function appFindings(document: Document, settings: AppSettings, settingsFile: string): Diagnostic[] {
  const found: Diagnostic[] = [];
  for (const block of document.blocks) {
    if (block.kind === "sql" && isRemote(block.integration))
      found.push(sqlConnection({ ...block.place, block: block.id, blockTitle: block.title }, !block.settings.visible));
    if (block.kind !== "unsupported") continue;
    found.push(
      unsupportedBlock(
        { ...block.place, block: block.id, blockTitle: block.title },
        block.type,
        !block.settings.visible,
      ),
    );
  }
  found.push(...findSecrets(document.blocks));
  const hidden = document.blocks.filter(
    ({ kind, settings: { visible, codeHidden } }) => kind === "code" && (!visible || codeHidden || settings.hideCode),
  ).length;
  if (settings.access !== "workspace" && hidden > 0) found.push(hiddenIsNotSecret(document.file, hidden));
  if (settings.access !== "public") found.push(staticIsOpen(settingsFile, settings.access));
  return found;
}

/** Whether a SQL block asks a database of its own instead of the notebook's DataFrames. */
function isRemote(integration: string | null): boolean {
  return integration !== null && integration !== "deepnote-dataframe-sql";
}

async function placeWheel(
  wheel: LockedWheel,
  request: CompileRequest,
): Promise<LockedPackage & { readonly wheel: LockedWheel }> {
  const { source: _source, url: _url, ...locked } = wheel;
  const size = wheel.size > 0 ? wheel.size : await request.wheelSize(wheel);
  return { ...locked, size, path: `rt/pkg/${wheel.sha256.slice(0, 12)}/${wheel.fileName}`, wheel };
}

function coreFolder({ core, sha256 }: CompileRequest): string {
  return `rt/py-${core.version}-${sha256(core.files.map((file) => file.sha256).join()).slice(0, 12)}`;
}

/** The plan with its files where the app finds them: in its own folder, or beside it. */
function placedPlan({ sharedRuntime = false }: CompileRequest, plan: PythonPlan): PythonPlan {
  if (!sharedRuntime) return plan;
  const beside = (key: string, value: unknown): unknown =>
    key === "path" && typeof value === "string" && value.startsWith("rt/") ? `../${value}` : value;
  const placed: PythonPlan = JSON.parse(JSON.stringify(plan), beside);
  return placed;
}

function pythonPlan(
  request: CompileRequest,
  packages: readonly (LockedPackage & { wheel: LockedWheel })[],
  document: Document,
  { image, snapshot }: PreparedPython,
): PythonPlan {
  const folder = coreFolder(request);
  const core = coreOf(request, image).map(
    ({ name, sha256, size }): BundleFile => ({ path: `${folder}/${name}`, sha256, size }),
  );
  const loaded = request.workFiles.filter(({ size }) => size <= LARGEST_LOADED);
  const files = [...loaded, ...moduleFiles(request, document)].map(({ name, sha256, size }) => ({
    name,
    path: `work/${name}`,
    sha256,
    size,
  }));
  const duckdb = duckdbPlan(request, document, packages);
  return {
    version: request.core.version,
    core,
    ...(duckdb === null ? {} : { duckdb }),
    packages: packages.map(({ wheel: _wheel, ...locked }) => locked),
    files,
    image,
    snapshot,
  };
}

/** The standard library and the WebAssembly are in the image, if there is one. */
function coreOf({ core }: CompileRequest, image: ImagePlan | null): readonly SourceFile[] {
  return core.files.filter(({ name }) => image === null || !/\.(zip|wasm)$/.test(name));
}

/** DuckDB beside Python, where SQL blocks need it and Python has none of its own. */
function duckdbPlan(
  { duckdb, sha256 }: CompileRequest,
  document: Document,
  packages: readonly LockedPackage[],
): NonNullable<PythonPlan["duckdb"]> | null {
  if (!document.blocks.some(({ kind }) => kind === "sql") || packages.some(({ name }) => name === "duckdb"))
    return null;
  const folder = duckdbFolder(duckdb, sha256);
  const [script, wasm] = ["duckdb.js", "duckdb.wasm.gz"].map((name) => duckdb.find((file) => file.name === name));
  if (!script || !wasm)
    throw new InternalError("duckdb-not-built", "DuckDB is not built. In a checkout: npm run build.");
  const placed = ({ name, sha256: hash, size }: SourceFile): BundleFile => ({
    path: `${folder}/${name}`,
    sha256: hash,
    size,
  });
  return { script: placed(script), wasm: placed(wasm) };
}

function duckdbFolder(files: readonly SourceFile[], sha256: CompileRequest["sha256"]): string {
  return `rt/duckdb-${sha256(files.map((file) => file.sha256).join()).slice(0, 12)}`;
}

/** Notebooks that others import lie beside the work files, as Python. */
function moduleFiles({ sha256 }: CompileRequest, { modules }: Document): (SourceFile & { text: string })[] {
  return modules.map(({ name, source }) => ({
    name: `${name}.py`,
    text: source,
    sha256: sha256(source),
    size: utf8Size(source),
  }));
}

interface Parts {
  readonly program: Program;
  readonly html: string;
  /** The kernels' program of a server app. */
  readonly server: string | null;
  readonly packages: readonly (LockedPackage & { wheel: LockedWheel })[];
  readonly stored: ReadonlyMap<string, string>;
  readonly document: Document;
  readonly prepared: PreparedPython;
  readonly settings: AppSettings;
}

function entries(
  request: CompileRequest,
  { program, html, server, packages, stored, document, prepared, settings: { embed } }: Parts,
): BundleEntry[] {
  const runtime = `rt/${request.runtime.hash.slice(0, 12)}`;
  const copied = (
    kind: "runtime" | "duckdb" | "core" | "work",
    folder: string,
    files: readonly SourceFile[],
  ): BundleEntry[] => files.map((file) => ({ ...file, path: `${folder}/${file.name}`, copy: kind }));
  const python = program.python === null ? [] : copied("core", coreFolder(request), coreOf(request, prepared.image));
  const app = `${JSON.stringify(program)}\n`;
  const appUrl = `./${fileUrl({ path: "app.json", sha256: request.sha256(app) })}`;
  const files: BundleEntry[] = [
    { path: "app.json", text: app },
    ...[...stored].map(([path, text]) => ({ path, text })),
    ...copied("runtime", runtime, request.runtime.files),
    ...python,
    ...(program.python?.duckdb ? copied("duckdb", duckdbFolder(request.duckdb, request.sha256), request.duckdb) : []),
    ...packages.map(({ path, sha256, size, wheel }): BundleEntry => ({ path, sha256, size, copy: "wheel", wheel })),
    ...prepared.files.map((file): BundleEntry => ({ ...file, copy: "prepared", name: file.path })),
    ...copied("work", "work", request.workFiles),
    // On a server they are in the kernels' program: what is in `work/`, viewers may read.
    ...(program.runtime === "server" ? [] : moduleFiles(request, document)).map(({ name, text }) => ({
      path: `work/${name}`,
      text,
    })),
  ];
  const { list, version } = listFiles(files, request.sha256);
  const { css, serviceWorker } = request.runtime;
  const script = `${request.sharedRuntime ? "../" : ""}${runtime}`;
  return [
    ...files,
    ...(server === null ? [] : [{ path: SERVER_PROGRAM_PATH, text: server }]),
    { path: "files.json", text: list },
    {
      path: "index.html",
      text: renderPage({ program, content: html, appUrl, version, host: request.host, runtime: script, css }),
    },
    { path: "embed.js", text: embedScript(script) },
    { path: "version.json", text: `${JSON.stringify({ version })}\n` },
    { path: "sw.js", text: serviceWorker },
    { path: "_headers", text: headersFile(embed) },
  ].sort((one, other) => (one.path < other.path ? -1 : 1));
}
