/**
 * Every file of a bundle.
 * @module
 */
import type { ListedFile } from "../contract/file-list.ts";
import { fileUrl } from "../contract/file-url.ts";
import type { Program } from "../contract/program.ts";
import { SERVER_PROGRAM_PATH } from "../contract/server-program.ts";
import type { Document } from "../document.ts";
import type { LockedWheel } from "../packages/lock.ts";
import type { PreparedPython } from "../packages/prepared-python.ts";
import type { CompileRequest, SourceFile } from "../request.ts";
import type { AppSettings } from "../settings.ts";
import { embedScript } from "./embed-script.ts";
import { listFiles } from "./file-list.ts";
import { headersFile } from "./headers.ts";
import { renderPage } from "./page.ts";
import { coreFolder, coreOf, duckdbFolder, moduleFiles, type PlacedWheel } from "./python-plan.ts";

/** One file of a bundle: its text, or which file of the shell's goes there. */
export type BundleEntry =
  | { readonly path: string; readonly text: string }
  | (ListedFile & { readonly copy: "runtime" | "duckdb" | "core" | "work" | "prepared"; readonly name: string })
  | (ListedFile & { readonly copy: "wheel"; readonly wheel: LockedWheel });

/** What was made of the request. */
export interface BundleParts {
  readonly program: Program;
  readonly html: string;
  /** The kernels' program of a server app. */
  readonly server: string | null;
  readonly packages: readonly PlacedWheel[];
  readonly stored: ReadonlyMap<string, string>;
  readonly document: Document;
  readonly prepared: PreparedPython;
  readonly settings: AppSettings;
  /** Those of the runtime's files that the app needs. */
  readonly runtime: readonly SourceFile[];
}

/** Lists the files, by path. */
export function bundleEntries(
  request: CompileRequest,
  { program, html, server, packages, stored, document, prepared, settings: { embed }, runtime }: BundleParts,
): BundleEntry[] {
  const runtimeFolder = `rt/${request.runtime.hash.slice(0, 12)}`;
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
    ...copied("runtime", runtimeFolder, runtime),
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
  const script = `${request.sharedRuntime ? "../" : ""}${runtimeFolder}`;
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
