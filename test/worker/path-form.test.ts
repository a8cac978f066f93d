/**
 * The path form, for hosts with one tenant: the same contract at `/a/<link>/`, with one cookie for all.
 * @module
 */
import { describe, expect, it } from "vitest";
import type { DeviceStart } from "../../compiler/contract/api.ts";
import { Author } from "./author.ts";
import { accessContract } from "./contract/access.ts";
import { embeddingContract } from "./contract/embedding.ts";
import { filesContract } from "./contract/files.ts";
import { signInContract } from "./contract/sign-in.ts";
import { CLIENT } from "./identity-provider.ts";
import { nodeHost } from "./node-host.ts";
import { startWithPeople } from "./start-with-people.ts";

const { host, people } = startWithPeople(({ issuer }) => nodeHost({ apps: "paths", oidc: { issuer, ...CLIENT } }));

describe("addresses", () => {
  it("are below the site, and end with a slash", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "public" } });
    expect(app.link).toMatch(/^http:\/\/localhost:\d+\/a\/[a-z2-7]{26}\/$/);
    const bare = await host().send(app.link.slice(0, -1));
    expect(bare.status).toBe(308);
    expect(new URL(bare.headers.get("location") ?? "", host().origin).href).toBe(app.link);
    expect((await host().send(app.link)).text()).toContain(`content="${new URL(app.link).pathname}-/"`);
  });
});
describe("scripts of apps", () => {
  it("cannot call the API with a viewer's cookie, though they share its origin", async () => {
    const browser = await people().browserOf("alice");
    const cookie = browser.cookies(host().origin);
    const answer = await host().send(`${host().origin}/api/me`, { headers: { cookie, origin: host().origin } });
    expect(answer.status).toBe(401);
  });

  it("cannot see or do at the site what a viewer can: fetched, framed or posted, it is nobody's request", async () => {
    const author = await Author.owner(host());
    await author.publish({ manifest: { title: "Of alice alone" } });
    await author.call(`/api/workspaces/${author.workspace}/members/alice@example.test`, {
      method: "PUT",
      json: { role: "viewer" },
    });
    const browser = await people().browserOf("alice");
    const started = await host().send(`${host().origin}/api/device`, { method: "POST", json: { name: "evil" } });
    const device = started.json() as DeviceStart;
    expect((await browser.go(`${host().origin}/`)).text()).toContain("Of alice alone");
    const shown = await browser.go(device.url);
    expect(shown.text()).toContain("asks to publish as");
    // What opened the window cannot look into it, though its origin is the same.
    expect(shown.headers.get("cross-origin-opener-policy")).toBe("noopener-allow-popups");
    // All that a script of the same origin can make a browser send.
    const scripted: Record<string, string>[] = [
      { "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" },
      { "sec-fetch-mode": "same-origin", "sec-fetch-dest": "empty" },
      { "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" },
      { "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" },
      { "sec-fetch-mode": "", "sec-fetch-dest": "" },
    ];
    for (const headers of scripted) {
      expect((await browser.go(`${host().origin}/`, { headers })).text()).not.toContain("Of alice alone");
      expect((await browser.go(device.url, { headers })).text()).not.toContain("asks to publish");
      const posted = await browser.go(`${host().origin}/device`, { headers, form: { code: device.userCode } });
      expect(posted.headers.get("location")).toMatch(/^\/sign-in\?/);
    }
    // A form that a script fills in and sends does navigate; it lacks what only the page shows.
    for (const path of ["/device", "/sign-out"]) {
      const form = { code: device.userCode, everywhere: "1", form: "0".repeat(64) };
      expect((await browser.go(host().origin + path, { form })).status, path).toBe(403);
    }
    const waiting = await host().send(`${host().origin}/api/token`, {
      json: { grant: "device", deviceCode: device.deviceCode },
    });
    expect(waiting.status).toBe(428);
    expect((await browser.go(`${host().origin}/`)).text()).toContain("Sign out");
  });
});
describe("access", () => accessContract(host, people));
describe("sign-in", () => signInContract(host, people));
describe("files", () => filesContract(host));
describe("embedding", () => embeddingContract(host));
