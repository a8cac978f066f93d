/**
 * `notebook-app serve`: a publishing server on this machine.
 * @module
 */
import { homedir } from "node:os";
import { join, resolve } from "node:path";
import { Command, Option } from "commander";
import type { KernelOptions, RunningSite, ServeOptions } from "../../contract/serve.ts";
import { serverModule } from "../server-module.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";
import { type KernelFlags, kernelOptions, withKernels } from "./kernel-options.ts";
import { isNoPort, noPort, portNumber } from "./preview.ts";

interface ServeFlags extends KernelFlags {
  readonly kernels: boolean;
  readonly data?: string;
  readonly port: string;
  readonly host: string;
  readonly origin?: string;
  readonly apps: "origins" | "paths";
  readonly behindProxy?: boolean;
  readonly oidcIssuer?: string;
  readonly oidcClientId?: string;
  readonly owner: readonly string[];
  readonly joinDomain: readonly string[];
  readonly json?: boolean;
}

const collect = (value: string, before: readonly string[]): string[] => [...before, value];

export function serveCommand(): Command {
  return withKernels(
    new Command("serve").description("run a publishing server on this machine: links, access, files, server kernels"),
    "always",
  )
    .option("--no-kernels", "run no server kernels: apps that need one can be read, not run")
    .option("--data <dir>", "where everything is kept; default ~/.local/share/notebook-app")
    .option("--port <number>", "0 takes any free port", "4500")
    .option("--host <address>", "the address to listen on; 0.0.0.0 for all", "127.0.0.1")
    .option("--origin <url>", "how browsers reach it, e.g. https://apps.example.com; default http://localhost:<port>")
    .addOption(
      new Option("--apps <form>", "origins: each app on a host name of its own; paths: for a single tenant")
        .choices(["origins", "paths"])
        .default("origins"),
    )
    .option("--behind-proxy", "trust the X-Forwarded-For of the proxy in front")
    .option("--oidc-issuer <url>", "sign in by OpenID Connect; the secret is in NOTEBOOK_APP_OIDC_SECRET")
    .option("--oidc-client-id <id>", "this server's id at the issuer")
    .option("--owner <email>", "an owner of the first workspace (repeatable)", collect, [])
    .option("--join-domain <domain>", "its people join the first workspace as viewers (repeatable)", collect, [])
    .option("--json", "print one JSON object when it is ready, then its log")
    .addHelpText(
      "after",
      `
Examples:
  $ notebook-app serve                       http://localhost:4500, for this machine
  $ notebook-app serve --host 0.0.0.0 --origin https://apps.example.com --behind-proxy \\
      --oidc-issuer https://login.example.com --oidc-client-id notebook-app --owner me@example.com

It prints a link that signs its owner in, once. Then, on any machine: notebook-app publish NOTEBOOK --to <link of the server>.
Everything is in the data folder: copy it, while it runs, for a backup. Needs Node 22.13 or newer.
Apps that no browser can run get a Python of their own (needs Python 3.11 and bubblewrap), each viewer's apart from all others.`,
    )
    .action(async (flags: ServeFlags) => {
      const server = await start(flags);
      if (flags.json) console.log(JSON.stringify({ ok: true, url: server.origin }));
      else console.log(`${colors.green("Serving")} ${colors.bold(server.origin)}  ${colors.dim("(Ctrl+C ends it)")}`);
      for (const signal of ["SIGINT", "SIGTERM"] as const)
        process.once(signal, () => void server.close().then(() => process.exit(0)));
    });
}

async function start(flags: ServeFlags): Promise<RunningSite> {
  checkNode(process.versions.node);
  const server = await serverModule();
  if (server === null) throw new Exit(EXIT.wrong, "The server is not built. In a checkout: npm run build.");
  const log = (line: string): void => {
    if (flags.json || !process.stdout.isTTY) console.error(line);
  };
  const port = portNumber(flags.port);
  const options: ServeOptions = {
    folder: resolve(flags.data ?? dataFolder()),
    port,
    hostname: flags.host,
    origin: flags.origin === undefined ? null : originOf(flags.origin),
    apps: flags.apps,
    behindProxy: flags.behindProxy === true,
    oidc: oidcOf(flags),
    owners: flags.owner.map((email) => email.toLowerCase()),
    joinDomains: flags.joinDomain.map((domain) => domain.toLowerCase()),
    onOwnerLink: (link) => {
      if (!flags.json) console.error(`Sign in as its owner, once: ${colors.cyan(link)}`);
    },
    log,
    kernels: flags.kernels ? kernelOptions(flags, kernelTalk(log)) : null,
  };
  return server.startServer(options).catch((error: unknown) => {
    throw isNoPort(error) ? noPort(port) : isOurs(error) ? new Exit(EXIT.wrong, error.message) : error;
  });
}

/** The server's own words about a folder that it cannot use; its module is another, and so are its classes. */
function isOurs(error: unknown): error is Error {
  return error instanceof Error && error.name === "InternalError";
}

/** What is installed for kernels interests whoever watches; the gateway's log is for machines. */
function kernelTalk(log: (line: string) => void): Pick<KernelOptions, "onText" | "onLog"> {
  const line = (event: string) => (text: string) =>
    log(JSON.stringify({ time: new Date().toISOString(), level: "info", event, text }));
  return { onText: line("kernel-environment"), onLog: line("kernel-gateway") };
}

/** @throws {@link Exit} on a Node without a sound `node:sqlite` */
export function checkNode(version: string): void {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  if (major > 22 || (major === 22 && minor >= 13)) return;
  throw new Exit(
    EXIT.wrong,
    `'notebook-app serve' keeps its registry in SQLite and needs Node 22.13 or newer; this is Node ${version}. All other commands run on it.`,
  );
}

/** Where everything is kept unless `--data` says otherwise. */
export function dataFolder(): string {
  return join(process.env.XDG_DATA_HOME ?? join(homedir(), ".local", "share"), "notebook-app");
}

function originOf(text: string): string {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url !== null && /^https?:$/.test(url.protocol) && url.pathname === "/" && url.search === "") return url.origin;
  throw new Exit(EXIT.usage, `'${text}' is no origin. Give a scheme and a host, such as https://apps.example.com.`);
}

function oidcOf({ oidcIssuer: issuer, oidcClientId: clientId }: ServeFlags): ServeOptions["oidc"] {
  if (issuer === undefined) return null;
  const clientSecret = process.env.NOTEBOOK_APP_OIDC_SECRET;
  if (clientId !== undefined && clientSecret) return { issuer, clientId, clientSecret };
  throw new Exit(
    EXIT.usage,
    "--oidc-issuer also needs --oidc-client-id, and the client's secret in the environment variable NOTEBOOK_APP_OIDC_SECRET.",
  );
}
