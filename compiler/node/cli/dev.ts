/**
 * `notebook-app dev`: serves the app and builds it again whenever its files change.
 * @module
 */
import { existsSync } from "node:fs";
import { Command } from "commander";
import { type Diagnostic, hasErrors } from "../../diagnostics/diagnostic.ts";
import { startDevServer } from "../dev/dev-server.ts";
import { type StartServer, shareCalls } from "../dev/share-calls.ts";
import { serverModule } from "../server-module.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";
import { type KernelFlags, kernelOptions, withKernels } from "./kernel-options.ts";
import { notebookOptions, withSources } from "./options.ts";
import { announce, onPort, PORT_HELP, type ServeOptions, temporaryFolder } from "./preview.ts";
import { printDiagnostics } from "./report.ts";
import { checkNode, dataFolder } from "./serve.ts";

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
          calls: shareCalls(file, notebookOptions(options), publishingServer(options)),
        }),
      );
      announce(server, options);
    });
}

/** A publishing server for an author who has none: in this process, and as long as it. */
function publishingServer(options: KernelFlags): StartServer {
  let running: Promise<{ origin: string; ownerLink: string | null }> | null = null;
  const start = async (): Promise<{ origin: string; ownerLink: string | null }> => {
    checkNode(process.versions.node);
    const server = await serverModule();
    if (server === null) throw new Exit(EXIT.wrong, "The server is not built. In a checkout: npm run build.");
    let ownerLink: string | null = null;
    const site = await server.startServer({
      folder: dataFolder(),
      port: PUBLISHING_PORT,
      hostname: "127.0.0.1",
      origin: null,
      apps: "origins",
      behindProxy: false,
      oidc: null,
      owners: [],
      joinDomains: [],
      onOwnerLink: (link) => {
        ownerLink = link;
      },
      log: () => {},
      kernels: kernelOptions(options, kernelTalk),
    });
    process.once("exit", () => void site.close());
    return { origin: site.origin, ownerLink };
  };
  return () => {
    running ??= start().catch((error: unknown) => {
      running = null;
      throw error;
    });
    return running;
  };
}

/** Where `notebook-app serve` listens too, so that links stay when it takes over. */
const PUBLISHING_PORT = Number(process.env.NOTEBOOK_APP_SERVE_PORT ?? 4500);

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
