/**
 * `private/kernel.json`: the source that a server app's kernels run, and the page's program without it.
 * @module
 */
import { kernelProgram } from "../contract/kernel-program.ts";
import type { Program } from "../contract/program.ts";
import { SERVER_PROGRAM_FORMAT, type ServerProgram } from "../contract/server-program.ts";
import type { Document } from "../document.ts";
import type { AppSettings } from "../settings.ts";

export interface ServerProgramParts {
  /** With source. */
  readonly program: Program;
  readonly document: Document;
  readonly settings: AppSettings;
  readonly requirements: readonly string[];
  /** Names of the work files. */
  readonly files: readonly string[];
}

/** What the server's kernels are told. */
export function serverProgram({ program, document, settings, requirements, files }: ServerProgramParts): ServerProgram {
  const hidden = document.blocks.filter(
    ({ settings: block }) => settings.hideCode || !block.visible || block.codeHidden,
  );
  return {
    format: SERVER_PROGRAM_FORMAT,
    program: kernelProgram(program),
    hidden: hidden.map(({ id }) => id),
    modules: Object.fromEntries(document.modules.map(({ name, source }) => [name, source])),
    requirements,
    image: settings.image,
    files,
  };
}

/** The program as the page gets it: which blocks run, and nothing of what they do. Inputs stay: the page shows them. */
export function withoutSource(program: Program): Program {
  return {
    ...program,
    blocks: program.blocks.map((block) =>
      block.step === null || block.step.kind === "input"
        ? block
        : { ...block, step: { kind: "python", source: "", magic: null } },
    ),
    reactions: { ...program.reactions, tracked: [], ambient: [] },
  };
}
