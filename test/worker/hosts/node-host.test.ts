/**
 * What only the one-machine host does itself: compress, and stand slow senders.
 * @module
 */
import { existsSync, readdirSync } from "node:fs";
import { connect } from "node:net";
import { join } from "node:path";
import { brotliDecompressSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";
import { Author, bundle, sha256 } from "../author.ts";
import { type NodeHost, nodeHost } from "../node-host.ts";

let host: NodeHost;
beforeAll(async () => {
  host = await nodeHost();
});
afterAll(() => host.close());

it("compresses what becomes smaller, for who takes it, and never a range of it", async () => {
  const author = await Author.owner(host);
  const text = "export const value = 1;\n".repeat(4000);
  const path = "rt/0123456789abcdef/big.js";
  const { app } = await author.publish({ files: bundle({ [path]: text }), manifest: { access: "public" } });
  const ask = (headers: Record<string, string>) => host.send(app.link + path, { headers });
  const takes = { "accept-encoding": "gzip, deflate, br" };
  await expect.poll(async () => (await ask(takes)).headers.get("content-encoding")).toBe("br");
  const packed = await ask(takes);
  expect(packed.body.length).toBeLessThan(2000);
  expect(packed.headers.get("content-length")).toBe(String(packed.body.length));
  expect(brotliDecompressSync(packed.body).toString()).toBe(text);
  expect(packed.headers.get("vary")).toContain("Accept-Encoding");
  const plain = await ask({});
  expect(plain.headers.get("content-encoding")).toBeNull();
  expect(plain.text()).toBe(text);
  expect(plain.headers.get("etag")).not.toBe(packed.headers.get("etag"));
  for (const answer of [plain, packed])
    expect((await ask({ ...takes, "if-none-match": answer.headers.get("etag") ?? "" })).status).toBe(304);
  const part = await ask({ ...takes, range: "bytes=0-5" });
  expect([part.status, part.text(), part.headers.get("content-encoding")]).toEqual([206, "export", null]);
  const stale = { ...takes, range: "bytes=0-5", "if-range": packed.headers.get("etag") ?? "" };
  expect((await ask(stale)).status).toBe(200);
});

it("serves others while a sender stalls, and keeps nothing of what never came", async () => {
  const author = await Author.owner(host);
  const wanted = sha256("never sent");
  const path = `/api/workspaces/${author.workspace}/blobs/${wanted}`;
  const sockets = Array.from({ length: 50 }, () => connect(host.port, "127.0.0.1"));
  for (const socket of sockets) {
    socket.on("error", () => {});
    socket.write(
      `PUT ${path} HTTP/1.1\r\nHost: ${new URL(host.origin).host}\r\nAuthorization: Bearer ${author.token}\r\nContent-Length: 100000\r\n\r\nnever`,
    );
  }
  const { app } = await author.publish({ manifest: { access: "public" } });
  expect((await host.send(app.link)).status).toBe(200);
  for (const socket of sockets) socket.destroy();
  const incoming = join(host.folder, "incoming");
  await expect.poll(() => (existsSync(incoming) ? readdirSync(incoming) : [])).toEqual([]);
  expect((await author.call(path, { method: "HEAD" })).status).toBe(404);
});

it("refuses requests that are no HTTP", async () => {
  const raw = (text: string) =>
    new Promise<string>((resolve) => {
      const socket = connect(host.port, "127.0.0.1");
      let answer = "";
      socket.on("data", (part) => {
        answer += part.toString();
      });
      socket.on("close", () => resolve(answer));
      socket.on("error", () => {});
      socket.write(text);
    });
  const name = new URL(host.origin).host;
  expect(await raw("GARBAGE\r\n\r\n")).toMatch(/^HTTP\/1\.1 400/);
  expect(await raw(`GET / HTTP/1.1\r\nHost: ${name}\r\nX: ${"y".repeat(100_000)}\r\n\r\n`)).toMatch(/^HTTP\/1\.1 431/);
  expect(
    await raw(
      `POST /api/token HTTP/1.1\r\nHost: ${name}\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n0\r\n\r\n`,
    ),
  ).toMatch(/^HTTP\/1\.1 400/);
  expect(await raw(`GET / HTTP/1.1\r\nHost: evil.test\r\nConnection: close\r\n\r\n`)).toMatch(/^HTTP\/1\.1 421/);
});
