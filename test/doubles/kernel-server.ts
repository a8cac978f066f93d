/**
 * The server's kernel sessions behind a plain WebSocket server: real gateway, real kernels, real sockets; only sign-in is missing.
 * @module
 */
import { randomUUID } from "node:crypto";
import { mkdirSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { homedir } from "node:os";
import { join } from "node:path";
import { WebSocketServer } from "ws";
import type { Kernel, KernelListener, KernelProgram } from "../../compiler/contract/kernel.ts";
import { success } from "../../compiler/contract/outcome.ts";
import type { ServerProgram } from "../../compiler/contract/server-program.ts";
import { createRemoteKernel } from "../../runtime/page/remote-kernel.ts";
import { boxProblem } from "../../worker/hosts/node/kernels/isolation.ts";
import {
  createNodeKernelHost,
  KERNEL_CAPS,
  type NodeKernelHost,
  type NodeKernelHostOptions,
} from "../../worker/hosts/node/kernels/node-kernel-host.ts";
import { RUNNER_FILES } from "../../worker/hosts/node/kernels/runner-files.ts";
import type { PublishedApp } from "../../worker/kernels/kernel-host.ts";
import { SESSION_LIMITS, type SessionLimits } from "../../worker/kernels/kernel-session.ts";
import { KernelSessions } from "../../worker/kernels/kernel-sessions.ts";
import type { SlotCaps } from "../../worker/kernels/slots.ts";

/** Where tests keep virtual environments between runs. */
export const CACHE: string = process.env.NOTEBOOK_APP_CACHE ?? join(homedir(), ".cache/notebook-app/kernels");

/** The real host, boxed where this machine can. */
export async function nodeHost(options: Partial<NodeKernelHostOptions> = {}): Promise<NodeKernelHost> {
  mkdirSync(CACHE, { recursive: true });
  return createNodeKernelHost({
    cache: CACHE,
    boxed: async () => success((await boxProblem()) === null),
    caps: KERNEL_CAPS,
    onText: (text) => console.log(text),
    onLog: (line) => (process.env.KERNEL_LOG ? console.log(line) : undefined),
    ...options,
  });
}

/** An app of a program, without files unless given. */
export function app(
  program: KernelProgram,
  more: Partial<ServerProgram> & { contents?: Record<string, string> } = {},
): PublishedApp {
  const { contents = {}, ...server } = more;
  return {
    id: "app",
    version: JSON.stringify([program, more]),
    server: {
      format: 1,
      program,
      hidden: [],
      modules: {},
      requirements: [],
      image: null,
      files: Object.keys(contents),
      ...server,
    },
    readFile: async function* (name) {
      yield new TextEncoder().encode(contents[name]);
    },
    mayStart: async () => true,
  };
}

export interface KernelServer {
  readonly sessions: KernelSessions;
  readonly base: string;
  /** The app that pages which connect from now on have. */
  app: PublishedApp;
  /** Who they are. */
  viewer: string;
  kernel(listener: KernelListener, memory?: Map<string, string>): Kernel;
  /** Drops all connections, as a broken network does. */
  cut(): void;
  close(): Promise<void>;
}

/** Serves sessions on a free port. */
export async function kernelServer(
  host: NodeKernelHost,
  {
    limits = {},
    caps = { total: 60, perApp: 60, perViewer: 60 },
  }: { limits?: Partial<SessionLimits>; caps?: SlotCaps } = {},
): Promise<KernelServer> {
  const sessions = new KernelSessions({
    host,
    runner: RUNNER_FILES,
    clock: {
      now: () => performance.now(),
      after: (millis, callback) => {
        const timer = setTimeout(callback, millis);
        return () => clearTimeout(timer);
      },
    },
    limits: { ...SESSION_LIMITS, ...limits },
    caps,
    newId: randomUUID,
  });
  const http = createServer();
  const wss = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, "127.0.0.1", resolve));
  const server: KernelServer = {
    sessions,
    base: `http://127.0.0.1:${port(http)}/`,
    app: app({ project: "" as never, blocks: [], tracked: [], ambient: [] }),
    viewer: "viewer",
    kernel: (listener, memory = new Map()) =>
      createRemoteKernel(listener, { get: (key) => memory.get(key) ?? null, set: (key, id) => memory.set(key, id) }),
    cut: () => {
      for (const socket of wss.clients) socket.terminate();
    },
    close: async () => {
      await sessions.close();
      wss.close();
      http.close();
    },
  };
  wss.on("connection", (socket, request) => {
    const session = new URL(request.url ?? "/", server.base).searchParams.get("session");
    const line = sessions.open({
      app: server.app,
      viewer: server.viewer,
      session,
      socket: { send: (text) => socket.send(text), close: (code, reason) => socket.close(code, reason) },
    });
    socket.on("message", (data) => line.receive(String(data)));
    socket.on("close", () => line.closed());
  });
  return server;
}

function port(server: Server): number {
  const address = server.address();
  return typeof address === "object" && address ? address.port : 0;
}
