/**
 * One Cloudflare Container for each session: it holds a gateway with one kernel, and is reached by nobody else.
 * Untested: it has run on no account yet. What it shares with other hosts, the gateway's client and the session, is tested there.
 * @module
 */
import { failure, type Outcome, success } from "../../../compiler/contract/outcome.ts";
import { GatewayHost, type KernelLaunch } from "../../kernels/gateway-host.ts";
import type { HostedKernel, KernelHost } from "../../kernels/kernel-host.ts";
import { type Fetch, openSocketWith } from "./gateway-host.ts";

/** The gateway's port in the container, see `worker/hosts/containers/Dockerfile`. */
const PORT = 8888;
/** A container must answer within this (ms), and is asked this often (ms). */
const START_DEADLINE = 120_000;
const LOOK = 500;

export function containerHost(container: Container): KernelHost {
  const token = crypto.randomUUID();
  // The host name is nobody's: requests go to the container's port directly.
  const reach: Fetch = (url, init) => container.getTcpPort(PORT).fetch(url, init);
  const gateway = new GatewayHost({
    address: async () => ({ url: "http://container", token }),
    fetch: reach,
    openSocket: openSocketWith(reach),
    mountsFiles: false,
    prepare: () => prepare(container, { token, reach }),
    clear: async () => {},
  });
  return {
    mountsFiles: false,
    start: (app, onProgress) => gateway.start(app, onProgress),
    connect: (kernel, listener) => gateway.connect(kernel, listener),
    interrupt: (kernel) => gateway.interrupt(kernel),
    state: async (kernel) => (container.running ? gateway.state(kernel) : "gone"),
    end: async (_kernel: HostedKernel) => {
      if (container.running) await container.destroy();
    },
  };
}

async function prepare(
  container: Container,
  { token, reach }: { token: string; reach: Fetch },
): Promise<Outcome<KernelLaunch>> {
  if (!container.running) container.start({ enableInternet: false, env: { KG_AUTH_TOKEN: token } });
  const deadline = Date.now() + START_DEADLINE;
  while (Date.now() < deadline) {
    const answer = await reach("http://container/api", { headers: { authorization: `token ${token}` } }).catch(
      () => null,
    );
    if (answer?.ok) return success({ name: "python3", env: {} });
    await new Promise((resolve) => setTimeout(resolve, LOOK));
  }
  return failure("boot", "The server's container did not start.");
}
