/**
 * The browser kernel's worker: exposes the kernel to its page and tells it what happens, and nothing else.
 * @module
 */
import { expose } from "comlink";
import type { KernelEvent } from "../../compiler/contract/kernel.ts";
import { pixelsOf } from "../../compiler/contract/outputs.ts";
import type { Events, Heeds } from "../../compiler/contract/worker-kernel.ts";
import { KernelFault } from "./faults.ts";
import { startPython } from "./pyodide-host.ts";
import { createWorkerKernel } from "./worker-kernel.ts";

/** What of an event goes to the page without being copied. */
function givenAway(event: KernelEvent): Transferable[] {
  const pixels = event.kind === "output" ? pixelsOf(event.output) : null;
  return pixels ? [pixels.rgba.buffer] : [];
}

expose(
  createWorkerKernel(
    (plan, onProgress, kept) => {
      if (!plan.python) throw new KernelFault("invalid", "This app runs on a server, not in the browser.");
      return startPython(plan.python, plan.base, onProgress, kept);
    },
    (events) => postMessage({ events } satisfies Events, events.flatMap(givenAway)),
    { onRevoked: () => postMessage({ heeds: true } satisfies Heeds) },
  ),
);
