/**
 * `notebook-app access`: who may open an app, and a new link in place of one that got around.
 * @module
 */
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { Argument, Command } from "commander";
import type { Access } from "../../contract/api.ts";
import { settingGiven } from "../../settings.ts";
import { setYaml } from "../../write/yaml-edit.ts";
import { settingsPath } from "../compile-notebook.ts";
import { colors } from "./colors.ts";
import type { ServerOptions } from "./server-address.ts";
import { APP_ARGUMENT, findApp, mustAgree, withServer } from "./server-options.ts";
import { WHO } from "./show-review.ts";

interface AccessOptions extends ServerOptions {
  readonly rotate?: boolean;
  readonly yes?: boolean;
}

export function accessCommand(): Command {
  return withServer(
    new Command("access")
      .description("tell or change who may open an app; it counts from the next request on")
      .argument("<app>", APP_ARGUMENT)
      .addArgument(new Argument("[who]", "who may open it").choices(["workspace", "link", "public"])),
  )
    .option("--rotate", "give the app a new link; the old one is dead at once")
    .option("-y, --yes", "do not ask")
    .option("--json", "print one JSON object for machines")
    .addHelpText(
      "after",
      `
  workspace  ${WHO.workspace}
  link       ${WHO.link}
  public     ${WHO.public}

Who may open an app is apart from who may change it: see 'notebook-app people'.

Examples:
  $ notebook-app access sales.ipynb                  tells
  $ notebook-app access sales.ipynb link             changes
  $ notebook-app access sales.ipynb --rotate         when the link has come into wrong hands`,
    )
    .action(async (target: string, access: Access | undefined, options: AccessOptions) => {
      const { server, project } = await findApp(target, options);
      let app = access === undefined ? await server.app(project) : await server.change(project, { access });
      if (access !== undefined) keepInSettings(target, access);
      if (options.rotate) {
        await mustAgree(`Everyone who has ${app.link} loses the app. Go on?`, options.yes);
        app = await server.rotate(project);
      }
      if (options.json) console.log(JSON.stringify({ ok: true, project, access: app.access, link: app.link }, null, 2));
      else console.log(`${colors.bold(app.access)}: ${WHO[app.access]}\n${app.link}`);
    });
}

/** A settings file that names another access would undo the change at the next publish. */
function keepInSettings(target: string, access: Access): void {
  if (!existsSync(target)) return;
  const path = settingsPath(target);
  const text = existsSync(path) ? readFileSync(path, "utf8") : null;
  const changed = text !== null && settingGiven(text, "access") ? setYaml(text, ["access"], access) : null;
  if (changed !== null && changed !== text) writeFileSync(path, changed);
}
