/**
 * Thrown things of Pyodide and the browser as faults that the page can act on.
 * @module
 */
import type { Fault, FaultCode } from "../../compiler/contract/outcome.ts";

/** Carries a fault through code that may throw; caught where the kernel's border is. */
export class KernelFault extends Error {
  readonly fault: Fault;
  constructor(code: FaultCode, message: string, detail?: string) {
    super(message);
    this.name = "KernelFault";
    this.fault = detail === undefined ? { code, message } : { code, message, detail };
  }
}

/** Texts by which engines say that memory ran out, or that the WebAssembly instance is beyond use. */
const MEMORY =
  /out of memory|Cannot enlarge memory|memory access out of bounds|Array buffer allocation failed|could not allocate/i;
const FATAL = /unreachable|Pyodide already fatally failed|fatal(ly)? |table index is out of bounds|null function/i;

/** What an exception that reached the kernel's border means; `otherwise` is for ordinary ones. */
export function faultOf(thrown: unknown, otherwise: FaultCode): Fault {
  if (thrown instanceof KernelFault) return thrown.fault;
  const text = thrown instanceof Error ? `${thrown.name}: ${thrown.message}` : String(thrown);
  const detail = thrown instanceof Error && thrown.stack ? `${text}\n${thrown.stack}` : text;
  if (MEMORY.test(text))
    return { code: "memory", message: "Python ran out of memory. Run again to start afresh.", detail };
  if (FATAL.test(text)) return { code: "crashed", message: "Python crashed. Run again to start afresh.", detail };
  const message = otherwise === "boot" ? "Python did not start." : "Python failed for a reason of its own.";
  return { code: otherwise, message, detail };
}

/** Whether the instance can still be used after this fault. */
export function isFatal(fault: Fault): boolean {
  return fault.code === "memory" || fault.code === "crashed";
}
