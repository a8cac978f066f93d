/**
 * Contract: signing in and out, by owner token, OpenID Connect and a confirming browser.
 * @module
 */
import { expect, it } from "vitest";
import { Author } from "../author.ts";
import { Browser } from "../http.ts";
import { signInAt } from "../identity-provider.ts";
import type { People } from "../people.ts";
import { OWNER, type TestHost } from "../test-host.ts";

const COOKIE = "__Host-nb";

export function signInContract(host: () => TestHost, people: () => People): void {
  const site = () => host().origin;
  const isSignedIn = async (browser: Browser) => (await browser.go(`${site()}/`)).text().includes("Sign out");

  it("signs the owner in once with a token, by a page that does not use it up", async () => {
    const token = await host().ownerToken();
    const browser = new Browser(host().send);
    const page = await browser.go(`${site()}/sign-in/owner?token=${token}`);
    expect(page.status).toBe(200);
    // Not "no-referrer": a browser would then send the page's form with "Origin: null".
    expect(page.headers.get("referrer-policy")).toBe("same-origin");
    expect(page.headers.get("cache-control")).toBe("no-store");
    const done = await browser.go(`${site()}/sign-in/owner`, { form: { token, to: "/" } });
    expect(done.status).toBe(303);
    expect((await browser.go(`${site()}/`)).text()).toContain(OWNER);
    const again = await new Browser(host().send).go(`${site()}/sign-in/owner`, { form: { token, to: "/" } });
    expect(again.status).toBe(401);
    expect(again.text()).toContain("has been used");
  });

  it("lets only one of many who bring the same owner token in", async () => {
    const token = await host().ownerToken();
    const ask = () =>
      host().send(`${site()}/api/token`, { method: "POST", json: { grant: "owner-token", token, name: "x" } });
    const answers = await Promise.all(Array.from({ length: 8 }, ask));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 401, 401, 401, 401, 401, 401, 401]);
  });

  it("signs in by OpenID Connect, with a cookie that only this origin gets, and a new id each time", async () => {
    const browser = people().browser();
    browser.setCookie(`${site()}/`, COOKIE, "planted-by-somebody-else-00000000000000000000");
    const page = await signInAt(browser, `${site()}/sign-in/oidc?to=/?from=start`, "alice");
    expect(page.url).toBe(`${site()}/?from=start`);
    expect(page.text()).toContain("alice@example.test");
    const line = browser.received.find((one) => one.startsWith(`${COOKIE}=`)) ?? "";
    for (const attribute of [/; Path=\//i, /; HttpOnly/i, /; Secure/i, /; SameSite=Lax/i, /; Max-Age=43200/i])
      expect(line).toMatch(attribute);
    expect(line).not.toMatch(/domain/i);
    const first = browser.cookies(site());
    expect(first).not.toContain("planted");
    await signInAt(browser, `${site()}/sign-in/oidc`, "alice");
    expect(browser.cookies(site())).not.toBe(first);
    const old = new Browser(host().send);
    old.setCookie(site(), COOKIE, first.split("=")[1] ?? "");
    expect(await isSignedIn(old)).toBe(false);
  });

  it("sends the provider PKCE, state and nonce, new each time", async () => {
    const begin = async () => {
      const answer = await new Browser(host().send).go(`${site()}/sign-in/oidc`);
      return new URL(answer.headers.get("location") ?? "").searchParams;
    };
    const [one, two] = [await begin(), await begin()];
    expect(one.get("code_challenge_method")).toBe("S256");
    expect(one.get("response_type")).toBe("code");
    expect(one.get("redirect_uri")).toBe(`${site()}/sign-in/oidc/callback`);
    for (const name of ["code_challenge", "state", "nonce"]) {
      expect(one.get(name)?.length).toBeGreaterThanOrEqual(43);
      expect(one.get(name)).not.toBe(two.get(name));
    }
  });

  it("refuses callbacks that are replayed, forged, of another browser, or without a sign-in under way", async () => {
    const browser = people().browser();
    let callback = "";
    const watching = new Browser((url, asking) => {
      if (url.includes("/sign-in/oidc/callback")) callback = url;
      return people().send(url, asking);
    });
    await signInAt(watching, `${site()}/sign-in/oidc`, "bob");
    expect(callback).toContain("code=");
    expect((await watching.go(callback)).status).toBe(400);
    expect((await new Browser(host().send).go(callback)).status).toBe(400);
    // A sign-in of one's own under way does not make another's code or state good.
    await browser.go(`${site()}/sign-in/oidc`);
    expect((await browser.go(callback)).status).toBe(401);
    expect((await browser.go(callback)).status).toBe(400);
    await browser.go(`${site()}/sign-in/oidc`);
    const refused = await browser.go(`${site()}/sign-in/oidc/callback?error=access_denied&state=x`);
    expect(refused.status).toBe(401);
    expect(refused.text()).not.toMatch(/stack|at .*\.ts/);
  });

  it("takes no address that the provider does not vouch for", async () => {
    const page = await signInAt(people().browser(), `${site()}/sign-in/oidc`, "unverified-eve");
    expect(page.status).toBe(403);
    expect(page.text()).toContain("Confirm the address there first.");
  });

  it("goes back only to addresses of its own after signing in", async () => {
    for (const to of [
      "//evil.test/",
      "/\\evil.test",
      "https://evil.test/",
      "javascript:alert(1)",
      "/\r\nSet-Cookie: x=1",
    ]) {
      const browser = new Browser(host().send);
      const token = await host().ownerToken();
      const done = await browser.go(`${site()}/sign-in/owner`, { form: { token, to } });
      expect(done.headers.get("location"), to).toBe("/");
    }
  });

  it("signs out of the site and of every app at once, and everywhere when asked", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish();
    const { member } = await people().viewersOf(author, app);
    const elsewhere = await people().browserOf("member");
    expect((await member.go(app.link)).status).toBe(200);
    const out = await member.submit(`${site()}/`, "/sign-out");
    expect(out.headers.get("clear-site-data")).toBe('"cache"');
    expect((await member.go(app.link)).status).toBe(401);
    expect(await isSignedIn(elsewhere)).toBe(true);

    const again = await people().browserOf("member");
    await people().bring(again, app);
    expect((await again.go(app.link)).status).toBe(200);
    await elsewhere.submit(`${site()}/`, "/sign-out", { everywhere: "1" });
    expect((await again.go(app.link)).status).toBe(401);
    expect(await isSignedIn(again)).toBe(false);
  });

  it("ends a command's token, and all of a person's", async () => {
    const one = await people().commandOf("carol");
    const two = await people().commandOf("carol");
    const three = await people().commandOf("carol");
    expect((await one.call("/api/token", { method: "DELETE" })).status).toBe(204);
    expect((await one.call("/api/me")).status).toBe(401);
    expect((await two.call("/api/me")).json()).toMatchObject({ email: "carol@example.test" });
    expect((await two.call("/api/sessions", { method: "DELETE" })).status).toBe(204);
    for (const author of [two, three]) expect((await author.call("/api/me")).status).toBe(401);
  });

  it("gives a waiting command its token once, and only after the person has confirmed", async () => {
    const start = await host().send(`${site()}/api/device`, { method: "POST", json: { name: "<b>x</b>" } });
    const device = start.json() as { deviceCode: string; userCode: string; url: string };
    const ask = () =>
      host().send(`${site()}/api/token`, { method: "POST", json: { grant: "device", deviceCode: device.deviceCode } });
    expect((await ask()).json()).toMatchObject({ code: "pending" });
    const browser = await people().browserOf("dora");
    const page = await browser.open(device.url);
    expect(page.text()).toContain("&lt;b&gt;x&lt;/b&gt;");
    expect((await ask()).status).toBe(428);
    const form = { code: device.userCode, form: /name="form" value="(\w+)"/.exec(page.text())?.[1] ?? "" };
    for (const [fields, status] of [
      [{ code: device.userCode }, 403],
      [{ ...form, form: "0".repeat(64) }, 403],
      [form, 200],
      [form, 404],
    ] as const)
      expect((await browser.go(`${site()}/device`, { form: fields })).status).toBe(status);
    expect((await ask()).json()).toMatchObject({ email: "dora@example.test" });
    expect((await ask()).status).toBe(410);
  });

  it("hands a session over to an app's origin once, in the browser that asked, for that app only", async () => {
    if (host().appHost === null) return;
    const author = await Author.owner(host());
    const { app } = await author.publish();
    const other = (await author.publish()).app;
    const { member } = await people().viewersOf(author, app);
    const asked = await member.go(`${app.link}-/sign-in?to=/app.json`);
    const handed = await member.go(asked.headers.get("location") ?? "");
    const enter = handed.headers.get("location") ?? "";
    expect(enter.startsWith(`${app.link}-/enter?code=`)).toBe(true);
    expect((await new Browser(host().send).go(enter)).status).toBe(400);
    const second = await member.go((await member.go(`${app.link}-/sign-in`)).headers.get("location") ?? "");
    const elsewhere = (second.headers.get("location") ?? "").replace(app.link, other.link);
    expect((await member.go(elsewhere)).status).toBe(400);
    const third = await member.go((await member.go(`${app.link}-/sign-in?to=/app.json`)).headers.get("location") ?? "");
    const done = await member.go(third.headers.get("location") ?? "");
    expect(done.headers.get("location")).toBe("/app.json");
    expect((await member.go(third.headers.get("location") ?? "")).status).toBe(400);
    // One app's session opens no other, and not the site.
    const cookie = member.cookies(app.link);
    expect((await host().send(other.link, { headers: { cookie } })).status).toBe(401);
    expect((await host().send(`${site()}/`, { headers: { cookie } })).text()).not.toContain("Sign out");
    expect((await host().send(`${site()}/api/me`, { headers: { cookie } })).status).toBe(401);
  });

  it("signs in inside a foreign frame by a window of the person's own: a code, once, for a partitioned cookie", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { embed: { allow: true, origins: ["https://blog.test"] } } });
    const { member } = await people().viewersOf(author, app);
    const frame = new Browser(host().send);
    const asked = await frame.go(app.link, { headers: { "sec-fetch-dest": "iframe" } });
    expect(asked.status).toBe(401);
    expect(asked.text()).toContain("-/frame.js");
    expect((await frame.go(`${app.link}-/frame.js`)).headers.get("content-type")).toMatch(/javascript/);
    const popup = await member.open(`${app.link}-/popup`);
    const code = /data-code="([^"]+)"/.exec(popup.text())?.[1] ?? "";
    expect(/data-target="([^"]+)"/.exec(popup.text())?.[1]).toBe(new URL(app.link).origin);
    const entered = await frame.go(`${app.link}-/enter`, { json: { code } });
    expect(entered.status).toBe(204);
    const line = frame.received.at(-1) ?? "";
    for (const attribute of [/; Partitioned/i, /; SameSite=None/i, /; Secure/i, /; HttpOnly/i])
      expect(line).toMatch(attribute);
    expect((await frame.go(app.link)).status).toBe(200);
    expect((await new Browser(host().send).go(`${app.link}-/enter`, { json: { code } })).status).toBe(400);
  });

  it("gives an embedding page a short-lived token, if the app's settings name it", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { embed: { allow: true, origins: ["https://blog.test"] } } });
    const { member } = await people().viewersOf(author, app);
    const popup = await member.open(`${app.link}-/popup?origin=https://blog.test`);
    expect(/data-target="([^"]+)"/.exec(popup.text())?.[1]).toBe("https://blog.test");
    expect((await member.open(`${app.link}-/popup?origin=https://evil.test`)).status).toBe(400);
    const code = /data-code="([^"]+)"/.exec(popup.text())?.[1] ?? "";
    const trade = (origin: string) =>
      host().send(`${app.link}-/token`, { method: "POST", json: { code }, headers: { origin } });
    expect((await trade("https://evil.test")).status).toBe(404);
    const traded = await trade("https://blog.test");
    expect(traded.headers.get("access-control-allow-origin")).toBe("https://blog.test");
    const { token } = traded.json() as { token: string };
    const asked = (headers: Record<string, string>) => host().send(`${app.link}app.json`, { headers });
    // An embedding page can read that it must sign in.
    const refused = await asked({ origin: "https://blog.test" });
    expect([refused.status, refused.headers.get("access-control-allow-origin")]).toEqual([401, "https://blog.test"]);
    const got = await asked({ authorization: `Bearer ${token}`, origin: "https://blog.test" });
    expect(got.status).toBe(200);
    expect(got.headers.get("access-control-allow-origin")).toBe("https://blog.test");
    expect(
      (await asked({ authorization: `Bearer ${token}`, origin: "https://evil.test" })).headers.get(
        "access-control-allow-origin",
      ),
    ).toBeNull();
    expect((await host().send(`${site()}/api/me`, { headers: { authorization: `Bearer ${token}` } })).status).toBe(401);
  });
}
