/**
 * Server kernels of `notebook-app serve`: the routes, with WebSockets as Node has them.
 * @module
 */
import { upgradeWebSocket } from "@hono/node-server";
import type { Context } from "hono";
import type { WSContext } from "hono/ws";
import { CLOSE } from "../../../../compiler/contract/kernel-socket.ts";
import type { LocalKernels } from "../../../../compiler/contract/serve.ts";
import type { Env, Kernels } from "../../../deps.ts";
import { InternalError } from "../../../errors.ts";
import { CHANGED } from "../../../kernels/kernel-life.ts";
import { type KernelRoutesOptions, type KernelVisit, kernelRoutes } from "../../../kernels/kernel-routes.ts";

/** Kernels for {@link Deps.kernels}. */
export function nodeKernels(local: LocalKernels, options: Omit<KernelRoutesOptions, "connect">): Kernels {
  return {
    routes: kernelRoutes({ ...options, connect: (context, visit) => connect(context, visit, local) }),
    end: (project) => local.end(project, CHANGED.message),
  };
}

async function connect(context: Context<Env>, visit: KernelVisit, local: LocalKernels): Promise<Response> {
  let line: ReturnType<LocalKernels["open"]> | null = null;
  const upgrade = upgradeWebSocket(() => ({
    onOpen: (_, socket) => {
      if (visit.outdated) socket.close(CLOSE.outdated, "The app has a newer version.");
      else line = local.open({ ...visit, socket: viewerSocket(socket) });
    },
    onMessage: ({ data }) => {
      if (typeof data === "string") line?.receive(data);
    },
    onClose: () => line?.closed(),
  }));
  const response = await upgrade(context, async () => {});
  if (response instanceof Response) return response;
  throw new InternalError("This request cannot become a WebSocket.");
}

function viewerSocket(socket: WSContext): { send(text: string): void; close(code: number, reason: string): void } {
  return { send: (text) => socket.send(text), close: (code, reason) => socket.close(code, reason) };
}
