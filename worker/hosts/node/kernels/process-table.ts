/**
 * What Linux tells of processes: who started whom, how much processor time and memory they use. Elsewhere there are none.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";

export interface ProcessUse {
  readonly pid: number;
  readonly parent: number;
  /** Processor time (ms) of it and of its children that have ended. */
  readonly cpu: number;
}

/** Linux counts processor time in hundredths of a second, whatever the machine. */
const TICK = 10;

/** All processes of the machine, by their parents. */
export function processesByParent(): ReadonlyMap<number, readonly ProcessUse[]> {
  const table = new Map<number, ProcessUse[]>();
  for (const name of folderNames("/proc")) {
    const use = /^\d+$/.test(name) ? parseStat(Number(name), read(`/proc/${name}/stat`)) : null;
    if (!use) continue;
    const siblings = table.get(use.parent);
    if (siblings) siblings.push(use);
    else table.set(use.parent, [use]);
  }
  return table;
}

/** A process and all that descend from it; empty if it is gone. */
export function family(table: ReturnType<typeof processesByParent>, pid: number): readonly ProcessUse[] {
  const root = [...table.values()].flat().find((one) => one.pid === pid);
  const found = root ? [root] : [];
  // Grows while it is walked.
  for (const one of found) found.push(...(table.get(one.pid) ?? []));
  return found;
}

/** Bytes in memory; what it shares with others counts in full. */
export function residentBytes(pid: number): number {
  return kilobytes(/^VmRSS:\s+(\d+)/m, read(`/proc/${pid}/status`)) ?? 0;
}

/** Bytes in memory; what it shares with others counts by its share. Slower; falls back to {@link residentBytes}. */
export function proportionalBytes(pid: number): number {
  return kilobytes(/^Pss:\s+(\d+)/m, read(`/proc/${pid}/smaps_rollup`)) ?? residentBytes(pid);
}

/** Of `123 (any name) S 1 …`; field numbers as in proc(5). */
function parseStat(pid: number, text: string | null): ProcessUse | null {
  if (text === null) return null;
  const fields = text.slice(text.lastIndexOf(")") + 2).split(" ");
  const field = (number: number): number => Number(fields[number - 3]);
  return { pid, parent: field(4), cpu: (field(14) + field(15) + field(16) + field(17)) * TICK };
}

function kilobytes(pattern: RegExp, text: string | null): number | null {
  const found = pattern.exec(text ?? "")?.[1];
  return found === undefined ? null : Number(found) * 1024;
}

/** A process may end while it is looked at. */
function read(path: string): string | null {
  try {
    return readFileSync(path, "utf8");
  } catch {
    return null;
  }
}

function folderNames(path: string): readonly string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
