/**
 * `notebook-app publish --watch`: a new version for each saved change.
 * @module
 */
import { isSuspect } from "../../publish/review.ts";
import { type CompileForApp, compileForApp } from "../publish/compile-for-app.ts";
import { prepare } from "../publish/prepare.ts";
import type { Sent } from "../publish/send.ts";
import { send } from "../publish/send.ts";
import { ServerError } from "../publish/server-error.ts";
import { FileWatcher } from "../watch-files.ts";
import { colors } from "./colors.ts";
import { Exit } from "./failure.ts";
import type { CommonOptions } from "./options.ts";
import { bytesText, printDiagnostics } from "./report.ts";
import type { Connection } from "./server-options.ts";
import { reviewText } from "./show-review.ts";

export interface WatchedApp extends Pick<CompileForApp, "compile" | "copyOf"> {
  /** Files whose changes count. */
  readonly watched: readonly string[];
  readonly connection: Connection;
  /** The version that is visible when watching begins. */
  readonly published: Sent;
  readonly options: CommonOptions & { readonly yes?: boolean };
}

/** Milliseconds until another try after the server did not answer. */
const LATER = 5000;

/** Publishes until the process is told to end. */
export function watchAndPublish(app: WatchedApp): Promise<void> {
  const watcher = new PublishWatcher(app);
  if (!app.options.json) console.error(colors.dim("Watching: save to publish. Ctrl+C ends it."));
  return new Promise((resolve) => {
    const end = (): void => {
      watcher.close();
      resolve();
    };
    for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, end);
  });
}

class PublishWatcher {
  private readonly app: WatchedApp;
  private readonly watcher = new FileWatcher(() => this.schedule());
  private working: Promise<void> = Promise.resolve();
  private waiting = false;
  private retry: ReturnType<typeof setTimeout> | undefined;

  constructor(app: WatchedApp) {
    this.app = app;
    this.watcher.watch(app.watched);
  }

  close(): void {
    clearTimeout(this.retry);
    this.watcher.close();
  }

  /** One publish at a time; changes during one are one more publish after it. */
  private schedule(): void {
    if (this.waiting) return;
    this.waiting = true;
    clearTimeout(this.retry);
    this.working = this.working.then(async () => {
      this.waiting = false;
      await this.publish().catch((error: unknown) => this.failed(error));
    });
  }

  private async publish(): Promise<void> {
    const { connection, options, published } = this.app;
    const { server, info } = connection;
    const { workspace } = published.app;
    const ready = await compileForApp({ ...this.app, server: async () => server });
    this.watcher.watch(ready.compiled.watched);
    const { diagnostics } = ready.compiled;
    if (!options.json) printDiagnostics(diagnostics);
    const prepared = await prepare(ready.compiled, { ...ready, workspace, access: null });
    if (!prepared) {
      if (options.json) console.log(JSON.stringify({ ok: false, diagnostics }));
      else console.error(colors.red("Not published: the last good version stays."));
      return;
    }
    if (isSuspect(prepared.review) && !options.yes) {
      if (options.json) console.log(JSON.stringify({ ok: false, error: HELD_BACK, review: prepared.review }));
      else console.error(`${reviewText(prepared.review)}\n${colors.yellow(HELD_BACK)}`);
      return;
    }
    this.tell(await send(prepared, { server, limits: info.limits, workspace }));
  }

  private tell({ app, version, uploaded, unchanged }: Sent): void {
    if (unchanged) return;
    if (this.app.options.json) {
      const { id, number } = version;
      console.log(JSON.stringify({ ok: true, link: app.link, version: { id, number }, uploaded }));
      return;
    }
    const time = new Date().toLocaleTimeString();
    console.log(`${time} Version ${version.number} is at ${app.link}  ${colors.dim(bytesText(uploaded.bytes))}`);
  }

  /** The last good version stays; a server that did not answer is asked again. */
  private failed(error: unknown): void {
    const message = error instanceof Error ? error.message : String(error);
    const again = error instanceof ServerError && (error.code === "unreachable" || error.code === "conflict");
    if (this.app.options.json) console.log(JSON.stringify({ ok: false, error: message, again }));
    else if (!(error instanceof Exit && message === ""))
      console.error(`${colors.red("Not published:")} ${message}${again ? " Trying again …" : ""}`);
    if (again) this.retry = setTimeout(() => this.schedule(), LATER);
  }
}

const HELD_BACK = "Held back: something looks like a secret. Take it out, or start again with --yes if it is none.";
