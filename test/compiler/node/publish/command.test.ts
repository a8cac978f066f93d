/**
 * Publishing as its author meets it: the real command against the real one-machine server.
 * @module
 */
import { randomBytes } from "node:crypto";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Browser } from "../../../worker/http.ts";
import { type NodeHost, nodeHost } from "../../../worker/node-host.ts";
import { ended, Machine, page, READ_ONLY } from "./machine.ts";

let host: NodeHost;
let machine: Machine;

beforeAll(async () => {
  host = await nodeHost();
  machine = new Machine();
  machine.write({
    "sales.ipynb": page({ intro: "print('hello')", sums: "1 + 1" }, { sums: { deepnote_app_block_visible: false } }),
    "sales.app.yaml": `# mine\n${READ_ONLY}`,
    "work/data.csv": "a,b\n1,2\n",
    "work/.env": "PASSWORD=hunter2",
    "work/draft.csv": "x",
    "work/.appignore": "draft*\n",
  });
});
afterAll(async () => {
  await host.close();
  machine.remove();
});

/** The answer at an app's link, or below it. */
const open = (link: string, path = "") => host.send(new URL(path, link).href);

describe("signing in", () => {
  it("is needed, and said so", async () => {
    const { status, stderr } = await machine.run("publish", "sales.ipynb", "--to", host.origin);
    expect(status).toBe(2);
    expect(stderr).toContain(`notebook-app login ${host.origin}`);
    expect(host.log()).not.toContain('"PUT"');
  });

  it("refuses a wrong owner token", async () => {
    const { status, stderr } = await machine.run("login", host.origin, "--token", "A".repeat(43));
    expect(status).not.toBe(0);
    expect(stderr).toMatch(/token/i);
    expect(existsSync(machine.config)).toBe(false);
  });

  it("takes the link that serve prints, and keeps the sign-in where only its user can read it", async () => {
    const link = `${host.origin}/sign-in/owner?token=${await host.ownerToken()}`;
    const { status, stdout } = await machine.run("login", link);
    expect(status).toBe(0);
    expect(stdout).toContain("owner@localhost");
    const file = join(machine.config, "servers.json");
    expect(statSync(file).mode & 0o777).toBe(0o600);
    expect(statSync(machine.config).mode & 0o777).toBe(0o700);
    const { token } = JSON.parse(readFileSync(file, "utf8")).servers[host.origin];
    for (const name of readdirSync(machine.project, { recursive: true, withFileTypes: true }))
      if (name.isFile()) expect(readFileSync(join(name.parentPath, name.name), "utf8")).not.toContain(token);
  });

  it("works with a browser that confirms the command's code", async () => {
    const other = new Machine();
    const command = other.start(["login", host.origin]);
    const end = ended(command);
    const url = await new Promise<string>((resolve) => {
      let said = "";
      command.stderr?.on("data", (chunk: Buffer) => {
        said += chunk.toString();
        const code = /code (\S+)\./.exec(said)?.[1];
        const found = /http:\S+/.exec(said)?.[0];
        if (found && code) resolve(found);
      });
    });
    const person = new Browser(host.send);
    const token = await host.ownerToken();
    await person.go(`${host.origin}/sign-in/owner`, { form: { token, to: "/" } });
    const page = await person.go(url);
    expect(page.text()).toContain("asks to publish as");
    const code = new URL(url).searchParams.get("code") ?? "";
    expect((await person.submit(`${host.origin}/device?code=${code}`, "/device")).status).toBe(200);
    const { status, stdout } = await end;
    expect(status).toBe(0);
    expect(stdout).toContain("owner@localhost");
    expect((await other.run("workspaces")).status).toBe(0);
    other.remove();
  });

  it("ends with logout, on the server too", async () => {
    const other = new Machine();
    await other.login(host);
    const { token } = JSON.parse(readFileSync(join(other.config, "servers.json"), "utf8")).servers[host.origin];
    expect((await other.run("logout", host.origin)).status).toBe(0);
    const { status } = await host.send(`${host.origin}/api/me`, { headers: { authorization: `Bearer ${token}` } });
    expect(status).toBe(401);
    other.remove();
  });
});

describe("a notebook's life", () => {
  let link: string;

  it("first gets a link, having shown what will be sent", async () => {
    const { status, stdout, stderr } = await machine.run("publish", "sales.ipynb", "--access", "link");
    expect(stderr).toContain("data.csv");
    expect(stderr).toMatch(/Left out by \.appignore \(1\)\s+draft\.csv/);
    expect(stderr).toMatch(/Hidden, but sent with the app \(1\)\s+block 2/);
    expect(stderr).not.toContain(".env");
    expect(status).toBe(0);
    link = /http:\S+/.exec(stdout)?.[0] ?? "";
    const answer = await open(link);
    expect(answer.status).toBe(200);
    expect(answer.text()).toContain("hello");
    const settings = readFileSync(machine.path("sales.app.yaml"), "utf8");
    expect(settings).toMatch(/^# mine\nallowRun: false\nproject: [0-9a-f-]{36}\n$/);
    for (const path of ["work/.env", "work/draft.csv", "work/.appignore", "sales.ipynb"])
      expect((await open(link, path)).status).toBe(404);
  });

  it("sends nothing a second time, and makes no version of nothing new", async () => {
    const again = (await machine.run("publish", "sales.ipynb", "--json")).json();
    expect(again).toMatchObject({ ok: true, link, created: false, uploaded: { blobs: 0, bytes: 0 } });
    expect(again.version.number).toBe(1);
  });

  it("sends only what changed, to the same link, and tells only new blocks", async () => {
    machine.write({
      "sales.ipynb": page({ intro: "print('changed')", more: "print('new')", sums: "1 + 1" }),
    });
    const changed = (await machine.run("publish", "sales.ipynb", "--json")).json();
    expect(changed).toMatchObject({ link, access: "link", version: { number: 2 } });
    expect(changed.uploaded.blobs).toBeGreaterThan(0);
    expect(changed.uploaded.bytes).toBeLessThan(200_000);
    expect(changed.review.added.map(({ id }: { id: string }) => id)).toEqual(["more"]);
    expect((await open(link)).text()).toContain("changed");
  });

  it("goes back to an earlier version, and forth", async () => {
    expect((await machine.run("publish", "sales.ipynb", "--rollback")).status).toBe(0);
    expect((await open(link)).text()).toContain("hello");
    expect((await machine.run("publish", "sales.ipynb", "--rollback", "2")).status).toBe(0);
    expect((await open(link)).text()).toContain("changed");
    const wrong = await machine.run("publish", "sales.ipynb", "--rollback", "99");
    expect(wrong.status).toBe(2);
    expect(wrong.stderr).toMatch(/keeps 2, 1\./);
  });

  it("is listed with its versions, viewers and runs", async () => {
    const { apps } = (await machine.run("apps", "--json")).json();
    expect(apps).toMatchObject([{ title: "sales", link, access: "link" }]);
    const one = (await machine.run("apps", "sales.ipynb", "--json")).json();
    expect(one.versions.map(({ number, visible }: { number: number; visible: boolean }) => [number, visible])).toEqual([
      [2, true],
      [1, false],
    ]);
  });

  it("changes who may open it, at once", async () => {
    expect((await machine.run("access", "sales.ipynb", "workspace")).status).toBe(0);
    expect((await open(link)).status).toBe(401);
    expect((await machine.run("access", link, "public")).status).toBe(0);
    const answer = await open(link);
    expect(answer.status).toBe(200);
    expect(answer.text()).not.toContain("noindex");
  });

  it("does not let an old settings file undo that", async () => {
    const path = machine.path("sales.app.yaml");
    const before = readFileSync(path, "utf8");
    writeFileSync(path, `${before}access: workspace # for now\n`);
    await machine.run("access", "sales.ipynb", "link");
    expect(readFileSync(path, "utf8")).toBe(`${before}access: link # for now\n`);
    expect((await machine.run("publish", "sales.ipynb", "--json")).json().access).toBe("link");
    writeFileSync(path, before);
  });

  it("gets a new link when the old one got around", async () => {
    const asked = await machine.run("access", "sales.ipynb", "--rotate");
    expect(asked.status).toBe(2);
    expect(asked.stderr).toContain("--yes");
    expect((await open(link)).status).toBe(200);
    const rotated = (await machine.run("access", "sales.ipynb", "--rotate", "--yes", "--json")).json();
    expect((await open(link)).status).toBe(404);
    expect((await open(rotated.link)).status).toBe(200);
    link = rotated.link;
  });

  it("has people", async () => {
    expect((await machine.run("people", "sales.ipynb", "--add", "ada@example.org", "--role", "viewer")).status).toBe(0);
    const { people } = (await machine.run("people", "sales.ipynb", "--json")).json();
    expect(people).toContainEqual({ email: "ada@example.org", role: "viewer" });
    expect((await machine.run("people", "sales.ipynb", "--remove", "ada@example.org", "--json")).json().people).toEqual(
      people.filter(({ email }: { email: string }) => email !== "ada@example.org"),
    );
    expect((await machine.run("people", "--add", "bob@example.org", "--json")).json().people).toContainEqual({
      email: "bob@example.org",
      role: "editor",
    });
  });

  it("keeps its link and the choices about its blocks when a copy of it is published", async () => {
    machine.write({
      "sales.ipynb": page(
        { intro: "print('changed')", sums: "1 + 1" },
        { sums: { deepnote_app_block_visible: false } },
      ),
      "copy/renamed.ipynb": page({ c1: "print('changed')", c2: "print('added')", c3: "1 + 1" }),
    });
    expect((await machine.run("publish", "sales.ipynb", "--json")).status).toBe(0);
    const copied = (await machine.run("publish", "copy/renamed.ipynb", "--as", link, "--json")).json();
    expect(copied).toMatchObject({ link, access: "link", created: false });
    expect(copied.review.added.map(({ id }: { id: string }) => id)).toEqual(["c2"]);
    expect(copied.review.kept.map(({ id }: { id: string }) => id)).toEqual(["c3"]);
    expect(readFileSync(machine.path("copy/renamed.app.yaml"), "utf8")).toBe(
      readFileSync(machine.path("sales.app.yaml"), "utf8"),
    );
    const later = (await machine.run("publish", "copy/renamed.ipynb", "--json")).json();
    expect(later).toMatchObject({ link, review: { kept: [{ id: "c3" }], added: [] } });
  });

  it("goes as a whole", async () => {
    const asked = await machine.run("unpublish", "sales.ipynb");
    expect(asked.status).toBe(2);
    expect((await open(link)).status).toBe(200);
    expect((await machine.run("unpublish", "sales.ipynb", "--yes")).status).toBe(0);
    expect((await open(link)).status).toBe(404);
    expect((await machine.run("apps", "--json")).json().apps).toEqual([]);
    expect((await machine.run("unpublish", "sales.ipynb", "--yes")).status).toBe(1);
  });
});

describe("what looks like a secret", () => {
  it("is not sent without a word of the author", async () => {
    machine.write({
      "secret.ipynb": page({ a: "password = 'correct-horse-battery'" }),
      "secret.app.yaml": READ_ONLY,
      "work/id_rsa": "x",
      "work/settings.txt": "ok\napi_key = 'abcdef123456'\n",
    });
    const before = host.log().length;
    const { status, stdout } = await machine.run("publish", "secret.ipynb", "--json");
    expect(status).toBe(1);
    const { error, review } = JSON.parse(stdout);
    expect(error).toContain("--yes");
    expect(review.secrets).toHaveLength(1);
    expect(review.suspectFiles).toEqual([
      { path: "work/id_rsa", what: "a private SSH key", line: null },
      { path: "work/settings.txt", what: "a password or key", line: 2 },
    ]);
    expect(host.log().slice(before)).not.toMatch(/"(PUT|POST)"/);
    expect(stdout).not.toContain("correct-horse");
    const sure = await machine.run("publish", "secret.ipynb", "--yes", "--json");
    expect(sure.json()).toMatchObject({ ok: true, created: true });
  });
});

describe("what goes wrong", () => {
  it("is the notebook: nothing is sent, and no project is made", async () => {
    machine.write({ "bad.ipynb": page({ a: "!rm -rf x" }) });
    const { status, stderr } = await machine.run("publish", "bad.ipynb");
    expect(status).toBe(1);
    expect(stderr).toContain("bad.ipynb");
    expect(existsSync(machine.path("bad.app.yaml"))).toBe(false);
  });

  it("is the server: exit 3 and words that help", async () => {
    const gone = await nodeHost();
    await machine.login(gone);
    await gone.close();
    const { status, stderr } = await machine.run("publish", "secret.ipynb", "--to", gone.origin, "--yes");
    expect(status).toBe(3);
    expect(stderr).toContain(`${gone.origin} did not answer`);
    expect(stderr).not.toContain("    at ");
  });

  it("is no server of ours", async () => {
    const { status, stderr } = await machine.run("login", `http://127.0.0.1:${host.port}`);
    expect(status).not.toBe(0);
    expect(stderr).toContain(host.origin);
  });

  it("is the command line", async () => {
    for (const args of [
      ["publish"],
      ["access", "sales.ipynb", "everyone"],
      ["apps", "--to", "::"],
      ["people", "x", "--workspace", "y"],
    ])
      expect((await machine.run(...args)).status, args.join(" ")).toBe(2);
  });
});

describe("large files", () => {
  it("go up in parts, straight from disk, and come back as they were", async () => {
    await machine.login(host);
    const large = randomBytes(150_000_000);
    machine.write({
      "large.ipynb": page({ a: "1" }),
      "large.app.yaml": `${READ_ONLY}files: big\n`,
      "big/data.bin": large,
    });
    const published = await machine.run("publish", "large.ipynb", "--to", host.origin, "--access", "link", "--json");
    expect(published.stdout + published.stderr).toContain('"ok": true');
    const { link, uploaded } = published.json();
    expect(uploaded.bytes).toBeGreaterThan(150_000_000);
    expect(host.log()).toMatch(/uploads\/[^"]+\/5"/);
    const answer = await host.send(new URL("work/data.bin", link).href, { headers: { range: "bytes=149999000-" } });
    expect(answer.status).toBe(206);
    expect(large.subarray(149_999_000).equals(answer.body)).toBe(true);
  });
});
