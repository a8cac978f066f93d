/**
 * `notebook-app people`: who works on an app, and who is in a workspace.
 * @module
 */
import { Command, Option } from "commander";
import type { Role } from "../../contract/api.ts";
import type { PeopleOf } from "../publish/server-client.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";
import type { ServerOptions } from "./server-address.ts";
import { APP_ARGUMENT, type Connection, connect, findApp, withServer } from "./server-options.ts";

interface PeopleOptions extends ServerOptions {
  readonly workspace?: string;
  readonly add?: string;
  readonly role: Role;
  readonly remove?: string;
}

export function peopleCommand(): Command {
  return withServer(
    new Command("people")
      .description("list, add or remove an app's collaborators or a workspace's members")
      .argument("[app]", `${APP_ARGUMENT}; without it, your workspace is meant`),
  )
    .option("--workspace <id>", "the members of this workspace")
    .option("--add <email>", "give somebody a role")
    .addOption(
      new Option("--role <role>", "what --add gives")
        .choices(["owner", "editor", "viewer"])
        .default("editor" satisfies Role),
    )
    .option("--remove <email>", "take somebody's role away")
    .option("--json", "print one JSON object for machines")
    .addHelpText(
      "after",
      `
  owner   changes access, the link and people, deletes
  editor  publishes, rolls back, sees viewers and runs
  viewer  opens apps that are for the workspace

A collaborator of an app need not be a member of the workspace.

Examples:
  $ notebook-app people sales.ipynb
  $ notebook-app people sales.ipynb --add ada@example.org --role viewer
  $ notebook-app people --workspace research --remove bob@example.org`,
    )
    .action(async (target: string | undefined, options: PeopleOptions) => {
      const { server, group } = await findGroup(target, options);
      if (options.add !== undefined) await server.setPerson(group, options.add, options.role);
      if (options.remove !== undefined) await server.removePerson(group, options.remove);
      const { people } = await server.people(group);
      if (options.json) console.log(JSON.stringify({ ok: true, ...group, people }, null, 2));
      else if (people.length === 0) console.log("Nobody but the members of its workspace.");
      else for (const { email, role } of people) console.log(`${role.padEnd(7)} ${colors.bold(email)}`);
    });
}

async function findGroup(
  target: string | undefined,
  options: PeopleOptions,
): Promise<Pick<Connection, "server"> & { readonly group: PeopleOf }> {
  if (target !== undefined && options.workspace !== undefined)
    throw new Exit(EXIT.usage, "Give an app or --workspace, not both.");
  if (target !== undefined) {
    const { server, project } = await findApp(target, options);
    return { server, group: { project } };
  }
  const { server } = await connect(options);
  if (options.workspace !== undefined) return { server, group: { workspace: options.workspace } };
  const { workspaces } = await server.me();
  const [only, ...others] = workspaces;
  if (only && others.length === 0) return { server, group: { workspace: only.id } };
  const names = workspaces.map(({ id, name }) => `${id} (${name})`).join(", ");
  throw new Exit(EXIT.usage, `Which workspace? Give --workspace with one of: ${names || "none is yours"}.`);
}
