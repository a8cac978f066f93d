/**
 * Kernels of a gateway that somebody else runs, on this machine or for a cluster. What is installed there is its operator's to say.
 * @module
 */
import { success } from "../../../../compiler/contract/outcome.ts";
import { GatewayHost } from "../../../kernels/gateway-host.ts";
import type { KernelHost } from "../../../kernels/kernel-host.ts";
import { openSocket } from "./open-socket.ts";

export interface ExistingGateway {
  readonly url: string;
  readonly token: string;
  /** The kernelspec of apps that name no image. An image is passed on to it as `KERNEL_IMAGE`. */
  readonly kernelspec: string;
}

export function existingGateway({ url, token, kernelspec }: ExistingGateway): KernelHost {
  const address = { url: url.replace(/\/+$/, ""), token };
  return new GatewayHost({
    address: async () => address,
    fetch,
    openSocket,
    mountsFiles: false,
    prepare: async ({ id, server: { image } }) =>
      success({
        name: kernelspec,
        env: { KERNEL_USERNAME: "viewer", KERNEL_APP: id, ...(image === null ? {} : { KERNEL_IMAGE: image }) },
      }),
    clear: async () => {},
  });
}
