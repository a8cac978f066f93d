/**
 * A gateway as its operator would run it: started by hand with a boxed kernelspec, for servers that are given its URL.
 * @module
 */
import { appendFileSync, cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Environments } from "../../worker/hosts/node/kernels/environments.ts";
import { GatewayProcess } from "../../worker/hosts/node/kernels/gateway-process.ts";
import { KERNEL_CAPS } from "../../worker/hosts/node/kernels/node-kernel-host.ts";
import { CACHE } from "./kernel-server.ts";

export interface OwnGateway {
  readonly url: string;
  readonly token: string;
  close(): Promise<void>;
}

export async function ownGateway(): Promise<OwnGateway> {
  const folder = mkdtempSync(join(tmpdir(), "gw-"));
  const scripts = join(import.meta.dirname, "../../worker/hosts/node/kernels");
  for (const name of ["box.py", "gateway_config.py"]) cpSync(join(scripts, name), join(folder, name));
  // So that tests can count.
  appendFileSync(join(folder, "gateway_config.py"), "c.JupyterWebsocketPersonality.list_kernels = True\n");
  const environment = await new Environments({ cache: CACHE }).get(["jupyter_kernel_gateway==3.*", "ipykernel==7.*"]);
  if (!environment.ok) throw new Error(environment.fault.message);
  const { python, folders } = environment.value;
  const spec = join(folder, "specs/kernels/boxed");
  mkdirSync(spec, { recursive: true });
  writeFileSync(
    join(spec, "kernel.json"),
    JSON.stringify({
      argv: [python, "-I", "-S", join(folder, "box.py"), python, "{connection_file}"],
      display_name: "boxed",
      language: "python",
      interrupt_mode: "message",
      env: { NOTEBOOK_APP_BOX: JSON.stringify({ pythons: folders.filter((path) => path !== "/usr"), ...KERNEL_CAPS }) },
    }),
  );
  const gateway = new GatewayProcess({
    python: async () => python,
    config: join(folder, "gateway_config.py"),
    folder: join(folder, "gateway"),
    specs: join(folder, "specs"),
    onLog: (line) => (process.env.KERNEL_LOG ? console.log(line) : undefined),
  });
  const address = await gateway.address();
  return {
    ...address,
    close: async () => {
      await gateway.close();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
