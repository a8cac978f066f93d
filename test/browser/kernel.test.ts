/**
 * The kernel suite on the real worker in Chromium, started from a snapshot (the ordinary start has it in Node), and what only a worker
 * can do: Stop, crash, retry.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KernelEvent, PythonPlan } from "../../compiler/contract/kernel.ts";
import { code, program, Session } from "../runtime/kernel/fixture.ts";
import { kernelSuite } from "../runtime/kernel/suite.ts";
import { type Harness, type KernelPage, openHarness } from "./kernel-harness.ts";

let harness: Harness;
let shared: KernelPage;
/** From a snapshot, as apps do. */
let python: PythonPlan;
beforeAll(async () => {
  harness = await openHarness();
  shared = await harness.page(false);
  python = await harness.snapshotPlan();
});
afterAll(() => harness?.close());

const ordinary = () => ({ python: harness.plan, base: harness.base });
const restored = () => ({ python, base: harness.base });
const made: { dispose(): Promise<void> }[] = [];

/** One worker lives at a time: twenty of them would be a gigabyte. */
const make: KernelPage["make"] = (listener) => {
  for (const old of made.splice(0)) void old.dispose();
  const kernel = shared.make(listener);
  made.push(kernel);
  return kernel;
};

describe("from a snapshot", () => {
  kernelSuite(make, restored);

  it("is what the kernel starts from", async () => {
    const kernel = make(() => {});
    const outcome = await kernel.boot({ program: program({ a: code("1") }), server: null, ...restored() });
    expect(outcome).toMatchObject({ ok: true, value: { snapshot: { used: true, why: null } } });
  });

  it("gives every visit chance and a time zone of its own", async () => {
    const drawn = await Promise.all(
      ["Asia/Kolkata", "America/New_York"].map(async (timezoneId) => {
        const { make, page } = await harness.page(false, { timezoneId });
        const blocks = {
          a: code("import random, time\n(random.random(), time.strftime('%z', time.localtime(0)), time.timezone)"),
        };
        const session = await new Session(make, program(blocks)).boot(restored());
        await session.run();
        await page.close();
        return String(session.value("a")).slice(1, -1).split(", ");
      }),
    );
    expect(drawn[0]?.slice(1)).toEqual(["'+0530'", "-19800"]);
    expect(drawn[1]?.slice(1)).toEqual(["'-0500'", "18000"]);
    expect(drawn[0]?.[0]).not.toBe(drawn[1]?.[0]);
  });

  it("restores where Pyodide makes no call trampoline, as on iOS", async () => {
    const userAgent = "Mozilla/5.0 (iPhone; CPU iPhone OS 26_0 like Mac OS X) AppleWebKit/605.1.15";
    const { make, page } = await harness.page(false, { userAgent });
    const blocks = {
      // Methods that C declares with fewer parameters than they are called with: what the trampoline is for.
      a: code("import js\n({1: 2}.copy(), [3].copy(), 'iPhone' in js.navigator.userAgent)"),
    };
    const session = new Session(make, program(blocks));
    const outcome = await session.kernel.boot({ program: program(blocks), server: null, ...restored() });
    expect(outcome).toMatchObject({ ok: true, value: { snapshot: { used: true, why: null } } });
    await session.run();
    expect(session.value("a")).toBe("({1: 2}, [3], True)");
    await page.close();
  });

  it("reads the clock and the system's chance anew, and orders sets as an ordinary start does", async () => {
    const blocks = {
      a: code("import js, os, time\nabs(time.time() - js.Date.now() / 1000) < 60"),
      b: code("os.urandom(8).hex()"),
      c: code("import uuid\nstr(uuid.uuid4())"),
      d: code("hash('x'), list({'one', 'two', 'three', 'four'})"),
    };
    const shown: unknown[][] = [];
    for (const start of [restored(), restored(), ordinary()]) {
      const session = await new Session(make, program(blocks)).boot(start);
      await session.run();
      shown.push(Object.keys(blocks).map((id) => session.value(id)));
    }
    const column = (at: number) => shown.map((values) => values[at]);
    expect(column(0)).toEqual(["True", "True", "True"]);
    for (const at of [1, 2]) expect(new Set(column(at)).size).toBe(3);
    expect(new Set(column(3)).size).toBe(1);
  });

  it("speaks with JavaScript: objects, callbacks, the network, waiting in the middle of code", async () => {
    const blocks = {
      object: code("import js\nfrom pyodide.ffi import to_js\nto_js([1, 2]).map(lambda n, *_: n + 1).to_py()"),
      fetched: code(
        "from pyodide.http import open_url, pyfetch\nurl = js.location.origin\nlen(await (await pyfetch(url)).string()) > 0",
      ),
      opened: code("len(open_url(url).read()) > 0"),
      waited: code("from pyodide.ffi import run_sync\nrun_sync((await pyfetch(url)).string()) == open_url(url).read()"),
      run: code("import asyncio\nasync def one():\n    await asyncio.sleep(0)\n    return 1\nasyncio.run(one())"),
    };
    const session = await new Session(make, program(blocks)).boot(restored());
    await session.run();
    const values = Object.keys(blocks).map((id) => session.value(id) ?? session.error(id));
    expect(values).toEqual(["[2, 3]", "True", "True", "True", "1"]);
  });

  it("has the collector's objects and the strings' hashes that were not sent", async () => {
    const blocks = {
      a: code(
        "import gc\nfrozen = gc.get_freeze_count()\ngc.unfreeze()\nfound = len(gc.get_objects())\ngc.collect()\n(frozen > 10_000, found >= frozen, gc.get_freeze_count())",
      ),
      b: code("import sys\n{hash(name) == hash(name + '.x'[:0]) == hash(''.join(list(name))) for name in sys.modules}"),
    };
    const session = await new Session(make, program(blocks)).boot(restored());
    await session.run();
    expect([session.value("a"), session.value("b")]).toEqual(["(True, True, 0)", "{True}"]);
  });

  it("finds modules that it had not imported", async () => {
    const session = await new Session(make, program({ a: code("import wave\nwave.__name__") })).boot(restored());
    await session.run();
    expect(session.value("a")).toBe("'wave'");
  });

  it.each(["is refused", "has no network", "never comes"])(
    "says so when a module that it had not imported %s, and the next start finds it",
    async (how) => {
      const { make, page } = await harness.page(false);
      const files = python.image?.groups.filter(({ kind }) => kind === "code").map(({ path }) => `/${path}`) ?? [];
      harness.begins.push(how === "never comes" ? HASTY_REQUESTS : "");
      const session = await new Session(make, program({ a: code("import wave\nwave.__name__") })).boot(restored());
      for (const path of files) (how === "never comes" ? harness.silent : harness.broken).add(path);
      await page.context().setOffline(how === "has no network");
      await expect(session.run()).rejects.toThrow(/"network".*code\.zst could not be loaded/);
      harness.silent.clear();
      harness.broken.clear();
      await page.context().setOffline(false);
      await session.boot(restored());
      await session.run();
      expect(session.value("a")).toBe("'wave'");
      await page.close();
    },
  );

  it.each([
    ["another build of Python made it", "table", { build: "0".repeat(64) }, "another Python"],
    [
      "this engine's table does not fit below its libraries",
      "layout",
      { firstFree: 100 },
      "lays Python out differently",
    ],
  ] as const)("starts the ordinary way if %s, and says so", async (_what, part, change, why) => {
    const snapshot = python.snapshot!;
    const wrong = { ...snapshot, [part]: harness.changed(snapshot[part], change) };
    const kernel = make(() => {});
    const blocks = program({ a: code("1") });
    const start = { base: harness.base, python: { ...python, snapshot: wrong } };
    const outcome = await kernel.boot({ program: blocks, server: null, ...start });
    expect(outcome).toMatchObject({ ok: true, value: { snapshot: { used: false } } });
    expect(outcome.ok && outcome.value.snapshot?.why).toContain(why);
  });

  it("starts the ordinary way if a file of it is damaged, and says so", async () => {
    const { snapshot } = python;
    const wrong = {
      ...python,
      snapshot: snapshot && { ...snapshot, layout: { ...snapshot.layout, sha256: "0".repeat(64) } },
    };
    const kernel = make(() => {});
    const outcome = await kernel.boot({
      program: program({ a: code("1") }),
      server: null,
      base: harness.base,
      python: wrong,
    });
    expect(outcome).toMatchObject({ ok: true, value: { snapshot: { used: false } } });
    expect(outcome.ok && outcome.value.snapshot?.why).toContain("layout.zst");
  });

  it("needs nothing anew after Stop has ended the worker", async () => {
    const { make, page } = await harness.page(false);
    const asked: string[] = [];
    page.on("request", (request) => asked.push(new URL(request.url()).pathname));
    const session = await new Session(make, deaf()).boot(restored());
    const run = session.run().catch((error: Error) => error.message);
    await untilBlock(session, "b");
    await session.kernel.interrupt();
    expect(await run).toContain('"stopped"');
    asked.length = 0;
    await session.boot(restored());
    expect(await session.run({}, ["c"])).toMatchObject({ done: ["c"] });
    expect(asked.filter((path) => /\.(zst|bin|wasm)$/.test(path))).toEqual([]);
    await page.close();
  });

  it.each([
    ["a rest, where no Stop can interrupt", true],
    ["a long run that heeds no Stop", false],
  ])("has the next Python started when Stop comes after %s", async (_what, isRest) => {
    const { make, page } = await harness.page(false);
    if (isRest) await page.evaluate(FORBID_BLOBS);
    const session = await new Session(make, deaf()).boot(restored());
    const standby = (): Promise<void> => expect.poll(() => page.workers().length).toBe(2);
    if (isRest) await standby();
    const run = session.run().catch((error: Error) => error.message);
    await untilBlock(session, "b");
    await standby();
    const begun: unknown[] = [];
    page.on("worker", (worker) => begun.push(worker));
    await session.kernel.interrupt();
    expect(await run).toContain('"stopped"');
    await session.boot(restored());
    expect(begun).toEqual([]);
    expect(await session.run({}, ["c"])).toMatchObject({ done: ["c"] });
    await session.kernel.dispose();
    await expect.poll(() => page.workers().length).toBe(0);
    await page.close();
  });
});

it.each([
  ["on a device with little memory, however long a run takes", true, "import asyncio\nawait asyncio.sleep(4)"],
  ["where no run takes long", false, "1"],
])("starts no second Python %s", async (_what, isSmall, source) => {
  const { make, page } = await harness.page(false);
  if (isSmall) await page.evaluate(() => Object.defineProperty(navigator, "deviceMemory", { value: 2 }));
  const session = await new Session(make, program({ a: code(source) })).boot(restored());
  await session.run();
  // Longer than it takes elsewhere.
  if (!isSmall) await page.waitForTimeout(4000);
  expect(page.workers().length).toBe(1);
  await session.kernel.dispose();
  await page.close();
});

/** The next `count` deadlines of ten seconds and more end `times` as soon. */
const hurry = (count: number, times: number) => `{
  let left = ${count};
  const later = globalThis.setTimeout;
  globalThis.setTimeout = (f, ms, ...a) => later(f, ms >= 1e4 && left-- > 0 ? ms / ${times} : ms, ...a);
}`;

const HANGS = "for (;;);";

/** A request that may take two minutes may take one second. */
const HASTY_REQUESTS = `{
  const { set } = Object.getOwnPropertyDescriptor(XMLHttpRequest.prototype, "timeout");
  Object.defineProperty(XMLHttpRequest.prototype, "timeout", { set(ms) { set.call(this, ms / 120); } });
}\n`;

describe("a start that hangs", () => {
  /** Boots with workers whose scripts begin with these, one after the other, in a page that is in a hurry for as many. */
  async function bootWith(...begins: readonly string[]) {
    const { make, page } = await harness.page(false);
    let workers = 0;
    page.on("worker", () => {
      workers += 1;
    });
    // A hung worker is given up by the page, which waits once for each.
    await page.evaluate(hurry(begins.filter((begin) => begin === HANGS).length, 60));
    harness.begins.splice(0, Infinity, ...begins.map((begin) => `${begin}\n`));
    const kernel = make(() => {});
    const outcome = await kernel.boot({ program: program({ a: code("1") }), server: null, python, base: harness.base });
    const used = outcome.ok ? outcome.value.snapshot : null;
    await page.close();
    return { outcome, used, workers };
  }

  it("goes on the ordinary way when a file of the snapshot never arrives", async () => {
    const path = `/${python.snapshot?.memory[0]?.path}`;
    harness.silent.add(path);
    try {
      const { used, workers } = await bootWith(hurry(1e6, 10));
      expect(used).toMatchObject({ used: false });
      expect(used?.why).toMatch(/memory-1\.zst.*nothing came/);
      expect(workers).toBe(1);
    } finally {
      harness.silent.clear();
    }
  });

  it("says that the network is gone when a file that every start needs never arrives", async () => {
    harness.silent.add(`/${python.image?.engine.path}`);
    try {
      const { outcome } = await bootWith(hurry(1e6, 10));
      expect(outcome).toMatchObject({ ok: false, fault: { code: "network" } });
    } finally {
      harness.silent.clear();
    }
  });

  it.each([
    ["hangs", HANGS],
    ["breaks", "throw new Error('broken');"],
  ])("starts a new worker, the ordinary way, when the first %s", async (_what, begin) => {
    const { outcome, workers } = await bootWith(begin);
    expect(outcome).toMatchObject({ ok: true, value: { snapshot: { used: false, why: null } } });
    expect(workers).toBe(2);
  });

  it("ends with a fault when the second worker hangs too", async () => {
    const { outcome, workers } = await bootWith(HANGS, HANGS);
    expect(outcome).toMatchObject({ ok: false, fault: { code: "timeout" } });
    expect(workers).toBe(2);
  });
});

const endless = (source = "while True: pass") => program({ a: code("x = 1"), b: code(source), c: code("2") });
/** In C, where Python looks for no interrupt. */
const deaf = () => endless("sum(range(10**12))");
const AWAITS_AND_SLEEPS = "import asyncio, time\nawait asyncio.sleep(0)\ntime.sleep(600)";
/** As a page's policy does. */
const FORBID_BLOBS = "URL.createObjectURL = () => 'blob:none'";

async function untilBlock(session: Session, block: string): Promise<void> {
  while (!session.events.some((event) => event.kind === "block" && event.block === block))
    await new Promise((go) => setTimeout(go, 10));
}

describe("stop", () => {
  it.each([
    ["in a loop, where memory is shared", true, "while True: pass"],
    ["in a loop, where memory is not shared", false, "while True: pass"],
    ["asleep, where memory is shared", true, "import time\ntime.sleep(600)"],
    ["asleep, where memory is not shared", false, "import time\ntime.sleep(600)"],
    ["asleep after an await, where memory is shared", true, AWAITS_AND_SLEEPS],
    ["asleep after an await, where memory is not shared", false, AWAITS_AND_SLEEPS],
  ])("keeps the kernel of a block that is %s, every time", async (_what, isIsolated, source) => {
    const { make, page } = await harness.page(isIsolated);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(isIsolated);
    const session = await new Session(make, endless(source)).boot(restored());
    for (let time = 0; time < 3; time += 1) {
      session.events.length = 0;
      const run = session.run();
      await untilBlock(session, "b");
      await session.kernel.interrupt();
      expect(await run).toMatchObject({ done: ["a"], failed: ["b"], remaining: ["c"] });
      expect(session.error("b")?.ename).toBe("KeyboardInterrupt");
      expect(session.kernel.state).toBe("ready");
      expect(await session.run({}, ["c"])).toMatchObject({ done: ["c"] });
    }
    await page.close();
  });

  it("waits for a block that has seen it and tidies up", async () => {
    const { make, page } = await harness.page(false);
    const tidies = "try:\n    while True: pass\nfinally:\n    sum(range(60_000_000))";
    const session = await new Session(make, endless(tidies)).boot(restored());
    const run = session.run();
    await untilBlock(session, "b");
    await session.kernel.interrupt();
    expect(await run).toMatchObject({ done: ["a"], failed: ["b"], remaining: ["c"] });
    await page.close();
  });

  it("leaves a run alone that was not stopped, however long it takes", async () => {
    const { make, page } = await harness.page(false);
    const counts = "import time\nend = time.time() + 1.5\nwhile time.time() < end: pass";
    const session = await new Session(make, endless(counts)).boot(restored());
    expect(await session.run()).toMatchObject({ done: ["a", "b", "c"] });
    await page.close();
  });

  it.each([
    ["does not look", false, deaf],
    ["cannot see it", true, endless],
  ])("ends a Python that %s, and the next boot works", async (_what, isForbidden, blocks) => {
    const { make, page } = await harness.page(false);
    if (isForbidden) await page.evaluate(FORBID_BLOBS);
    const session = await new Session(make, blocks()).boot(ordinary());
    const run = session.run().catch((error: Error) => error.message);
    await untilBlock(session, "b");
    await session.kernel.interrupt();
    expect(await run).toContain('"stopped"');
    expect(session.kernel.state).toBe("idle");
    await session.boot(ordinary());
    expect(await session.run({}, ["c"])).toMatchObject({ done: ["c"] });
    await page.close();
  });
});

describe("a crash", () => {
  it("ends the run with a fault when Python dies where it cannot say so, and the next boot works", async () => {
    const blocks = {
      a: code("from pyodide.code import run_js\nimport pyodide_js"),
      // An exception of JavaScript's goes through Python's own code: the instance is beyond use, and its call never answers.
      b: code(
        "run_js(\"(p) => { p.FS.read = () => { throw new Error('lost'); }; }\")(pyodide_js)\nopen('a.txt', 'w').write('a')\nopen('a.txt').read()",
      ),
    };
    const session = await new Session(make, program(blocks)).boot(restored());
    await expect(session.run()).rejects.toThrow(/"crashed".*lost/);
    await session.boot(restored());
    expect(await session.run({}, ["a"])).toMatchObject({ done: ["a"] });
  });
});

describe("boot", () => {
  it("tells progress in bytes and asks nobody else", async () => {
    const foreign: string[] = [];
    shared.page.on(
      "request",
      (request) =>
        request
          .url()
          .replace(/^blob:/, "")
          .startsWith(harness.base) || foreign.push(request.url()),
    );
    const session = await new Session(make, program({ a: code("1") })).boot(ordinary());
    const progress = session.events.filter(
      (event): event is KernelEvent & { kind: "progress" } => event.kind === "progress",
    );
    const total = harness.plan.core.reduce((sum, file) => sum + file.size, 0);
    expect(progress.findLast(({ stage }) => stage === "python")).toMatchObject({ loaded: total, total });
    expect(foreign).toEqual([]);
  });

  it("refuses a file with another hash, names it, and can be tried again", async () => {
    const session = new Session(make, program({ a: code("1") }));
    const [first, ...rest] = harness.plan.core;
    const wrong = { ...harness.plan, core: [{ ...first!, sha256: "0".repeat(64) }, ...rest] };
    await expect(session.boot({ ...ordinary(), python: wrong })).rejects.toThrow(/"integrity".*pyodide\.mjs/);
    expect(session.kernel.state).toBe("failed");
    await session.boot(ordinary());
    expect(await session.run()).toMatchObject({ done: ["a"] });
  });

  it("says that a file did not arrive, and can be tried again", async () => {
    const session = new Session(make, program({ a: code("1") }));
    harness.broken.add("/rt/py/python_stdlib.zip");
    await expect(session.boot(ordinary())).rejects.toThrow(/"network".*python_stdlib\.zip/);
    harness.broken.clear();
    await session.boot(ordinary());
    expect(session.kernel.state).toBe("ready");
  });
});
