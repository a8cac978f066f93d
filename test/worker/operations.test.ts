/**
 * Operating the one-machine host: killed at every step of a publish, copied while it runs, stopped, updated.
 * @module
 */
import { spawnSync } from "node:child_process";
import { once } from "node:events";
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { afterEach, describe, expect, it } from "vitest";
import type { AppInfo } from "../../compiler/contract/api.ts";
import { MIGRATIONS, migrate } from "../../worker/hosts/node/migrate.ts";
import { SqliteDatabase } from "../../worker/hosts/node/sqlite-database.ts";
import { Author, bundle, manifestOf, sha256 } from "./author.ts";
import { nodeHost } from "./node-host.ts";
import { type ServeProcess, serveProcess } from "./serve-process.ts";
import type { TestHost } from "./test-host.ts";

const folders: string[] = [];
const running: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const server of running.splice(0)) await server.close().catch(() => {});
  for (const folder of folders.splice(0)) rmSync(folder, { recursive: true, force: true });
});

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), "nb-operations-"));
  folders.push(made);
  return made;
}

async function start(data: string): Promise<ServeProcess> {
  const server = await serveProcess(data);
  running.push(server);
  return server;
}

/** A bundle whose files all say which version they are of. */
function marked(version: string): Record<string, string> {
  return {
    "index.html": `<html><head></head><body>page of ${version}</body></html>`,
    "app.json": `{"of":"${version}"}`,
    "work/a.txt": `a of ${version}`,
    "work/large.bin": `${version}`.repeat(100_000),
  };
}

/** Which version a viewer sees; fails for a mix. */
async function visibleVersion(host: TestHost, app: AppInfo): Promise<string> {
  // The origin's port is another one after each start.
  const link = app.link.replace(/:\d+\//, `:${new URL(host.origin).port}/`);
  const page = (await host.send(link)).text();
  const version = /page of (\w+)/.exec(page)?.[1] ?? "nothing";
  const files = marked(version);
  for (const path of Object.keys(files).slice(1)) {
    const answer = await host.send(link + path);
    expect(answer.status, path).toBe(200);
    expect(sha256(answer.body), path).toBe(sha256(files[path] ?? ""));
  }
  return version;
}

describe("killing the server during a publish", () => {
  const files = marked("two");
  const large = files["work/large.bin"] ?? "";
  /** The requests of a publish, in their order. */
  const steps: readonly (readonly [what: string, run: (author: Author, app: AppInfo) => Promise<unknown>])[] = [
    ["asking what is missing", (author) => missing(author, files)],
    ...["index.html", "app.json", "work/a.txt"].map(
      (path) => [`sending ${path}`, (author: Author) => author.put(files[path] ?? "")] as const,
    ),
    ["beginning a large file", (author) => begin(author)],
    [
      "sending its part",
      async (author) => author.call(`${uploads(author)}/${await begin(author)}/1`, { method: "PUT", body: large }),
    ],
    ["finishing it", async (author) => author.call(`${uploads(author)}/${await begin(author)}`, { method: "POST" })],
    [
      "switching",
      (author, app) => author.call(`/api/apps/${app.project}`, { method: "PUT", json: manifestOf(files, "public") }),
    ],
  ];
  const uploads = (author: Author) => `/api/workspaces/${author.workspace}/uploads`;
  const begin = async (author: Author) => {
    const answer = await author.call(uploads(author), {
      method: "POST",
      json: { sha256: sha256(large), size: Buffer.byteLength(large) },
    });
    return (answer.json() as { id: string }).id;
  };
  const missing = async (author: Author, of: Record<string, string>) =>
    (
      await author.call(`/api/workspaces/${author.workspace}/missing`, {
        method: "POST",
        json: { sha256: Object.values(of).map(sha256) },
      })
    ).json();

  it.each(steps.map(([what], index) => [what, index] as const))("%s: the old version stays whole", async (_, last) => {
    for (const delay of [0, 4]) {
      const data = folder();
      let server = await start(data);
      let author = await Author.owner(server);
      const { app } = await author.publish({ files: marked("one"), manifest: { access: "public" } });
      for (const [, step] of steps.slice(0, last)) await step(author, app);
      // The request is on its way, or half done, or done and not yet answered when the power goes.
      const half = steps[last]?.[1](author, app).catch(() => {});
      await new Promise((resolve) => setTimeout(resolve, delay));
      await server.kill();
      await half;

      server = await start(data);
      const isLast = last === steps.length - 1;
      expect(await visibleVersion(server, app)).toMatch(isLast ? /^(one|two)$/ : /^one$/);
      // And the publish can be done again, from whatever was left.
      author = new Author(server, author.me);
      await author.publish({ project: app.project, files, manifest: { access: "public" } });
      expect(await visibleVersion(server, app)).toBe("two");
      await server.kill();
    }
  });
});

describe("backup", () => {
  it("a copy of the folder, made while authors publish, is a whole server", async () => {
    const data = folder();
    const server = await start(data);
    const author = await Author.owner(server);
    const { app } = await author.publish({ files: marked("v0"), manifest: { access: "public" } });
    let count = 0;
    let going = true;
    const publishing = (async () => {
      while (going) {
        count++;
        await author.publish({ project: app.project, files: marked(`v${count}`), manifest: { access: "public" } });
      }
    })();
    for (let copy = 0; copy < 4; copy++) {
      const earliest = count;
      const target = folder();
      cpSync(data, target, { recursive: true, force: true, filter: exists });
      const restored = await start(target);
      const version = await visibleVersion(restored, app);
      expect(Number(version.slice(1))).toBeGreaterThanOrEqual(Math.max(0, earliest - 1));
      // What the copy lacks can be sent again.
      const again = new Author(restored, author.me);
      await again.publish({ project: app.project, files: marked("later"), manifest: { access: "public" } });
      expect(await visibleVersion(restored, app)).toBe("later");
      await restored.kill();
    }
    going = false;
    await publishing;
    expect(count).toBeGreaterThan(4);
  });
});

/** Files may go between being listed and being copied. */
function exists(path: string): boolean {
  return statSync(path, { throwIfNoEntry: false }) !== undefined;
}

/** Sends half of a blob, which the server has begun to take; the result sends the rest and gives the answer's status. */
async function sendHalf({ host, token, workspace }: Author, content: Uint8Array): Promise<() => Promise<number>> {
  const sending = request({
    host: "127.0.0.1",
    port: host.port,
    agent: false,
    method: "PUT",
    path: `/api/workspaces/${workspace}/blobs/${sha256(content)}`,
    headers: {
      host: new URL(host.origin).host,
      authorization: `Bearer ${token}`,
      "content-length": content.length,
      expect: "100-continue",
    },
  });
  const answered = once(sending, "response");
  sending.flushHeaders();
  await once(sending, "continue");
  const half = content.length / 2;
  sending.write(content.subarray(0, half));
  return async () => {
    sending.end(content.subarray(half));
    const [answer] = await answered;
    answer.resume();
    return answer.statusCode;
  };
}

describe("starting", () => {
  /** How `serve` ends that cannot start. */
  function refused(data: string, port = 0): { status: number | null; stderr: string } {
    const args = ["dist/cli.js", "serve", "--data", data, "--port", String(port), "--no-kernels"];
    return spawnSync(process.execPath, args, { encoding: "utf8", timeout: 60_000 });
  }

  it("refuses a folder that another server uses, whatever its port, until that has ended", async () => {
    const data = folder();
    const server = await start(data);
    const second = refused(data);
    expect([second.status, second.stderr]).toEqual([1, expect.stringMatching(/^error: Another server uses .*--data/)]);
    await expect(nodeHost({ folder: data })).rejects.toThrow(/Another server uses/);
    const { app } = await (await Author.owner(server)).publish({ files: marked("v1"), manifest: { access: "public" } });
    await server.kill();
    expect(await visibleVersion(await start(data), app)).toBe("v1");
  });

  it("does not blame another server for a lock that cannot be read", async () => {
    const data = folder();
    writeFileSync(join(data, "lock.sqlite"), "damaged".repeat(100));
    await expect(nodeHost({ folder: data })).rejects.toThrow("file is not a database");
  });

  it("removes what a killed server has left and nobody knows of, and goes on with uploads under way", async () => {
    const data = folder();
    const before = await nodeHost({ folder: data });
    const author = await Author.owner(before);
    const { app } = await author.publish({ files: marked("v1"), manifest: { access: "public" } });
    const uploads = `/api/workspaces/${author.workspace}/uploads`;
    const json = { sha256: sha256("later"), size: 5 };
    const begun = (await author.call(uploads, { method: "POST", json })).json() as { id: string };
    await author.call(`${uploads}/${begun.id}/1`, { method: "PUT", body: "later" });
    await before.close();
    const strays = ["incoming/half-sent", "blobs/ab/of-an-app-that-was-removed.x", "blobs/ab/the-same.x.br"];
    mkdirSync(join(data, "blobs/ab"), { recursive: true });
    for (const stray of strays) writeFileSync(join(data, stray), "stray");

    const after = await nodeHost({ folder: data });
    running.push(after);
    expect(strays.filter((stray) => existsSync(join(data, stray)))).toEqual([]);
    expect(await visibleVersion(after, app)).toBe("v1");
    const again = new Author(after, author.me);
    expect((await again.call(`${uploads}/${begun.id}`, { method: "POST" })).status).toBe(201);
  });

  it("names a port that it cannot have, and lets the folder go", async () => {
    const { port } = await start(folder());
    const data = folder();
    const second = refused(data, port);
    expect([second.status, second.stderr]).toEqual([2, expect.stringContaining(`error: Port ${port} cannot be used`)]);
    await expect(nodeHost({ folder: data, port })).rejects.toThrow(/EADDRINUSE/);
    running.push(await nodeHost({ folder: data }));
  });
});

describe("stopping", () => {
  it("lets what is being answered finish, then ends with 0", async () => {
    const data = folder();
    const server = await start(data);
    const author = await Author.owner(server);
    const content = new Uint8Array(1024 * 1024).fill(3);
    const finish = await sendHalf(author, content);
    const stopped = server.stop();
    const isOpen = () =>
      server.send(`${server.origin}/healthz`).then(
        () => true,
        () => false,
      );
    await expect.poll(isOpen).toBe(false);
    expect([200, 201]).toContain(await finish());
    expect(await stopped).toBe(0);
    const again = await start(data);
    const blob = `/api/workspaces/${author.workspace}/blobs/${sha256(content)}`;
    expect((await new Author(again, author.me).call(blob, { method: "HEAD" })).status).toBe(200);
  });

  it("says that it is well, and structured lines about what it did", async () => {
    const host = await nodeHost();
    running.push(host);
    expect((await host.send(`${host.origin}/healthz`)).json()).toEqual({ ok: true });
    await host.send(`${host.origin}/api/apps`);
    const lines = host
      .log()
      .split("\n")
      .map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.find(({ event }) => event === "started")).toMatchObject({ level: "info", origin: host.origin });
    expect(lines.find(({ path }) => path === "/api/apps")).toMatchObject({
      event: "request",
      method: "GET",
      status: 401,
    });
    for (const line of lines) expect(Date.parse(String(line.time))).toBeGreaterThan(0);
  });

  it("keeps its owner token in a file that only the owner reads, and makes a new one when it is used", async () => {
    const host = await nodeHost();
    running.push(host);
    const path = join(host.folder, "owner-token");
    const before = readFileSync(path, "utf8");
    expect(statSync(path).mode & 0o777).toBe(0o600);
    await Author.owner(host);
    expect(readFileSync(path, "utf8")).not.toBe(before);
    expect(statSync(path).mode & 0o777).toBe(0o600);
  });
});

describe("migrations", () => {
  it("go forward on data, once each, and leave what is there", async () => {
    const data = folder();
    let host = await nodeHost({ folder: data });
    const author = await Author.owner(host);
    const { app } = await author.publish({ files: marked("one"), manifest: { access: "public" } });
    await host.close();

    const next = [
      ...MIGRATIONS,
      ["9999_test.sql", "ALTER TABLE app ADD COLUMN note TEXT NOT NULL DEFAULT 'none';"] as const,
    ];
    const database = new SqliteDatabase(data);
    await migrate(database, next);
    await migrate(database, next);
    const [rows] = await database.batch([{ sql: "SELECT project, note FROM app", args: [] }]);
    expect(rows).toEqual([{ project: app.project, note: "none" }]);
    database.close();

    // An older server does not touch what it does not know.
    await expect(nodeHost({ folder: data })).rejects.toThrow(/newer notebook-app/);
    const raw = new DatabaseSync(join(data, "registry.sqlite"));
    raw.exec("DELETE FROM migration WHERE name = '9999_test.sql'");
    raw.close();
    host = await nodeHost({ folder: data });
    running.push(host);
    expect(await visibleVersion(host, app)).toBe("one");
  });

  it("leave everything as it was when one of them fails", async () => {
    const database = new SqliteDatabase(folder());
    await migrate(database);
    const broken = [
      ...MIGRATIONS,
      ["9999_broken.sql", "CREATE TABLE half (x TEXT) STRICT; CREATE TABLE half (x TEXT) STRICT;"] as const,
    ];
    await expect(migrate(database, broken)).rejects.toThrow();
    await migrate(database);
    const [rows] = await database.batch([{ sql: "SELECT name FROM sqlite_master WHERE name = 'half'", args: [] }]);
    expect(rows).toEqual([]);
    database.close();
  });

  it("refuse a damaged registry with a way out", async () => {
    const data = folder();
    const host = await nodeHost({ folder: data });
    await Author.owner(host).then((author) => author.publish({ files: bundle() }));
    await host.close();
    const file = join(data, "registry.sqlite");
    const bytes = readFileSync(file);
    bytes.fill(0x5a, 4096, Math.min(bytes.length, 40_960));
    writeFileSync(file, bytes);
    await expect(nodeHost({ folder: data })).rejects.toThrow(/damaged|malformed/);
  });
});
