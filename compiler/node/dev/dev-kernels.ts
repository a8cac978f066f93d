/**
 * Server kernels of the development server: the app that is being written, run by its author on this machine.
 * @module
 */
import { createHash } from "node:crypto";
import { createReadStream, readFileSync } from "node:fs";
import type { IncomingMessage } from "node:http";
import { join } from "node:path";
import type { Duplex } from "node:stream";
import { type WebSocket, WebSocketServer } from "ws";
import { askedVersion, isVersion } from "../../contract/file-url.ts";
import { CLOSE } from "../../contract/kernel-socket.ts";
import type { KernelConnection, KernelOptions, LocalKernels } from "../../contract/serve.ts";
import { parseServerProgram, SERVER_PROGRAM_PATH } from "../../contract/server-program.ts";
import { serverModule } from "../server-module.ts";

const AUTHOR = "author";

export class DevKernels {
  readonly #options: KernelOptions;
  readonly #sockets = new WebSocketServer({ noServer: true });
  #kernels: Promise<LocalKernels | null> | null = null;

  constructor(options: KernelOptions) {
    this.#options = options;
  }

  /** Connects a page of the app whose bundle is in `folder`. */
  upgrade(request: IncomingMessage, socket: Duplex, { head, folder }: { head: Buffer; folder: string }): void {
    this.#sockets.handleUpgrade(request, socket, head, (page) => void this.#open(page, request.url ?? "", folder));
  }

  async close(): Promise<void> {
    for (const page of this.#sockets.clients) page.terminate();
    const kernels = await this.#kernels;
    await kernels?.close();
  }

  async #open(page: WebSocket, url: string, folder: string): Promise<void> {
    // What the page says meanwhile must not be lost.
    const early: string[] = [];
    const keep = (data: unknown): void => void early.push(String(data));
    page.on("message", keep);
    const app = readApp(folder, url);
    if (typeof app === "number") return page.close(app, "The app has changed.");
    this.#kernels ??= serverModule().then((module) => module?.createKernels(this.#options) ?? null);
    const kernels = await this.#kernels;
    if (!kernels) return page.close(CLOSE.gone, "The server is not built. In a checkout: npm run build.");
    const line = kernels.open({
      app,
      viewer: AUTHOR,
      session: new URL(url, "http://localhost").searchParams.get("session"),
      socket: { send: (text) => page.send(text), close: (code, reason) => page.close(code, reason) },
    });
    page.off("message", keep);
    early.forEach((text) => line.receive(text));
    page.on("message", (data) => line.receive(String(data)));
    page.on("close", () => line.closed());
    if (page.readyState !== page.OPEN) line.closed();
  }
}

/** The app in a folder, or with which code to close. */
function readApp(folder: string, url: string): KernelConnection["app"] | number {
  try {
    const text = readFileSync(join(folder, SERVER_PROGRAM_PATH), "utf8");
    const version = createHash("sha256").update(text).digest("hex");
    const asked = askedVersion(url);
    if (asked !== null && !isVersion(asked, version)) return CLOSE.outdated;
    const server = parseServerProgram(JSON.parse(text));
    if (!server.ok) return CLOSE.gone;
    const readWork = (name: string): AsyncIterable<Uint8Array> => createReadStream(join(folder, "work", name));
    // Work files change without the program, and each build has a folder of its own.
    return {
      id: AUTHOR,
      version: `${folder} ${version}`,
      server: server.value,
      readFile: readWork,
      mayStart: async () => true,
    };
  } catch {
    return CLOSE.outdated;
  }
}
