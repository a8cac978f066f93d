/**
 * `notebook-app build`: writes the static folder.
 * @module
 */
import { basename, join, relative } from "node:path";
import { Command } from "commander";
import type { WrittenBundle } from "../output.ts";
import { type Budget, budgetOf } from "./budget.ts";
import { colors } from "./colors.ts";
import { type CommonOptions, compileAndReport, withSources } from "./options.ts";
import { bytesText, progressLine, sizesByPart } from "./report.ts";

interface BuildOptions extends CommonOptions {
  readonly output?: string;
}

export function buildCommand(): Command {
  return withSources(
    new Command("build")
      .description("write the app as a static folder for any host")
      .argument("<notebook>", ".ipynb, .deepnote or percent .py file")
      .option("-o, --output <dir>", "where to; default dist/<notebook name>"),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ notebook-app build sales.ipynb                     writes dist/sales/
  $ notebook-app build project.deepnote --notebook "Q3 report" -o public/q3
  $ notebook-app build sales.ipynb --offline --wheels wheels/`,
    )
    .action(async (file: string, options: BuildOptions) => {
      const compiled = await compileAndReport(file, options);
      const folder = options.output ?? defaultOutput(file);
      const line = progressLine();
      line.show("Writing …");
      const written = await compiled.write(folder).finally(() => line.clear());
      const budget = budgetOf(written.folder, compiled.bundle?.program.python ?? null);
      if (options.json) printJson(written, budget, compiled.diagnostics);
      else printSummary(written, budget);
    });
}

/** `dist/<notebook name>`. */
export function defaultOutput(file: string): string {
  return join("dist", basename(file).replace(/\.[^.]*$/, ""));
}

function printJson(written: WrittenBundle, budget: Budget, diagnostics: readonly unknown[]): void {
  const total = written.files.reduce((sum, { size }) => sum + size, 0);
  console.log(
    JSON.stringify(
      {
        ok: true,
        folder: written.folder,
        files: written.files.length,
        bytes: total,
        parts: sizesByPart(written),
        downloads: budget,
        diagnostics,
      },
      null,
      2,
    ),
  );
}

function printSummary(written: WrittenBundle, budget: Budget): void {
  const total = written.files.reduce((sum, { size }) => sum + size, 0);
  const parts = Object.entries(sizesByPart(written)).filter(([, size]) => size > 0);
  const shown = relative(process.cwd(), written.folder) || ".";
  console.log(`${colors.green("Built")} ${colors.bold(shown)}  ${written.files.length} files, ${bytesText(total)}`);
  console.log(colors.dim(`  ${parts.map(([part, size]) => `${part} ${bytesText(size)}`).join("  ·  ")}`));
  console.log(colors.dim(`  ${budgetText(budget)}`));
  console.log(`Look at it: ${colors.cyan(`notebook-app preview ${shown}`)}`);
}

function budgetText({ page, python, packages, files, background, later, secondVisit }: Budget): string {
  const first = [
    `page ${bytesText(page)}`,
    python > 0 ? `Python ${bytesText(python)}` : "",
    packages > 0 ? `packages ${bytesText(packages)}` : "",
    files > 0 ? `files ${bytesText(files)}` : "",
  ].filter(Boolean);
  const whole = `first visit: ${first.join(" + ")} = ${bytesText(page + python + packages + files)}`;
  const rest = [
    background > 0 ? `then ${bytesText(background)} in the background, for use without a network` : "",
    later > 0 ? `up to ${bytesText(later)} more if Python asks` : "",
    `next visit: at most ${bytesText(secondVisit)}`,
  ].filter(Boolean);
  return [whole, ...rest].join("; ");
}
