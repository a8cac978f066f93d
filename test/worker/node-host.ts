/**
 * The one-machine host on a free port and a folder of its own.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import type { KernelOptions, ServeOptions } from "../../compiler/contract/serve.ts";
import { FolderBlobs } from "../../worker/hosts/node/folder-blobs.ts";
import { startServer } from "../../worker/hosts/node/serve.ts";
import { SqliteDatabase } from "../../worker/hosts/node/sqlite-database.ts";
import { tidy } from "../../worker/housekeeping.ts";
import { sendTo } from "./http.ts";
import type { TestHost } from "./test-host.ts";

export interface NodeHost extends TestHost {
  readonly folder: string;
}

/** Server kernels for tests that end at the gate. */
export const UNREACHABLE: KernelOptions = {
  gateway: { url: "http://127.0.0.1:9", token: "x", kernelspec: "python3" },
  cache: tmpdir(),
  boxed: "if-possible",
  memory: 1e9,
  cpus: null,
  most: { total: 1, perApp: 1, perViewer: 1 },
  onText: () => {},
  onLog: () => {},
};

export async function nodeHost(options: Partial<ServeOptions> = {}): Promise<NodeHost> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "nb-serve-"));
  const lines: string[] = [];
  const server = await startServer({
    kernels: null,
    folder,
    port: 0,
    hostname: "127.0.0.1",
    origin: null,
    apps: "origins",
    behindProxy: true,
    oidc: null,
    owners: [],
    joinDomains: [],
    onOwnerLink: () => {},
    log: (line) => lines.push(line),
    ...options,
  });
  const port = server.port;
  return {
    name: "one machine",
    folder,
    port,
    origin: server.origin,
    appHost: options.apps === "paths" ? null : new URL(server.origin).host,
    send: sendTo(port),
    ownerToken: async () => readFileSync(join(folder, "owner-token"), "utf8").trim(),
    sql: async (text, ...args) => {
      const database = new DatabaseSync(join(folder, "registry.sqlite"), { timeout: 5000 });
      try {
        return database.prepare(text).all(...args);
      } finally {
        database.close();
      }
    },
    tidy: async () => {
      const database = new SqliteDatabase(folder);
      await tidy({ database, blobs: new FolderBlobs(folder), now: Date.now() });
      database.close();
    },
    log: () => lines.join("\n"),
    close: async () => {
      await server.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
