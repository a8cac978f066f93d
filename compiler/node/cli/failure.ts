/**
 * What ends a command, as an exit code and a sentence.
 * @module
 */

import { FileError } from "../compile-notebook.ts";
import { OutputError } from "../output.ts";
import { ServerError } from "../publish/server-error.ts";
import { SourceError } from "../wheel-sources/source-error.ts";
import { colors } from "./colors.ts";
import { printDiagnostics } from "./report.ts";

/** 1 for the author's files, 2 for wrong usage, 3 for sources that do not answer. */
export const EXIT = { done: 0, wrong: 1, usage: 2, source: 3 } as const;

/** Ends a command with a code, after it has said why. */
export class Exit extends Error {
  override readonly name: string = "Exit";
  readonly code: number;
  constructor(code: number, message = "") {
    super(message);
    this.code = code;
  }
}

/** What is no fault of the author's files. */
const SERVER_EXITS: Readonly<Partial<Record<ServerError["code"], number>>> = {
  unreachable: EXIT.source,
  internal: EXIT.source,
  "slow-down": EXIT.source,
  "not-signed-in": EXIT.usage,
};

export function exitCode(error: unknown): number {
  if (error instanceof Exit) return error.code;
  if (error instanceof SourceError) return EXIT.source;
  if (error instanceof ServerError) return SERVER_EXITS[error.code] ?? EXIT.wrong;
  if (error instanceof FileError || error instanceof OutputError) return EXIT.wrong;
  return EXIT.wrong;
}

/** Prints a failure that no command has printed yet. */
export function reportFailure(error: unknown, json: boolean): void {
  const message = error instanceof Error ? error.message : String(error);
  if (error instanceof Exit && message === "") return;
  if (error instanceof FileError && !json) return printDiagnostics([error.diagnostic]);
  const known = [Exit, SourceError, ServerError, FileError, OutputError].some((kind) => error instanceof kind);
  const text = known ? message : `Something broke inside notebook-app: ${message}`;
  const diagnostics = error instanceof FileError ? [error.diagnostic] : [];
  if (json) console.log(JSON.stringify({ ok: false, error: text, diagnostics }, null, 2));
  else console.error(`${colors.red("error:")} ${text}`);
}
