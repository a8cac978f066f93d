/**
 * `notebook-app apps`: what is published, and how one app does.
 * @module
 */
import { Command } from "commander";
import type { AppInfo } from "../../contract/api.ts";
import { colors } from "./colors.ts";
import { bytesText } from "./report.ts";
import type { ServerOptions } from "./server-address.ts";
import { APP_ARGUMENT, connect, findApp, withServer } from "./server-options.ts";

export function appsCommand(): Command {
  return withServer(
    new Command("apps")
      .description("list your apps on a server, or tell about one: its versions, viewers and runs")
      .argument("[app]", APP_ARGUMENT),
  )
    .option("--json", "print one JSON object for machines")
    .addHelpText("after", "\nExamples:\n  $ notebook-app apps\n  $ notebook-app apps sales.ipynb --json")
    .action((target: string | undefined, options: ServerOptions) =>
      target === undefined ? listApps(options) : showApp(target, options),
    );
}

async function listApps(options: ServerOptions): Promise<void> {
  const { server } = await connect(options);
  const { apps } = await server.apps();
  if (options.json) console.log(JSON.stringify({ ok: true, server: server.origin, apps }, null, 2));
  else if (apps.length === 0) console.log(`Nothing is published at ${server.origin} yet.`);
  else for (const app of apps) console.log(appText(app));
}

function appText({ title, access, link, updated, role }: AppInfo): string {
  return `${colors.bold(title)}  ${colors.dim(`${access} · ${day(updated)} · you: ${role}`)}\n  ${link}`;
}

function day(time: string): string {
  return time.slice(0, 10);
}

/** Days of viewers and runs that are shown; `--json` gives all. */
const DAYS = 14;

async function showApp(target: string, options: ServerOptions): Promise<void> {
  const { server, project } = await findApp(target, options);
  const [app, { versions }, { days }] = await Promise.all([
    server.app(project),
    server.versions(project),
    server.analytics(project),
  ]);
  if (options.json) {
    const { blocks: _blocks, files: _files, notes: _notes, ...info } = app;
    console.log(JSON.stringify({ ok: true, app: info, versions, days }, null, 2));
    return;
  }
  console.log(appText(app));
  for (const { number, created, by, files, bytes, visible } of versions)
    console.log(
      `  version ${number}  ${day(created)}  ${by}  ${files} files, ${bytesText(bytes)}${visible ? colors.green("  visible") : ""}`,
    );
  if (days.length === 0) console.log(colors.dim("  No viewers yet."));
  for (const { day: date, viewers, runs } of days.slice(0, DAYS))
    console.log(
      `  ${date}  ${viewers} ${viewers === 1 ? "viewer" : "viewers"}, ${runs} ${runs === 1 ? "run" : "runs"}`,
    );
}
