/**
 * One site that has notebooks: its configuration, its apps and where they are.
 * @module
 */
import { existsSync } from "node:fs";
import type { ResolvedConfig, Rolldown, ViteDevServer } from "vite";
import type { Program } from "../../contract/program.ts";
import { type Diagnostic, InternalError } from "../../diagnostics/diagnostic.ts";
import { shadowHtml } from "../../emit/shadow-html.ts";
import { FileError, type NotebookOptions } from "../compile-notebook.ts";
import { runtimeFiles } from "../runtime-files.ts";
import { type AuthorError, authorError, NotebookError } from "./author-error.ts";
import { type EmittedApp, emitApp, programPath } from "./emit-app.ts";
import { type NotebookId, readNotebookId } from "./notebook-id.ts";
import { DEV_PATH } from "./serve-apps.ts";
import { type MadeApp, SiteApps } from "./site-apps.ts";

/** Where packages come from, and what a build runs beforehand: as the options of `notebook-app build`. */
export type NotebookAppOptions = Pick<NotebookOptions, "offline" | "wheels" | "cache" | "prerun">;

/** How findings reach the author: through a hook, where there is one that can. */
type Reporter = Pick<Rolldown.PluginContext, "error" | "warn" | "addWatchFile">;

export class Site {
  /** HTML for the inside of elements, by the app's URL. */
  readonly contents: Map<string, string> = new Map();
  /** The development server, if there is one. */
  server: ViteDevServer | null = null;
  readonly #files = new Map<string, readonly string[]>();
  readonly #options: NotebookAppOptions;
  #config: ResolvedConfig | null = null;
  #apps: SiteApps | null = null;

  constructor(options: NotebookAppOptions) {
    this.#options = options;
  }

  configure(config: ResolvedConfig): void {
    this.#config = config;
    // Saving must show at once; a build has time to prepare Python.
    const prerun = config.command === "serve" ? ({ prerun: "none" } as const) : {};
    this.#apps = new SiteApps({ ...prerun, ...this.#options });
  }

  get #resolved(): ResolvedConfig {
    if (this.#config) return this.#config;
    throw new InternalError("no-config", "Vite asked for a notebook before it had its configuration.");
  }

  get apps(): SiteApps {
    if (this.#apps) return this.#apps;
    throw new InternalError("no-config", "Vite asked for a notebook before it had its configuration.");
  }

  get inDevelopment(): boolean {
    return this.#resolved.command === "serve";
  }

  /** With a final slash, or empty. */
  get base(): string {
    return this.#resolved.base;
  }

  get root(): string {
    return this.#resolved.root;
  }

  /** Compiles a notebook and reports what there is to say. @throws what `report.error` throws, or the same, if it has errors */
  async app(moduleId: string, report: Reporter | null): Promise<{ readonly program: Program; readonly html: string }> {
    const { compiled } = await this.#make(moduleId).catch((error: unknown): never => {
      if (error instanceof FileError) fail(report, authorError(error.diagnostic, null));
      throw error;
    });
    this.#watch(moduleId, report);
    const { bundle, document, diagnostics } = compiled;
    const described = (finding: Diagnostic): AuthorError => authorError(finding, document);
    for (const finding of diagnostics) if (finding.severity === "warning") report?.warn(described(finding));
    const wrong = diagnostics.find(({ severity }) => severity === "error");
    if (wrong) return fail(report, described(wrong));
    if (!bundle) throw new InternalError("no-bundle", "A notebook without errors gave no app.");
    return { program: bundle.program, html: shadowHtml(bundle.html, runtimeFiles().css) };
  }

  /** In development Vite would take a file that is watched in a module's name for one that the module imports. */
  #watch(moduleId: string, report: Reporter | null): void {
    const files = this.apps.watched(moduleId);
    if (this.server) this.server.watcher.add([...files]);
    else for (const file of files) if (existsSync(file)) report?.addWatchFile(file);
  }

  /** Where the development server has the app. */
  devUrl(moduleId: string): string {
    return `${this.base}${DEV_PATH}${this.#id(moduleId).slug}/app.json`;
  }

  /** Where a build has the app, below the site's root. */
  async builtPath(moduleId: string): Promise<string> {
    return programPath(await this.#emitted(moduleId));
  }

  /** Puts the app among a build's assets; gives the reference of its program. */
  async emit(moduleId: string, context: Pick<Rolldown.PluginContext, "emitFile">): Promise<string> {
    const { program, files } = emitApp(context, await this.#emitted(moduleId));
    this.#files.set(moduleId, files);
    return program;
  }

  /** All files that were emitted for a module, if it is a notebook. */
  filesOf(moduleId: string): readonly string[] {
    return this.#files.get(moduleId) ?? [];
  }

  async #emitted(moduleId: string): Promise<EmittedApp> {
    const { files } = await this.#make(moduleId);
    return { slug: this.#id(moduleId).slug, files, assets: this.#resolved.build.assetsDir };
  }

  #make(moduleId: string): Promise<MadeApp> {
    return this.apps.make(moduleId, this.#id(moduleId));
  }

  #id(moduleId: string): NotebookId {
    const id = readNotebookId(moduleId, this.root);
    if (id === null) throw new InternalError("no-notebook", `${moduleId} is no notebook.`);
    return id;
  }
}

/** The bundlers' way to end; Vite shows such an error over the page wherever it was thrown. */
function fail(report: Reporter | null, error: AuthorError): never {
  if (report) return report.error(error);
  throw Object.assign(new NotebookError(error.message), error, { plugin: "notebook-app" });
}
