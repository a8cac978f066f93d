/**
 * Contract: server kernels stand behind the same gate: no WebSocket from a foreign page, from nobody, or for another app's session.
 * Nothing here reaches a kernel.
 * @module
 */
import { request } from "node:http";
import { expect, it } from "vitest";
import { offeredProtocols } from "../../../compiler/contract/kernel-socket.ts";
import { Author, bundle } from "../author.ts";
import { Browser } from "../http.ts";
import type { TestHost } from "../test-host.ts";

/** Asks for a WebSocket; the status with which it was refused or granted. */
function upgrade(
  port: number,
  url: string,
  headers: Record<string, string>,
): Promise<{ status: number; body: string }> {
  const { host: name, pathname } = new URL(url);
  return new Promise((resolve, reject) => {
    const asked = request({
      host: "127.0.0.1",
      port,
      path: pathname,
      headers: {
        host: name,
        connection: "Upgrade",
        upgrade: "websocket",
        "sec-websocket-version": "13",
        "sec-websocket-key": "dGhlIHNhbXBsZSBub25jZQ==",
        ...headers,
      },
    });
    asked.on("response", async (response) => {
      let body = "";
      for await (const part of response) body += part.toString();
      resolve({ status: response.statusCode ?? 0, body });
    });
    asked.on("upgrade", (_, socket) => {
      socket.destroy();
      resolve({ status: 101, body: "" });
    });
    asked.on("error", reject);
    asked.end();
  });
}

export function kernelGateContract(host: () => TestHost): void {
  it("refuses pages of other origins before the upgrade, and those that no settings name", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "public", runtime: "server" } });
    const kernel = `${app.link}-/kernel`;
    for (const origin of ["https://evil.test", "null", host().origin, `${new URL(app.link).origin}.evil.test`])
      expect((await upgrade(host().port, kernel, { origin })).status, origin).toBe(403);
    // The app's own page gets through the gate; that this bundle has no kernel program is then said by the kernel's part.
    expect((await upgrade(host().port, kernel, { origin: new URL(app.link).origin })).status).toBe(404);
    await author.change(app, { embed: { allow: true, origins: ["https://blog.test"] } });
    expect((await upgrade(host().port, kernel, { origin: "https://blog.test" })).status).toBe(404);
    expect((await upgrade(host().port, kernel, { origin: "https://evil.test" })).status).toBe(403);
  });

  it("lets a page in that may embed the app and brings its viewer's token, which no cookie could", async () => {
    const author = await Author.owner(host());
    const embed = { allow: true, origins: ["https://blog.test"] };
    const [app, other] = [(await author.publish({ manifest: { embed } })).app, (await author.publish()).app];
    const browser = new Browser(host().send);
    await browser.go(`${host().origin}/sign-in/owner`, { form: { token: await host().ownerToken(), to: "/" } });
    const window = await browser.open(`${app.link}-/popup?origin=https://blog.test`);
    const code = /data-code="([^"]+)"/.exec(window.text())?.[1] ?? "";
    const headers = { origin: "https://blog.test" };
    const { token } = (await host().send(`${app.link}-/token`, { json: { code }, headers })).json() as {
      token: string;
    };
    const open = (link: string, protocols: readonly string[], origin = "https://blog.test") =>
      upgrade(host().port, `${link}-/kernel`, { origin, "sec-websocket-protocol": protocols.join(", ") });
    const offered = offeredProtocols(`Bearer ${token}`);
    // Through the gate; that this bundle has no kernel program is then said by the kernel's part.
    expect((await open(app.link, offered)).status).toBe(404);
    expect((await open(app.link, ["notebook-app"])).status).toBe(401);
    expect((await open(app.link, offeredProtocols(`Bearer ${"A".repeat(43)}`))).status).toBe(401);
    expect((await open(app.link, offered, "https://evil.test")).status).toBe(403);
    expect((await open(other.link, offered)).status).toBe(401);
    expect(host().log()).not.toContain(token);
  });

  it("refuses nobody's and another app's session on a workspace app", async () => {
    const author = await Author.owner(host());
    const files = bundle();
    const [one, other] = [(await author.publish({ files })).app, (await author.publish({ files })).app];
    const browser = new Browser(host().send);
    await browser.go(`${host().origin}/sign-in/owner`, { form: { token: await host().ownerToken(), to: "/" } });
    await browser.open(`${one.link}-/sign-in`);
    const at = (link: string) => ({ origin: new URL(link).origin, cookie: browser.cookies(one.link) });
    expect((await upgrade(host().port, `${one.link}-/kernel`, { origin: new URL(one.link).origin })).status).toBe(401);
    expect((await upgrade(host().port, `${other.link}-/kernel`, at(other.link))).status).toBe(401);
    expect((await upgrade(host().port, `${one.link}-/kernel`, at(one.link))).status).toBe(404);
  });
}
