/**
 * The kernel suite on a server: page's client, narrow protocol, session, gateway and a boxed kernel, all of them real.
 * @module
 */
import { afterAll, beforeAll } from "vitest";
import type { Kernel } from "../../../compiler/contract/kernel.ts";
import type { NodeKernelHost } from "../../../worker/hosts/node/kernels/node-kernel-host.ts";
import { app, type KernelServer, kernelServer, nodeHost } from "../../doubles/kernel-server.ts";
import { kernelSuite } from "../../runtime/kernel/suite.ts";

let host: NodeKernelHost;
let server: KernelServer;

beforeAll(async () => {
  host = await nodeHost();
  server = await kernelServer(host);
});

afterAll(async () => {
  await server.close();
  await host.close();
});

let before: Kernel | null = null;

kernelSuite(
  (listener) => {
    void before?.dispose();
    const kernel = server.kernel(listener);
    before = kernel;
    return {
      get state() {
        return kernel.state;
      },
      boot: (plan) => {
        server.app = app(plan.program);
        return kernel.boot(plan);
      },
      run: (request) => kernel.run(request),
      interrupt: () => kernel.interrupt(),
      ask: (question) => kernel.ask(question),
      update: (edited) => kernel.update(edited),
      readFile: (path) => kernel.readFile(path),
      writeFile: (path, content) => kernel.writeFile(path, content),
      dispose: () => kernel.dispose(),
    };
  },
  () => ({ python: null, base: server.base }),
);
