/**
 * Kernel sessions on this machine, wired together: for `notebook-app serve` and `notebook-app dev`.
 * @module
 */
import { randomBytes } from "node:crypto";
import { failure, type Outcome, success } from "../../../../compiler/contract/outcome.ts";
import type { KernelOptions, LocalKernels } from "../../../../compiler/contract/serve.ts";
import type { KernelHost } from "../../../kernels/kernel-host.ts";
import { SESSION_LIMITS, type SessionLimits } from "../../../kernels/kernel-session.ts";
import { KernelSessions } from "../../../kernels/kernel-sessions.ts";
import { existingGateway } from "./existing-gateway.ts";
import { boxProblem } from "./isolation.ts";
import { createNodeKernelHost, KERNEL_CAPS } from "./node-kernel-host.ts";
import { RUNNER_FILES } from "./runner-files.ts";

/** Sessions with their limits, and the end of everything. */
export function createKernels(options: KernelOptions, limits: SessionLimits = SESSION_LIMITS): LocalKernels {
  const { host, close } = chooseHost(options);
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
    limits,
    caps: options.most,
    newId: () => randomBytes(18).toString("base64url"),
  });
  return {
    open: (connection) => sessions.open(connection),
    end: (app, reason) => sessions.end(app, reason),
    close: async () => {
      await sessions.close();
      await close();
    },
  };
}

function chooseHost(options: KernelOptions): { readonly host: KernelHost; readonly close: () => Promise<void> } {
  const { gateway, memory, cpus, onLog, onText, cache } = options;
  if (gateway !== null) return { host: existingGateway(gateway), close: async () => {} };
  const host = createNodeKernelHost({
    cache,
    boxed: boxPolicy(options),
    caps: { ...KERNEL_CAPS, memoryBytes: memory, cpus: cpus ?? KERNEL_CAPS.cpus },
    onText,
    onLog,
  });
  return { host, close: () => host.close() };
}

/** Whether kernels are boxed here; found out once, when the first is started. */
export function boxPolicy({ boxed, onLog }: Pick<KernelOptions, "boxed" | "onLog">): () => Promise<Outcome<boolean>> {
  const decide = async (): Promise<Outcome<boolean>> => {
    if (boxed === "never") {
      onLog("Kernels are not isolated: an app's code can reach whatever this server's user can.");
      return success(false);
    }
    const problem = await boxProblem();
    if (problem === null) return success(true);
    onLog(`Kernels cannot be isolated on this machine. ${problem}`);
    if (boxed === "if-possible") return success(false);
    return failure("boot", "This server cannot keep its kernels apart, so it runs none. Its log says what to do.");
  };
  let decided: Promise<Outcome<boolean>> | null = null;
  return () => {
    decided ??= decide();
    return decided;
  };
}
