/**
 * Signs in at a server with the help of whoever sits at the terminal, and keeps the sign-in.
 * @module
 */
import type { ServerInfo, TokenAnswer } from "../../contract/api.ts";
import { Credentials } from "../publish/credentials.ts";
import { ServerClient } from "../publish/server-client.ts";
import { signInAsOwner, signInWithBrowser } from "../publish/sign-in.ts";
import { askSecret, hasTerminal } from "./ask.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";

/** Signs in and keeps it. */
export async function signIn(
  origin: string,
  { signIn: ways }: ServerInfo,
  { token }: { readonly token?: string },
): Promise<TokenAnswer> {
  warnIfReadable(origin);
  const server = new ServerClient(origin, null);
  const answer =
    token !== undefined || !ways.includes("device")
      ? await signInAsOwner(server, token ?? (await ownerToken()))
      : await signInWithBrowser(server, ({ url, userCode }) =>
          console.error(`Open ${colors.cyan(url)}\nand check that it shows the code ${colors.bold(userCode)}.`),
        );
  new Credentials().keep(origin, answer);
  return answer;
}

function ownerToken(): Promise<string> {
  if (hasTerminal()) return askSecret("Owner token ('notebook-app serve' prints it): ");
  throw new Exit(EXIT.usage, "This server takes an owner token. Give it with --token, or --token - to read it.");
}

/** Anyone between this machine and another can read plain HTTP. */
function warnIfReadable(origin: string): void {
  const { protocol, hostname } = new URL(origin);
  if (protocol === "http:" && !/^(localhost|.+\.localhost|127\.[\d.]+|\[::1\])$/.test(hostname))
    console.error(`${colors.yellow("warning")} ${origin} is not encrypted: the network can read your sign-in.`);
}
