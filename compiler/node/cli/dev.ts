/**
 * `notebook-app dev`: serves the app and builds it again whenever its files change.
 * @module
 */
import { Command } from "commander";
import { hasErrors } from "../../diagnostics/diagnostic.ts";
import { startDevServer } from "../dev-server.ts";
import { colors } from "./colors.ts";
import { notebookOptions, withSources } from "./options.ts";
import { announce, portNumber, type ServeOptions, temporaryFolder } from "./preview.ts";
import { printDiagnostics } from "./report.ts";

export function devCommand(): Command {
  return withSources(
    new Command("dev")
      .description("serve the app, and build it again whenever you save the notebook")
      .argument("<notebook>", ".ipynb, .deepnote or percent .py file")
      .option("--port <number>", "0 takes any free port", "4400")
      .option("--no-isolation", "serve as a plain host would, without isolation headers"),
  )
    .addHelpText("after", "\nExamples:\n  $ notebook-app dev sales.ipynb\n  $ notebook-app dev analysis.py --port 8080")
    .action(async (file: string, options: ServeOptions) => {
      const server = await startDevServer(file, {
        ...notebookOptions(options),
        port: portNumber(options.port),
        isolated: options.isolation,
        folder: temporaryFolder(),
        onBuilt: ({ diagnostics, millis }) => {
          printDiagnostics(diagnostics);
          const time = new Date().toLocaleTimeString();
          console.error(
            hasErrors(diagnostics)
              ? colors.red(`${time} Not built: the last good version stays.`)
              : colors.dim(`${time} Built in ${Math.round(millis)} ms.`),
          );
        },
      });
      announce(server, options);
    });
}
