/**
 * Contract: who may open what, on every path of an app, from one request to the next.
 * @module
 */
import { expect, it } from "vitest";
import type { Access, AppInfo } from "../../../compiler/contract/api.ts";
import { Author, bundle, sha256 } from "../author.ts";
import { Browser } from "../http.ts";
import type { People } from "../people.ts";
import type { TestHost } from "../test-host.ts";

/** Every kind of address that an app has. */
export function pathsOf({ project }: AppInfo): string[] {
  const index = bundle()["app.json"] ?? "";
  return [
    "",
    "index.html",
    "app.json",
    `app.json?v=${sha256(index).slice(0, 16)}`,
    "rt/0123456789abcdef/index.js",
    "rt/pkg/x.whl",
    "outputs/0123456789abcdef.json",
    "work/data.csv",
    `${project}/file?path=data.csv`,
    `${project}/file?path=/work/data.csv`,
  ];
}

export function accessContract(host: () => TestHost, people: () => People): void {
  /** What a viewer gets on all paths: one status for all, or a list of differences. */
  async function everywhere(app: AppInfo, viewer: Browser): Promise<number | string[]> {
    const found: string[] = [];
    for (const path of pathsOf(app)) found.push(`${(await viewer.go(app.link + path)).status} ${path}`);
    const ran = await viewer.go(`${app.link}-/ran`, { method: "POST" });
    found.push(`${ran.status === 204 ? 200 : ran.status} -/ran`);
    const statuses = new Set(found.map((line) => Number(line.slice(0, 3))));
    return statuses.size === 1 ? Number(found[0]?.slice(0, 3)) : found;
  }

  it("holds for every path of an app: who is nobody, a stranger, a member, a collaborator", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish();
    const { nobody, stranger, member, collaborator } = await people().viewersOf(author, app);
    const expected: Record<Access, readonly [number, number, number, number]> = {
      workspace: [401, 404, 200, 200],
      link: [200, 200, 200, 200],
      public: [200, 200, 200, 200],
    };
    for (const access of ["link", "public", "workspace"] as const) {
      const changed = await author.change(app, { access });
      expect(changed).toMatchObject({ access, link: app.link });
      const found = [];
      for (const viewer of [nobody, stranger, member, collaborator]) found.push(await everywhere(app, viewer));
      expect(found, access).toEqual(expected[access]);
    }
  });

  it("takes a person's access away with the next request", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish();
    const { member, collaborator } = await people().viewersOf(author, app);
    await author.call(`/api/apps/${app.project}/collaborators/${people().collaborator}`, { method: "DELETE" });
    await author.call(`/api/workspaces/${author.workspace}/members/${people().member}`, { method: "DELETE" });
    expect(await everywhere(app, member)).toBe(404);
    expect(await everywhere(app, collaborator)).toBe(404);
  });

  it("kills the old link when it is rotated, on every path, and signs its origin out", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "link" } });
    const viewer = new Browser(host().send);
    expect(await everywhere(app, viewer)).toBe(200);
    const rotated = (await author.call(`/api/apps/${app.project}/rotate`, { method: "POST" })).json() as AppInfo;
    expect(rotated.link).not.toBe(app.link);
    expect(await everywhere(app, viewer)).toBe(404);
    expect(await everywhere({ ...rotated }, viewer)).toBe(200);
    expect(slugOf(rotated.link)).toMatch(/^[a-z2-7]{26}$/);
  });

  it("needs the link itself for a link app: its project's id is not enough", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "link" } });
    const address = `${host().origin}/${app.project}/file?path=data.csv`;
    expect((await host().send(address)).status).toBe(404);
    await author.change(app, { access: "public" });
    expect((await host().send(address)).text()).toBe("a,b\n1,2\n");
    await author.change(app, { access: "workspace" });
    expect((await host().send(address)).status).toBe(401);
    expect((await host().send(address, { headers: { authorization: `Bearer ${author.token}` } })).status).toBe(200);
  });

  it("says noindex on every answer of what is not public, and of no public one", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "link" } });
    const viewer = new Browser(host().send);
    for (const path of [...pathsOf(app), "missing.js", `${app.project}/file?path=../x`, "-/enter?code=x", "-/nothing"])
      expect((await viewer.go(app.link + path)).headers.get("x-robots-tag"), path).toBe("noindex, nofollow");
    expect((await viewer.go(app.link)).text()).toContain('<meta name="robots" content="noindex">');
    await author.change(app, { access: "public" });
    for (const path of pathsOf(app))
      expect((await viewer.go(app.link + path)).headers.get("x-robots-tag"), path).toBeNull();
    expect((await viewer.go(app.link)).text()).not.toContain("noindex");
  });

  it("shows public apps, and only those, on the public page and in the sitemap", async () => {
    const author = await Author.owner(host());
    const shown = (await author.publish({ manifest: { access: "public", title: "Shown <b>&</b>" } })).app;
    const linked = (await author.publish({ manifest: { access: "link", title: "Linked" } })).app;
    const inner = (await author.publish({ manifest: { access: "workspace", title: "Inner" } })).app;
    const page = await host().send(`${host().origin}/`);
    const map = (await host().send(`${host().origin}/sitemap.xml`)).text();
    expect(page.headers.get("x-robots-tag")).toBeNull();
    expect(page.text()).toContain("Shown &lt;b&gt;&amp;&lt;/b&gt;");
    expect(map).toContain(`<loc>${shown.link}</loc>`);
    for (const hidden of [linked, inner])
      for (const text of [page.text(), map, (await host().send(`${host().origin}/robots.txt`)).text()]) {
        expect(text).not.toContain(slugOf(hidden.link));
        expect(text).not.toContain(hidden.project);
        expect(text).not.toContain(hidden.title);
      }
    expect((await host().send(`${host().origin}/robots.txt`)).text()).toContain(
      `Sitemap: ${host().origin}/sitemap.xml`,
    );
  });

  it("gives a workspace a public page with its public apps, once it has one", async () => {
    const author = await Author.owner(host());
    const made = await author.call("/api/workspaces", { method: "POST", json: { name: "Team <i>A</i>" } });
    const { id } = made.json() as { id: string };
    const address = `${host().origin}/w/${id}`;
    const { app } = await author.publish({ manifest: { workspace: id, access: "link", title: "Of the team" } });
    const elsewhere = (await author.publish({ manifest: { access: "public", title: "Of another" } })).app;
    expect((await host().send(address)).status).toBe(404);
    await author.change(app, { access: "public" });
    const page = await host().send(address);
    expect(page.status).toBe(200);
    expect(page.headers.get("x-robots-tag")).toBeNull();
    expect(page.text()).toContain("Team &lt;i&gt;A&lt;/i&gt;");
    expect(page.text()).toContain(app.link);
    expect(page.text()).toContain(`<link rel="canonical" href="${address}">`);
    expect(page.text()).not.toContain(elsewhere.link);
    expect((await host().send(`${host().origin}/sitemap.xml`)).text()).toContain(`<loc>${address}</loc>`);
  });

  it("gives a public app its canonical address and its preview", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "public" } });
    const html = (await host().send(app.link)).text();
    expect(html).toContain(`<link rel="canonical" href="${app.link}">`);
    expect(html).toContain(`<meta property="og:url" content="${app.link}">`);
    await author.change(app, { access: "link" });
    expect((await host().send(app.link)).text()).not.toContain("canonical");
  });

  it("keeps changing an app apart from opening it", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "public" } });
    const [viewer, editor] = [await people().commandOf("reader"), await people().commandOf("writer")];
    const collaborators = `/api/apps/${app.project}/collaborators`;
    const may = async (who: Author) => {
      const calls: Record<string, number> = {};
      calls.details = (await who.call(`/api/apps/${app.project}`)).status;
      calls.publish = (
        await who.tryPublish({
          project: app.project,
          files: bundle({ "work/by.txt": `${who.me.email} ${Math.random()}` }),
          manifest: { access: null, workspace: app.workspace },
        })
      ).status;
      calls.access = (
        await who.call(`/api/apps/${app.project}`, { method: "PATCH", json: { access: "public" } })
      ).status;
      calls.rotate = (await who.call(`/api/apps/${app.project}/rotate`, { method: "POST" })).status;
      calls.remove = (await who.call(`/api/apps/${app.project}`, { method: "DELETE" })).status;
      return calls;
    };
    const none = { details: 404, publish: 403, access: 404, rotate: 404, remove: 404 };
    expect(await may(viewer)).toEqual(none);
    await author.call(`${collaborators}/${viewer.me.email}`, { method: "PUT", json: { role: "viewer" } });
    await author.call(`${collaborators}/${editor.me.email}`, { method: "PUT", json: { role: "editor" } });
    expect(await may(viewer)).toEqual({ details: 403, publish: 403, access: 403, rotate: 403, remove: 403 });
    expect(await may(editor)).toEqual({ details: 200, publish: 200, access: 403, rotate: 403, remove: 403 });
    expect((await editor.call("/api/apps")).text()).toContain(app.project);
    await author.call(`${collaborators}/${editor.me.email}`, { method: "DELETE" });
    expect(await may(editor)).toEqual(none);
  });

  it("lets nobody take another's bytes by their sha256", async () => {
    const author = await Author.owner(host());
    const other = await people().commandOf("rival");
    const { id } = (await other.call("/api/workspaces", { method: "POST", json: { name: "Rivals" } })).json() as {
      id: string;
    };
    await author.publish({ files: bundle({ "work/secret.csv": "secret of the first" }) });
    const files = bundle({ "work/secret.csv": "secret of the first" });
    const missing = await other.call(`/api/workspaces/${id}/missing`, {
      method: "POST",
      json: { sha256: [sha256("secret of the first")] },
    });
    expect(missing.json()).toEqual({ missing: [sha256("secret of the first")] });
    // Whoever has the bytes themselves may publish them, of course.
    expect((await other.tryPublish({ files, manifest: { workspace: id } })).status).toBe(201);
    expect(
      (await other.call(`/api/workspaces/${author.workspace}/missing`, { method: "POST", json: { sha256: [] } }))
        .status,
    ).toBe(404);
  });

  it("keeps a workspace's last owner", async () => {
    const author = await Author.owner(host());
    const path = `/api/workspaces/${author.workspace}/members/${author.me.email}`;
    expect((await author.call(path, { method: "DELETE" })).status).toBe(409);
    expect((await author.call(path, { method: "PUT", json: { role: "viewer" } })).status).toBe(409);
  });
}

function slugOf(link: string): string {
  return /[a-z2-7]{26}/.exec(link)?.[0] ?? "";
}
