/**
 * The registry's scripts, on both hosts: forward only, on data of every earlier form.
 *
 * A new script comes with `fixtures/registry/<its name>`, which fills a registry of just that form; from then on every later script is
 * tested on it.
 * @module
 */
import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { promisify } from "node:util";
import { afterAll, describe, expect, it } from "vitest";
import { MIGRATIONS, migrate } from "../../worker/hosts/node/migrate.ts";
import { SqliteDatabase } from "../../worker/hosts/node/sqlite-database.ts";
import { type Database, rows, sql } from "../../worker/storage/database.ts";

/** A script that has been released has run somewhere and will not run again: what is to change is a new script. */
const RELEASED: Readonly<Record<string, string>> = {
  "0001_init.sql": "82754e5ea5b56bccf63665d0f24236f4c1507ed4396e971af5c4088975edc900",
};

/** What a later script may do: a column, a table with data from another, a narrower rule. */
const LATER = `ALTER TABLE app ADD COLUMN note TEXT NOT NULL DEFAULT 'none';
CREATE TABLE reader (project TEXT NOT NULL REFERENCES app(project) ON DELETE CASCADE, email TEXT NOT NULL, PRIMARY KEY (project, email)) STRICT;
INSERT INTO reader SELECT a.project, m.email FROM app a JOIN member m ON m.workspace = a.workspace;
CREATE INDEX session_expires ON session(expires);
`;
const scripts = [...MIGRATIONS, ["9999_later.sql", LATER] as const];
const folder = mkdtempSync(join(tmpdir(), "nb-migrations-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

function fixture(name: string): string {
  return readFileSync(join(import.meta.dirname, "../fixtures/registry", name), "utf8");
}

/** What the fixtures hold, whichever form it was written in. */
async function expectData(database: Pick<Database, "batch">): Promise<void> {
  const of = (text: string) => rows(database, text);
  expect(
    await of(
      "SELECT a.title, f.path, b.size FROM (SELECT w.id, w.title FROM app JOIN version w ON w.id = app.version) a JOIN asset f ON f.version = a.id JOIN blob b ON b.sha256 = f.sha256",
    ),
  ).toEqual([{ title: "Sales", path: "index.html", size: 10 }]);
  expect(await of("SELECT email, role FROM collaborator")).toEqual([{ email: "Ada@Example.org", role: "viewer" }]);
  expect(await of("SELECT count(*) AS n FROM session")).toEqual([{ n: 2 }]);
  expect(await of("SELECT viewers, runs FROM visits")).toEqual([{ viewers: 7, runs: 3 }]);
  expect(await of("SELECT project, email FROM reader")).toHaveLength(1);
  expect(await of("SELECT note FROM app")).toEqual([{ note: "none" }]);
}

it("a released script never changes", () => {
  expect(MIGRATIONS.map(([name]) => name)).toEqual(Object.keys(RELEASED));
  for (const [name, text] of MIGRATIONS)
    expect(createHash("sha256").update(text).digest("hex"), `${name}: write a new script instead`).toBe(RELEASED[name]);
});

describe.each(MIGRATIONS.map(([name]) => name))("data written with %s", (name) => {
  const until = scripts.findIndex(([one]) => one === name) + 1;

  it("is there after all later ones, on one machine", async () => {
    const own = join(folder, `sqlite-${name}`);
    mkdirSync(own);
    const database = new SqliteDatabase(own);
    await migrate(database, scripts.slice(0, until));
    database.script(fixture(name));
    await migrate(database, scripts);
    await expectData(database);
    // Rules still hold: what belongs to an app goes with it, and no role is made up.
    await expect(database.batch([sql("UPDATE collaborator SET role = 'king'")])).rejects.toThrow();
    await database.batch([sql("DELETE FROM app")]);
    expect(await rows(database, "SELECT project FROM reader")).toEqual([]);
    database.close();
  });

  it("is there after all later ones, in D1 by wrangler", async () => {
    const own = join(folder, `d1-${name}`);
    mkdirSync(join(own, "migrations"), { recursive: true });
    const config = readFileSync("wrangler.toml", "utf8");
    writeFileSync(
      join(own, "wrangler.toml"),
      `name = "x"\ncompatibility_date = "2026-11-01"\n${/\[\[d1_databases\]\][\s\S]*?\n\n/.exec(config)?.[0].replace("worker/migrations", "migrations")}`,
    );
    const d1 = async (...args: string[]) => {
      const command = [join(process.cwd(), "node_modules/wrangler/bin/wrangler.js"), "d1", ...args, "--local"];
      const { stdout } = await promisify(execFile)(process.execPath, command, {
        cwd: own,
        env: { ...process.env, CI: "1", WRANGLER_LOG_PATH: own, WRANGLER_SEND_METRICS: "false" },
      });
      return stdout;
    };
    const lay = (list: typeof scripts) => {
      for (const [file, text] of list) writeFileSync(join(own, "migrations", file), text);
    };
    lay(scripts.slice(0, until));
    await d1("migrations", "apply", "notebook-app");
    writeFileSync(join(own, "data.sql"), fixture(name));
    await d1("execute", "notebook-app", "--file", "data.sql");
    lay(scripts);
    expect(await d1("migrations", "apply", "notebook-app")).toContain("9999_later.sql");
    expect(await d1("migrations", "apply", "notebook-app")).toContain("No migrations to apply");
    // Its own file, as wrangler has left it.
    const state = join(own, ".wrangler/state/v3/d1");
    const [file = ""] = readdirSync(state, { recursive: true, encoding: "utf8" }).filter(
      (path) => /[0-9a-f]{64}\.sqlite$/.test(path) && existsSync(join(state, path)),
    );
    const database = new DatabaseSync(join(state, file));
    await expectData({ batch: async (statements) => statements.map(({ sql: text }) => database.prepare(text).all()) });
    database.close();
  });
});
