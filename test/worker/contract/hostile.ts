/**
 * Contract: what attackers try. Every refusal is a 4xx with a reason and a next step, no stack, no secret.
 * @module
 */
import { randomUUID } from "node:crypto";
import { connect } from "node:net";
import { expect, it } from "vitest";
import type { DeviceStart } from "../../../compiler/contract/api.ts";
import { apiFault } from "../../../compiler/contract/parse-api.ts";
import { Author, bundle, manifestOf, sha256 } from "../author.ts";
import { type Answer, type Asking, Browser } from "../http.ts";
import type { People } from "../people.ts";
import type { TestHost } from "../test-host.ts";

export function hostileContract(host: () => TestHost, people: () => People): void {
  const site = () => host().origin;

  /** A refusal as it should be. */
  function expectRefusal(answer: Answer, what: string, statuses?: readonly number[]): void {
    expect(answer.status, what).toBeGreaterThanOrEqual(400);
    expect(answer.status, what).toBeLessThan(500);
    if (statuses) expect(statuses, what).toContain(answer.status);
    if (answer.body.length === 0) return;
    const fault = apiFault(answer.json(), "");
    expect(fault.ok, `${what}: ${answer.text()}`).toBe(true);
    if (fault.ok) expect(fault.value.help.length, what).toBeGreaterThan(10);
    expect(answer.text(), what).not.toMatch(/\.ts:|\.js:|node_modules|SQLITE|D1_|R2|at \w+ \(/);
    expect(answer.headers.get("x-robots-tag"), what).toBe("noindex, nofollow");
  }

  it("traversal, in every encoding, leads nowhere", async () => {
    const author = await Author.owner(host());
    const files = bundle({ "private/kernel.json": "SECRET" });
    const { app } = await author.publish({ files, manifest: { access: "public" } });
    const paths = [
      "../../x",
      "..%2f..%2fx",
      "%2e%2e/x",
      "%2e%2e%2fx",
      "a/../../b",
      "a/..%2f../b",
      "..",
      ".",
      "./a",
      "a//b",
      "//a",
      "/etc/passwd",
      "/work/../private/kernel.json",
      "../private/kernel.json",
      "..%5c..%5cx",
      "a%5c..%5cb",
      "a%00b",
      "a%0d%0ab",
      "%ff",
      "%c0%ae%c0%ae/x",
      "..%252fx",
      "%E2%80%AE",
      "%252e%252e%252fprivate%252fkernel.json",
      "work%2f..%2f..",
      "file:///etc/passwd",
      `${"a/".repeat(600)}b`,
      "a/.",
    ]; // prettier-ignore
    for (const path of paths) {
      for (const address of [
        `${app.link}${app.project}/file?path=${path}`,
        `${app.link}work/${path}`,
        `${app.link}${path}`,
      ]) {
        const answer = await host().send(address);
        expect(answer.text(), address).not.toContain("SECRET");
        if (answer.status !== 200) expectRefusal(answer, address, [400, 404]);
        else expect(address.endsWith("work/..") || new URL(address).pathname.endsWith("/"), address).toBe(true);
      }
    }
    for (const query of ["", "?path=", "?path", "?PATH=data.csv", "?path[]=data.csv"])
      expectRefusal(await host().send(`${app.link}${app.project}/file${query}`), query, [400]);
  });

  it("forged, foreign and expired tokens and cookies open nothing", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish();
    const real = author.token;
    const forged = [
      "",
      "x",
      `${real}x`,
      real.slice(1),
      real.toLowerCase(),
      "a".repeat(43),
      "' OR 1=1 --",
      "../../etc",
      "null",
      "undefined",
      "eyJhbGciOiJub25lIn0.eyJlbWFpbCI6Im93bmVyQGxvY2FsaG9zdCJ9.",
      sha256(real),
      "é".repeat(43),
      "A".repeat(9000).slice(0, 4000),
    ]; // prettier-ignore
    for (const token of forged) {
      const bearer: Asking = { headers: { authorization: `Bearer ${encodeURI(token)}` } };
      expectRefusal(await host().send(`${site()}/api/apps`, bearer), token, [401]);
      expectRefusal(await host().send(app.link, bearer), token, [401]);
      const cookie: Asking = {
        headers: { cookie: `__Host-nb=${encodeURIComponent(token)}; __Host-nb-frame=${encodeURIComponent(token)}` },
      };
      expectRefusal(await host().send(app.link, cookie), token, [401]);
    }
    for (const authorization of [
      "Basic b3duZXI6eA==",
      "Bearer",
      `bearer  ${real}`,
      `Token ${real}`,
      `Bearer ${real}, Bearer x`,
    ])
      expectRefusal(await host().send(`${site()}/api/apps`, { headers: { authorization } }), authorization, [401]);
    // A command's token in a cookie is no session of the site.
    const page = await host().send(`${site()}/`, { headers: { cookie: `__Host-nb=${real}` } });
    expect(page.text()).not.toContain("Sign out");
  });

  it("owner tokens cannot be guessed, neither by value nor by time", async () => {
    const token = await host().ownerToken();
    for (const wrong of ["", token.slice(0, -1), `${token}x`, `${token.slice(0, -1)}!`, "x".repeat(200)]) {
      const answer = await host().send(`${site()}/api/token`, {
        method: "POST",
        json: { grant: "owner-token", token: wrong, name: "x" },
      });
      expectRefusal(answer, wrong, [401]);
      // The same words for wrong, used and never there: nothing to learn.
      expect(answer.json()).toMatchObject({ message: "This owner token is wrong, or has been used." });
    }
  });

  it("the registry keeps no secret, so that none is ever compared with one, letter by letter or otherwise", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { embed: { allow: true, origins: ["https://blog.test"] } } });
    const spent = await host().ownerToken();
    const browser = people().browser();
    await browser.go(`${site()}/sign-in/owner`, { form: { token: spent, to: "/" } });
    await people().bring(browser, app);
    const code = async (query: string) =>
      /data-code="([^"]+)"/.exec((await browser.open(`${app.link}-/popup${query}`)).text())?.[1] ?? "";
    const [waiting, traded] = [await code(""), await code("?origin=https://blog.test")];
    const headers = { origin: "https://blog.test" };
    const embedded = await host().send(`${app.link}-/token`, { json: { code: traded }, headers });
    const handed = (await browser.go(`${app.link}-/sign-in`)).headers.get("location") ?? "";
    const handOver = /code=([^&]+)/.exec((await browser.go(handed)).headers.get("location") ?? "")?.[1] ?? "";
    const device = (await host().send(`${site()}/api/device`, { json: { name: "x" } })).json() as DeviceStart;
    await browser.go(`${site()}/sign-in/oidc`);
    const cookies = [...browser.cookies(site()).split("; "), ...browser.cookies(app.link).split("; ")];
    const secrets = {
      command: author.token,
      owner: spent,
      ...Object.fromEntries(
        cookies.map((cookie) => cookie.split("=")).map(([name = "", value]) => [name, value ?? ""]),
      ),
      site: /__Host-nb=([^;]+)/.exec(browser.cookies(site()))?.[1] ?? "",
      frame: waiting,
      embedded: (embedded.json() as { token: string }).token,
      handOver,
      device: device.deviceCode,
      typed: device.userCode,
    };
    const tables = await host().sql(
      "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE '\\_cf%' ESCAPE '\\'",
    );
    const kept: string[] = [];
    for (const { name } of tables) kept.push(JSON.stringify(await host().sql(`SELECT * FROM "${name}"`)));
    const registry = kept.join("\n");
    expect(registry).toContain(sha256(author.token));
    expect(registry).toContain(sha256(`device:${device.deviceCode}`));
    for (const [what, secret] of Object.entries(secrets)) {
      expect(secret.length, what).toBeGreaterThan(8);
      expect(registry.includes(secret), what).toBe(false);
    }
  });

  it("foreign pages cannot write with a viewer's cookie: forms, JSON, sibling apps, no origin", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "public" } });
    const browser = await people().browserOf("mallory");
    const cookie = browser.cookies(site());
    const origins: Record<string, string>[] = [
      { origin: "https://evil.test" },
      { origin: "null" },
      { origin: new URL(app.link).origin },
      {},
      { origin: `${site()}.evil.test` },
    ];
    for (const origin of origins) {
      if (origin.origin === site()) continue;
      const headers = { cookie, ...origin };
      const what = JSON.stringify(origin);
      expectRefusal(await host().send(`${site()}/sign-out`, { form: { everywhere: "1" }, headers }), what, [403]);
      expectRefusal(await host().send(`${site()}/device`, { form: { code: "BBBB-BBBB" }, headers }), what, [403]);
      expectRefusal(
        await host().send(`${site()}/api/workspaces`, {
          method: "POST",
          body: '{"name":"x"}',
          headers: { ...headers, "content-type": "text/plain" },
        }),
        what,
        [403],
      );
      expectRefusal(await host().send(`${site()}/api/workspaces`, { json: { name: "x" }, headers }), what, [403]);
      expectRefusal(await host().send(`${site()}/api/sessions`, { method: "DELETE", headers }), what, [403]);
    }
    // A cookie of one's own page works, but only with JSON that says so.
    const own = { cookie, origin: site() };
    expectRefusal(
      await host().send(`${site()}/api/workspaces`, {
        method: "POST",
        body: '{"name":"x"}',
        headers: { ...own, "content-type": "text/plain" },
      }),
      "text/plain",
      [400],
    );
    expect((await host().send(`${site()}/api/workspaces`, { json: { name: "Mine" }, headers: own })).status).toBe(201);
    expect((await browser.go(`${site()}/`)).text()).toContain("Sign out");
  });

  it("a name that is not the server's own gets nothing, whoever points it here", async () => {
    for (const name of ["http://evil.test", "http://127.0.0.1:1", `${site().replace("://", "://evil-")}`]) {
      const answer = await host().send(`${name}/`, { headers: { accept: "application/json" } });
      expectRefusal(answer, name, [421]);
      expect((await host().send(`${name}/healthz`)).status).toBe(200);
    }
  });

  it("what one may not see is not listed, counted or told apart from what is not there", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish();
    const other = await people().commandOf("outsider");
    expect((await other.call("/api/apps")).json()).toEqual({ apps: [] });
    const unknown = randomUUID();
    for (const [method, path] of [
      ["GET", ""],
      ["PATCH", ""],
      ["DELETE", ""],
      ["GET", "/versions"],
      ["POST", "/rollback"],
      ["POST", "/rotate"],
      ["GET", "/collaborators"],
      ["GET", "/analytics"],
    ] as const) {
      const call = (project: string) =>
        other.call(`/api/apps/${project}${path}`, {
          method,
          ...(method === "GET" ? {} : { json: { access: "public" } }),
        });
      const [hidden, absent] = [await call(app.project), await call(unknown)];
      expectRefusal(hidden, path, [404]);
      expect(hidden.text(), path).toBe(absent.text());
    }
    const members = `/api/workspaces/${author.workspace}/members`;
    expectRefusal(await other.call(members), members, [404]);
    expect((await other.call(members)).text()).toBe((await other.call("/api/workspaces/nothing/members")).text());
    const browser = await people().browserOf("outsider");
    expect((await browser.open(`${app.link}-/sign-in`)).status).toBe(404);
  });

  it("huge, endless, empty and broken bodies end in a refusal", async () => {
    const author = await Author.owner(host());
    const huge = "x".repeat(5 * 1024 * 1024);
    const api = (path: string, asking: Asking) => author.call(path, asking);
    expectRefusal(
      await api(`/api/apps/${randomUUID()}`, {
        method: "PUT",
        body: `{"a":"${huge}"}`,
        headers: { "content-type": "application/json" },
      }),
      "huge",
      [413],
    );
    expectRefusal(
      await host().send(`${site()}/sign-in/owner`, { form: { token: huge.slice(0, 100_000) } }),
      "huge form",
      [413],
    );
    for (const body of ["", "{", "[]", "null", '"x"', "{}", '{"__proto__":{"a":1}}', "[".repeat(50_000), "\u0000"])
      expectRefusal(
        await api(`/api/apps/${randomUUID()}`, {
          method: "PUT",
          body,
          headers: { "content-type": "application/json" },
        }),
        body.slice(0, 20),
        [400],
      );
    const many = Array.from({ length: 10_001 }, (_, index) => ({
      path: `work/${index}`,
      sha256: sha256("x"),
      size: 1,
    }));
    expectRefusal(
      await api(`/api/apps/${randomUUID()}`, { method: "PUT", json: { ...manifestOf(bundle()), files: many } }),
      "many files",
      [400],
    );
    const blob = `/api/workspaces/${author.workspace}/blobs/`;
    expectRefusal(
      await api(`${blob}${sha256("x")}`, { method: "PUT", body: "much longer than x" }),
      "other bytes",
      [422],
    );
    expectRefusal(await api(`${blob}${"0".repeat(63)}`, { method: "PUT", body: "x" }), "short sha", [400]);
    expectRefusal(await api(`${blob}..%2f..%2fx`, { method: "PUT", body: "x" }), "path as sha", [400]);
    expectRefusal(
      await api(`/api/workspaces/${author.workspace}/uploads`, { json: { sha256: sha256("y"), size: 6 * 1024 ** 3 } }),
      "too large",
      [400],
    );
  });

  it("senders that stall hold up nobody", async () => {
    const author = await Author.owner(host());
    const path = `/api/workspaces/${author.workspace}/blobs/${sha256("stalled")}`;
    const sockets = Array.from({ length: 20 }, () => connect(host().port, "127.0.0.1"));
    for (const socket of sockets) {
      socket.on("error", () => {});
      socket.write(
        `PUT ${path} HTTP/1.1\r\nHost: ${new URL(site()).host}\r\nAuthorization: Bearer ${author.token}\r\nContent-Length: 100000\r\n\r\nsta`,
      );
    }
    const { app } = await author.publish({ manifest: { access: "public" } });
    expect((await host().send(app.link)).status).toBe(200);
    for (const socket of sockets) socket.destroy();
    expect((await author.call(path, { method: "HEAD" })).status).toBe(404);
  });

  it("a sender that goes away is logged as that, and leaves nothing", async () => {
    const author = await Author.owner(host());
    const blob = `/api/workspaces/${author.workspace}/blobs/${sha256("never sent")}`;
    const app = `/api/apps/${randomUUID()}`;
    for (const path of [blob, app]) {
      const socket = connect(host().port, "127.0.0.1");
      socket.on("error", () => {});
      socket.write(
        `PUT ${path} HTTP/1.1\r\nHost: ${new URL(site()).host}\r\nAuthorization: Bearer ${author.token}\r\n` +
          "Content-Type: application/json\r\nContent-Length: 100000\r\n\r\nnever",
      );
      await new Promise((resolve) => setTimeout(resolve, 300));
      socket.destroy();
      const logged = () =>
        host()
          .log()
          .split("\n")
          .filter((line) => line.includes(path));
      await expect.poll(logged).toHaveLength(1);
      expect(logged()[0]).toMatch(/level\W+warn.*status\W+408/);
    }
    expect(host().log()).not.toContain("failure");
    expect((await author.call(blob, { method: "HEAD" })).status).toBe(404);
  });

  it("odd methods and addresses are refused, not failed", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "public" } });
    for (const method of ["PUT", "DELETE", "PATCH", "POST"])
      expectRefusal(await host().send(`${app.link}app.json`, { method }), method, [404, 405, 403]);
    for (const address of [
      `${site()}/a/short/`,
      `${site()}/a/${"a".repeat(26)}/`,
      `${site()}/%zz`,
      `${app.link}%zz`,
      `${site()}/${randomUUID()}/file?path=x`,
    ])
      expectRefusal(await host().send(address), address, [400, 404]);
    expectRefusal(await host().send(`${app.link}-/enter?code=${"x".repeat(5000)}`), "long code", [400]);
    expectRefusal(
      await host()
        .send(`${app.link}app.json`, {
          headers: { "if-none-match": "x".repeat(4000), range: `bytes=${"9".repeat(400)}-` },
        })
        .then((answer) => (answer.status === 200 ? host().send(`${app.link}nothing`) : answer)),
      "long headers",
    );
  });

  it("too many downloads from one address: 429 with a time to wait, and others still get theirs", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "public" } });
    const file = `${app.link}${app.project}/file?path=data.csv`;
    const headers = { "x-forwarded-for": "192.0.2.8", "cf-connecting-ip": "192.0.2.8" };
    const answers = await Promise.all(Array.from({ length: 300 }, () => host().send(file, { headers })));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.length).toBeGreaterThan(0);
    expect(refused.length).toBeLessThan(200);
    for (const answer of refused) {
      expectRefusal(answer, "download", [429]);
      expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(0);
    }
    expect((await host().send(file)).status).toBe(200);
  });

  it("too many tries of secrets: 429 with a time to wait", async () => {
    const address = { "x-forwarded-for": "192.0.2.7", "cf-connecting-ip": "192.0.2.7" };
    const guess = () =>
      host().send(`${site()}/api/token`, { json: { grant: "owner-token", token: "x", name: "x" }, headers: address });
    const statuses: number[] = [];
    let last: Answer | null = null;
    for (let count = 0; count < 30; count++) {
      last = await guess();
      statuses.push(last.status);
    }
    expect(statuses.filter((status) => status === 401)).toHaveLength(20);
    if (last) expectRefusal(last, "too many", [429]);
    expect(Number(last?.headers.get("retry-after"))).toBeGreaterThan(0);
    // Others are not kept out by it.
    const token = await host().ownerToken();
    expect(
      (await host().send(`${site()}/api/token`, { json: { grant: "owner-token", token, name: "x" } })).status,
    ).toBe(200);
  });

  it("logs what happens, and nothing that opens anything", async () => {
    const author = await Author.owner(host());
    const { app } = await author.publish({ manifest: { access: "link" } });
    const secret = `s3cret-${randomUUID()}`;
    await host().send(`${app.link}app.json?token=${secret}`, {
      headers: { cookie: `x=${secret}`, authorization: `Bearer ${secret}` },
    });
    await host().send(`${site()}/sign-in/owner?token=${secret}`);
    await author.call(`/api/apps/${app.project}/collaborators/someone@private.test`, {
      method: "PUT",
      json: { role: "viewer" },
    });
    const browser = new Browser(host().send);
    await browser.go(`${app.link}-/enter?code=${secret}`);
    await expect.poll(() => host().log().includes("/-/enter")).toBe(true);
    const log = host().log();
    expect(log).toContain(app.project);
    for (const hidden of [secret, author.token, /[a-z2-7]{26}/.exec(app.link)?.[0] ?? "?", "someone@private.test"])
      expect(log).not.toContain(hidden);
  });
}
