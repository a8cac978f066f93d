/**
 * The address of a publishing server, as a person gives it or as it is remembered.
 * @module
 */
import { API_VERSION, type ServerInfo } from "../../contract/api.ts";
import { Credentials } from "../publish/credentials.ts";
import { ServerClient } from "../publish/server-client.ts";
import { EXIT, Exit } from "./failure.ts";

export interface ServerOptions {
  readonly to?: string;
  readonly json?: boolean;
}

/** The address that a person gave, as an origin. */
export function originOf(text: string): string {
  const local = /^(localhost|127\.0\.0\.1|\[::1\])(:|\/|$)/.test(text);
  try {
    const { protocol, origin } = new URL(text.includes("://") ? text : `${local ? "http" : "https"}://${text}`);
    if (protocol === "http:" || protocol === "https:") return origin;
  } catch {
    // Said below.
  }
  throw new Exit(EXIT.usage, `'${text}' is no address of a server. Give one such as https://apps.example.org.`);
}

/** The server's origin: as asked for, or where the project is, or the last one. */
export function chooseServer({ to }: ServerOptions, project: string | null): string {
  const chosen = to ?? process.env.NOTEBOOK_APP_SERVER ?? new Credentials().serverOf(project);
  if (chosen) return originOf(chosen);
  throw new Exit(
    EXIT.usage,
    "Where to? Give the server's address with --to, or sign in once with 'notebook-app login URL'. 'notebook-app serve' runs a server on this machine.",
  );
}

/** Asks a server who it is. */
export async function serverInfo(origin: string): Promise<ServerInfo> {
  const info = await new ServerClient(origin, null).info();
  if (info.api > API_VERSION)
    throw new Exit(EXIT.usage, `${origin} is newer than this command. Update notebook-app, then try again.`);
  return info;
}
