/**
 * Options that several commands take, and how a notebook is compiled for them.
 * @module
 */
import { type Command, Option } from "commander";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { type CompiledNotebook, compileNotebook, type NotebookOptions } from "../compile-notebook.ts";
import { EXIT, Exit } from "./failure.ts";
import { bytesText, printDiagnostics, progressLine } from "./report.ts";

export interface CommonOptions {
  readonly notebook?: string;
  readonly offline?: boolean;
  readonly wheels?: string;
  readonly write?: boolean;
  readonly json?: boolean;
  readonly prerun?: NonNullable<NotebookOptions["prerun"]>;
}

/** Adds the options about where notebooks and packages come from. */
export function withSources(command: Command): Command {
  return command
    .option("--notebook <name>", "which notebook of a .deepnote project, by name or id")
    .option("--offline", "ask no network: packages come from the cache or --wheels")
    .option("--wheels <dir>", "a folder of wheels that come before all other sources")
    .addOption(
      new Option("--prerun <what>", "what the build runs beforehand, whatever the settings say").choices([
        "none",
        "imports",
        "all",
      ]),
    )
    .option("--no-write", "do not write a new project's id back to the settings")
    .option("--json", "print one JSON object for machines");
}

/** The same for {@link compileNotebook}. */
export function notebookOptions({ notebook, offline, wheels, write, prerun }: CommonOptions): NotebookOptions {
  return {
    ...(notebook === undefined ? {} : { notebook }),
    ...(wheels === undefined ? {} : { wheels }),
    ...(prerun === undefined ? {} : { prerun }),
    offline: offline === true,
    noWrite: write === false,
  };
}

/** Compiles and prints what there is to say. @throws {@link Exit} 1 if the notebook or its settings are wrong. */
export async function compileAndReport(file: string, options: CommonOptions): Promise<CompiledNotebook> {
  return reportCompiled(await compileWithProgress(file, options), options);
}

/** Prints what there is to say. @throws {@link Exit} 1 if the notebook or its settings are wrong. */
export function reportCompiled(compiled: CompiledNotebook, options: CommonOptions): CompiledNotebook {
  if (!options.json) printDiagnostics(compiled.diagnostics);
  if (compiled.bundle && !hasErrors(compiled.diagnostics)) return compiled;
  if (options.json) console.log(JSON.stringify({ ok: false, diagnostics: compiled.diagnostics }, null, 2));
  throw new Exit(EXIT.wrong);
}

/** Compiles with a line of progress. */
export async function compileWithProgress(
  file: string,
  options: CommonOptions,
  more: Pick<NotebookOptions, "host" | "project" | "kept" | "settingsText"> = {},
): Promise<CompiledNotebook> {
  const line = progressLine();
  line.show(`Compiling ${file} …`);
  try {
    return await compileNotebook(file, {
      ...notebookOptions(options),
      ...more,
      onStage: (text) => line.show(`${text} …`),
      onProgress: (progress) => line.show(`Fetching ${progress.file} (${bytesText(progress.loaded)})`),
    });
  } finally {
    line.clear();
  }
}
