/**
 * `notebook-app serve`: a publishing server on this machine.
 * @module
 */
import { existsSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { Command, Option } from "commander";
import pc from "picocolors";
import type { RunningSite, ServeModule, ServeOptions } from "../../contract/serve.ts";
import { EXIT, Exit } from "./failure.ts";
import { portNumber } from "./preview.ts";

interface ServeFlags {
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
  return new Command("serve")
    .description("run a publishing server on this machine: links, access, files")
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
Everything is in the data folder: copy it, while it runs, for a backup. Needs Node 22.13 or newer.`,
    )
    .action(async (flags: ServeFlags) => {
      const server = await start(flags);
      if (flags.json) console.log(JSON.stringify({ ok: true, url: server.origin }));
      else console.log(`${pc.green("Serving")} ${pc.bold(server.origin)}  ${pc.dim("(Ctrl+C ends it)")}`);
      for (const signal of ["SIGINT", "SIGTERM"] as const)
        process.once(signal, () => void server.close().then(() => process.exit(0)));
    });
}

async function start(flags: ServeFlags): Promise<RunningSite> {
  checkNode(process.versions.node);
  const { startServer } = await serverModule();
  return startServer({
    folder: resolve(flags.data ?? dataFolder()),
    port: portNumber(flags.port),
    hostname: flags.host,
    origin: flags.origin === undefined ? null : originOf(flags.origin),
    apps: flags.apps,
    behindProxy: flags.behindProxy === true,
    oidc: oidcOf(flags),
    owners: flags.owner.map((email) => email.toLowerCase()),
    joinDomains: flags.joinDomain.map((domain) => domain.toLowerCase()),
    onOwnerLink: (link) => {
      if (!flags.json) console.error(`Sign in as its owner, once: ${pc.cyan(link)}`);
    },
    log: (line) => {
      if (flags.json || !process.stdout.isTTY) console.error(line);
    },
  });
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

/** The built server beside this file, or in `dist` when this runs from the sources. */
async function serverModule(): Promise<ServeModule> {
  const here = dirname(fileURLToPath(import.meta.url));
  const found = [join(here, "serve.js"), join(here, "..", "serve.js"), join(here, "../../../dist/serve.js")].find(
    existsSync,
  );
  if (!found) throw new Exit(EXIT.wrong, "The server is not built. In a checkout: npm run build.");
  const module: ServeModule = await import(/* @vite-ignore */ pathToFileURL(found).href);
  return module;
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
