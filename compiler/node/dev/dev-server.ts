/**
 * The development server: a static server whose pages reload themselves when a new version is built. What is served is the bundle
 * itself; the script that reloads is added on the way out and is in no bundle.
 * @module
 */
import { readFileSync } from "node:fs";
import type { IncomingMessage, ServerResponse } from "node:http";
import { join } from "node:path";
import { type Diagnostic, hasErrors } from "../diagnostics/diagnostic.ts";
import { escapeHtml } from "../emit/html.ts";
import { compileNotebook, type NotebookOptions, settingsPath } from "./compile-notebook.ts";
import { type RunningServer, serveFolder } from "./static-server.ts";
import { FileWatcher } from "./watch-files.ts";

export interface DevOptions extends NotebookOptions {
  readonly port: number;
  readonly isolated: boolean;
  /** Where versions are written. */
  readonly folder: string;
  readonly onBuilt?: (result: { readonly diagnostics: readonly Diagnostic[]; readonly millis: number }) => void;
}

/** Builds, serves and watches. */
export async function startDevServer(file: string, options: DevOptions): Promise<RunningServer> {
  const dev = new DevServer(file, options);
  const server = await serveFolder(() => dev.folder, {
    port: options.port,
    isolated: options.isolated,
    intercept: (request, response) => dev.intercept(request, response),
  });
  await dev.build();
  return {
    url: server.url,
    close: async () => {
      dev.close();
      await server.close();
    },
  };
}

class DevServer {
  /** The newest good version. */
  folder: string;
  private readonly file: string;
  private readonly options: DevOptions;
  private version = 0;
  private errors: readonly Diagnostic[] = [];
  private readonly pages = new Set<ServerResponse>();
  private readonly watcher = new FileWatcher(() => void this.build());
  private building: Promise<void> = Promise.resolve();

  constructor(file: string, options: DevOptions) {
    this.file = file;
    this.options = options;
    this.folder = join(options.folder, "none");
  }

  build(): Promise<void> {
    this.building = this.building.then(() => this.buildOnce());
    return this.building;
  }

  private async buildOnce(): Promise<void> {
    const began = performance.now();
    try {
      const compiled = await compileNotebook(this.file, this.options);
      this.watcher.watch(compiled.watched);
      this.errors = compiled.diagnostics.filter(({ severity }) => severity === "error");
      if (compiled.bundle && !hasErrors(compiled.diagnostics)) {
        const folder = join(this.options.folder, `v${++this.version}`);
        await compiled.write(folder);
        this.folder = folder;
      }
      this.options.onBuilt?.({ diagnostics: compiled.diagnostics, millis: performance.now() - began });
    } catch (error) {
      this.watcher.watch([this.file, settingsPath(this.file)]);
      this.errors = [failed(this.file, error)];
      this.options.onBuilt?.({ diagnostics: this.errors, millis: performance.now() - began });
    }
    for (const page of this.pages) page.write("event: built\ndata: \n\n");
  }

  close(): void {
    this.watcher.close();
    for (const page of this.pages) page.end();
  }

  intercept(request: IncomingMessage, response: ServerResponse): boolean {
    const { pathname } = new URL(request.url ?? "/", "http://localhost");
    if (pathname === "/@dev/events") return this.events(response);
    if (pathname === "/@dev/reload.js") return send(response, "text/javascript; charset=utf-8", RELOAD);
    if (pathname !== "/" && pathname !== "/index.html") return false;
    if (this.errors.length > 0)
      return send(response, "text/html; charset=utf-8", errorPage(this.errors), this.options.isolated);
    const page = readFileSync(join(this.folder, "index.html"), "utf8");
    return send(
      response,
      "text/html; charset=utf-8",
      page.replace("</head>", '<script type="module" src="/@dev/reload.js"></script>\n</head>'),
      this.options.isolated,
    );
  }

  private events(response: ServerResponse): boolean {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
    response.write("retry: 500\n\n");
    this.pages.add(response);
    response.on("close", () => this.pages.delete(response));
    return true;
  }
}

/** Inputs live in the URL, so that a reload keeps them. */
const RELOAD = 'new EventSource("/@dev/events").addEventListener("built", () => location.reload());\n';

function send(response: ServerResponse, type: string, body: string, isolated = false): boolean {
  const isolation = isolated
    ? { "cross-origin-opener-policy": "same-origin", "cross-origin-embedder-policy": "credentialless" }
    : {};
  response.writeHead(200, { "content-type": type, "cache-control": "no-store", ...isolation });
  response.end(body);
  return true;
}

function failed(file: string, error: unknown): Diagnostic {
  const message = error instanceof Error ? error.message : String(error);
  return {
    code: "build-failed",
    severity: "error",
    message,
    help: "Save the notebook again to try once more.",
    place: { file },
  };
}

function errorPage(errors: readonly Diagnostic[]): string {
  const items = errors.map(({ message, help, place }) => {
    const where = [place.file, place.blockTitle, place.line === undefined ? null : `line ${place.line}`]
      .filter(Boolean)
      .join(", ");
    return `<li><strong>${escapeHtml(where)}</strong><p>${escapeHtml(message)}</p><p class="help">${escapeHtml(help)}</p></li>`;
  });
  return `<!doctype html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Not built</title>
<style>:root{color-scheme:light dark;font:16px/1.5 system-ui,sans-serif}body{max-width:44rem;margin:4rem auto;padding:0 1rem}li{margin:1rem 0}.help{opacity:.75}</style>
<script type="module" src="/@dev/reload.js"></script>
<h1>This notebook cannot be built yet</h1><ul>${items.join("")}</ul><p class="help">Save it again and this page reloads.</p></html>`;
}
