/**
 * `notebook-app preview`: serves a bundle on this machine.
 * @module
 */
import { existsSync, mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { Command } from "commander";
import { type RunningServer, serveFolder } from "../static-server.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";
import { type CommonOptions, compileAndReport, withSources } from "./options.ts";

export interface ServeOptions extends CommonOptions {
  readonly port?: string;
  readonly isolation: boolean;
}

export function previewCommand(): Command {
  return withSources(
    new Command("preview")
      .description("serve a built app, or build a notebook and serve it")
      .argument("<notebook-or-dir>", "a folder that build wrote, or a notebook")
      .option("--port <number>", PORT_HELP)
      .option("--no-isolation", "serve as a plain host would, without isolation headers"),
  )
    .addHelpText(
      "after",
      `
Examples:
  $ notebook-app preview dist/sales
  $ notebook-app preview sales.ipynb --port 8080`,
    )
    .action(async (target: string, options: ServeOptions) => {
      if (!existsSync(target))
        throw new Exit(
          EXIT.wrong,
          `${target} is not there. Give a notebook, or a folder that 'notebook-app build' wrote.`,
        );
      let folder = statSync(target).isDirectory() ? bundleFolder(target) : null;
      // The port first: a build takes a while, and would be for nothing.
      const server = await onPort(options.port, (port) =>
        serveFolder(() => folder ?? temporaryFolder(), { port, isolated: options.isolation }),
      );
      try {
        folder ??= await buildTemporarily(target, options);
      } catch (error) {
        await server.close();
        throw error;
      }
      announce(server, options);
    });
}

function bundleFolder(target: string): string {
  const folder = resolve(target);
  if (!existsSync(join(folder, "app.json")) || !existsSync(join(folder, "index.html")))
    throw new Exit(
      EXIT.wrong,
      `${target} is no built app: it has no app.json. Build one with 'notebook-app build NOTEBOOK'.`,
    );
  return folder;
}

async function buildTemporarily(file: string, options: CommonOptions): Promise<string> {
  const compiled = await compileAndReport(file, options);
  const folder = join(temporaryFolder(), "app");
  await compiled.write(folder);
  return folder;
}

/** A folder that goes when this process does. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "notebook-app-"));
  process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

export const PORT_HELP = "0 takes any free port; default 4400, or a free one if that is taken";
const DEFAULT_PORT = 4400;

/** Starts a server on the port that was asked for, or on a free one if none was. @throws {@link Exit} 2 if it is taken. */
export async function onPort(
  asked: string | undefined,
  start: (port: number) => Promise<RunningServer>,
): Promise<RunningServer> {
  const port = asked === undefined ? DEFAULT_PORT : portNumber(asked);
  try {
    return await start(port);
  } catch (error) {
    if (!isNoPort(error)) throw error;
    if (asked === undefined) return start(0);
    throw noPort(port);
  }
}

/** Whether a server could not start because its port is taken, or reserved for others. */
export function isNoPort(error: unknown): boolean {
  return error instanceof Error && /^(EADDRINUSE|EACCES)$/.test(String(Reflect.get(error, "code")));
}

export function noPort(port: number): Exit {
  return new Exit(EXIT.usage, `Port ${port} cannot be used: it is taken or reserved. Give another with --port.`);
}

export function portNumber(text: string): number {
  const port = Number(text);
  if (/^\d+$/.test(text) && port < 65_536) return port;
  throw new Exit(EXIT.usage, `'${text}' is no port. Give a number from 0 to 65535.`);
}

/** Prints the link and ends the server when the process is told to end. */
export function announce(server: RunningServer, { json }: { json?: boolean }): void {
  if (json) console.log(JSON.stringify({ ok: true, url: server.url }));
  else console.log(`${colors.green("Serving")} ${colors.bold(server.url)}  ${colors.dim("(Ctrl+C ends it)")}`);
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
  }
}
