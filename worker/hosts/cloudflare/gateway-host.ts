/**
 * Kernels of the gateway that the Worker's configuration names, over Cloudflare's own WebSockets.
 * @module
 */
import { success } from "../../../compiler/contract/outcome.ts";
import { GatewayHost, type OpenSocket } from "../../kernels/gateway-host.ts";
import type { KernelHost } from "../../kernels/kernel-host.ts";
import type { Environment } from "./environment.ts";

/** Anything that fetches: the network, or a container's port. */
export type Fetch = (url: string, init: RequestInit) => Promise<Response>;

/** @param env - `KERNEL_GATEWAY` is not empty; see {@link kernelsOf}. */
export function gatewayHost(env: Environment): KernelHost {
  const address = { url: (env.KERNEL_GATEWAY ?? "").replace(/\/+$/, ""), token: env.KERNEL_GATEWAY_TOKEN ?? "" };
  const reach: Fetch = (url, init) => fetch(url, init);
  return new GatewayHost({
    address: async () => address,
    fetch: reach,
    openSocket: openSocketWith(reach),
    mountsFiles: false,
    prepare: async ({ id, server: { image } }) =>
      success({
        name: env.KERNELSPEC || "python3",
        env: { KERNEL_USERNAME: "viewer", KERNEL_APP: id, ...(image === null ? {} : { KERNEL_IMAGE: image }) },
      }),
    clear: async () => {},
  });
}

/** Opens WebSockets by `fetch`, as Workers do. */
export function openSocketWith(reach: Fetch): OpenSocket {
  return async (url, { headers, protocol, listener }) => {
    const answer = await reach(url, {
      headers: { ...headers, Upgrade: "websocket", "Sec-WebSocket-Protocol": protocol },
    });
    const socket = answer.webSocket;
    if (!socket) throw new UpgradeError(`The gateway answered ${answer.status}. ${await answer.text()}`);
    // Newer compatibility dates deliver Blobs, which can only be read later and so out of order.
    Reflect.set(socket, "binaryType", "arraybuffer");
    socket.accept();
    socket.addEventListener("message", ({ data }) => {
      if (data instanceof ArrayBuffer) listener.frame(new Uint8Array(data));
    });
    socket.addEventListener("close", () => listener.closed());
    socket.addEventListener("error", () => listener.closed());
    return {
      send: (frame) => socket.send(frame),
      close: () => socket.close(1000),
    };
  };
}

/** The gateway did not take the WebSocket. */
class UpgradeError extends Error {
  override readonly name: string = "UpgradeError";
}
