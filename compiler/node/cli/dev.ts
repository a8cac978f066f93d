/**
 * `notebook-app dev`: serves the app and builds it again whenever its files change.
 * @module
 */
import { existsSync } from "node:fs";
import { Command } from "commander";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.ts";
import { startDevServer } from "../dev/dev-server.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";
import { type KernelFlags, kernelOptions, withKernels } from "./kernel-options.ts";
import { notebookOptions, withSources } from "./options.ts";
import { announce, onPort, PORT_HELP, type ServeOptions, temporaryFolder } from "./preview.ts";
import { printDiagnostics } from "./report.ts";

export function devCommand(): Command {
  return withKernels(
    withSources(
      new Command("dev")
        .description("serve the app, and build it again whenever you save the notebook")
        .argument("<notebook>", ".ipynb, .deepnote or percent .py file")
        .option("--port <number>", PORT_HELP)
        .option("--no-isolation", "serve as a plain host would, without isolation headers"),
    ),
    "if-possible",
  )
    .addHelpText("after", "\nExamples:\n  $ notebook-app dev sales.ipynb\n  $ notebook-app dev analysis.py --port 8080")
    .action(async (file: string, options: ServeOptions & KernelFlags) => {
      if (!existsSync(file)) throw new Exit(EXIT.wrong, `${file} is not there. Give a notebook.`);
      const folder = temporaryFolder();
      const server = await onPort(options.port, (port) =>
        startDevServer(file, {
          ...notebookOptions(options),
          port,
          isolated: options.isolation,
          folder,
          kernels: kernelOptions(options, kernelTalk),
          onBuilt: options.json ? printJson : printBuilt,
        }),
      );
      announce(server, options);
    });
}

/** Installing packages takes its time, so its author is told; a gateway's log is not for reading. */
const kernelTalk = {
  onText: (text: string): void => console.error(colors.dim(text)),
  onLog: (line: string): void => {
    if (line.startsWith("Kernels ")) console.error(colors.yellow(line));
  },
};

interface Built {
  readonly diagnostics: readonly Diagnostic[];
  readonly millis: number;
}

/** One line a build. */
function printJson({ diagnostics, millis }: Built): void {
  console.log(JSON.stringify({ ok: !hasErrors(diagnostics), millis: Math.round(millis), diagnostics }));
}

function printBuilt({ diagnostics, millis }: Built): void {
  printDiagnostics(diagnostics);
  const time = new Date().toLocaleTimeString();
  console.error(
    hasErrors(diagnostics)
      ? colors.red(`${time} Not built. Save again when it is put right.`)
      : colors.dim(`${time} Built in ${Math.round(millis)} ms.`),
  );
}
