/**
 * Cloudflare Access: its signed header, against keys that a real server hands out.
 * @module
 */
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { exportJWK, generateKeyPair, SignJWT } from "jose";
import { afterAll, beforeAll, expect, it } from "vitest";
import { CloudflareAccess } from "../../../worker/sign-in/cloudflare-access.ts";

let server: Server;
let issuer: string;
let access: CloudflareAccess;
let sign: (
  claims: Record<string, unknown>,
  options?: { key?: CryptoKey; expires?: string; issuer?: string },
) => Promise<string>;

beforeAll(async () => {
  const own = await generateKeyPair("RS256");
  const jwk = { ...(await exportJWK(own.publicKey)), kid: "k1", alg: "RS256", use: "sig" };
  server = createServer((request, response) => {
    response.statusCode = request.url === "/cdn-cgi/access/certs" ? 200 : 404;
    response.setHeader("content-type", "application/json").end(JSON.stringify({ keys: [jwk] }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  access = new CloudflareAccess({ issuer, audience: "app-tag" });
  sign = (claims, options = {}) =>
    new SignJWT({ aud: ["app-tag"], ...claims })
      .setProtectedHeader({ alg: "RS256", kid: "k1" })
      .setIssuedAt()
      .setIssuer(options.issuer ?? issuer)
      .setExpirationTime(options.expires ?? "5m")
      .sign(options.key ?? own.privateKey);
});
afterAll(() => new Promise((resolve) => server.close(resolve)));

it("takes the address that Access has signed", async () => {
  expect(await access.emailOf(await sign({ email: "Ann@Example.test" }))).toBe("ann@example.test");
});

it("refuses what is missing, forged, expired, another application's or another team's", async () => {
  const foreign = await generateKeyPair("RS256");
  const good = await sign({ email: "a@x.test" });
  const [head = "", , signature = ""] = good.split(".");
  const unsigned = `${Buffer.from('{"alg":"none"}').toString("base64url")}.${Buffer.from('{"email":"a@x.test"}').toString("base64url")}.`;
  const wrong: (string | undefined)[] = [
    undefined,
    "",
    "x.y.z",
    unsigned,
    `${head}.${Buffer.from('{"email":"owner@x.test"}').toString("base64url")}.${signature}`,
    await sign({ email: "a@x.test" }, { key: foreign.privateKey }),
    await sign({ email: "a@x.test" }, { expires: "-1m" }),
    await sign({ email: "a@x.test", aud: ["other"] }),
    await sign({ email: "a@x.test" }, { issuer: "https://other.cloudflareaccess.com" }),
    await sign({}),
  ];
  for (const assertion of wrong)
    await expect(access.emailOf(assertion)).rejects.toMatchObject({ status: 401, fault: { code: "not-signed-in" } });
});
