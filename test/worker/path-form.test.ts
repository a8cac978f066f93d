/**
 * The path form, for hosts with one tenant: the same contract at `/a/<link>/`, with one cookie for all.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { Author } from "./author.ts";
import { accessContract } from "./contract/access.ts";
import { filesContract } from "./contract/files.ts";
import { signInContract } from "./contract/sign-in.ts";
import { CLIENT, type IdentityProvider, identityProvider } from "./identity-provider.ts";
import { nodeHost } from "./node-host.ts";
import { People } from "./people.ts";
import type { TestHost } from "./test-host.ts";

let provider: IdentityProvider;
let host: TestHost;
let people: People;
beforeAll(async () => {
  provider = await identityProvider();
  host = await nodeHost({ apps: "paths", oidc: { issuer: provider.issuer, ...CLIENT } });
  provider.allow(host.origin);
  people = new People(host, provider);
});
afterAll(async () => {
  await host?.close();
  await provider?.close();
});

describe("addresses", () => {
  it("are below the site, and end with a slash", async () => {
    const author = await Author.owner(host);
    const { app } = await author.publish({ manifest: { access: "public" } });
    expect(app.link).toMatch(/^http:\/\/localhost:\d+\/a\/[a-z2-7]{26}\/$/);
    const bare = await host.send(app.link.slice(0, -1));
    expect(bare.status).toBe(308);
    expect(new URL(bare.headers.get("location") ?? "", host.origin).href).toBe(app.link);
    expect((await host.send(app.link)).text()).toContain(`content="${new URL(app.link).pathname}-/"`);
  });
});
describe("scripts of apps", () => {
  it("cannot call the API with a viewer's cookie, though they share its origin", async () => {
    const browser = await people.browserOf("alice");
    const cookie = browser.cookies(host.origin);
    const answer = await host.send(`${host.origin}/api/me`, { headers: { cookie, origin: host.origin } });
    expect(answer.status).toBe(401);
  });
});
describe("access", () =>
  accessContract(
    () => host,
    () => people,
  ));
describe("sign-in", () =>
  signInContract(
    () => host,
    () => people,
  ));
describe("files", () => filesContract(() => host));
