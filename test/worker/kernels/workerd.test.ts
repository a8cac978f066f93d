/**
 * Server kernels in workerd: Durable Objects hold the sessions, the gateway is one that somebody runs, files go over the wire. What Python
 * does there, it does behind the Node host too.
 * @module
 */
import { join } from "node:path";
import { afterAll, beforeAll, expect, it } from "vitest";
import { unstable_startWorker } from "wrangler";
import type { Kernel, KernelEvent, KernelListener, KernelProgram } from "../../../compiler/contract/kernel.ts";
import { createRemoteKernel } from "../../../runtime/page/remote-kernel.ts";
import { app } from "../../doubles/kernel-server.ts";
import { type OwnGateway, ownGateway } from "../../doubles/own-gateway.ts";
import { code, program, Session } from "../../runtime/kernel/fixture.ts";
import { kernelSuite } from "../../runtime/kernel/suite.ts";

let gateway: OwnGateway;
let worker: Awaited<ReturnType<typeof unstable_startWorker>>;
let base: string;

beforeAll(async () => {
  process.env.CLOUDFLARE_CF_FETCH_ENABLED = "false";
  gateway = await ownGateway();
  // The test harness answers a Worker's requests from Node, which cannot upgrade them to WebSockets.
  worker = await unstable_startWorker({
    config: join(import.meta.dirname, "session-worker.toml"),
    bindings: {
      KERNEL_GATEWAY: { type: "plain_text", value: gateway.url },
      KERNEL_GATEWAY_TOKEN: { type: "plain_text", value: gateway.token },
    },
    dev: {
      server: { hostname: "127.0.0.1", port: 0 },
      inspector: false,
      watch: false,
      persist: false,
      logLevel: "error",
    },
  });
  base = new URL("/", await worker.url).href;
});

afterAll(async () => {
  await worker.dispose();
  await gateway.close();
});

async function tell(told: KernelProgram): Promise<void> {
  await fetch(base, { method: "PUT", body: JSON.stringify(app(told).server) });
}

let before: Kernel | null = null;

function make(listener: KernelListener, memory = new Map<string, string>()): Kernel {
  void before?.dispose();
  const kernel = createRemoteKernel(listener, {
    get: (key) => memory.get(key) ?? null,
    set: (key, id) => memory.set(key, id),
  });
  before = kernel;
  return {
    get state() {
      return kernel.state;
    },
    boot: async (plan) => {
      await tell(plan.program);
      return kernel.boot(plan);
    },
    run: (request) => kernel.run(request),
    interrupt: () => kernel.interrupt(),
    ask: (question) => kernel.ask(question),
    update: (edited) => kernel.update(edited),
    readFile: (path) => kernel.readFile(path),
    writeFile: (path, content) => kernel.writeFile(path, content),
    dispose: () => kernel.dispose(),
  };
}

kernelSuite(make, () => ({ python: null, base }));

/** A page of its own with one block. */
function pageOf(memory = new Map<string, string>()): {
  kernel: Kernel;
  events: KernelEvent[];
  boot(): Promise<unknown>;
} {
  const events: KernelEvent[] = [];
  const kernel = createRemoteKernel((event) => events.push(event), {
    get: (key) => memory.get(key) ?? null,
    set: (key, value) => memory.set(key, value),
  });
  return { kernel, events, boot: () => kernel.boot({ program: program({ a: code("1 + 1") }), python: null, base }) };
}

it("keeps its caps when the object that counts loses its memory", async () => {
  await before?.dispose();
  await tell(program({ a: code("1 + 1") }));
  // As many as one viewer may have.
  const pages = [pageOf(), pageOf(), pageOf()];
  for (const page of pages) expect(await page.boot()).toMatchObject({ ok: true });
  expect((await fetch(base, { method: "DELETE" })).status).toBe(204);
  const fourth = pageOf();
  const booted = fourth.boot();
  await expect.poll(() => fourth.events).toContainEqual({ kind: "progress", stage: "queue", loaded: 0, total: null });
  await pages[0]?.kernel.dispose();
  expect(await booted).toMatchObject({ ok: true });
  for (const page of [...pages, fourth]) await page.kernel.dispose();
});

it("tells the page when a session's object loses its memory; the next run has a new kernel, the old one is ended", async () => {
  const memory = new Map<string, string>();
  const page = pageOf(memory);
  expect(await page.boot()).toMatchObject({ ok: true });
  expect(await kernels()).toBe(1);
  const session = [...memory.values()][0];
  await fetch(`${base}?session=${session}`, { method: "DELETE" });
  await expect.poll(() => page.kernel.state).toBe("failed");
  expect(page.events.at(-1)).toMatchObject({ kind: "fault", fault: { code: "network" } });
  expect(await page.boot()).toMatchObject({ ok: true });
  await expect.poll(kernels).toBe(1);
  await page.kernel.dispose();
  await expect.poll(kernels).toBe(0);
});

/** Kernels that the gateway has. */
async function kernels(): Promise<number> {
  const answer = await fetch(`${gateway.url}/api/kernels`, { headers: { authorization: `token ${gateway.token}` } });
  return ((await answer.json()) as unknown[]).length;
}

it("keeps its session through a reload, and stops what runs", async () => {
  const blocks = program({ a: code("import time\ntime.sleep(30)") });
  const memory = new Map<string, string>();
  const session = await new Session((listener) => make(listener, memory), blocks).boot({ python: null, base });
  const id = [...memory.values()][0];
  const run = session.kernel.run({ run: 1, fresh: true, blocks: ["a"] as never, inputs: {} });
  while (!session.events.some((event) => event.kind === "block")) await new Promise((go) => setTimeout(go, 20));
  await session.kernel.interrupt();
  // On a machine that is busy enough, Stop ends the kernel before Python has heard of it.
  const outcome = await run;
  expect(outcome.ok ? outcome.value.failed : outcome.fault.code).toEqual(outcome.ok ? ["a"] : "stopped");
  const again = createRemoteKernel(() => {}, {
    get: (key) => memory.get(key) ?? null,
    set: (key, value) => memory.set(key, value),
  });
  expect((await again.boot({ program: blocks, python: null, base })).ok).toBe(true);
  expect([...memory.values()][0]).toBe(id);
  await again.dispose();
});
