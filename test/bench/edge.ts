/**
 * `npm run bench:edge`: what the gate costs. The same page and the same file, gated and not, at the one-machine host and in workerd,
 * beside a bare static server; one run, 10 connections. Local simulators: they compare, they do not predict Cloudflare.
 * @module
 */
import { execFileSync } from "node:child_process";
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { serve } from "@hono/node-server";
import autocannon from "autocannon";
import { Hono } from "hono";
import { FolderBlobs } from "../../worker/hosts/node/folder-blobs.ts";
import { Author, bundle } from "../worker/author.ts";
import { cloudflareHost } from "../worker/cloudflare-host.ts";
import { Browser } from "../worker/http.ts";
import { serveProcess } from "../worker/serve-process.ts";
import type { TestHost } from "../worker/test-host.ts";

/** Seconds of each measurement. */
const SECONDS = Number(process.env.SECONDS ?? 4);
const CONNECTIONS = 10;
const FILE = "rt/0123456789abcdef/module.js";
/** 100 kB that do not compress to nothing. */
const CONTENT = Array.from(
  { length: 2500 },
  (_, line) => `export const v${line} = "${(line * 2654435761) % 1e9} abcdefgh";`,
).join("\n");
const PAGE = `<!doctype html><html lang="en"><head><title>t</title></head><body>${"<p>readable</p>".repeat(2000)}</body></html>`;

interface Row {
  readonly what: string;
  readonly perSecond: number;
  readonly p50: number;
  readonly p99: number;
  readonly alone: number;
  readonly errors: number;
}

async function measure(what: string, port: number, path: string, headers: Record<string, string> = {}): Promise<Row> {
  const url = `http://127.0.0.1:${port}${path}`;
  await autocannon({ url, headers, connections: CONNECTIONS, duration: 1 });
  const many = await autocannon({ url, headers, connections: CONNECTIONS, duration: SECONDS });
  const one = await autocannon({ url, headers, connections: 1, duration: Math.max(1, SECONDS / 2) });
  const { latency, requests, errors, non2xx } = many;
  return {
    what,
    perSecond: requests.average,
    p50: latency.p50,
    p99: latency.p99,
    alone: one.latency.average,
    errors: errors + non2xx,
  };
}

/** A workspace app and a session that may open it. */
async function gated(host: TestHost): Promise<{ host: string; cookie: string }> {
  const author = await Author.owner(host);
  const { app } = await author.publish({ files: bundle({ "index.html": PAGE, [FILE]: CONTENT }) });
  const browser = new Browser(host.send);
  await browser.go(`${host.origin}/sign-in/owner`, { form: { token: await host.ownerToken(), to: "/" } });
  await browser.open(`${app.link}-/sign-in`);
  if ((await browser.go(app.link)).status !== 200) throw new Error("the session does not open the app");
  if ((await host.send(app.link)).status !== 401) throw new Error("the app is not gated");
  return { host: new URL(app.link).host, cookie: browser.cookies(app.link) };
}

async function oneMachine(folder: string): Promise<Row[]> {
  const host = await serveProcess(join(folder, "data"));
  try {
    const headers = await gated(host);
    const port = Number(new URL(host.origin).port);
    return [
      await measure("one machine: gated page, 32 kB", port, "/", headers),
      await measure("one machine: gated file, 100 kB", port, `/${FILE}`, headers),
      await measure("one machine: refused (401)", port, "/", { host: headers.host }),
    ];
  } finally {
    await host.close();
  }
}

/** The same bytes from the same store by the same HTTP library, with nobody asked. */
async function ungated(folder: string): Promise<Row[]> {
  const blobs = new FolderBlobs(join(folder, "plain"));
  for (const [key, text] of [
    ["aa/page", PAGE],
    ["bb/file", CONTENT],
  ] as const) {
    mkdirSync(join(folder, "plain", "blobs", key.slice(0, 2)), { recursive: true });
    writeFileSync(join(folder, "plain", "blobs", key), text);
  }
  const app = new Hono();
  app.get("/:kind/:name", async (context) =>
    context.body(
      (await blobs.get(`${context.req.param("kind")}/${context.req.param("name")}`)) as Uint8Array<ArrayBuffer>,
    ),
  );
  const server = serve({ fetch: app.fetch, port: 0, hostname: "127.0.0.1" });
  await new Promise((resolve) => server.once("listening", resolve));
  const { port } = server.address() as AddressInfo;
  const rows = [
    await measure("one machine: same page, no gate", port, "/aa/page"),
    await measure("one machine: same file, no gate", port, "/bb/file"),
  ];
  server.close();
  return rows;
}

async function bareStatic(): Promise<Row[]> {
  const files: Record<string, Buffer> = { "/": Buffer.from(PAGE), "/file": Buffer.from(CONTENT) };
  const server = createServer((request, response) => {
    response.setHeader("content-type", "text/html; charset=utf-8");
    response.end(files[request.url ?? "/"]);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const rows = [
    await measure("bare node:http, page from memory", port, "/"),
    await measure("bare node:http, file from memory", port, "/file"),
  ];
  server.close();
  return rows;
}

async function workerd(): Promise<Row[]> {
  const shared = "dist/edge/rt/bench-000000";
  if (!existsSync("dist/edge")) execFileSync(process.execPath, ["dist/cli.js", "shared-runtime", "dist/edge"]);
  mkdirSync(shared, { recursive: true });
  writeFileSync(join(shared, "module.js"), CONTENT);
  const host = await cloudflareHost();
  try {
    const headers = await gated(host);
    return [
      await measure("workerd: gated page, 32 kB", host.port, "/", headers),
      await measure("workerd: gated file, 100 kB", host.port, `/${FILE}`, headers),
      await measure("workerd: same file, shared asset, no gate", host.port, "/rt/bench-000000/module.js", headers),
      await measure("workerd: refused (401)", host.port, "/", { host: headers.host }),
    ];
  } finally {
    await host.close();
    rmSync(shared, { recursive: true, force: true });
  }
}

const folder = mkdtempSync(join(tmpdir(), "nb-bench-edge-"));
try {
  const rows = [
    ...(await bareStatic()),
    ...(await ungated(folder)),
    ...(await oneMachine(folder)),
    ...(await workerd()),
  ];
  const line = (cells: readonly (string | number)[]) => `| ${cells.join(" | ")} |`;
  console.log(line(["request", "req/s", "p50 ms", "p99 ms", "one at a time, ms", "not 2xx"]));
  console.log(line(["---", "---", "---", "---", "---", "---"]));
  for (const row of rows)
    console.log(line([row.what, Math.round(row.perSecond), row.p50, row.p99, row.alone.toFixed(2), row.errors]));
} finally {
  rmSync(folder, { recursive: true, force: true });
}
process.exit(0);
