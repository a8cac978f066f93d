/**
 * The API of apps: publish, list, change, roll back, remove.
 * @module
 */
import { type Context, Hono } from "hono";
import type { AppInfo, Manifest, PublishAnswer } from "../../compiler/contract/api.ts";
import { type ProjectId, projectId } from "../../compiler/contract/ids.ts";
import { appChange, manifest, rollbackRequest } from "../../compiler/contract/parse-api.ts";
import type { Deps, Env } from "../deps.ts";
import { badRequest, conflict, forbidden, InternalError, missingBlobs, notFound } from "../errors.ts";
import { atLeast, decide, roleOf, type Viewer } from "../gate/access.ts";
import { changeApp, rotateLink } from "../registry/app-changes.ts";
import { type App, addVersion, appsOf, findApp } from "../registry/apps.ts";
import { missingOf } from "../registry/blobs.ts";
import { workspacesOf } from "../registry/people.ts";
import { removeApp } from "../registry/removal.ts";
import { showVersion, versionContent, versionsOf } from "../registry/versions.ts";
import { visitsOf } from "../registry/visits.ts";
import { appLink } from "../site.ts";
import { ConstraintError } from "../storage/database.ts";
import { appFor, bodyOf } from "./caller.ts";

export function appsApi(deps: Deps): Hono<Env> {
  const { database } = deps;
  const api = new Hono<Env>();
  api.get("/apps", async (context) => {
    const found = await appsOf(database, context.get("email"));
    return context.json({ apps: found.map(({ app, viewer }) => appInfo(deps, app, viewer)) });
  });
  api.put("/apps/:project", async (context) => {
    const project = projectId(context.req.param("project"));
    if (project === null) throw badRequest("That is no project id.", "Project ids are UUIDs.");
    context.set("project", project);
    const wanted = await bodyOf(context, manifest);
    const answer = await publish(deps, { project, wanted, email: context.get("email") });
    return context.json(answer, answer.created ? 201 : 200);
  });
  api.get("/apps/:project", async (context) => {
    const { app, viewer } = await appFor(context, deps, "publish");
    return context.json({ ...appInfo(deps, app, viewer), ...(await versionContent(database, app.version)) });
  });
  api.patch("/apps/:project", async (context) => {
    const { app } = await appFor(context, deps, "govern");
    const change = await bodyOf(context, appChange);
    await changeApp(database, { project: app.project, change, now: deps.clock() });
    if (change.access !== undefined && change.access !== app.access) await deps.kernels?.end(app.project);
    return context.json(await infoOf(context, deps, app.project));
  });
  api.delete("/apps/:project", async (context) => {
    const { app } = await appFor(context, deps, "govern");
    const keys = await removeApp(database, app);
    await deps.kernels?.end(app.project);
    await deps.blobs.delete(keys);
    return context.body(null, 204);
  });
  api.get("/apps/:project/versions", async (context) => {
    const { app } = await appFor(context, deps, "publish");
    return context.json({ versions: await versionsOf(database, app.project) });
  });
  api.post("/apps/:project/rollback", async (context) => {
    const { app, viewer } = await appFor(context, deps, "publish");
    const { version } = await bodyOf(context, rollbackRequest);
    const target = await rollbackTarget(deps, app, version);
    await showVersion(database, { project: app.project, version: target, now: deps.clock() });
    return context.json(await publishAnswer(deps, { project: app.project, email: viewer.email ?? "", created: false }));
  });
  api.post("/apps/:project/rotate", async (context) => {
    const { app } = await appFor(context, deps, "govern");
    await rotateLink(database, app.project);
    await deps.kernels?.end(app.project);
    return context.json(await infoOf(context, deps, app.project));
  });
  api.get("/apps/:project/analytics", async (context) => {
    const { app } = await appFor(context, deps, "publish");
    return context.json(await visitsOf(database, app.project));
  });
  return api;
}

interface Publish {
  readonly project: ProjectId;
  readonly wanted: Manifest;
  readonly email: string;
}

async function publish(deps: Deps, request: Publish): Promise<PublishAnswer> {
  const { project, wanted, email } = request;
  checkFiles(wanted, deps.limits.files);
  const before = await findApp(deps.database, project, email);
  const workspace = before === null ? await newHome(deps, request) : mayReplace(before, wanted).workspace;
  const missing = await missingOf(
    deps.database,
    workspace,
    wanted.files.map(({ sha256 }) => sha256),
  );
  if (missing.length > 0) throw missingBlobs(missing);
  try {
    await addVersion(deps.database, {
      ...wanted,
      project,
      workspace,
      by: email,
      now: deps.clock(),
      access: wanted.access ?? before?.app.access ?? "workspace",
    });
  } catch (error) {
    if (!(error instanceof ConstraintError)) throw error;
    // Blobs were there a moment ago, so it is the order of versions that does not fit.
    throw conflict("Another version has been published meanwhile.", "Look at it, then publish again.");
  }
  if (wanted.access !== null && before !== null && wanted.access !== before.app.access)
    await deps.kernels?.end(project);
  return publishAnswer(deps, { project, email, created: before === null });
}

function checkFiles({ files }: Manifest, most: number): void {
  const paths = new Set(files.map(({ path }) => path));
  if (files.length > most) throw badRequest(`An app has at most ${most} files.`, "Publish fewer work files.");
  if (paths.size < files.length) throw badRequest("A path is named twice.", "Name each path once.");
  for (const needed of ["index.html", "app.json"])
    if (!paths.has(needed))
      throw badRequest(`The app has no ${needed}.`, "Publish a folder that 'notebook-app build' wrote.");
  // These addresses are the server's own.
  const taken = files.find(({ path }) => path.startsWith("-/"));
  if (taken) throw badRequest(`'${taken.path}' cannot be published.`, "Rename the folder '-'.");
}

/** The workspace in which a person may put a new app. */
async function newHome(deps: Deps, { wanted, email }: Publish): Promise<string> {
  const own = await workspacesOf(deps.database, email);
  const home = own.find(({ id, role }) =>
    wanted.workspace === null ? atLeast(role, "editor") : id === wanted.workspace,
  );
  if (home && atLeast(home.role, "editor")) return home.id;
  if (wanted.workspace !== null && !home) throw notFound("There is no such workspace.");
  throw forbidden("You may not publish in a workspace here.", "Ask an owner of the workspace to make you an editor.");
}

function mayReplace({ app, viewer }: { app: App; viewer: Viewer }, wanted: Manifest): App {
  if (!decide(app, viewer, "publish").allowed)
    throw forbidden(
      "This project is published by somebody else.",
      "Remove 'project' from the notebook's settings file to publish a copy of your own, or ask for access.",
    );
  const changes = wanted.access !== null && wanted.access !== app.access;
  if (changes && !decide(app, viewer, "govern").allowed)
    throw forbidden(
      "Your role does not allow changing who may open the app.",
      `Leave access at '${app.access}', or ask an owner.`,
    );
  return app;
}

async function rollbackTarget(deps: Deps, app: App, version: string | null): Promise<string> {
  const versions = await versionsOf(deps.database, app.project);
  const visible = versions.findIndex(({ id }) => id === app.version);
  const target = version === null ? versions[visible + 1] : versions.find(({ id }) => id === version);
  if (target) return target.id;
  throw version === null
    ? conflict("There is no earlier version.", "Publish the notebook as it should be.")
    : notFound("That version is not kept any more.");
}

async function publishAnswer(
  deps: Deps,
  { project, email, created }: { project: ProjectId; email: string; created: boolean },
): Promise<PublishAnswer> {
  const found = await findApp(deps.database, project, email);
  const version = (await versionsOf(deps.database, project)).find(({ visible }) => visible);
  if (found === null || !version) throw new InternalError("A published app is not there.");
  return { app: appInfo(deps, found.app, found.viewer), version, created };
}

async function infoOf(context: Context<Env>, deps: Deps, project: ProjectId): Promise<AppInfo> {
  const found = await findApp(deps.database, project, context.get("email"));
  if (found === null) throw notFound("There is no such app.");
  return appInfo(deps, found.app, found.viewer);
}

function appInfo(deps: Deps, app: App, viewer: Viewer): AppInfo {
  return {
    project: app.project,
    workspace: app.workspace,
    title: app.title,
    description: app.description,
    access: app.access,
    embed: app.embed,
    runtime: app.runtime,
    link: appLink(deps.site, app.slug),
    version: app.version,
    updated: new Date(app.updated).toISOString(),
    role: roleOf(viewer) ?? "viewer",
  };
}
