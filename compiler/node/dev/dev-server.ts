/**
 * The development server: the editor at `/`, the app at `/app/`, built anew whenever its files change. The last good version stays
 * while the notebook has errors.
 * @module
 */
import { rmSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { KERNEL_SOCKET_PATH } from "../../contract/kernel-socket.ts";
import type { KernelOptions } from "../../contract/serve.ts";
import type { Diagnostic } from "../../diagnostics/diagnostic.ts";
import { buildFailed } from "../../diagnostics/emit.ts";
import { type EditorState, editorState } from "../../editor-state.ts";
import { givenSettings, parseSettings } from "../../settings.ts";
import {
  type CompiledNotebook,
  compileNotebook,
  FileError,
  type NotebookOptions,
  settingsPath,
} from "../compile-notebook.ts";
import { editorFolder } from "../runtime-files.ts";
import { type RunningServer, serveFolder } from "../static-server.ts";
import { FileWatcher } from "../watch-files.ts";
import { AuthorFiles } from "./author-files.ts";
import { DevKernels } from "./dev-kernels.ts";
import { type EditorCalls, EditorRoutes } from "./editor-routes.ts";

export interface DevOptions extends NotebookOptions {
  readonly port: number;
  readonly isolated: boolean;
  /** Where versions are written. */
  readonly folder: string;
  readonly onBuilt?: (result: { readonly diagnostics: readonly Diagnostic[]; readonly millis: number }) => void;
  /** Kernels of apps that no browser can run. */
  readonly kernels: KernelOptions;
  /** What the editor can do besides editing, such as publishing. */
  readonly calls?: EditorCalls;
}

/** Builds, serves and watches. */
export async function startDevServer(file: string, options: DevOptions): Promise<RunningServer> {
  const dev = new DevServer(file, options);
  const server = await serveFolder(() => dev.folder, {
    port: options.port,
    isolated: options.isolated,
    intercept: (request, response) => dev.intercept(request, response),
    upgrade: (request, socket, head) => dev.upgrade(request, socket, head),
  });
  await dev.build();
  return {
    url: server.url,
    close: async () => {
      await dev.close();
      await server.close();
    },
  };
}

class DevServer {
  /** The newest good version. */
  folder: string;
  private readonly file: string;
  private readonly options: DevOptions;
  private readonly files: AuthorFiles;
  private readonly routes: EditorRoutes;
  private version = 0;
  private compiled: Parameters<typeof editorState>[0];
  private given: readonly string[] = [];
  private readonly pages = new Set<ServerResponse>();
  private readonly kernels: DevKernels;
  private readonly watcher = new FileWatcher(() => void this.build());
  private building: Promise<void> = Promise.resolve();

  constructor(file: string, options: DevOptions) {
    this.file = file;
    this.options = options;
    this.folder = join(options.folder, "none");
    this.files = new AuthorFiles(file, options.notebook ?? null);
    this.compiled = nothing([]);
    this.kernels = new DevKernels(options.kernels);
    this.routes = new EditorRoutes(editorFolder(), {
      files: this.files,
      state: () => this.state(),
      rebuild: () => void this.build(),
      calls: options.calls ?? {},
    });
  }

  build(): Promise<void> {
    this.building = this.building.then(() => this.buildOnce());
    return this.building;
  }

  private async buildOnce(): Promise<void> {
    const began = performance.now();
    try {
      const compiled = await compileNotebook(this.file, { prerun: "none", ...this.options, host: "editor" });
      this.watcher.watch(compiled.watched);
      this.compiled = compiled;
      this.given = givenSettings(compiled.settingsText);
      if (compiled.bundle) await this.write(compiled);
    } catch (error) {
      this.watcher.watch([this.file, settingsPath(this.file)]);
      this.compiled = nothing([failed(this.file, error)]);
    }
    const { diagnostics } = this.compiled;
    this.options.onBuilt?.({ diagnostics, millis: performance.now() - began });
    for (const page of this.pages) page.write(`event: built\ndata: ${this.version}\n\n`);
  }

  /** The version before stays too: a page may just be loading it. */
  private async write(compiled: CompiledNotebook): Promise<void> {
    const folder = join(this.options.folder, `v${++this.version}`);
    await compiled.write(folder);
    this.folder = folder;
    rmSync(join(this.options.folder, `v${this.version - 2}`), { recursive: true, force: true });
  }

  private state(): EditorState {
    const context = { version: this.version, file: this.file, given: this.given, undo: this.files.depth };
    return editorState(this.compiled, context);
  }

  async close(): Promise<void> {
    this.watcher.close();
    for (const page of this.pages) page.end();
    await this.kernels.close();
  }

  /** Connects a page with its server kernel. */
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === `/app/${KERNEL_SOCKET_PATH}`) this.kernels.upgrade(request, socket, { head, folder: this.folder });
    else socket.destroy();
  }

  /** Answers for the editor; what is below `/app/` is the bundle's. */
  intercept(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/@dev/events") return this.events(response);
    if (pathname === "/") return this.page(response);
    if (this.routes.answer(request, response, pathname)) return true;
    request.url = pathname.startsWith("/app/") ? (request.url ?? "").slice("/app".length) : "/@dev/nothing";
    return false;
  }

  private page(response: ServerResponse): true {
    const isolation = this.options.isolated
      ? { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "credentialless" }
      : {};
    response.writeHead(200, {
      "content-type": "text/html; charset=utf-8",
      "cache-control": "no-store",
      "content-security-policy":
        "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; frame-ancestors 'self'; base-uri 'none'; form-action 'none'",
      "referrer-policy": "no-referrer",
      "x-content-type-options": "nosniff",
      ...isolation,
    });
    response.end(this.routes.page());
    return true;
  }

  private events(response: ServerResponse): true {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("retry: 500\n\n");
    this.pages.add(response);
    response.on("close", () => this.pages.delete(response));
    return true;
  }
}

function nothing(diagnostics: readonly Diagnostic[]): Parameters<typeof editorState>[0] {
  return { document: null, bundle: null, graph: null, settings: parseSettings(null).settings, diagnostics };
}

function failed(file: string, error: unknown): Diagnostic {
  if (error instanceof FileError) return error.diagnostic;
  return buildFailed(file, error instanceof Error ? error.message : String(error));
}
