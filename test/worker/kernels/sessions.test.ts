/**
 * How long a session lives, who may take it up, how many there are; and what happens when something breaks. Every process, folder and
 * socket that there was before is counted, and there again after.
 * @module
 */
import { execFileSync } from "node:child_process";
import { readdirSync, readFileSync } from "node:fs";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import type { Kernel, KernelEvent, RunSummary } from "../../../compiler/contract/kernel.ts";
import type { Outcome } from "../../../compiler/contract/outcome.ts";
import { KERNEL_CAPS, type NodeKernelHost } from "../../../worker/hosts/node/kernels/node-kernel-host.ts";
import { app, type KernelServer, kernelServer, nodeHost } from "../../doubles/kernel-server.ts";
import { code, program } from "../../runtime/kernel/fixture.ts";

let host: NodeKernelHost;
beforeAll(async () => {
  host = await nodeHost({
    caps: { ...KERNEL_CAPS, memoryBytes: 600 * 2 ** 20, diskBytes: 64 * 2 ** 20, processes: 100 },
  });
});
afterAll(() => host.close());

// The gateway's own processes and sockets are there from now on; each test begins and ends with nothing else, whatever it breaks.
beforeAll(async () => {
  const page = await new Page(await serve()).boot("1");
  await page.kernel.dispose();
});
let before: Counts;
beforeEach(async () => {
  await expect.poll(() => counts().kernels + counts().folders).toBe(0);
  before = counts();
});
afterEach(async () => {
  await Promise.all(servers.splice(0).map((server) => server.close()));
  await settlesAt(before);
});

const servers: KernelServer[] = [];
async function serve(
  ...[options]: Parameters<typeof kernelServer> extends [unknown, ...infer R] ? R : never
): Promise<KernelServer> {
  const server = await kernelServer(host, options);
  servers.push(server);
  return server;
}

/** A page with one kernel and everything that it heard. */
class Page {
  readonly events: KernelEvent[] = [];
  readonly kernel: Kernel;
  readonly server: KernelServer;
  #run = 0;

  constructor(server: KernelServer, memory = new Map<string, string>()) {
    this.server = server;
    this.kernel = server.kernel((event) => this.events.push(event), memory);
  }

  async boot(source: string): Promise<this> {
    const blocks = program({ a: code(source) });
    this.server.app = app(blocks);
    const outcome = await this.kernel.boot({ program: blocks, python: null, base: this.server.base });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.fault));
    return this;
  }

  run(): Promise<Outcome<RunSummary>> {
    this.events.length = 0;
    this.#run += 1;
    return this.kernel.run({ run: this.#run, fresh: true, blocks: ["a"] as never, inputs: {} });
  }

  get shown(): string {
    return this.events
      .map((event) => {
        if (event.kind !== "output") return "";
        if (event.output.output_type === "stream") return event.output.text;
        return "data" in event.output ? String(event.output.data["text/plain"]) : "";
      })
      .join("");
  }

  async heard(test: (page: this) => boolean): Promise<void> {
    await expect.poll(() => test(this), { interval: 20 }).toBe(true);
  }
}

/** Kernel processes of this test's host, as their start files say. */
function kernelProcesses(): number[] {
  return readdirSync("/proc")
    .filter((name) => /^\d+$/.test(name))
    .flatMap((pid) => {
      try {
        const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
        return command.includes(host.folder) && command.includes("ipykernel_launcher") ? [Number(pid)] : [];
      } catch {
        return [];
      }
    });
}

/** The innermost: Python itself, not the box around it. */
function pythonOf(pids: readonly number[]): number {
  return Math.max(...pids);
}

interface Counts {
  readonly kernels: number;
  readonly folders: number;
  /** Connection files and sockets of kernels, where the gateway has them. */
  readonly sockets: number;
  readonly descriptors: number;
}

function counts(): Counts {
  return {
    kernels: kernelProcesses().length,
    folders: readdirSync(host.folder).filter((name) => /^(work-|[0-9a-f]{8}-)/.test(name)).length,
    sockets: readdirSync(`${host.folder}/gateway/run`).filter((name) => name.startsWith("kernel-")).length,
    descriptors: readdirSync("/proc/self/fd").length,
  };
}

/** Connections to the gateway that `fetch` keeps for the next request. */
const SPARE = 4;

async function settlesAt(before: Counts): Promise<void> {
  await expect.poll(() => counts().kernels).toBe(before.kernels);
  await expect.poll(() => counts().folders).toBe(before.folders);
  await expect.poll(() => counts().sockets).toBe(before.sockets);
  await expect.poll(() => counts().descriptors).toBeLessThanOrEqual(before.descriptors + SPARE);
}

describe("a session", () => {
  it("has one kernel, which goes some time after the last execution", async () => {
    const server = await serve({ limits: { idle: 2_000 } });
    const before = counts();
    const page = await new Page(server).boot("1 + 1");
    await page.run();
    expect(server.sessions.counts).toEqual({ sessions: 1, kernels: 1 });
    await page.heard(({ events }) => events.some((event) => event.kind === "fault" && event.fault.code === "idle"));
    expect(page.kernel.state).toBe("idle");
    await settlesAt(before);
    await expect.poll(() => server.sessions.counts.kernels).toBe(0);
    expect((await (await page.boot("x = 5\nx")).run()).ok).toBe(true);
    expect(page.shown).toBe("5");
    await page.kernel.dispose();
  });

  it("keeps a busy kernel, however long it is silent", async () => {
    const server = await serve({ limits: { idle: 1_500 } });
    const page = await new Page(server).boot("import time\ntime.sleep(2.5)\n'awake'");
    await page.run();
    expect(page.shown).toBe("'awake'");
    await page.kernel.dispose();
  });

  it("goes when its page has been closed for a while", async () => {
    const server = await serve({ limits: { grace: 300 } });
    const before = counts();
    const page = await new Page(server).boot("1");
    await page.run();
    server.cut();
    await settlesAt(before);
    await expect.poll(() => server.sessions.counts).toEqual({ sessions: 0, kernels: 0 });
  });

  it("is taken up by a reload in time: the same process, afresh, also while a block runs", async () => {
    const server = await serve({ limits: { grace: 20_000 } });
    const memory = new Map<string, string>();
    const source =
      "import os, time\nprint('pid', os.getppid(), os.getpid(), 'left' in globals(), flush=True)\nleft = 1\nif not os.path.exists('/tmp/once'):\n    open('/tmp/once', 'w').write('x')\n    time.sleep(60)";
    const first = await new Page(server, memory).boot(source);
    const [pid] = kernelProcesses().slice(-1);
    const lost = first.run();
    await first.heard(({ shown }) => shown.includes("pid"));
    server.cut();
    expect(await lost).toMatchObject({ ok: false, fault: { code: "network" } });
    const second = await new Page(server, memory).boot(source);
    expect((await second.run()).ok).toBe(true);
    expect(second.shown).toContain("False");
    expect(kernelProcesses()).toContain(pid);
    expect(server.sessions.counts).toEqual({ sessions: 1, kernels: 1 });
    await second.kernel.dispose();
  });

  it("is nobody else's, even with its id", async () => {
    const server = await serve();
    const memory = new Map<string, string>();
    const page = await new Page(server, memory).boot("secret = 5");
    await page.run();
    server.viewer = "somebody else";
    const other = await new Page(server, new Map(memory)).boot("secret = 5");
    expect(server.sessions.counts.sessions).toBe(2);
    await Promise.all([page.kernel.dispose(), other.kernel.dispose()]);
  });

  it("moves to the newest page that has its id, and tells the older", async () => {
    const server = await serve();
    const memory = new Map<string, string>();
    const page = await new Page(server, memory).boot("1");
    const newer = await new Page(server, memory).boot("1");
    await page.heard(({ kernel }) => kernel.state === "idle");
    expect(page.events).toContainEqual(
      expect.objectContaining({ kind: "fault", fault: expect.objectContaining({ code: "ended" }) }),
    );
    expect((await newer.run()).ok).toBe(true);
    await newer.kernel.dispose();
  });

  it("waits for a place, and hears how many are ahead", async () => {
    const server = await serve({ caps: { total: 10, perApp: 10, perViewer: 1 } });
    const first = await new Page(server).boot("1");
    const blocks = program({ a: code("2") });
    const waiting = [new Page(server), new Page(server)];
    const boots = [];
    for (const [at, page] of waiting.entries()) {
      boots.push(page.kernel.boot({ program: blocks, python: null, base: server.base }));
      await page.heard(({ events }) =>
        events.some((e) => e.kind === "progress" && e.stage === "queue" && e.loaded === at),
      );
    }
    await first.kernel.dispose();
    expect((await boots[0])?.ok).toBe(true);
    await waiting[1]?.heard(({ events }) =>
      events.some((e) => e.kind === "progress" && e.stage === "queue" && e.loaded === 0),
    );
    await waiting[0]?.kernel.dispose();
    expect((await boots[1])?.ok).toBe(true);
    await waiting[1]?.kernel.dispose();
  });

  it("ends with its app, and says so", async () => {
    const server = await serve();
    const before = counts();
    const page = await new Page(server).boot("1");
    await server.sessions.end("app", "The app was unpublished.");
    await page.heard(({ kernel }) => kernel.state === "idle");
    expect(page.events.at(-1)).toMatchObject({ fault: { message: "The app was unpublished." } });
    await settlesAt(before);
  });
});

describe("Stop", () => {
  it.each([
    ["a loop of Python code", "while True: pass"],
    ["a sleep", "time.sleep(60)"],
    ["an await", "await asyncio.sleep(60)"],
  ])("ends %s and keeps the kernel", async (_, source) => {
    const server = await serve({ limits: { stop: 10_000 } });
    const page = await new Page(server).boot(`import asyncio, time\nprint("begun", flush=True)\n${source}`);
    const run = page.run();
    await page.heard(({ shown }) => shown.includes("begun"));
    await page.kernel.interrupt();
    expect(await run).toMatchObject({ ok: true, value: { failed: ["a"] } });
    expect(page.kernel.state).toBe("ready");
    await page.kernel.dispose();
  });

  // Two seconds, told by what runs: twenty beats of a tenth.
  it.each([
    ["a loop", "t = time.perf_counter()\n    while time.perf_counter() - t < 0.1: pass"],
    ["sleeps", "time.sleep(0.1)"],
    ["awaits", "await asyncio.sleep(0.1)"],
    ["what does not listen", "signal.signal(signal.SIGINT, signal.SIG_IGN); time.sleep(0.1)"],
  ])("takes less than two seconds for %s", async (_, beat) => {
    const server = await serve();
    const page = await new Page(server).boot(
      `import asyncio, signal, time\nwhile True:\n    print("beat", flush=True)\n    ${beat}`,
    );
    const beats = (): number => page.shown.split("beat").length - 1;
    const run = page.run();
    await page.heard(() => beats() > 3);
    const until = beats();
    await page.kernel.interrupt();
    await run;
    expect(beats() - until).toBeLessThan(20);
    await page.kernel.dispose();
  });

  it("that comes between two blocks is for the second, and keeps the kernel", async () => {
    const page = await new Page(await serve()).boot(`import functools, os, signal
from notebook_kernel import live
def interrupt(live, enter, kill, block):
    live.enter = enter
    kill()
    enter(block)
# The next run finds none of these names.
kill = functools.partial(os.kill, os.getpid(), signal.SIGINT)
live.enter = functools.partial(interrupt, live, live.enter, kill)`);
    expect(await page.run()).toMatchObject({ ok: true, value: { done: ["a"] } });
    expect(await page.run()).toMatchObject({ ok: true, value: { failed: ["a"] } });
    expect(await page.run()).toMatchObject({ ok: true, value: { done: ["a"] } });
    await page.kernel.dispose();
  });

  it("that breaks Python itself has ended it, and says no worse", async () => {
    const page = await new Page(await serve()).boot(`import signal
from notebook_kernel import display
def broken(number, frame):
    display.flush_streams = None
    raise KeyboardInterrupt
signal.signal(signal.SIGINT, broken)
print("begun", flush=True)
while True: pass`);
    const run = page.run();
    await page.heard(({ shown }) => shown.includes("begun"));
    await page.kernel.interrupt();
    expect(await run).toMatchObject({ ok: false, fault: { code: "stopped" } });
    expect(page.kernel.state).toBe("idle");
  });

  it("ends what does not listen, with its kernel; the next run starts anew", async () => {
    const server = await serve();
    const page = await new Page(server).boot(
      "import signal, time\nsignal.signal(signal.SIGINT, signal.SIG_IGN)\nwhile True: time.sleep(1)",
    );
    const before = counts().kernels;
    const run = page.run();
    await page.heard(({ events }) => events.some((event) => event.kind === "block"));
    await page.kernel.interrupt();
    expect(await run).toMatchObject({ ok: false, fault: { code: "stopped" } });
    expect(page.kernel.state).toBe("idle");
    await expect.poll(() => counts().kernels).toBeLessThan(before);
    await page.boot("'new'");
    await page.run();
    expect(page.shown).toBe("'new'");
    await page.kernel.dispose();
  });
});

describe("a run ends with a clear fault, and the next one recovers, after", () => {
  async function recovers(page: Page, source = "'again'"): Promise<void> {
    await page.boot(source);
    expect((await page.run()).ok).toBe(true);
    expect(page.shown).toBe("'again'");
    await page.kernel.dispose();
  }
  const LONG = "import time\nprint('on', flush=True)\ntime.sleep(60)";

  it("a killed kernel", async () => {
    const server = await serve();
    const before = counts();
    const page = await new Page(server).boot(LONG);
    const run = page.run();
    await page.heard(({ shown }) => shown.includes("on"));
    process.kill(pythonOf(kernelProcesses()), "SIGKILL");
    expect(await run).toMatchObject({ ok: false, fault: { code: "crashed" } });
    await recovers(page);
    await settlesAt(before);
  });

  it("a killed gateway", async () => {
    const server = await serve();
    const page = await new Page(server).boot(LONG);
    const run = page.run();
    await page.heard(({ shown }) => shown.includes("on"));
    process.kill((await host.gatewayPid()) ?? 0, "SIGKILL");
    expect(await run).toMatchObject({ ok: false, fault: { code: "crashed" } });
    // Kernels of a dead gateway die with it.
    await expect.poll(() => counts().kernels).toBe(0);
    await recovers(page);
    await expect.poll(() => counts().folders).toBe(0);
  });

  it("a lost socket", async () => {
    const server = await serve();
    const page = await new Page(server).boot(LONG);
    const run = page.run();
    await page.heard(({ shown }) => shown.includes("on"));
    server.cut();
    expect(await run).toMatchObject({ ok: false, fault: { code: "network" } });
    await recovers(page);
  });

  it("too much memory, which ends that kernel or block only", async () => {
    const server = await serve();
    const other = await new Page(server).boot("'still here'");
    const page = await new Page(server).boot(
      "try:\n    x = bytearray(2_000_000_000)\nexcept MemoryError:\n    print('no memory')",
    );
    expect((await page.run()).ok).toBe(true);
    expect(page.shown).toContain("no memory");
    await page.kernel.dispose();
    expect((await other.run()).ok).toBe(true);
    expect(other.shown).toBe("'still here'");
    await other.kernel.dispose();
  });

  it("a question that kills its kernel", async () => {
    const page = await new Page(await serve()).boot(
      "import functools, os\nfrom notebook_kernel import live\nlive.answer = lambda question, die=os._exit: die(1)",
    );
    await page.run();
    const view = { sort: null, filter: "" };
    const question = { kind: "table-rows", block: "a" as never, object: "t1", view, start: 0, count: 1 } as const;
    expect(await page.kernel.ask(question)).toMatchObject({ ok: false, fault: { code: "crashed" } });
    expect(page.events.at(-1)).toMatchObject({ kind: "fault", fault: { code: "crashed" } });
    expect(page.kernel.state).toBe("failed");
    await recovers(page);
  });

  it("a run of more than the longest time", async () => {
    const server = await serve({ limits: { run: 2_000 } });
    const page = await new Page(server).boot(LONG);
    expect(await page.run()).toMatchObject({ ok: false, fault: { code: "timeout" } });
    await recovers(page);
  });
});

describe("a flood", () => {
  it("of text without end is cut, leaves the page its voice, and stops", async () => {
    const server = await serve();
    const page = await new Page(server).boot("while True: print('x' * 5_000)");
    const run = page.run();
    await page.heard(({ shown }) => shown.length >= 1024 * 1024);
    await page.kernel.interrupt();
    expect(await run).toMatchObject({ ok: true });
    const size = page.events.reduce((sum, event) => sum + JSON.stringify(event).length, 0);
    expect(size).toBeLessThan(2 * 1024 * 1024);
    expect(JSON.stringify(page.events)).toContain("cut.v1+json");
    await page.kernel.dispose();
  });

  it("from a subprocess is cut too", async () => {
    const server = await serve();
    const page = await new Page(server).boot("import subprocess\nsubprocess.run('yes | head -c 20000000', shell=True)");
    expect((await page.run()).ok).toBe(true);
    expect(page.shown.length).toBeLessThan(1024 * 1024);
    await page.kernel.dispose();
  });
});

it("nothing is left: no kernel, no folder", async () => {
  await expect.poll(() => counts().kernels).toBe(0);
  await expect.poll(() => counts().folders).toBe(0);
  const mounts = execFileSync("cat", ["/proc/mounts"], { encoding: "utf8" });
  expect(mounts).not.toContain(host.folder);
});
