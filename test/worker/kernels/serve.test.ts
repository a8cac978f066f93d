/**
 * Server kernels of a publishing server: behind the same gate as everything of an app, of the version that the page is of.
 * @module
 */
import { createHash } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import WebSocket from "ws";
import type { AppInfo } from "../../../compiler/contract/api.ts";
import type { KernelProgram } from "../../../compiler/contract/kernel.ts";
import { CLOSE } from "../../../compiler/contract/kernel-socket.ts";
import { app, CACHE } from "../../doubles/kernel-server.ts";
import { type OwnGateway, ownGateway } from "../../doubles/own-gateway.ts";
import { code, program } from "../../runtime/kernel/fixture.ts";
import { Author, bundle } from "../author.ts";
import { type NodeHost, nodeHost } from "../node-host.ts";
import { type ServeProcess, serveProcess } from "../serve-process.ts";

let host: NodeHost;
let author: Author;

beforeAll(async () => {
  host = await nodeHost({
    kernels: {
      cache: CACHE,
      gateway: null,
      boxed: "always",
      memory: 2 ** 30,
      cpus: null,
      most: { total: 5, perApp: 5, perViewer: 5 },
      onText: () => {},
      onLog: () => {},
    },
  });
  author = await Author.owner(host);
});
afterAll(() => host.close());

const READS = program({ a: code("open('data.txt').read()") });

function files(blocks: KernelProgram): Record<string, string | Uint8Array> {
  const { server } = app(blocks, { contents: { "data.txt": "" } });
  return bundle({ "private/kernel.json": JSON.stringify(server), "work/data.txt": "from the work folder" });
}

async function publish(
  access: "public" | "workspace",
  blocks = READS,
  project?: string,
  by: Author = author,
): Promise<AppInfo> {
  const published = await by.publish({
    files: files(blocks),
    manifest: { access, runtime: "server" },
    ...(project ? { project } : {}),
  });
  return access === "public" ? by.change(published.app, { access }) : published.app;
}

interface Line {
  readonly opened: Promise<number>;
  readonly closed: Promise<{ code: number; reason: string }>;
  ask(message: object): Promise<{ ok: boolean }>;
  readonly heard: string[];
  close(): void;
}

/** Connects to the app's kernel as its page does; `opened` is the HTTP status. */
function connect(
  link: string,
  { query = "", origin = new URL(link).origin }: { query?: string; origin?: string } = {},
): Line {
  const url = new URL(`-/kernel${query}`, link);
  const socket = new WebSocket(`ws://127.0.0.1:${url.port}${url.pathname}${url.search}`, {
    headers: { host: url.host, origin },
  });
  const heard: string[] = [];
  const answers = new Map<number, (outcome: { ok: boolean }) => void>();
  socket.on("message", (data) => {
    heard.push(String(data));
    const message = JSON.parse(String(data));
    if (message.kind === "answer") answers.get(message.call)?.(message.outcome);
  });
  socket.on("error", () => {});
  let calls = 0;
  const opened = new Promise<number>((resolve) => {
    socket.once("open", () => resolve(101));
    socket.once("unexpected-response", (_, response) => resolve(response.statusCode ?? 0));
  });
  return {
    heard,
    close: () => socket.close(),
    opened,
    closed: new Promise((resolve) => socket.once("close", (code, reason) => resolve({ code, reason: String(reason) }))),
    ask: async (message) => {
      await opened;
      return new Promise((resolve) => {
        calls += 1;
        answers.set(calls, resolve);
        socket.send(JSON.stringify({ ...message, call: calls }));
      });
    },
  };
}

const run = { kind: "run", request: { run: 1, fresh: true, blocks: ["a"], inputs: {} } };

describe("serve --gateway", () => {
  let gateway: OwnGateway;
  let server: ServeProcess;
  let folder: string;
  let by: Author;

  const start = async (token: string): Promise<void> => {
    folder = mkdtempSync(join(tmpdir(), "nb-gateway-"));
    server = await serveProcess(folder, 0, {
      args: ["--gateway", gateway.url, "--kernelspec", "boxed"],
      environment: { NOTEBOOK_APP_GATEWAY_TOKEN: token },
    });
    by = await Author.owner(server);
  };
  const stop = async (): Promise<void> => {
    await server.stop();
    rmSync(folder, { recursive: true, force: true });
  };
  const kernels = async (): Promise<number> => {
    const answer = await fetch(`${gateway.url}/api/kernels`, { headers: { authorization: `token ${gateway.token}` } });
    return ((await answer.json()) as unknown[]).length;
  };
  beforeAll(async () => {
    gateway = await ownGateway();
  });
  afterAll(() => gateway.close());

  it("runs apps on a gateway that is there already, and ends its kernels", async () => {
    await start(gateway.token);
    const line = connect((await publish("public", READS, undefined, by)).link);
    expect(await line.ask({ kind: "boot" })).toMatchObject({ ok: true });
    expect(await line.ask(run)).toMatchObject({ ok: true, value: { done: ["a"] } });
    expect(line.heard.join()).toContain("from the work folder");
    expect(line.heard.join()).not.toContain(gateway.token);
    expect(server.log()).not.toContain(gateway.token);
    expect(await kernels()).toBe(1);
    await stop();
    await expect.poll(kernels).toBe(0);
  });

  it("says so when the gateway does not take its token", async () => {
    await start("wrong");
    const line = connect((await publish("public", READS, undefined, by)).link);
    expect(await line.ask({ kind: "boot" })).toMatchObject({ ok: false, fault: { code: "boot", detail: "HTTP 401" } });
    await stop();
  });
});

describe("serve", () => {
  it("runs a server app for whoever may open it", async () => {
    const line = connect((await publish("public")).link);
    expect(await line.opened).toBe(101);
    expect(await line.ask({ kind: "boot" })).toMatchObject({ ok: true });
    expect(await line.ask(run)).toMatchObject({ ok: true, value: { done: ["a"] } });
    expect(line.heard.join()).toContain("from the work folder");
    line.close();
  });

  it("lets nobody else near the kernel", async () => {
    const { link } = await publish("workspace");
    expect(await connect(link).opened).toBe(401);
    const open = await publish("public");
    expect(await connect(open.link, { origin: "https://evil.example" }).opened).toBe(403);
    expect(await connect(link.replace(/\/\/[^.]+\./, "//aaaaaaaaaaaaaaaaaaaaaaaaaa.")).opened).toBe(404);
  });

  it("gives the source to nobody", async () => {
    const { link } = await publish("public");
    const kernel = String(files(READS)["private/kernel.json"]);
    const version = createHash("sha256").update(kernel).digest("hex").slice(0, 16);
    for (const path of ["private/kernel.json", `private/kernel.json?v=${version}`, "./private/kernel.json"]) {
      const answer = await host.send(link + path);
      expect(answer.status).toBeGreaterThanOrEqual(400);
      expect(answer.text()).not.toContain("open('data.txt')");
    }
  });

  it("tells a page of an older version so, instead of running another program", async () => {
    const { link, project } = await publish("public");
    const version = createHash("sha256")
      .update(String(files(READS)["private/kernel.json"]))
      .digest("hex")
      .slice(0, 16);
    const same = connect(link, { query: `?v=${version}` });
    await same.opened;
    expect(await same.ask({ kind: "boot" })).toMatchObject({ ok: true });
    await publish("public", program({ a: code("'newer'") }), project);
    const older = connect(link, { query: `?v=${version}` });
    expect(await older.closed).toMatchObject({ code: CLOSE.outdated });
    same.close();
  });

  it("ends kernels with their app", async () => {
    const { link, project } = await publish("public");
    const line = connect(link);
    await line.opened;
    expect(await line.ask({ kind: "boot" })).toMatchObject({ ok: true });
    expect((await author.call(`/api/apps/${project}`, { method: "DELETE" })).status).toBe(204);
    expect(await line.closed).toMatchObject({ code: CLOSE.gone });
  });

  it("says that an app without a kernel program has none", async () => {
    const { app: published } = await author.publish({ manifest: { access: "public" } });
    const open = await author.change(published, { access: "public" });
    expect(await connect(open.link).opened).toBe(404);
  });
});
