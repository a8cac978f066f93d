/**
 * The pipeline: a notebook and its settings become a bundle. Pure but for the package index, which is asked through an interface.
 * @module
 */
import type { DependencyGraph } from "./contract/graph.ts";
import { kernelProgram } from "./contract/kernel-program.ts";
import type { Output } from "./contract/outputs.ts";
import type { Program } from "./contract/program.ts";
import { SERVER_PROGRAM_PATH } from "./contract/server-program.ts";
import { type Diagnostic, hasErrors } from "./diagnostics/diagnostic.ts";
import { largeWorkFile } from "./diagnostics/emit.ts";
import { serverAppIsNotStatic } from "./diagnostics/placement.ts";
import { runsWithFile } from "./diagnostics/snapshot.ts";
import type { Document } from "./document.ts";
import { type BundleEntry, bundleEntries } from "./emit/bundle-entries.ts";
import { utf8Size } from "./emit/file-list.ts";
import { renderContent } from "./emit/page.ts";
import { blocksWithFiles, withPrerunOutputs } from "./emit/prerun-outputs.ts";
import { blockStep, buildProgram } from "./emit/program.ts";
import { LARGEST_LOADED, moduleFiles, placedPlan, placeWheel, pythonPlan } from "./emit/python-plan.ts";
import { neededRuntime } from "./emit/renderers.ts";
import { type ServerProgramParts, serverProgram, withoutSource } from "./emit/server-program.ts";
import { examine } from "./examine.ts";
import { importedModules } from "./packages/imported-modules.ts";
import { type PlacedPackages, placePackages } from "./packages/place-packages.ts";
import { foreignModules, UNPREPARED } from "./packages/prepared-python.ts";
import type { CompileRequest, SourceFile } from "./request.ts";
import type { AppSettings } from "./settings.ts";

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

/** Compiles an app. Equal requests give byte-equal bundles. */
export async function compile(request: CompileRequest): Promise<Compiled> {
  const modules = localModules(request.workFiles);
  const {
    document,
    settings: wanted,
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
    settings: wanted,
    diagnostics,
  });
  if (document === null || analysis === null || hasErrors(found))
    return stop(found.filter((finding) => concerns(finding, request, null)));
  const settingsFile = request.settings?.file ?? request.source.file;
  const placed = await placePackages(
    wanted,
    { file: settingsFile },
    {
      imports: importedModules(document, analysis),
      requirements: [...document.requirements, ...wanted.packages],
      localModules: [...modules, ...document.modules.map(({ name }) => name)],
      onServer: document.blocks.some(({ kind }) => kind === "sql") ? ["duckdb", "pandas"] : [],
      index: request.index,
    },
  );
  const findings = [...found, ...placed.diagnostics, ...hostFindings(request, placed, settingsFile)];
  const diagnostics = findings.filter((finding) => concerns(finding, request, placed));
  if (hasErrors(diagnostics)) return stop(diagnostics);
  // A static host has no kernels, and would show their source to everyone: there the app is a page to read.
  const settings = {
    ...wanted,
    allowRun: wanted.allowRun && (placed.runtime === "browser" || request.host !== "static"),
  };
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
  const { ran } = prepared;
  const shown = ran === null ? document : withPrerunOutputs(document, analysis.reactions, ran);
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
      entries: bundleEntries(request, {
        program,
        html,
        server: server ?? null,
        packages,
        stored,
        document,
        prepared,
        settings,
        runtime: neededRuntime(request.runtime.files, {
          document: shown,
          packages: locked.map(({ name }) => name),
          isOpen: settings.embed.allow || placed.runtime === "server" || modules.length > 0,
        }),
      }),
      program,
      html,
    },
    graph: analysis.graph,
    settings,
    diagnostics: [
      ...diagnostics,
      ...prepared.diagnostics,
      ...(ran ? blocksWithFiles(document, analysis.reactions) : []).map(({ place }) => runsWithFile(place)),
    ],
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
