/**
 * The real command against the Cloudflare host in workerd: sign in, publish, watch, change, go back, delete.
 * @module
 */
import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { ended, Machine, page, READ_ONLY } from "../../compiler/node/publish/machine.ts";
import { SlowProxy } from "../../compiler/node/publish/slow-proxy.ts";
import { cloudflareHost } from "../cloudflare-host.ts";
import type { TestHost } from "../test-host.ts";

/** In front of workerd, as Cloudflare's network is: the server must know its address before it starts. */
const proxy = new SlowProxy();
const machine = new Machine();
let host: TestHost;
let link: string;

beforeAll(async () => {
  await proxy.start();
  const name = `localhost:${proxy.port}`;
  host = await cloudflareHost({ vars: { SITE_ORIGIN: `http://${name}`, APP_HOST: name } });
  proxy.to(host.port);
  machine.write({ "sales.ipynb": page({ intro: "print('one')" }), "sales.app.yaml": READ_ONLY, "work/a.csv": "one" });
});
afterAll(async () => {
  await host?.close();
  await proxy.close();
  machine.remove();
});

const shown = async (path = ""): Promise<string> => (await host.send(link + path)).text();

it("signs in with the owner's token, publishes, and sends nothing a second time", async () => {
  expect((await machine.login(host)).status).toBe(0);
  const first = await machine.run("publish", "sales.ipynb", "--access", "link", "--json");
  expect(first.status, first.stderr).toBe(0);
  expect(first.json()).toMatchObject({ ok: true, created: true, version: { number: 1 } });
  ({ link } = first.json());
  expect(new URL(link).host).toMatch(/^[a-z2-7]{26}\.localhost:\d+$/);
  expect(await shown()).toContain("one");
  expect(await shown("work/a.csv")).toBe("one");
  const again = (await machine.run("publish", "sales.ipynb", "--json")).json();
  expect(again).toMatchObject({ link, created: false, uploaded: { blobs: 0, bytes: 0 }, version: { number: 1 } });
});

it("sends each save while it watches, and an open page hears of it", async () => {
  const { child, next } = await machine.watch("sales.ipynb");
  const end = ended(child);
  const program = (await host.send(`${link}app.json`)).headers.get("etag");
  machine.write({ "sales.ipynb": page({ intro: "print('two')" }), "work/a.csv": "two" });
  expect((await next()).version.number).toBe(2);
  expect([await shown("work/a.csv"), (await shown()).includes("two")]).toEqual(["two", true]);
  expect((await host.send(`${link}app.json`)).headers.get("etag")).not.toBe(program);
  machine.write({ "sales.ipynb": "{ broken" });
  expect(await next()).toMatchObject({ ok: false });
  expect((await shown()).includes("two")).toBe(true);
  machine.write({ "sales.ipynb": page({ intro: "print('three')" }) });
  expect((await next()).version.number).toBe(3);
  child.kill("SIGINT");
  await end;
});

it("goes on where a broken line left it, with a file that goes up in parts", async () => {
  const large = randomBytes(70 * 1024 * 1024);
  machine.write({ "work/large.bin": large });
  proxy.rate = 8 * 1024 * 1024;
  const cut = machine.start(["publish", "sales.ipynb", "--json"]);
  const before = proxy.sent;
  // Parts of 32, 32 and 6 MB go up side by side; the next answer from here on says that the last is stored.
  await expect.poll(() => proxy.sent - before, { timeout: 60_000, interval: 5 }).toBeGreaterThan(12 * 1024 * 1024);
  const { answered } = proxy;
  await expect.poll(() => proxy.answered, { timeout: 60_000, interval: 5 }).toBeGreaterThan(answered);
  cut.kill("SIGKILL");
  // What was still on its way must not count below.
  proxy.cut();
  expect(await shown("work/a.csv")).toBe("two");
  expect((await host.send(`${link}work/large.bin`)).status).toBe(404);
  proxy.rate = null;
  const sent = proxy.sent;
  const done = await machine.run("publish", "sales.ipynb", "--json");
  expect(done.status, done.stderr).toBe(0);
  expect(proxy.sent - sent).toBeLessThan(66 * 1024 * 1024);
  const tail = await host.send(`${link}work/large.bin`, { headers: { range: "bytes=-1000" } });
  expect(tail.body.equals(large.subarray(-1000))).toBe(true);
});

it("goes back, changes who may open it, lists it, and deletes it", async () => {
  expect((await machine.run("publish", "sales.ipynb", "--rollback", "1")).status).toBe(0);
  expect(await shown("work/a.csv")).toBe("one");
  expect((await machine.run("access", "sales.ipynb", "workspace")).status).toBe(0);
  expect((await host.send(link)).status).toBe(401);
  expect((await machine.run("access", "sales.ipynb", "public")).status).toBe(0);
  expect((await host.send(link)).status).toBe(200);
  expect((await machine.run("people", "sales.ipynb", "--add", "ada@example.org", "--role", "viewer")).status).toBe(0);
  const { apps } = (await machine.run("apps", "--json")).json();
  expect(apps).toMatchObject([{ title: "sales", link, access: "public" }]);
  expect((await machine.run("unpublish", "sales.ipynb", "--yes")).status).toBe(0);
  expect((await host.send(link)).status).toBe(404);
  expect((await machine.run("apps", "--json")).json()).toMatchObject({ apps: [] });
});
