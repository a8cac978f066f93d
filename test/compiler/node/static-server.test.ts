/**
 * The local server: types, ranges, and what it refuses.
 * @module
 */
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { request } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type RunningServer, serveFolder } from "../../../compiler/node/static-server.ts";

let root: string;
let server: RunningServer;

beforeAll(async () => {
  root = mkdtempSync(join(tmpdir(), "static-server-"));
  mkdirSync(join(root, "app"));
  writeFileSync(join(root, "private.txt"), "outside");
  writeFileSync(join(root, "app", "index.html"), "<p>hi</p>");
  writeFileSync(join(root, "app", "a.wasm"), "0123456789");
  server = await serveFolder(() => join(root, "app"), { port: 0 });
});

afterAll(async () => {
  await server.close();
  rmSync(root, { recursive: true });
});

/** A request whose path and headers no client tidies up. */
function get(
  path: string,
  headers: Record<string, string> = {},
): Promise<{ status: number; headers: NodeJS.Dict<string | string[]>; body: string }> {
  return new Promise((resolve, reject) => {
    const { hostname, port } = new URL(server.url);
    const sent = request({ hostname, port, path, headers }, (response) => {
      let body = "";
      response.on("data", (chunk: Buffer) => {
        body += chunk.toString();
      });
      response.on("end", () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body }));
    });
    sent.on("error", reject).end();
  });
}

it("serves the index with isolation headers and the right types", async () => {
  const page = await get("/");
  expect([page.status, page.body]).toEqual([200, "<p>hi</p>"]);
  expect(page.headers["cross-origin-opener-policy"]).toBe("same-origin");
  expect((await get("/a.wasm")).headers["content-type"]).toBe("application/wasm");
});

it("answers ranges", async () => {
  expect(await get("/a.wasm", { range: "bytes=2-4" })).toMatchObject({ status: 206, body: "234" });
  expect(await get("/a.wasm", { range: "bytes=-3" })).toMatchObject({ status: 206, body: "789" });
  expect((await get("/a.wasm", { range: "bytes=50-" })).status).toBe(416);
});

it.each(["/../private.txt", "/%2e%2e/private.txt", "/..%2fprivate.txt", "/x/..%2f..%2fprivate.txt"])(
  "never leaves its folder: %s",
  async (path) => {
    const answer = await get(path);
    expect(answer.status).toBe(404);
    expect(answer.body).not.toContain("outside");
  },
);

it.runIf(process.platform === "linux")("goes on after a file that cannot be read any more", async () => {
  // It is there, and to read it fails.
  symlinkSync("/proc/self/mem", join(root, "app", "gone.bin"));
  await expect(get("/gone.bin")).rejects.toThrow();
  expect((await get("/")).status).toBe(200);
});

it("refuses a foreign Host", async () => {
  expect((await get("/", { host: "evil.example" })).status).toBe(421);
});
