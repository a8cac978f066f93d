/**
 * Contract: files of an app as HTTP wants them.
 * @module
 */
import { expect, it } from "vitest";
import { Author, bundle } from "../author.ts";
import type { TestHost } from "../test-host.ts";

const LETTERS = "abcdefghijklmnopqrstuvwxyz";

export function filesContract(host: () => TestHost): void {
  async function published(extra: Readonly<Record<string, string | Uint8Array>> = {}) {
    const author = await Author.owner(host());
    const files = bundle({ "work/letters.txt": LETTERS, ...extra });
    const { app } = await author.publish({ files, manifest: { access: "public" } });
    const file = (path: string, headers: Record<string, string> = {}, method = "GET") =>
      host().send(`${app.link}${app.project}/file?path=${encodeURIComponent(path)}`, { headers, method });
    return { author, app, file };
  }

  it("sends ranges, and the whole where a range may be ignored", async () => {
    const { app, file } = await published();
    const cases: [range: string, status: number, body: string | null, contentRange: string | null][] = [
      ["bytes=0-3", 206, "abcd", "bytes 0-3/26"],
      ["bytes=20-", 206, "uvwxyz", "bytes 20-25/26"],
      ["bytes=-2", 206, "yz", "bytes 24-25/26"],
      ["bytes=20-999", 206, "uvwxyz", "bytes 20-25/26"],
      ["bytes=-999", 206, LETTERS, "bytes 0-25/26"],
      ["bytes=26-", 416, null, "bytes */26"],
      ["bytes=-0", 416, null, "bytes */26"],
      ["bytes=5-2", 200, LETTERS, null],
      ["bytes=0-1,4-5", 200, LETTERS, null],
      ["letters=0-3", 200, LETTERS, null],
      ["bytes=a-b", 200, LETTERS, null],
    ];
    for (const [range, status, body, contentRange] of cases) {
      for (const answer of [
        await file("letters.txt", { range }),
        await host().send(`${app.link}work/letters.txt`, { headers: { range } }),
      ]) {
        expect(answer.status, range).toBe(status);
        expect(answer.headers.get("content-range"), range).toBe(contentRange);
        if (body !== null) expect(answer.text(), range).toBe(body);
      }
    }
  });

  it("answers conditions by content", async () => {
    const { author, app, file } = await published();
    const whole = await file("letters.txt");
    const tag = whole.headers.get("etag") ?? "";
    expect(tag).toMatch(/^"[0-9a-f]{64}"$/);
    for (const value of [tag, `W/${tag}`, `"x", ${tag}`, "*"]) {
      const answer = await file("letters.txt", { "if-none-match": value });
      expect(answer.status, value).toBe(304);
      expect(answer.body.length).toBe(0);
    }
    expect((await file("letters.txt", { range: "bytes=0-3", "if-range": tag })).status).toBe(206);
    expect((await file("letters.txt", { range: "bytes=0-3", "if-range": '"stale"' })).text()).toBe(LETTERS);
    await author.publish({
      project: app.project,
      files: bundle({ "work/letters.txt": "new" }),
      manifest: { access: null },
    });
    expect((await file("letters.txt", { "if-none-match": tag })).text()).toBe("new");
  });

  it("answers HEAD like GET, without the body", async () => {
    const { file } = await published();
    const [head, get] = [await file("letters.txt", {}, "HEAD"), await file("letters.txt")];
    expect(head.status).toBe(200);
    expect(head.body.length).toBe(0);
    for (const name of ["content-length", "etag", "content-type", "content-disposition"])
      expect(head.headers.get(name), name).toBe(get.headers.get(name));
    expect(get.headers.get("content-length")).toBe("26");
  });

  it("names downloads in any script, and lets no name end the header", async () => {
    const names = [
      "ünïcödé – 日本語.csv",
      'quo"te;x=".csv',
      "per%cent%0d%0aSet-Cookie: x=1.csv",
      "spa ce's (1).csv",
      "😀.csv",
    ];
    const { file } = await published(Object.fromEntries(names.map((name) => [`work/d/${name}`, name])));
    for (const name of names) {
      const answer = await file(`d/${name}`);
      expect(answer.text()).toBe(name);
      const header = answer.headers.get("content-disposition") ?? "";
      const parts = /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([A-Za-z0-9!#$&+.^_`|~%-]+)$/.exec(
        header,
      );
      expect(parts, header).not.toBeNull();
      expect(decodeURIComponent(parts?.[2] ?? "")).toBe(name);
      expect(parts?.[1]).not.toMatch(/["\\%]/);
      expect(answer.headers.get("set-cookie")).toBeNull();
    }
  });

  it("gives files their types, and says that no other is to be guessed", async () => {
    const types: Record<string, string> = {
      "a.csv": "text/csv; charset=utf-8",
      "a.PNG": "image/png",
      "a.pdf": "application/pdf",
      "a.unknown": "application/octet-stream",
      ".env": "application/octet-stream",
      Makefile: "application/octet-stream",
      "a.parquet": "application/vnd.apache.parquet",
    };
    const { app, file } = await published(Object.fromEntries(Object.keys(types).map((name) => [`work/${name}`, name])));
    for (const [name, type] of Object.entries(types)) {
      const answer = await file(name);
      expect(answer.headers.get("content-type"), name).toBe(type);
      expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
    }
    expect((await host().send(`${app.link}rt/0123456789abcdef/index.js`)).headers.get("content-type")).toMatch(
      /^text\/javascript/,
    );
  });

  it("lets HTML and SVG of an author run nothing when they are opened in place", async () => {
    const html = "<script>top.location='https://evil.test'</script>";
    const { app, file } = await published({
      "work/x.html": html,
      "work/x.svg": "<svg xmlns='http://www.w3.org/2000/svg'><script/></svg>",
    });
    for (const name of ["x.html", "x.svg"]) {
      const placed = await host().send(`${app.link}work/${name}`);
      expect(placed.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
      const download = await file(name);
      expect(download.headers.get("content-security-policy")).toMatch(/^sandbox; default-src 'none'/);
      expect(download.headers.get("content-disposition")).toMatch(/^attachment/);
    }
  });

  it("keeps what is pinned to its content, asks again for the rest, and shares only what is public", async () => {
    const { author, app } = await published();
    const caching = async (path: string) => (await host().send(app.link + path)).headers.get("cache-control");
    expect(await caching("")).toBe("public, no-cache");
    expect(await caching("work/letters.txt")).toBe("public, no-cache");
    expect(await caching("rt/0123456789abcdef/index.js")).toBe("public, max-age=31536000, immutable");
    await author.change(app, { access: "link" });
    expect(await caching("")).toBe("private, no-cache");
    expect(await caching("rt/0123456789abcdef/index.js")).toBe("private, max-age=31536000, immutable");
  });

  it("sends the page with what protects it, and lets frame it whom the settings name", async () => {
    const { author, app } = await published();
    const policy = async () => (await host().send(app.link)).headers.get("content-security-policy") ?? "";
    expect(await policy()).toContain("script-src 'self' 'wasm-unsafe-eval'");
    expect(await policy()).toContain(`frame-ancestors 'self' ${host().origin}`);
    await author.change(app, { embed: { allow: true, origins: ["https://blog.test", "https://*.example.org"] } });
    expect(await policy()).toContain(`frame-ancestors 'self' ${host().origin} https://blog.test https://*.example.org`);
    const from = async (origin: string) =>
      (await host().send(`${app.link}app.json`, { headers: { origin } })).headers.get("access-control-allow-origin");
    expect(await from("https://blog.test")).toBe("https://blog.test");
    expect(await from("https://a.b.example.org")).toBe("https://a.b.example.org");
    for (const origin of [
      "https://evil.test",
      "https://blog.test.evil.test",
      "https://evilexample.org",
      "http://blog.test",
      "null",
    ])
      expect(await from(origin), origin).toBeNull();
    await author.change(app, { embed: { allow: true, origins: [] } });
    expect(await policy()).toContain("frame-ancestors *");
    const page = await host().send(app.link);
    expect(page.headers.get("cross-origin-opener-policy")).toBe("same-origin");
    expect(page.headers.get("cross-origin-embedder-policy")).toBe("credentialless");
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
  });

  it("counts viewers and runs by day, and keeps nothing about them", async () => {
    const { author, app } = await published();
    const open = (headers: Record<string, string> = {}) =>
      host().send(app.link, { headers: { "sec-fetch-mode": "navigate", ...headers } });
    const first = await open();
    await open({ "if-none-match": first.headers.get("etag") ?? "" });
    await open();
    await host().send(app.link); // A program that fetches is no viewer.
    for (let run = 0; run < 3; run++) await host().send(`${app.link}-/ran`, { method: "POST" });
    await host().send(`${app.link}-/ran`, { method: "POST", headers: { origin: "https://evil.test" } });
    const day = new Date().toISOString().slice(0, 10);
    await expect
      .poll(async () => (await author.call(`/api/apps/${app.project}/analytics`)).json())
      .toEqual({ days: [{ day, viewers: 2, runs: 3 }] });
    expect(first.headers.get("set-cookie")).toBeNull();
  });
}
