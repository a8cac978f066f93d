/**
 * Runs a program to its end, its lines heard as they come.
 * @module
 */
import { spawn } from "node:child_process";

export interface ProgramResult {
  /** Exit status; `null` if it did not start or a signal ended it. */
  readonly status: number | null;
  /** Its last lines, both streams together. */
  readonly tail: readonly string[];
}

/** Never rejects: a program that cannot be started has no status. */
export function runProgram(
  program: string,
  args: readonly string[],
  onLine: (line: string) => void = () => {},
): Promise<ProgramResult> {
  return new Promise((resolve) => {
    const tail: string[] = [];
    let rest = "";
    const hear = (chunk: Buffer): void => {
      const lines = (rest + chunk.toString()).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) {
        tail.push(line);
        if (tail.length > 40) tail.shift();
        onLine(line);
      }
    };
    const child = spawn(program, args, { stdio: ["ignore", "pipe", "pipe"] });
    child.stdout.on("data", hear);
    child.stderr.on("data", hear);
    child.on("error", (error) => resolve({ status: null, tail: [String(error)] }));
    child.on("close", (status) => resolve({ status, tail: rest === "" ? tail : [...tail, rest] }));
  });
}
