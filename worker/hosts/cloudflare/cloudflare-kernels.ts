/**
 * Server kernels on Cloudflare: the routes, and one Durable Object for each session.
 * @module
 */
import type { Context } from "hono";
import { CLOSE } from "../../../compiler/contract/kernel-socket.ts";
import type { Env, Kernels } from "../../deps.ts";
import { CHANGED } from "../../kernels/kernel-life.ts";
import { type KernelRoutesOptions, type KernelVisit, kernelRoutes } from "../../kernels/kernel-routes.ts";
import type { Environment } from "./environment.ts";
import { socketAnswer } from "./socket-answer.ts";

/** `null` where neither a gateway nor containers are configured. */
export function cloudflareKernels(env: Environment, options: Omit<KernelRoutesOptions, "connect">): Kernels | null {
  if (!env.KERNEL_GATEWAY && env.KERNEL_CONTAINERS !== "yes") return null;
  return {
    routes: kernelRoutes({ ...options, connect: (context, visit) => connect(context, visit, env) }),
    end: async (project) => {
      const sessions = await slotsOf(env).sessionsOf(project);
      await Promise.all(
        sessions.map((id) =>
          env.KERNEL_SESSIONS.get(env.KERNEL_SESSIONS.idFromString(id)).end(CLOSE.gone, CHANGED.message),
        ),
      );
    },
  };
}

function slotsOf(env: Environment): ReturnType<Environment["KERNEL_SLOTS"]["get"]> {
  return env.KERNEL_SLOTS.get(env.KERNEL_SLOTS.idFromName("all"));
}

async function connect(context: Context<Env>, visit: KernelVisit, env: Environment): Promise<Response> {
  if (visit.outdated) return outdated(context.req.raw);
  const { app, viewer, session } = visit;
  const entry = { slug: context.get("visit").app.slug, session: context.get("visit").session };
  const order = { app: app.id, version: app.version, server: app.server, viewer, entry };
  const known = session === null ? null : sessionStub(env, session);
  const stub = known && (await known.take(order)) ? known : env.KERNEL_SESSIONS.get(env.KERNEL_SESSIONS.newUniqueId());
  if (stub !== known) await stub.take(order);
  return stub.fetch(context.req.raw);
}

/** The object of a session that a page names; `null` for what is no id. */
function sessionStub(env: Environment, session: string): ReturnType<Environment["KERNEL_SESSIONS"]["get"]> | null {
  return /^[0-9a-f]{64}$/.test(session) ? env.KERNEL_SESSIONS.get(env.KERNEL_SESSIONS.idFromString(session)) : null;
}

function outdated(request: Request): Response {
  const [page, socket] = Object.values(new WebSocketPair());
  socket?.accept();
  socket?.close(CLOSE.outdated, "The app has a newer version.");
  return socketAnswer(request, page ?? null);
}
