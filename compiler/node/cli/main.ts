#!/usr/bin/env node
/**
 * The command `notebook-app`: wires its subcommands and turns failures into exit codes.
 * @module
 */
import { Command, CommanderError } from "commander";
import { accessCommand } from "./access.ts";
import { appsCommand } from "./apps.ts";
import { buildCommand } from "./build.ts";
import { checkCommand } from "./check.ts";
import { completionCommand } from "./completion.ts";
import { devCommand } from "./dev.ts";
import { doctorCommand } from "./doctor.ts";
import { explainCommand } from "./explain.ts";
import { EXIT, Exit, exitCode, reportFailure } from "./failure.ts";
import { graphCommand } from "./graph.ts";
import { initCommand } from "./init.ts";
import { loginCommand, logoutCommand } from "./login.ts";
import { packageVersion } from "./package-version.ts";
import { peopleCommand } from "./people.ts";
import { previewCommand } from "./preview.ts";
import { publishCommand } from "./publish.ts";
import { schemaCommand } from "./schema.ts";
import { serveCommand } from "./serve.ts";
import { sharedRuntimeCommand } from "./shared-runtime.ts";
import { unpublishCommand } from "./unpublish.ts";
import { workspacesCommand } from "./workspaces.ts";

const program = new Command("notebook-app")
  .description("Turns a Python notebook into a static folder: readable at once, run in the viewer's browser.")
  .version(packageVersion(), "-V, --version", "print the version")
  .helpOption("-h, --help", "print this help")
  .helpCommand(false)
  .showSuggestionAfterError(true)
  .showHelpAfterError("Try notebook-app --help.")
  .addHelpText(
    "after",
    `
Start here:
  $ notebook-app init                       a small notebook and its settings, if you have none
  $ notebook-app check sales.ipynb          what would not work in a browser, and what to do
  $ notebook-app dev sales.ipynb            the app, built again whenever you save
  $ notebook-app build sales.ipynb          writes dist/sales/, for any static host
  $ notebook-app publish sales.ipynb        gives it a link on a publishing server, for those who may see it

Notebooks: .ipynb (nbformat 4), .deepnote, .py in percent format (# %%).
Settings:  <notebook name>.app.yaml beside the notebook; every key is optional.
Files:     what lies in work/ beside the notebook is Python's working directory.

Exit codes: 0 done, 1 the notebook or its settings are wrong, 2 wrong usage, 3 a source or server did not answer.`,
  );
for (const command of [
  initCommand(),
  buildCommand(),
  previewCommand(),
  devCommand(),
  checkCommand(),
  explainCommand(),
  graphCommand(),
  publishCommand(),
  unpublishCommand(),
  appsCommand(),
  accessCommand(),
  peopleCommand(),
  workspacesCommand(),
  loginCommand(),
  logoutCommand(),
  serveCommand(),
  doctorCommand(),
  schemaCommand(),
  completionCommand(() => program),
  sharedRuntimeCommand(),
])
  program.addCommand(command);
// A reader that has seen enough (`| head`) is no failure.
for (const stream of [process.stdout, process.stderr])
  stream.on("error", (error: NodeJS.ErrnoException) => process.exit(error.code === "EPIPE" ? EXIT.done : EXIT.wrong));
const json = process.argv.includes("--json");
for (const command of [program, ...program.commands]) {
  command.exitOverride().showSuggestionAfterError(true).showHelpAfterError(false);
  if (json) command.configureOutput({ outputError: () => {} });
}

try {
  await program.parseAsync();
} catch (error) {
  if (error instanceof CommanderError) {
    process.exitCode = error.exitCode === 0 ? EXIT.done : EXIT.usage;
    if (json && error.exitCode !== 0) reportFailure(new Exit(EXIT.usage, error.message.replace(/^error: /, "")), json);
  } else {
    reportFailure(error, json);
    process.exitCode = exitCode(error);
  }
}
