/**
 * A publish that is broken off, by the client's death, the network's or the server's, goes on where it was; until it is done nothing of
 * it is visible.
 * @module
 */
import { randomBytes } from "node:crypto";
import { setTimeout as pause } from "node:timers/promises";
import { afterEach, beforeEach, expect, it } from "vitest";
import { type NodeHost, nodeHost } from "../../../worker/node-host.ts";
import { ended, Machine, page, READ_ONLY } from "./machine.ts";
import { SlowProxy } from "./slow-proxy.ts";

const MEGABYTE = 1_000_000;
let proxy: SlowProxy;
let host: NodeHost;
let machine: Machine;

beforeEach(async () => {
  proxy = new SlowProxy();
  await proxy.start();
  host = await nodeHost({ origin: `http://localhost:${proxy.port}` });
  proxy.to(host.port);
  machine = new Machine();
  machine.write({ "app.ipynb": page({ a: "1" }), "app.app.yaml": READ_ONLY });
  await machine.login(host);
});
afterEach(async () => {
  await host.close();
  await proxy.close();
  machine.remove();
});

const publish = () => machine.start(["publish", "app.ipynb", "--access", "link", "--json"]);
const apps = async () => (await machine.run("apps", "--json")).json().apps;

async function sentMoreThan(bytes: number): Promise<void> {
  while (proxy.sent < bytes) await pause(10);
}

it("the client is killed among small files", async () => {
  for (let at = 0; at < 40; at++) machine.write({ [`work/${at}.bin`]: randomBytes(MEGABYTE / 2) });
  proxy.rate = 10 * MEGABYTE;
  const first = publish();
  await sentMoreThan(10 * MEGABYTE);
  first.kill("SIGKILL");
  await ended(first);
  expect(await apps()).toEqual([]);

  [proxy.rate, proxy.sent] = [null, 0];
  const again = (await ended(publish())).json();
  expect(again).toMatchObject({ ok: true, created: true });
  expect(again.uploaded.bytes).toBeLessThan(18 * MEGABYTE);
  expect(proxy.sent).toBeLessThan(18 * MEGABYTE);
});

it("the client is killed inside a large file", async () => {
  machine.write({ "work/large.bin": randomBytes(200 * MEGABYTE) });
  proxy.rate = 60 * MEGABYTE;
  const first = publish();
  // Four parts of 32 MiB are sent side by side: now those are whole.
  await sentMoreThan(150 * MEGABYTE);
  first.kill("SIGKILL");
  await ended(first);
  expect(await apps()).toEqual([]);

  [proxy.rate, proxy.sent] = [null, 0];
  expect((await ended(publish())).json()).toMatchObject({ ok: true, created: true });
  expect(proxy.sent).toBeLessThan(110 * MEGABYTE);
});

it("the network breaks for a moment", async () => {
  machine.write({ "work/a.bin": randomBytes(8 * MEGABYTE), "work/b.bin": randomBytes(8 * MEGABYTE) });
  proxy.rate = 10 * MEGABYTE;
  const running = ended(publish());
  await sentMoreThan(6 * MEGABYTE);
  proxy.cut();
  const { status, json } = await running;
  expect(status).toBe(0);
  expect(json().ok).toBe(true);
});

it("the server dies: the old version stays, and the publish goes on when it is back", async () => {
  const { link } = (await ended(publish())).json();
  machine.write({ "app.ipynb": page({ a: "2" }), "work/a.bin": randomBytes(20 * MEGABYTE) });
  [proxy.rate, proxy.sent] = [10 * MEGABYTE, 0];
  const running = ended(publish());
  await sentMoreThan(4 * MEGABYTE);
  proxy.to(1);
  proxy.cut();
  const { status, json } = await running;
  expect(status).toBe(3);
  expect(json().error).toContain("did not answer");

  [proxy.rate, proxy.sent] = [null, 0];
  proxy.to(host.port);
  expect((await host.send(new URL("work/a.bin", link).href)).status).toBe(404);
  expect((await ended(publish())).json()).toMatchObject({ ok: true, link, version: { number: 2 } });
  expect((await host.send(new URL("work/a.bin", link).href)).status).toBe(200);
});
