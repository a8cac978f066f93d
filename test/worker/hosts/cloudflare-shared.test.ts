/**
 * The shared runtime on Cloudflare: handed out from Workers Assets, to anybody, on every app's origin; nothing else is.
 * @module
 */
import { globSync, readFileSync } from "node:fs";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Author, bundle } from "../author.ts";
import { cloudflareHost } from "../cloudflare-host.ts";
import type { TestHost } from "../test-host.ts";

let host: TestHost;
beforeAll(async () => {
  host = await cloudflareHost();
});
afterAll(() => host?.close());

it("serves what all apps share without asking who it is, and an app's own files only behind the gate", async () => {
  const author = await Author.owner(host);
  const { app } = await author.publish({ files: bundle({ "rt/pkg/0123/own.whl": "own package" }) });
  const [file = ""] = globSync("dist/edge/rt/*/index.js");
  const path = file.slice("dist/edge/".length);
  const answer = await host.send(app.link + path);
  expect(answer.status).toBe(200);
  expect(answer.body.equals(readFileSync(file))).toBe(true);
  expect(answer.headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  expect(answer.headers.get("cross-origin-embedder-policy")).toBe("credentialless");
  expect(answer.headers.get("x-robots-tag")).toBe("noindex, nofollow");
  expect(answer.headers.get("x-content-type-options")).toBe("nosniff");
  for (const own of [
    "",
    "app.json",
    "rt/pkg/0123/own.whl",
    "rt/0123456789abcdef/index.js",
    "_headers",
    "rt/../_headers",
  ])
    expect((await host.send(app.link + own)).status, own).toBe(401);
});
