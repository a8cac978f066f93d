/**
 * `notebook-app check`: what would not work, without writing anything.
 * @module
 */
import { Command } from "commander";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";
import { type CommonOptions, compileWithProgress, withSources } from "./options.ts";
import { printDiagnostics } from "./report.ts";

export function checkCommand(): Command {
  return withSources(
    new Command("check")
      .description("tell where the app runs, what would not work there, and what to do about it; writes nothing")
      .argument("<notebook>", ".ipynb, .deepnote or percent .py file"),
  )
    .addHelpText("after", "\nExamples:\n  $ notebook-app check sales.ipynb\n  $ notebook-app check sales.ipynb --json")
    .action(async (file: string, options: CommonOptions) => {
      const { diagnostics, bundle } = await compileWithProgress(file, { prerun: "none", ...options, write: false });
      const ok = bundle !== null && !hasErrors(diagnostics);
      const packages = bundle?.program.python?.packages.map(({ name, version }) => ({ name, version })) ?? [];
      if (options.json)
        console.log(JSON.stringify({ ok, runtime: bundle?.program.runtime ?? null, packages, diagnostics }, null, 2));
      else {
        printDiagnostics(diagnostics);
        if (ok) printGood(bundle.program.runtime, packages);
      }
      if (!ok) throw new Exit(EXIT.wrong);
    });
}

function printGood(runtime: "browser" | "server", packages: readonly { name: string; version: string }[]): void {
  const list = packages.map(({ name, version }) => `${name} ${version}`).join(", ");
  const browser = `in the browser${list === "" ? ", with nothing but Python itself." : ` with ${list}.`}`;
  console.log(`${colors.green("Good")}  It runs ${runtime === "browser" ? browser : "on a server kernel."}`);
}
