/**
 * `notebook-app workspaces`: where one may publish.
 * @module
 */
import { Command } from "commander";
import { colors } from "./colors.ts";
import type { ServerOptions } from "./server-address.ts";
import { connect, withServer } from "./server-options.ts";

export function workspacesCommand(): Command {
  return withServer(new Command("workspaces").description("list your workspaces, or make one"))
    .option("--create <name>", "make a workspace that you own")
    .option("--json", "print one JSON object for machines")
    .addHelpText(
      "after",
      "\nExamples:\n  $ notebook-app workspaces\n  $ notebook-app workspaces --create 'Research group'",
    )
    .action(async (options: ServerOptions & { readonly create?: string }) => {
      const { server } = await connect(options);
      if (options.create !== undefined) await server.createWorkspace(options.create);
      const { email, workspaces } = await server.me();
      if (options.json) console.log(JSON.stringify({ ok: true, email, workspaces }, null, 2));
      else for (const { id, name, role } of workspaces) console.log(`${colors.bold(name)}  ${id}  you: ${role}`);
    });
}
