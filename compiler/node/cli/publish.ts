/**
 * `notebook-app publish`: gives a notebook a link, or its link a new version.
 * @module
 */
import { Command, Option } from "commander";
import type { Access, Role } from "../../contract/api.ts";
import type { ProjectId } from "../../contract/ids.ts";
import { isSuspect } from "../../publish/review.ts";
import type { CompiledNotebook } from "../compile-notebook.ts";
import { type CompileForApp, compileForApp } from "../publish/compile-for-app.ts";
import { Credentials } from "../publish/credentials.ts";
import { type Prepared, prepare } from "../publish/prepare.ts";
import { type Sent, send } from "../publish/send.ts";
import type { ServerClient } from "../publish/server-client.ts";
import { askYes, hasTerminal } from "./ask.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";
import { type CommonOptions, compileWithProgress, reportCompiled, withSources } from "./options.ts";
import { watchAndPublish } from "./publish-watch.ts";
import { bytesText, progressLine } from "./report.ts";
import { rollBack } from "./rollback.ts";
import type { ServerOptions } from "./server-address.ts";
import { type Connection, connect, findApp, withServer } from "./server-options.ts";
import { reviewText, WHO } from "./show-review.ts";

export interface PublishOptions extends CommonOptions, ServerOptions {
  readonly workspace?: string;
  readonly as?: string;
  readonly access?: Access;
  readonly watch?: boolean;
  readonly rollback?: string | true;
  readonly yes?: boolean;
}

export function publishCommand(): Command {
  return withSources(
    withServer(
      new Command("publish")
        .description("publish the app: the first time it gets a link, later the link shows the new version")
        .argument("<notebook>", ".ipynb, .deepnote or percent .py file"),
    )
      .addOption(
        new Option("--access <who>", "who may open it; default: as it is, and 'workspace' for a new app").choices([
          "workspace",
          "link",
          "public",
        ]),
      )
      .option("--watch", "publish again whenever you save; open pages go on, a reload shows the new version")
      .option("--rollback [version]", "show an earlier version again: the one before, or this number")
      .option("--as <app>", "publish this copy as the version that follows an app: its id or link")
      .option("--workspace <id>", "where a new app goes; default: your first workspace")
      .option("-y, --yes", "do not ask, also where something looks like a secret"),
  )
    .addHelpText(
      "after",
      `
Before anything leaves this machine, it shows what will be published: files, hidden blocks, what looks like a secret.
What the server has already is not sent again; a publish that broke off goes on where it was.
Files of the work folder that a '.appignore' in it names (as in .gitignore) stay here.

Examples:
  $ notebook-app publish sales.ipynb --to https://apps.example.org
  $ notebook-app publish sales.ipynb --access link --yes
  $ notebook-app publish sales.ipynb --watch
  $ notebook-app publish sales.ipynb --rollback
  $ notebook-app publish "sales (copy).ipynb" --as https://apps.example.org/a/3kF…/`,
    )
    .action(async (file: string, options: PublishOptions) => {
      if (options.rollback !== undefined)
        return rollBack(file, options, options.rollback === true ? null : options.rollback);
      const app = await chooseApp(file, options);
      const { connection, compiled, published } = await publishOnce(app, options);
      if (options.watch) await watchAndPublish({ watched: compiled.watched, connection, published, options, ...app });
    });
}

/** A notebook and the app that it is or becomes. */
export interface ChosenApp {
  readonly compile: CompileForApp["compile"];
  readonly copyOf: ProjectId | null;
  /** For a project that the notebook names; always the same server. */
  readonly connect: (project: ProjectId) => Promise<Connection>;
}

async function chooseApp(file: string, options: PublishOptions): Promise<ChosenApp> {
  const target = options.as === undefined ? null : await findApp(options.as, options);
  let connection: Promise<Connection> | null = target && Promise.resolve(target);
  return {
    compile: (more) => compileWithProgress(file, options, more),
    copyOf: target?.project ?? null,
    connect: (project) => {
      connection ??= connect(options, project);
      return connection;
    },
  };
}

interface Published {
  readonly connection: Connection;
  readonly compiled: CompiledNotebook;
  readonly published: Sent;
}

/** Shows, asks, sends, and tells the link. */
async function publishOnce({ compile, copyOf, connect }: ChosenApp, options: PublishOptions): Promise<Published> {
  const ready = await compileForApp({ compile, copyOf, server: async (project) => (await connect(project)).server });
  const compiled = reportCompiled(ready.compiled, options);
  const project = projectOf(compiled);
  if (copyOf !== null && project !== copyOf)
    throw new Exit(
      EXIT.usage,
      `${compiled.settingsPath} names another project. Take 'project' out of it to publish the copy with --as.`,
    );
  const connection = await connect(project);
  const { server } = connection;
  const workspace = ready.before?.workspace ?? (await chooseWorkspace(server, options.workspace));
  const prepared = await prepare(compiled, { ...ready, workspace, access: options.access ?? null });
  if (!prepared) throw new Exit(EXIT.wrong, "The notebook has errors.");
  if (!options.json) console.error(reviewText(prepared.review));
  await agree(prepared, options, server.origin);
  const published = await sendWithProgress(prepared, connection, workspace);
  compiled.keepProject();
  new Credentials().keepProject(prepared.project, server.origin);
  report(prepared, published, options);
  return { connection, compiled, published };
}

function projectOf({ bundle }: CompiledNotebook): ProjectId {
  if (bundle) return bundle.program.project;
  throw new Exit(EXIT.wrong, "The notebook has errors.");
}

async function chooseWorkspace(server: ServerClient, asked: string | undefined): Promise<string> {
  const { workspaces } = await server.me();
  const able: readonly Role[] = ["owner", "editor"];
  const chosen = workspaces.find(({ id, role }) => (asked === undefined ? able.includes(role) : id === asked));
  if (chosen) return chosen.id;
  const names = workspaces.map(({ id, name, role }) => `${id} (${name}, you are ${role})`).join(", ");
  throw new Exit(
    EXIT.usage,
    asked === undefined
      ? "You may publish in no workspace there. Ask an owner of one to make you an editor."
      : `There is no workspace '${asked}' of yours. You have: ${names || "none"}.`,
  );
}

/** Sends with a line of progress. */
async function sendWithProgress(prepared: Prepared, { server, info }: Connection, workspace: string): Promise<Sent> {
  const line = progressLine();
  try {
    return await send(prepared, {
      server,
      workspace,
      limits: info.limits,
      onProgress: ({ sent, total }) => line.show(`Sending ${bytesText(sent)} of ${bytesText(total)}`),
    });
  } finally {
    line.clear();
  }
}

async function agree({ review }: Prepared, options: PublishOptions, origin: string): Promise<void> {
  if (options.yes) return;
  const suspect = isSuspect(review);
  if (!hasTerminal()) {
    if (!suspect) return;
    if (options.json) console.log(JSON.stringify({ ok: false, error: SUSPECT, review }, null, 2));
    throw new Exit(EXIT.wrong, options.json ? "" : SUSPECT);
  }
  if (!suspect && review.app !== null && review.app.access === review.access) return;
  if (!(await askYes(`Publish it at ${origin}?`))) throw new Exit(EXIT.wrong, "Nothing was sent.");
}

/** Why a publish without a terminal stops. */
const SUSPECT =
  "Something looks like a secret, so nothing was sent. Take it out, or, if it is none, publish with --yes.";

function report({ review, manifest }: Prepared, sent: Sent, { json }: PublishOptions): void {
  const { app, version, created, uploaded, unchanged } = sent;
  if (json) {
    const { id, number } = version;
    const { link, access, project } = app;
    const answer = { ok: true, link, project, access, created, unchanged, version: { id, number }, uploaded, review };
    console.log(JSON.stringify(answer, null, 2));
    return;
  }
  const amount =
    uploaded.blobs === 0
      ? "nothing had to be sent"
      : `${uploaded.blobs} of ${manifest.files.length} files sent, ${bytesText(uploaded.bytes)}`;
  console.log(
    `${colors.green(created ? "Published" : unchanged ? "Unchanged" : "Updated")} ${colors.bold(app.link)}  ${colors.dim(`version ${version.number}, ${amount}`)}`,
  );
  console.error(colors.dim(`Open to ${WHO[app.access]}.`));
}
