/**
 * The server on one machine: Node, SQLite and folders, nothing else.
 * @module
 */
import { mkdir } from "node:fs/promises";
import type { Server } from "node:http";
import { join } from "node:path";
import { createAdaptorServer } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import type { Context } from "hono";
import { WebSocketServer } from "ws";
import { VIEWER_MESSAGE_LIMIT } from "../../../compiler/contract/kernel-socket.ts";
import type { RunningSite, ServeOptions } from "../../../compiler/contract/serve.ts";
import { createApp } from "../../app.ts";
import type { Deps, LogEntry } from "../../deps.ts";
import { InternalError } from "../../errors.ts";
import { isSpent } from "../../registry/tickets.ts";
import { welcome } from "../../sign-in/welcome.ts";
import type { Site } from "../../site.ts";
import { FolderBlobs } from "./folder-blobs.ts";
import { lockFolder } from "./folder-lock.ts";
import { heartbeat } from "./heartbeat.ts";
import { housekeeping } from "./housekeeping.ts";
import { createKernels } from "./kernels/local-kernels.ts";
import { nodeKernels } from "./kernels/node-kernels.ts";
import { migrate } from "./migrate.ts";
import { RATES, RateLimit } from "./rate-limit.ts";
import { removeStrays, repair } from "./repair.ts";
import { SqliteDatabase } from "./sqlite-database.ts";
import { OWNER, TokenFile } from "./token-file.ts";

const MEGABYTE = 1024 * 1024;
export const LIMITS: Deps["limits"] = {
  blob: 64 * MEGABYTE,
  part: 32 * MEGABYTE,
  file: 5 * 1024 * MEGABYTE,
  files: 10_000,
};
type SocketServer = NonNullable<Parameters<typeof createAdaptorServer>[0]["websocket"]>["server"];
/** Milliseconds that running answers get at the end. */
const GRACE = 10_000;

export { createKernels };

/** Starts the server. @throws {@link InternalError} for a folder that it cannot use; what Node throws for a port that it cannot have */
export async function startServer(options: ServeOptions): Promise<RunningSite> {
  await mkdir(options.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(options.folder);
  try {
    const database = new SqliteDatabase(options.folder);
    return await serve(options, database, unlock).catch((error: unknown) => {
      database.close();
      throw error;
    });
  } catch (error) {
    unlock();
    throw error;
  }
}

/** @param unlock - Lets the folder go, at the server's end. */
async function serve(options: ServeOptions, database: SqliteDatabase, unlock: () => void): Promise<RunningSite> {
  const damage = database.damage();
  if (damage !== null)
    throw new InternalError(`The registry in ${options.folder} is damaged (${damage}). Restore a copy.`);
  await migrate(database);
  const log = (entry: LogEntry) => options.log(JSON.stringify({ time: new Date().toISOString(), ...entry }));
  const blobs = new FolderBlobs(options.folder);
  const repaired = await repair(database, blobs);
  if (repaired > 0) log({ level: "warn", event: "repaired", missing: repaired });
  await removeStrays(database, blobs);
  const running = new Set<Promise<void>>();
  const sockets = new WebSocketServer({ noServer: true, maxPayload: VIEWER_MESSAGE_LIMIT * 4 });
  const server = createAdaptorServer({
    fetch: (request, env) => app.fetch(request, env),
    // The adapter describes `ws` by hand, a little stricter than its own types.
    websocket: { server: sockets as unknown as SocketServer },
  });
  // Slow senders hold a connection, not the server: headers within 30 s, a request within the time that 64 MB take on a slow line.
  Object.assign(server, { headersTimeout: 30_000, requestTimeout: 15 * 60_000, keepAliveTimeout: 10_000 });
  const port = await listen(server as Server, options);
  const site = siteOf(options, port);
  const ownerToken = new TokenFile(
    join(options.folder, "owner-token"),
    (token) => isSpent(database, token),
    (token) => options.onOwnerLink(`${site.origin}/sign-in/owner?token=${token}`),
  );
  const kernels = options.kernels && createKernels(options.kernels);
  const limits = new RateLimit(RATES, Date.now);
  const sources = { owners: [OWNER, ...options.owners], joinDomains: options.joinDomains };
  const deps: Deps = {
    site,
    database,
    blobs,
    shared: null,
    clock: Date.now,
    log,
    limit: async (kind, key) => limits.take(kind, key),
    addressOf: (context) => addressOf(context, options.behindProxy),
    later: (work) => {
      const tracked: Promise<void> = work
        .catch((error: unknown) => log({ level: "error", event: "later-failed", message: String(error) }))
        .finally(() => running.delete(tracked));
      running.add(tracked);
    },
    limits: LIMITS,
    signIn: {
      ...sources,
      ownerToken,
      oidc: options.oidc && { ...options.oidc, allowInsecure: options.oidc.issuer.startsWith("http://127.0.0.1:") },
      cloudflareAccess: null,
    },
    kernels:
      kernels &&
      nodeKernels(kernels, {
        limit: async (key) => limits.take("kernel", key),
        addressOf: (context) => addressOf(context, options.behindProxy),
      }),
  };
  const app = createApp(deps);
  await welcome(database, { email: OWNER, sources, now: Date.now() });
  await ownerToken.prepare();
  const stopHousekeeping = housekeeping({ database, blobs, log });
  const stopHeartbeat = heartbeat(sockets);
  log({ level: "info", event: "started", origin: site.origin });
  return {
    origin: site.origin,
    port,
    close: async () => {
      stopHousekeeping();
      stopHeartbeat();
      await kernels?.close();
      await closeServer(server as Server);
      await Promise.all(running);
      database.close();
      unlock();
      log({ level: "info", event: "stopped" });
    },
  };
}

function siteOf({ origin, apps }: ServeOptions, port: number): Site {
  const own = origin ?? `http://localhost:${port}`;
  return { origin: own, appHost: apps === "origins" ? new URL(own).host : null };
}

function listen(server: Server, { port, hostname }: ServeOptions): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, hostname, () => {
      const address = server.address();
      resolve(typeof address === "object" && address !== null ? address.port : port);
    });
  });
}

/** Takes no new connection, lets answers finish, and ends what does not. */
function closeServer(server: Server): Promise<void> {
  return new Promise((resolve) => {
    const force = setTimeout(() => server.closeAllConnections(), GRACE);
    server.close(() => {
      clearTimeout(force);
      resolve();
    });
    server.closeIdleConnections();
  });
}

/** The last proxy's word, where there is one: what comes before it in the header anybody could have written. */
function addressOf(context: Context, behindProxy: boolean): string {
  const forwarded = behindProxy ? context.req.header("X-Forwarded-For")?.split(",").at(-1)?.trim() : undefined;
  return forwarded || getConnInfo(context).remote.address || "unknown";
}
