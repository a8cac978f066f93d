/**
 * Contract: what pages and tools of other sites get of an app.
 * @module
 */
import { expect, it } from "vitest";
import type { AppInfo } from "../../../compiler/contract/api.ts";
import { Author, bundle } from "../author.ts";
import type { TestHost } from "../test-host.ts";

export function embeddingContract(host: () => TestHost): void {
  const ask = (url: string, more = "") => host().send(`${host().origin}/oembed?url=${encodeURIComponent(url)}${more}`);
  const discovery = async (app: AppInfo) =>
    /<link rel="alternate" type="application\/json\+oembed" href="([^"]+)"/.exec(
      (await host().send(app.link)).text(),
    )?.[1];

  it("answers oEmbed with a frame where the settings allow one, else with the title alone", async () => {
    const author = await Author.owner(host());
    const title = `Sales & "more" <b>`;
    const { app } = await author.publish({ manifest: { access: "public", title } });
    const href = (await discovery(app))?.replaceAll("&amp;", "&") ?? "";
    const link = await host().send(href);
    expect(link.status).toBe(200);
    expect(link.headers.get("access-control-allow-origin")).toBe("*");
    expect(link.json()).toMatchObject({ version: "1.0", type: "link", title });
    await author.change(app, { embed: { allow: true, origins: [] } });
    const rich = (await host().send(`${href}&maxwidth=500&maxheight=99999&format=json`)).json() as { html: string };
    expect(rich).toMatchObject({ type: "rich", title, width: 500, height: 600 });
    expect(rich.html).toContain(`src="${app.link}"`);
    expect(rich.html).toContain('title="Sales &amp; &quot;more&quot; &lt;b&gt;"');
    // One block with inputs, as its link has them; a quote cannot end the attribute.
    const block = (await ask(`${app.link}?block=chart&n=5&x="><script>`)).json() as { html: string };
    expect(block.html).toContain(`src="${app.link}?block=chart&amp;n=5&amp;x=%22%3E%3Cscript%3E"`);
  });

  it("tells nothing of an app to whom it would not open", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "workspace", title: "For members" } });
    expect((await ask(app.link)).status).toBe(401);
    expect((await ask(app.link)).text()).not.toContain("For members");
    const shared = await author.change(app, { access: "link" });
    expect((await ask(shared.link)).json()).toMatchObject({ title: "For members" });
    expect(await discovery(shared)).toContain("oembed");
    expect((await host().send(shared.link)).text()).toContain(`<meta property="og:url" content="${shared.link}">`);
  });

  it("refuses what is no link of this server's, and formats that it does not speak", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "public" } });
    expect((await host().send(`${host().origin}/oembed`)).status).toBe(400);
    for (const url of [
      "nonsense",
      "https://evil.test/a/b/",
      host().origin,
      app.link.replace(/[a-z2-7]{26}/, "a".repeat(26)),
    ])
      expect((await ask(url)).status, url).toBe(404);
    expect((await ask(app.link, "&format=xml")).status).toBe(501);
  });

  it("gives the runtime, and nothing else, to a page that may embed the app and whose viewer is not signed in yet", async () => {
    const author = await Author.owner(host());
    const runtime = "rt/0123456789ab/index.js";
    const files = bundle({ "embed.js": "export {};", [runtime]: "export {};" });
    const { app } = await author.publish({ files, manifest: { access: "workspace" } });
    const origin = "https://blog.test";
    const get = (path: string) => host().send(app.link + path, { headers: { origin } });
    for (const path of ["embed.js", runtime, "app.json", ""]) expect((await get(path)).status, path).toBe(401);
    await author.change(app, { embed: { allow: true, origins: [origin] } });
    for (const path of ["embed.js", runtime]) {
      const answer = await get(path);
      expect([answer.status, answer.headers.get("access-control-allow-origin")], path).toEqual([200, origin]);
    }
    for (const path of ["app.json", "", "work/data.csv", "rt/pkg/x.whl", "rt/0123456789ab/../../app.json"])
      expect((await get(path)).status, path).not.toBe(200);
  });
}
