/**
 * The worker's kernel without a worker: the same code on Pyodide in Node, behind the contract's interface.
 * @module
 */
import type { Kernel, KernelEvent, KernelListener, KernelState } from "../../compiler/contract/kernel.ts";
import type { AnswerTo, Question } from "../../compiler/contract/live.ts";
import type { Outcome } from "../../compiler/contract/outcome.ts";
import type { WorkerKernel } from "../../compiler/contract/worker-kernel.ts";
import { createWorkerKernel } from "../../runtime/kernel/worker-kernel.ts";
import { python } from "./python.ts";

/** Makes the worker's kernel, with whom it tells what happens. */
type MakeWorker = (tell: (events: readonly KernelEvent[]) => void) => WorkerKernel;

/** A kernel whose boot is instant after the first of the process. */
export function createNodeKernel(listener: KernelListener, make: MakeWorker = bare): Kernel {
  const worker = make((events) => events.forEach(listener));
  let state: KernelState = "idle";
  const enter = (next: KernelState): void => {
    if (next === state) return;
    state = next;
    listener({ kind: "state", state });
  };
  return {
    get state(): KernelState {
      return state;
    },
    async boot(plan) {
      enter("booting");
      const outcome = await worker.boot(plan, null, 2);
      enter(outcome.ok ? "ready" : "failed");
      return outcome;
    },
    async run(request) {
      enter("running");
      const outcome = await worker.run(request);
      enter("ready");
      return outcome;
    },
    // The worker's own typing says which answer belongs to which question.
    ask: async <Q extends Question>(question: Q) => (await worker.ask(question)) as Outcome<AnswerTo<Q>>,
    update: async (program) => worker.update(program),
    interrupt: async () => worker.interrupt(),
    readFile: async (path) => worker.readFile(path),
    writeFile: async (path, content) => worker.writeFile(path, content),
    dispose: async () => enter("idle"),
  };
}

const bare: MakeWorker = (tell) =>
  createWorkerKernel(async () => ({ pyodide: await python(), files: [], snapshot: { used: false, why: null } }), tell);
