/**
 * Which publishing server a command talks to, as whom, and about which app.
 * @module
 */
import { existsSync } from "node:fs";
import type { Command } from "commander";
import type { AppInfo, ServerInfo } from "../../contract/api.ts";
import { type ProjectId, projectId } from "../../contract/ids.ts";
import { examineNotebook } from "../compile-notebook.ts";
import { Credentials } from "../publish/credentials.ts";
import { ServerClient } from "../publish/server-client.ts";
import { askYes, hasTerminal } from "./ask.ts";
import { EXIT, Exit } from "./failure.ts";
import { chooseServer, type ServerOptions, serverInfo } from "./server-address.ts";
import { signIn } from "./sign-in-here.ts";

/** Adds the options about the server. */
export function withServer(command: Command): Command {
  return command.option("--to <url>", "the publishing server; default: where the app is, or the last one signed in to");
}

/** What an app may be called on the command line. */
export const APP_ARGUMENT = "a notebook, a project's id, or the app's link";

/** A server that the command is signed in at. */
export interface Connection {
  readonly server: ServerClient;
  readonly info: ServerInfo;
}

/** Connects, signing in first where somebody can. @throws {@link Exit} 2 where nobody can; ServerError if it does not answer. */
export async function connect(options: ServerOptions, project: string | null = null): Promise<Connection> {
  const origin = chooseServer(options, project);
  const info = await serverInfo(origin);
  const token = process.env.NOTEBOOK_APP_TOKEN ?? new Credentials().find(origin)?.token;
  if (token) return { server: new ServerClient(origin, token), info };
  if (!hasTerminal())
    throw new Exit(EXIT.usage, `Not signed in at ${origin}. Run 'notebook-app login ${origin}' first.`);
  console.error(`Not signed in at ${origin} yet.`);
  return { server: new ServerClient(origin, (await signIn(origin, info, {})).token), info };
}

/** The project that a notebook's settings name; `null` if it was never built or published. */
export function projectOfNotebook(file: string): ProjectId | null {
  const { settings, document } = examineNotebook(file);
  return settings.project ?? document?.project ?? null;
}

/** Finds the app that an argument means. @throws {@link Exit} 1 if there is none. */
export async function findApp(
  target: string,
  options: ServerOptions,
): Promise<Connection & { readonly project: ProjectId }> {
  if (/^https?:\/\//.test(target)) {
    const connection = await connect(options);
    const app = byLink((await connection.server.apps()).apps, target);
    if (app) return { ...connection, project: app.project };
    throw new Exit(EXIT.wrong, `No app of yours at ${connection.server.origin} has the link ${target}.`);
  }
  const project = projectId(target) ?? (existsSync(target) ? projectOfNotebook(target) : null);
  if (project) return { ...(await connect(options, project)), project };
  throw new Exit(
    EXIT.wrong,
    existsSync(target)
      ? `${target} has not been published yet: its settings name no project.`
      : `'${target}' is no app. Give ${APP_ARGUMENT}.`,
  );
}

/** The app that a link leads to; anything behind its final slash is left out of account. */
function byLink(apps: readonly AppInfo[], link: string): AppInfo | undefined {
  const wanted = new URL(link);
  return apps.find((app) => {
    const own = new URL(app.link);
    return own.origin === wanted.origin && `${wanted.pathname}/`.startsWith(own.pathname);
  });
}

/** Asks before something that cannot be undone; without a terminal it needs `--yes`. */
export async function mustAgree(question: string, yes: boolean | undefined): Promise<void> {
  if (yes) return;
  if (!hasTerminal()) throw new Exit(EXIT.usage, `${question} Say so with --yes, as there is no terminal to ask at.`);
  if (!(await askYes(question))) throw new Exit(EXIT.wrong, "Nothing was changed.");
}
