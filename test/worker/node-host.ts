/**
 * The one-machine host on a free port and a folder of its own.
 * @module
 */
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { ServeOptions } from "../../compiler/contract/serve.ts";
import { startServer } from "../../worker/hosts/node/serve.ts";
import { sendTo } from "./http.ts";
import type { TestHost } from "./test-host.ts";

export interface NodeHost extends TestHost {
  readonly folder: string;
  readonly port: number;
}

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
    log: () => lines.join("\n"),
    close: async () => {
      await server.close();
      if (options.folder === undefined) rmSync(folder, { recursive: true, force: true });
    },
  };
}
