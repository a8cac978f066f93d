/**
 * What a request that the gate has let through may read: the files of the version that it met, whatever is published meanwhile.
 * @module
 */
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { expect, it, onTestFinished } from "vitest";
import { projectId } from "../../../compiler/contract/ids.ts";
import type { Env, Visit } from "../../../worker/deps.ts";
import { visitApp } from "../../../worker/gate/visit.ts";
import { FolderBlobs } from "../../../worker/hosts/node/folder-blobs.ts";
import { migrate } from "../../../worker/hosts/node/migrate.ts";
import { SqliteDatabase } from "../../../worker/hosts/node/sqlite-database.ts";
import { changeApp, rotateLink } from "../../../worker/registry/app-changes.ts";
import { addVersion, KEPT_VERSIONS } from "../../../worker/registry/apps.ts";
import { keepBlob, newKey } from "../../../worker/registry/blobs.ts";
import { addWorkspace } from "../../../worker/registry/people.ts";
import { manifestOf, sha256 } from "../author.ts";

/** An app of a registry of its own. */
async function published() {
  const folder = mkdtempSync(join(tmpdir(), "nb-visit-"));
  const [database, blobs] = [new SqliteDatabase(folder), new FolderBlobs(folder)];
  onTestFinished(() => {
    database.close();
    rmSync(folder, { recursive: true });
  });
  await migrate(database);
  const project = projectId("7c0c7c5e-6f0a-4c1e-9d58-0a6d7c1f2b33");
  if (project === null) throw new TypeError("no project");
  const workspace = (await addWorkspace(database, { name: "w", owner: "a@example.test", now: 0 })).id;
  const publish = async (content: string): Promise<void> => {
    const [hash, size] = [sha256(content), content.length];
    const key = newKey(hash);
    await blobs.put(key, new Blob([content]).stream(), { sha256: hash, size });
    await keepBlob(database, { workspace, sha256: hash, size, key, now: 0 });
    const manifest = manifestOf({ "work/data.csv": content });
    await addVersion(database, { ...manifest, project, workspace, by: "a@example.test", now: 0, access: "public" });
  };
  await publish("old");
  const site = { origin: "http://localhost", appHost: null };
  const deps = { site, database, blobs, clock: () => 0 };
  /** What `look` finds during a visit. */
  const during = async (look: (visit: Visit) => Promise<unknown>): Promise<unknown> => {
    const server = new Hono<Env>().get("/", async (context) => {
      const { visit } = await visitApp(context, deps, { by: { project }, path: "", content: null });
      return context.json({ found: await look(visit) });
    });
    return ((await (await server.request("/")).json()) as { found: unknown }).found;
  };
  return { database, project, publish, during };
}

it("reads the files of its own version, and none once that is not kept any more", async () => {
  const { publish, during } = await published();
  const found = await during(async (visit) => {
    const read = async () => {
      const content = await visit.file("work/data.csv");
      return content && new Response(content).text();
    };
    const seen = [await read()];
    await publish("new");
    seen.push(await read());
    for (let more = 0; more < KEPT_VERSIONS; more += 1) await publish("newer");
    return [...seen, await read()];
  });
  expect(found).toEqual(["old", "old", null]);
});

it.each([
  ["a new link", (database: SqliteDatabase, project: string) => rotateLink(database, project)],
  [
    "other access",
    (database: SqliteDatabase, project: string) =>
      changeApp(database, { project, change: { access: "workspace" }, now: 0 }),
  ],
] as const)("is told that it would not be let through any more after %s", async (_, change) => {
  const { database, project, during } = await published();
  const found = await during(async (visit) => {
    const before = await visit.mayStill();
    await change(database, project);
    return [before, await visit.mayStill()];
  });
  expect(found).toEqual([true, false]);
});
