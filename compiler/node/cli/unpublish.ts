/**
 * `notebook-app unpublish`: takes an app off its server, at once and whole.
 * @module
 */
import { Command } from "commander";
import { Credentials } from "../publish/credentials.ts";
import { colors } from "./colors.ts";
import type { ServerOptions } from "./server-address.ts";
import { APP_ARGUMENT, findApp, mustAgree, withServer } from "./server-options.ts";

export function unpublishCommand(): Command {
  return withServer(
    new Command("unpublish")
      .description("delete a published app: its page, files, versions, kernels and listing, at once")
      .argument("<app>", APP_ARGUMENT),
  )
    .option("-y, --yes", "do not ask")
    .option("--json", "print one JSON object for machines")
    .addHelpText(
      "after",
      `
Your notebook, its settings and its work files stay as they are; publishing again gives a new link.

Examples:
  $ notebook-app unpublish sales.ipynb
  $ notebook-app unpublish https://apps.example.org/a/3kF…/ --yes`,
    )
    .action(async (target: string, options: ServerOptions & { readonly yes?: boolean }) => {
      const { server, project } = await findApp(target, options);
      const { title, link } = await server.app(project);
      await mustAgree(`Delete '${title}' at ${link} for everyone? This cannot be undone.`, options.yes);
      await server.remove(project);
      new Credentials().forgetProject(project);
      if (options.json) console.log(JSON.stringify({ ok: true, project, link }, null, 2));
      else console.log(`${colors.green("Unpublished")} ${link} is gone.`);
    });
}
