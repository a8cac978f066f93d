/**
 * The one address that pages of server apps connect to, behind the gate. How a connection is taken differs between hosts.
 * @module
 */
import { type Context, Hono } from "hono";
import { isVersion } from "../../compiler/contract/file-url.ts";
import { parseServerProgram, SERVER_PROGRAM_PATH, type ServerProgram } from "../../compiler/contract/server-program.ts";
import type { Env, Visit } from "../deps.ts";
import { badRequest, notFound, slowDown } from "../errors.ts";
import type { PublishedApp } from "./kernel-host.ts";
import { workFile } from "./work-file.ts";

/** A page that wants to connect, and whom it is shown to be. */
export interface KernelVisit {
  readonly app: PublishedApp;
  readonly viewer: string;
  /** The session that the page had before, if any. */
  readonly session: string | null;
  /** The page is of an older version: it is to be told so. */
  readonly outdated: boolean;
}

export interface KernelRoutesOptions {
  /** Answers the upgrade. */
  readonly connect: (context: Context<Env>, visit: KernelVisit) => Promise<Response>;
  /** Counts one connection; `false` when this one has made too many lately. */
  readonly limit: (key: string) => Promise<boolean>;
  /** The network address of whoever asks: who somebody is that has not signed in. */
  readonly addressOf: (context: Context) => string;
}

/** Routes for {@link Kernels.routes}. */
export function kernelRoutes({ connect, limit, addressOf }: KernelRoutesOptions): Hono<Env> {
  const programs = new Map<string, Promise<Program | null>>();
  const routes = new Hono<Env>();
  routes.get("/", async (context) => {
    if (context.req.header("Upgrade")?.toLowerCase() !== "websocket")
      throw badRequest("This address is for WebSockets.", "Open the app in a browser.");
    const visit = context.get("visit");
    const viewer = visit.viewer.email ?? `address ${addressOf(context)}`;
    if (!(await limit(viewer))) throw slowDown(10);
    const program = await known(programs, visit);
    if (program === null) throw notFound("This app has no server kernel.");
    const version = context.req.query("v");
    return connect(context, {
      app: publishedApp(visit, program.server),
      viewer,
      session: context.req.query("session") ?? null,
      outdated: version !== undefined && !isVersion(version, program.sha256),
    });
  });
  return routes;
}

interface Program {
  readonly server: ServerProgram;
  readonly sha256: string;
}

/** Programs are read once a version; a few are kept. */
const MOST_PROGRAMS = 100;

function known(programs: Map<string, Promise<Program | null>>, visit: Visit): Promise<Program | null> {
  const key = `${visit.app.project} ${visit.app.version}`;
  const program = programs.get(key) ?? readProgram(visit);
  programs.delete(key);
  programs.set(key, program);
  // What could not be read is tried again.
  void program.catch(() => programs.delete(key));
  for (const oldest of programs.keys()) {
    if (programs.size <= MOST_PROGRAMS) break;
    programs.delete(oldest);
  }
  return program;
}

async function readProgram(visit: Visit): Promise<Program | null> {
  const content = await visit.file(SERVER_PROGRAM_PATH);
  if (content === null) return null;
  const bytes = new Uint8Array(await new Response(content).arrayBuffer());
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  const parsed = parseServerProgram(JSON.parse(new TextDecoder().decode(bytes)));
  if (!parsed.ok) return null;
  return { server: parsed.value, sha256: Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join("") };
}

function publishedApp(visit: Visit, server: ServerProgram): PublishedApp {
  return {
    id: visit.app.project,
    version: visit.app.version,
    server,
    readFile: (name) => workFile(name, visit.file),
    mayStart: visit.mayStill,
  };
}
