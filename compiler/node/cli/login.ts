/**
 * `notebook-app login` and `logout`: this machine's sign-in at a publishing server.
 * @module
 */
import { Command } from "commander";
import { Credentials, configFolder } from "../publish/credentials.ts";
import { ServerClient } from "../publish/server-client.ts";
import { ServerError } from "../publish/server-error.ts";
import { readInput } from "./ask.ts";
import { colors } from "./colors.ts";
import { chooseServer, originOf, serverInfo } from "./server-address.ts";
import { signIn } from "./sign-in-here.ts";

interface LoginOptions {
  readonly token?: string;
  readonly json?: boolean;
}

export function loginCommand(): Command {
  return new Command("login")
    .description("sign in at a publishing server, once a machine")
    .argument("[url]", "the server, or the link with the owner token that 'notebook-app serve' printed")
    .option("--token <token>", "the owner token; '-' reads it from standard input")
    .option("--json", "print one JSON object for machines")
    .addHelpText(
      "after",
      `
Examples:
  $ notebook-app login https://apps.example.org       prints where your browser signs it in
  $ notebook-app login 'http://localhost:4500/sign-in/owner?token=…'

The sign-in is kept in ${configFolder()}, readable by you alone.
In CI, set NOTEBOOK_APP_SERVER and NOTEBOOK_APP_TOKEN instead.`,
    )
    .action(async (url: string | undefined, options: LoginOptions) => {
      const origin = url === undefined ? chooseServer({}, null) : originOf(url);
      const link = url !== undefined && new URL(url.includes("://") ? url : `http://${url}`).search !== "" ? url : null;
      const token = options.token === "-" ? await readInput() : (options.token ?? link);
      const { email, expires } = await signIn(origin, await serverInfo(origin), token === null ? {} : { token });
      if (options.json) console.log(JSON.stringify({ ok: true, server: origin, email, expires }, null, 2));
      else console.log(`${colors.green("Signed in")} at ${origin} as ${email}.`);
    });
}

export function logoutCommand(): Command {
  return new Command("logout")
    .description("end this machine's sign-in at a publishing server")
    .argument("[url]", "the server; default: the last one signed in to")
    .option("--everywhere", "end all your sign-ins there, in browsers and on other machines too")
    .option("--json", "print one JSON object for machines")
    .addHelpText("after", "\nExample:\n  $ notebook-app logout https://apps.example.org --everywhere")
    .action(async (url: string | undefined, options: { everywhere?: boolean; json?: boolean }) => {
      const credentials = new Credentials();
      const origin = url === undefined ? chooseServer({}, null) : originOf(url);
      const known = credentials.find(origin);
      if (known) await endSignIn(new ServerClient(origin, known.token), options.everywhere === true);
      credentials.forget(origin);
      if (options.json) console.log(JSON.stringify({ ok: true, server: origin, signedIn: known !== null }, null, 2));
      else console.log(known ? `Signed out at ${origin}.` : `You were not signed in at ${origin}.`);
    });
}

/** A token that the server no longer knows has ended already. */
async function endSignIn(server: ServerClient, everywhere: boolean): Promise<void> {
  try {
    await (everywhere ? server.endSessions() : server.endToken());
  } catch (error) {
    if (!(error instanceof ServerError && error.code === "not-signed-in")) throw error;
  }
}
