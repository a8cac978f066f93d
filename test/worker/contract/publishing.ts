/**
 * Contract: publishing, versions, and what viewers get of them. Every host passes it.
 * @module
 */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { VersionList } from "../../../compiler/contract/api.ts";
import { Author, bundle, manifestOf, sha256 } from "../author.ts";
import type { TestHost } from "../test-host.ts";

export function publishingContract(host: () => TestHost): void {
  it("publishes what was uploaded, under a link of its own that later versions keep", async () => {
    const author = await Author.owner(host());
    const first = await author.publish({ manifest: { access: "public" } });
    expect(first.created).toBe(true);
    expect(first.version.number).toBe(1);
    const page = await host().send(first.app.link);
    expect(page.status).toBe(200);
    expect(page.headers.get("content-type")).toMatch(/^text\/html/);
    expect(page.text()).toContain("readable");

    const files = bundle({ "work/data.csv": "a,b\n3,4\n" });
    const second = await author.publish({ project: first.app.project, files, manifest: { access: "public" } });
    expect(second.created).toBe(false);
    expect(second.app.link).toBe(first.app.link);
    expect((await host().send(`${first.app.link}work/data.csv`)).text()).toBe("a,b\n3,4\n");
  });

  it("asks only for bytes that it does not have, and refuses a version whose bytes are missing", async () => {
    const author = await Author.owner(host());
    const files = bundle({ "work/new.csv": `x\n${randomUUID()}\n` });
    const refused = await author.call(`/api/apps/${randomUUID()}`, { method: "PUT", json: manifestOf(files) });
    expect(refused.status).toBe(409);
    expect(refused.json()).toMatchObject({ code: "missing-blobs" });
    expect((refused.json() as { missing: string[] }).missing).toContain(sha256(files["work/new.csv"] ?? ""));

    await author.publish({ files });
    const missing = await author.call(`/api/workspaces/${author.workspace}/missing`, {
      method: "POST",
      json: { sha256: Object.values(files).map(sha256) },
    });
    expect(missing.json()).toEqual({ missing: [] });
    expect((await author.put(files["work/new.csv"] ?? "")).status).toBe(200);
  });

  it("stores nothing under a sha256 that the bytes do not have", async () => {
    const author = await Author.owner(host());
    const wanted = sha256(randomUUID());
    const path = `/api/workspaces/${author.workspace}/blobs/${wanted}`;
    const refused = await author.call(path, { method: "PUT", body: "something else" });
    expect(refused.status).toBe(422);
    expect(refused.json()).toMatchObject({ code: "wrong-digest" });
    expect((await author.call(path, { method: "HEAD" })).status).toBe(404);
  });

  it("takes large files in parts, goes on where it was interrupted, and checks the whole", async () => {
    const author = await Author.owner(host());
    const part = ((await author.call("/api")).json() as { limits: { part: number } }).limits.part;
    const content = new Uint8Array(part + 1000).fill(7);
    content.set(Buffer.from(randomUUID()));
    const hash = sha256(content);
    const uploads = `/api/workspaces/${author.workspace}/uploads`;
    const begin = async () =>
      (await author.call(uploads, { method: "POST", json: { sha256: hash, size: content.byteLength } })).json() as {
        id: string;
        missing: number[];
      };
    const { id, missing } = await begin();
    expect(missing).toEqual([1, 2]);
    expect((await author.call(`${uploads}/${id}/2`, { method: "PUT", body: "too short" })).status).toBe(400);
    expect((await author.call(`${uploads}/${id}/3`, { method: "PUT", body: "no such part" })).status).toBe(400);
    expect((await author.call(`${uploads}/${id}/2`, { method: "PUT", body: content.subarray(part) })).status).toBe(204);
    expect((await author.call(`${uploads}/${id}`, { method: "POST" })).status).toBe(409);
    expect(await begin()).toMatchObject({ id, missing: [1] });
    expect((await author.call(`${uploads}/${id}/1`, { method: "PUT", body: content.subarray(0, part) })).status).toBe(
      204,
    );
    expect((await author.call(`${uploads}/${id}`, { method: "POST" })).status).toBe(201);

    const files = bundle({ "work/large.bin": content });
    const { app } = await author.publish({ files, manifest: { access: "public" } });
    const end = await host().send(`${app.link}${app.project}/file?path=large.bin`, {
      headers: { range: `bytes=${part}-` },
    });
    expect(end.status).toBe(206);
    expect(sha256(end.body)).toBe(sha256(content.subarray(part)));
  });

  it("refuses parts that do not make the file, and keeps nothing of them", async () => {
    const author = await Author.owner(host());
    const uploads = `/api/workspaces/${author.workspace}/uploads`;
    const wanted = { sha256: sha256(randomUUID()), size: 10 };
    const { id } = (await author.call(uploads, { method: "POST", json: wanted })).json() as { id: string };
    await author.call(`${uploads}/${id}/1`, { method: "PUT", body: "0123456789" });
    const done = await author.call(`${uploads}/${id}`, { method: "POST" });
    expect(done.status).toBe(422);
    expect((await author.call(`${uploads}/${id}`, { method: "POST" })).status).toBe(404);
    expect(
      (await author.call(`/api/workspaces/${author.workspace}/blobs/${wanted.sha256}`, { method: "HEAD" })).status,
    ).toBe(404);
  });

  it("answers what a page asks for by content from any kept version, so that an open tab never mixes two", async () => {
    const author = await Author.owner(host());
    const before = bundle({ "app.json": `{"n":"${randomUUID()}"}` });
    const { app } = await author.publish({ files: before, manifest: { access: "public" } });
    const after = bundle({ "app.json": `{"n":"${randomUUID()}"}` });
    await author.publish({ project: app.project, files: after, manifest: { access: "public" } });
    const at = (content: string | Uint8Array) => `${app.link}app.json?v=${sha256(content).slice(0, 16)}`;
    expect((await host().send(at(before["app.json"] ?? ""))).text()).toBe(before["app.json"]);
    const now = await host().send(at(after["app.json"] ?? ""));
    expect(now.text()).toBe(after["app.json"]);
    expect(now.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
    const never = await host().send(`${app.link}app.json?v=0000000000000000`);
    expect(never.status).toBe(410);
    expect(never.json()).toMatchObject({ code: "gone", help: "Reload the page." });
  });

  it("goes back to an earlier version and forward again by one call", async () => {
    const author = await Author.owner(host());
    const { app, version } = await author.publish({ manifest: { access: "public", title: "One" } });
    const files = bundle({ "work/data.csv": "second" });
    await author.publish({ project: app.project, files, manifest: { access: "public", title: "Two" } });
    const back = await author.call(`/api/apps/${app.project}/rollback`, { method: "POST", json: {} });
    expect(back.json()).toMatchObject({ app: { title: "One" }, version: { id: version.id, number: 1 } });
    expect((await host().send(`${app.link}work/data.csv`)).text()).toBe("a,b\n1,2\n");
    const { versions } = (await author.call(`/api/apps/${app.project}/versions`)).json() as VersionList;
    expect(versions.map(({ number, visible }) => [number, visible])).toEqual([
      [2, false],
      [1, true],
    ]);
    const forward = await author.call(`/api/apps/${app.project}/rollback`, {
      method: "POST",
      json: { version: versions[0]?.id },
    });
    expect(forward.status).toBe(200);
    expect((await host().send(`${app.link}work/data.csv`)).text()).toBe("second");
    await author.call(`/api/apps/${app.project}/rollback`, { method: "POST", json: {} });
    const none = await author.call(`/api/apps/${app.project}/rollback`, { method: "POST", json: {} });
    expect(none.status).toBe(409);
  });

  it("refuses a version that was meant to follow another", async () => {
    const author = await Author.owner(host());
    const { app, version } = await author.publish();
    const next = { project: app.project, manifest: { follows: version.id } };
    expect((await author.tryPublish(next)).status).toBe(200);
    const late = await author.tryPublish(next);
    expect(late.status).toBe(409);
    expect(late.json()).toMatchObject({ code: "conflict" });
  });

  it("keeps twenty earlier versions", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish();
    for (let count = 0; count < 22; count++) await author.publish({ project: app.project });
    const { versions } = (await author.call(`/api/apps/${app.project}/versions`)).json() as VersionList;
    expect(versions.map(({ number }) => number)).toEqual(Array.from({ length: 20 }, (_, index) => 23 - index));
  });

  it("keeps notes and blocks for the author's tools", async () => {
    const author = await Author.owner(host());
    const blocks = [{ id: "b1", type: "code", title: "block 1", content: sha256("x = 1") }];
    const { app } = await author.publish({ manifest: { blocks, notes: '{"a":1}' } });
    const details = (await author.call(`/api/apps/${app.project}`)).json();
    expect(details).toMatchObject({ blocks, notes: '{"a":1}', title: "Sales" });
    expect((details as { files: unknown[] }).files).toHaveLength(Object.keys(bundle()).length);
  });

  it("removes an app at once: page, files, versions, listing", async () => {
    const author = await Author.owner(host());
    const own = `only here ${randomUUID()}`;
    const { app } = await author.publish({ files: bundle({ "work/own.txt": own }), manifest: { access: "public" } });
    expect((await author.call(`/api/apps/${app.project}`, { method: "DELETE" })).status).toBe(204);
    for (const path of ["", "app.json", "work/own.txt", `${app.project}/file?path=own.txt`])
      expect((await host().send(app.link + path)).status, path).toBe(404);
    expect((await host().send(`${host().origin}/sitemap.xml`)).text()).not.toContain(app.link);
    expect((await author.call(`/api/apps/${app.project}`)).status).toBe(404);
    const blob = await author.call(`/api/workspaces/${author.workspace}/blobs/${sha256(own)}`, { method: "HEAD" });
    expect(blob.status).toBe(404);
  });

  it("refuses manifests that no build makes", async () => {
    const author = await Author.owner(host());
    const good = manifestOf(bundle());
    const index = good.files[0];
    const wrong: [string, object][] = [
      ["no page", { ...good, files: good.files.slice(1) }],
      ["a path twice", { ...good, files: [...good.files, index] }],
      ["a path that leaves", { ...good, files: [...good.files, { ...index, path: "work/../../x" }] }],
      ["a reserved path", { ...good, files: [...good.files, { ...index, path: "-/enter" }] }],
      ["an access that is none", { ...good, access: "everyone" }],
      ["an origin that is none", { ...good, embed: { allow: true, origins: ["https://x.test; script-src *"] } }],
      ["a title of two lines", { ...good, title: "a\nb" }],
    ];
    for (const [what, json] of wrong) {
      const answer = await author.call(`/api/apps/${randomUUID()}`, { method: "PUT", json });
      expect(answer.status, what).toBe(400);
      expect(answer.json(), what).toMatchObject({ code: "bad-request" });
    }
  });

  it("never serves private files", async () => {
    const author = await Author.owner(host());
    const files = bundle({ "private/kernel.json": "print('secret')" });
    const { app } = await author.publish({ files, manifest: { access: "public" } });
    for (const path of [
      "private/kernel.json",
      "private%2fkernel.json",
      "%70rivate/kernel.json",
      "./private/kernel.json",
    ])
      expect((await host().send(app.link + path)).text(), path).not.toContain("secret");
    const byContent = `${app.link}private/kernel.json?v=${sha256("print('secret')").slice(0, 16)}`;
    expect((await host().send(byContent)).status).toBe(410);
    expect((await host().send(`${app.link}${app.project}/file?path=../private/kernel.json`)).status).toBe(400);
  });
}
