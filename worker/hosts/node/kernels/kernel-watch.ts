/**
 * Looks at what kernels use, each with all its processes, and ends the one that takes more than its share. What a limit of the operating
 * system can keep (one process's memory, their number, disk) is kept by the box; this is for what only a sum tells.
 * @module
 */
import type { Fault } from "../../../../compiler/contract/outcome.ts";
import { family, type ProcessUse, processesByParent, proportionalBytes, residentBytes } from "./process-table.ts";

/** How much one kernel may use. */
export interface UseCaps {
  /** Bytes of memory of all its processes together. */
  readonly memoryBytes: number;
  /** Processors, on average over {@link cpuWindow}. */
  readonly cpus: number;
  /** Milliseconds. */
  readonly cpuWindow: number;
}

interface Watched {
  readonly pid: () => number | null;
  readonly tell: (fault: Fault) => void;
  /** Processor time (ms) at earlier looks, over a little more than the window. */
  readonly past: { readonly at: number; readonly cpu: number }[];
}

/** Milliseconds between two looks. */
const LOOK = 500;

export class KernelWatch {
  readonly #caps: UseCaps;
  readonly #watched = new Set<Watched>();
  #timer: ReturnType<typeof setInterval> | null = null;

  constructor(caps: UseCaps) {
    this.#caps = caps;
  }

  /**
   * Watches one kernel.
   * @param pid - Its outermost process; `null` as long as it is not known.
   * @param tell - Hears why, just before all its processes are killed.
   * @returns How to stop.
   */
  add(pid: Watched["pid"], tell: Watched["tell"]): () => void {
    const watched: Watched = { pid, tell, past: [] };
    this.#watched.add(watched);
    this.#timer ??= setInterval(() => this.#look(), LOOK).unref();
    return () => {
      this.#watched.delete(watched);
      if (this.#watched.size > 0 || this.#timer === null) return;
      clearInterval(this.#timer);
      this.#timer = null;
    };
  }

  #look(): void {
    const table = processesByParent();
    for (const watched of this.#watched) {
      const pid = watched.pid();
      const processes = pid === null ? [] : family(table, pid);
      const fault = this.#tooMuchMemory(processes) ?? this.#tooMuchTime(watched, processes);
      if (!fault) continue;
      this.#watched.delete(watched);
      watched.tell(fault);
      for (const one of processes) kill(one.pid);
    }
  }

  #tooMuchMemory(processes: readonly ProcessUse[]): Fault | null {
    const { memoryBytes } = this.#caps;
    // Forked processes share most of theirs: only a closer look tells.
    if (sum(processes, residentBytes) <= memoryBytes || sum(processes, proportionalBytes) <= memoryBytes) return null;
    return {
      code: "memory",
      message: `Python used more than ${size(memoryBytes)} of memory and was ended. Run again to start afresh.`,
    };
  }

  #tooMuchTime({ past }: Watched, processes: readonly ProcessUse[]): Fault | null {
    const { cpus, cpuWindow } = this.#caps;
    const [at, cpu] = [performance.now(), processes.reduce((total, one) => total + one.cpu, 0)];
    past.push({ at, cpu });
    while (past[1] && at - past[1].at >= cpuWindow) past.shift();
    const [first] = past;
    // Counted in steps, and a little late: a kernel at its cap is not over it.
    if (!first || at - first.at < cpuWindow || cpu - first.cpu <= (at - first.at) * cpus * 1.1) return null;
    return {
      code: "crashed",
      message: `Python used more than ${cpus} ${cpus === 1 ? "processor" : "processors"} for ${Math.round(cpuWindow / 1000)} seconds and was ended. Run again to start afresh.`,
    };
  }
}

function sum(processes: readonly ProcessUse[], bytes: (pid: number) => number): number {
  return processes.reduce((total, { pid }) => total + bytes(pid), 0);
}

function size(bytes: number): string {
  const gigabytes = bytes / 2 ** 30;
  return gigabytes >= 1 ? `${Math.round(gigabytes * 10) / 10} GB` : `${Math.round(bytes / 2 ** 20)} MB`;
}

function kill(pid: number): void {
  try {
    process.kill(pid, "SIGKILL");
  } catch {
    // It has ended already, with its box.
  }
}
