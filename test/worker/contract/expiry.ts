/**
 * Contract: everything that signs somebody in ends by itself, on the very next request, and what nobody needs any more goes.
 * @module
 */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import type { DeviceStart } from "../../../compiler/contract/api.ts";
import { Author, sha256 } from "../author.ts";
import { Browser } from "../http.ts";
import { signInAt } from "../identity-provider.ts";
import type { People } from "../people.ts";
import { pass, type TestHost } from "../test-host.ts";

const SECOND = 1000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;

export function expiryContract(host: () => TestHost, people: () => People): void {
  const site = () => host().origin;
  const isSignedIn = async (browser: Browser) => (await browser.go(`${site()}/`)).text().includes("Sign out");

  /** Checks that something works until `lifetime` has passed, and then no more. */
  async function lives(lifetime: number, works: () => Promise<boolean>, what: string): Promise<void> {
    expect(await works(), what).toBe(true);
    await pass(host(), lifetime - MINUTE);
    expect(await works(), `${what}, a minute before its end`).toBe(true);
    await pass(host(), MINUTE);
    expect(await works(), `${what}, at its end`).toBe(false);
  }

  it("sessions of the site and of an app end after 12 hours", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish();
    const { member } = await people().viewersOf(author, app);
    expect(await isSignedIn(member)).toBe(true);
    await lives(12 * HOUR, async () => (await member.go(app.link)).status === 200, "the app's session");
    expect(await isSignedIn(member)).toBe(false);
    // What it may have been given before opens nothing either.
    expect((await member.go(`${app.link}-/popup`)).status).toBe(303);
  });

  it("a command's token ends after 90 days", async () => {
    const author = await people().commandOf("erin");
    expect(Date.parse(author.me.expires) - Date.now()).toBeGreaterThan(89 * DAY);
    await lives(90 * DAY, async () => (await author.call("/api/me")).status === 200, "the token");
    const refused = await author.call("/api/me");
    expect(refused.json()).toMatchObject({ code: "not-signed-in", help: "Run 'notebook-app login', then try again." });
  });

  it("an embedding page's token ends after an hour, and its code after two minutes", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { embed: { allow: true, origins: ["https://blog.test"] } } });
    const { member } = await people().viewersOf(author, app);
    const code = async () =>
      /data-code="([^"]+)"/.exec((await member.open(`${app.link}-/popup?origin=https://blog.test`)).text())?.[1] ?? "";
    const trade = async (secret: string) =>
      host().send(`${app.link}-/token`, { json: { code: secret }, headers: { origin: "https://blog.test" } });
    const late = await code();
    await pass(host(), 2 * MINUTE);
    expect((await trade(late)).status).toBe(400);
    const { token } = (await trade(await code())).json() as { token: string };
    const headers = { authorization: `Bearer ${token}` };
    await lives(HOUR, async () => (await host().send(app.link, { headers })).status === 200, "the page's token");
  });

  it("a hand-over to an app's origin ends after a minute", async () => {
    if (host().appHost === null) return;
    const author = await Author.owner(host());
    const { app } = await author.publish();
    const { member } = await people().viewersOf(author, app);
    const handed = await member.go((await member.go(`${app.link}-/sign-in`)).headers.get("location") ?? "");
    await pass(host(), MINUTE);
    expect((await member.go(handed.headers.get("location") ?? "")).status).toBe(400);
  });

  it("a waiting command ends after 15 minutes, confirmed or not", async () => {
    const browser = await people().browserOf("frank");
    const start = async () =>
      (await host().send(`${site()}/api/device`, { json: { name: "slow" } })).json() as DeviceStart;
    const ask = (deviceCode: string) => host().send(`${site()}/api/token`, { json: { grant: "device", deviceCode } });
    const [one, two] = [await start(), await start()];
    await pass(host(), 14 * MINUTE);
    expect((await browser.submit(two.url, "/device")).status).toBe(200);
    await pass(host(), MINUTE);
    expect((await browser.go(one.url)).status).toBe(404);
    for (const { deviceCode } of [one, two]) expect((await ask(deviceCode)).status).toBe(410);
  });

  it("a sign-in that is not finished within ten minutes begins anew", async () => {
    const browser = people().browser();
    const begun = await browser.go(`${site()}/sign-in/oidc`);
    await pass(host(), 10 * MINUTE);
    const late = await signInAt(browser, begun.headers.get("location") ?? "", "gina");
    expect([late.status, new URL(late.url).pathname]).toEqual([400, "/sign-in/oidc/callback"]);
    expect(await isSignedIn(browser)).toBe(false);
  });

  it("keeps no row of what has ended, no bytes that nobody published, and no upload that nobody went on with", async () => {
    const author = await people().commandOf("heidi");
    const owner = await Author.owner(host());
    await pass(host(), 80 * DAY);
    const { app } = await owner.publish({ manifest: { access: "public" } });
    const [stray, kept] = [`stray ${randomUUID()}`, `kept ${randomUUID()}`];
    await owner.put(stray);
    await pass(host(), 7 * DAY);
    await owner.put(kept);
    const uploads = `/api/workspaces/${owner.workspace}/uploads`;
    const begun = await owner.call(uploads, { json: { sha256: sha256("never finished"), size: 100 * 1024 * 1024 } });
    await pass(host(), 4 * DAY);
    await host().tidy();
    const expired = async (table: string) =>
      (await host().sql(`SELECT count(*) AS n FROM ${table} WHERE expires <= ?1`, Date.now()))[0]?.n;
    expect([await expired("session"), await expired("ticket")]).toEqual([0, 0]);
    expect((await author.call("/api/me")).status).toBe(401);
    const fresh = await Author.owner(host());
    const there = async (content: string) =>
      (await fresh.call(`/api/workspaces/${fresh.workspace}/blobs/${sha256(content)}`, { method: "HEAD" })).status;
    expect([await there(stray), await there(kept)]).toEqual([404, 404]);
    expect((await host().send(`${app.link}work/data.csv`)).text()).toBe("a,b\n1,2\n");
    const { id } = begun.json() as { id: string };
    const finish = () => fresh.call(`${uploads}/${id}`, { method: "POST" });
    expect((await finish()).status).toBe(409);
    await pass(host(), 4 * DAY);
    await host().tidy();
    expect((await finish()).status).toBe(404);
    // What a publish under way has sent stays.
    await fresh.put(kept);
    await host().tidy();
    expect(await there(kept)).toBe(200);
  });

  it("an owner token that was used stays used, however late", async () => {
    const token = await host().ownerToken();
    const use = () => host().send(`${site()}/api/token`, { json: { grant: "owner-token", token, name: "x" } });
    expect((await use()).status).toBe(200);
    await pass(host(), 400 * DAY);
    await host().tidy();
    expect((await use()).status).toBe(401);
    expect(await isSignedIn(new Browser(host().send))).toBe(false);
  });
}
