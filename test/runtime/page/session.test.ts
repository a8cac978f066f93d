/**
 * The session: what runs when, the newest run wins, Stop, idle time, lost kernels. With a kernel and a clock that do what they are told.
 * @module
 */
import { describe, expect, it } from "vitest";
import type { ReactionTable } from "../../../compiler/contract/graph.ts";
import { type BlockId, blockId, projectId } from "../../../compiler/contract/ids.ts";
import type { InputSpec, InputValue } from "../../../compiler/contract/inputs.ts";
import { failure } from "../../../compiler/contract/outcome.ts";
import { type PageSettings, PROGRAM_FORMAT, type Program } from "../../../compiler/contract/program.ts";
import { IDLE_TIME, Session, STOP_TIME } from "../../../runtime/page/session.ts";
import { blockState } from "../../../runtime/page/state.ts";
import { FakeClock, FakeKernel, settled } from "../../doubles/fake-kernel.ts";

const id = (text: string): BlockId => blockId(text)!;
const [n, go, a, b, c] = ["n", "go", "a", "b", "c"].map(id) as [BlockId, BlockId, BlockId, BlockId, BlockId];

const SPECS: Record<string, InputSpec> = {
  n: { name: "n", label: "n", type: "slider", default: 1, min: 0, max: 9, step: 1, integer: true },
  go: { name: "go", label: "Go", type: "button", default: false, behavior: "set_variable", scheme: "blue" },
};

/** `a` needs nothing, `b` needs n, `c` needs the button. */
const REACTIONS: ReactionTable = {
  order: [n, go, a, b, c],
  reactions: [
    { when: [0], run: [3] },
    { when: [1], run: [4] },
  ],
  needs: [[], [], [], [0], [1]],
  tracked: [],
  ambient: [],
};

function program(settings: Partial<PageSettings>): Program {
  return {
    format: PROGRAM_FORMAT,
    project: projectId("11111111-2222-4333-8444-555555555555")!,
    notebook: "test",
    title: "Test",
    description: "",
    settings: {
      access: "public",
      allowRun: true,
      reactivity: true,
      apply: "auto",
      showOutputs: false,
      hideCode: false,
      fullWidth: false,
      tableOfContents: false,
      load: "idle",
      theme: "auto",
      ...settings,
    },
    runtime: "browser",
    served: false,
    blocks: REACTIONS.order.map((block, index) => ({
      id: block,
      type: "code",
      title: `block ${index + 1}`,
      visible: true,
      view: { kind: "input" },
      step: SPECS[block] ? { kind: "input", input: SPECS[block] } : { kind: "python", source: block, magic: null },
    })),
    rows: [],
    headings: [],
    reactions: REACTIONS,
    python: null,
  } as Program; // What the session does not look at is left out.
}

function open(settings: Partial<PageSettings> = {}) {
  const kernels: FakeKernel[] = [];
  const clock = new FakeClock();
  const applied: Readonly<Record<string, InputValue>>[] = [];
  const session = new Session({
    program: program(settings),
    base: "https://app.example/",
    makeKernel: (listener) => {
      const kernel = new FakeKernel(listener);
      kernels.push(kernel);
      return kernel;
    },
    clock,
    values: { n: 1, go: false },
    savedOutputs: new Map(),
    onChange: () => {},
    onApplied: (values) => applied.push(values),
  });
  const kernel = (): FakeKernel => kernels.at(-1) ?? expect.fail("no kernel was made");
  const text = (block: BlockId): string =>
    blockState(session.state, block)
      .outputs.map((output) => (output.output_type === "stream" ? output.text : ""))
      .join("");
  const status = (block: BlockId): string => blockState(session.state, block).status;
  /** Boots, runs everything and ends the run. */
  const ready = async (): Promise<void> => {
    session.runAll();
    await kernel().booted();
    const { run } = kernel().request;
    kernel().done(run, ...REACTIONS.order);
    await kernel().finish(run);
  };
  return { session, kernels, kernel, clock, applied, text, status, ready };
}

describe("the first run", () => {
  it("starts no kernel before somebody wants one", () => {
    expect(open().kernels).toEqual([]);
  });

  it("boots, then runs everything afresh, also when an input asked for it", async () => {
    const { session, kernel, applied, status } = open();
    session.commit("n", 5);
    expect([session.state.status, status(b), applied]).toEqual(["booting", "queued", [{ n: 5, go: false }]]);
    await kernel().booted();
    expect(kernel().request).toMatchObject({ fresh: true, blocks: [n, go, a, b, c], inputs: { n: 5, go: false } });
    kernel().done(kernel().request.run, n);
    expect([session.state.status, status(n)]).toEqual(["running", "done"]);
  });

  it("boots once for two changes, and runs only the second", async () => {
    const { session, kernel, kernels } = open();
    session.commit("n", 5);
    session.commit("n", 6);
    await kernel().booted();
    expect(kernels).toHaveLength(1);
    expect(kernel().boots).toHaveLength(1);
    expect(kernel().requests.map(({ inputs }) => inputs.n)).toEqual([6]);
  });

  it("that cannot boot tells why, and can be tried again", async () => {
    const { session, kernel } = open();
    session.runAll();
    await kernel().booted(failure("network", "A file did not arrive."));
    expect(session.state).toMatchObject({ status: "failed", fault: { code: "network" } });
    session.runAll();
    expect(session.state).toMatchObject({ status: "booting", fault: null });
    await kernel().booted();
    expect(kernel().request.fresh).toBe(true);
  });
});

describe("a change", () => {
  it("runs only what it affects", async () => {
    const { session, kernel, ready, status } = open();
    await ready();
    session.commit("n", 2);
    await settled();
    expect(kernel().request).toMatchObject({ fresh: false, blocks: [n, b], inputs: { n: 2 } });
    expect([status(a), status(b)]).toEqual(["done", "queued"]);
  });

  it("runs everything without reactivity", async () => {
    const { session, kernel, ready } = open({ reactivity: false });
    await ready();
    session.commit("n", 2);
    await settled();
    expect(kernel().request).toMatchObject({ fresh: true, blocks: [n, go, a, b, c] });
  });

  it("to the value that is there, or of no input, runs nothing", async () => {
    const { session, kernel, ready } = open();
    await ready();
    session.commit("n", 1);
    session.commit("other", 1);
    await settled();
    expect(kernel().requests).toHaveLength(1);
  });

  it("does nothing on a page that may not run", () => {
    const { session, kernels, applied } = open({ allowRun: false });
    session.commit("n", 2);
    session.runAll();
    void session.press("go");
    expect([kernels, applied]).toEqual([[], []]);
  });
});

describe("the newest run wins", () => {
  it("drops what an older run still tells", async () => {
    const { session, kernel, ready, text, status } = open();
    await ready();
    session.commit("n", 2);
    await settled();
    const old = kernel().request.run;
    session.commit("n", 3);
    await settled();
    kernel().done(old, b);
    expect([status(b), text(b)]).toEqual(["queued", `b of run 1`]);
    await kernel().finish(old);
    expect(session.state.status).toBe("running");
    const { run } = kernel().request;
    kernel().done(run, n, b);
    await kernel().finish(run);
    expect([status(b), text(b), session.state.status]).toEqual(["done", `b of run ${run}`, "ready"]);
  });

  it("takes over what an older run did not reach", async () => {
    const { session, kernel } = open();
    session.runAll();
    await kernel().booted();
    kernel().done(kernel().request.run, n, go, a);
    session.commit("n", 2);
    await settled();
    expect(kernel().request).toMatchObject({ fresh: false, blocks: [n, b, c] });
  });

  it("starts afresh if the older run had not begun", async () => {
    const { session, kernel } = open();
    session.runAll();
    await kernel().booted();
    session.commit("n", 2);
    await settled();
    expect(kernel().request).toMatchObject({ fresh: true, blocks: [n, go, a, b, c] });
  });

  it("does not take a late word of an older run for a beginning of its own", async () => {
    const { session, kernel, ready } = open();
    await ready();
    session.commit("n", 2);
    await settled();
    const old = kernel().request.run;
    session.runAll();
    await settled();
    kernel().done(old, b);
    session.commit("n", 3);
    await settled();
    expect(kernel().request.fresh).toBe(true);
  });
});

describe("Apply", () => {
  it("keeps changes until it is pressed, then runs them together", async () => {
    const { session, kernel, ready, status, applied } = open({ apply: "manual" });
    await ready();
    session.commit("n", 2);
    expect(session.state.pending).toEqual({ n: 2 });
    expect([status(b), status(a)]).toEqual(["stale", "done"]);
    expect(kernel().requests).toHaveLength(1);
    session.apply();
    await settled();
    expect(kernel().request).toMatchObject({ blocks: [n, b], inputs: { n: 2 } });
    expect([session.state.pending, applied]).toEqual([{}, [{ n: 2, go: false }]]);
  });

  it("has nothing to do when a change was taken back", async () => {
    const { session, kernel, ready } = open({ apply: "manual" });
    await ready();
    session.commit("n", 2);
    session.commit("n", 1);
    session.apply();
    expect([session.state.pending, kernel().requests.length]).toEqual([{}, 1]);
  });

  it("comes with Run", async () => {
    const { session, kernel, ready } = open({ apply: "manual" });
    await ready();
    session.commit("n", 2);
    session.runAll();
    await settled();
    expect(kernel().request).toMatchObject({ fresh: true, inputs: { n: 2 } });
  });
});

describe("a button that sets a variable", () => {
  it("makes it true for what depends on it, and false again with the next run", async () => {
    const { session, kernel, ready } = open();
    await ready();
    await Promise.race([session.press("go"), settled()]);
    expect(kernel().request).toMatchObject({ fresh: false, blocks: [go, c], inputs: { go: true } });
    kernel().done(kernel().request.run, go, c);
    await kernel().finish(kernel().request.run);
    session.commit("n", 2);
    await settled();
    expect(kernel().request).toMatchObject({ blocks: [n, go, b, c], inputs: { n: 2, go: false } });
    kernel().done(kernel().request.run, n, go, b, c);
    await kernel().finish(kernel().request.run);
    session.commit("n", 3);
    await settled();
    expect(kernel().request.blocks).toEqual([n, b]);
  });

  it("is not lost when a change comes while its run goes on", async () => {
    const { session, kernel, ready } = open();
    await ready();
    void session.press("go");
    await settled();
    session.commit("n", 2);
    await settled();
    expect(kernel().request).toMatchObject({ blocks: [n, go, b, c], inputs: { n: 2, go: true } });
  });
});

describe("Stop", () => {
  it("interrupts, keeps the kernel, and owes what was not reached", async () => {
    const { session, kernel, kernels, status, ready } = open();
    await ready();
    session.runAll();
    await settled();
    const { run } = kernel().request;
    kernel().done(run, n, go);
    kernel().tell({ kind: "block", run, block: a, state: "running", millis: 0 });
    await session.stop();
    expect(kernel().interrupted).toBe(1);
    kernel().tell({ kind: "block", run, block: a, state: "failed", millis: 1 });
    await kernel().finish(run, { done: [n, go], failed: [a], remaining: [b, c] });
    expect([session.state.status, status(a), status(b)]).toEqual(["ready", "failed", "stale"]);
    session.commit("n", 2);
    await settled();
    expect(kernel().request).toMatchObject({ fresh: false, blocks: [n, a, b, c] });
    expect(kernels).toHaveLength(1);
  });

  it("ends a kernel that cannot be interrupted; the next run is a full one", async () => {
    const { session, kernel, ready } = open();
    await ready();
    kernel().interruptible = false;
    session.commit("n", 2);
    await settled();
    await session.stop();
    await settled();
    expect(session.state).toMatchObject({ status: "idle", fault: null, notice: expect.stringContaining("Stopped") });
    // The next one starts without being asked.
    expect(kernel().state).toBe("booting");
    session.commit("n", 3);
    await kernel().booted();
    expect(kernel().request).toMatchObject({ fresh: true, inputs: { n: 3 } });
  });

  it("runs what is asked for while it is not heeded yet on the next kernel", async () => {
    const { session, kernel, ready } = open();
    await ready();
    session.commit("n", 2);
    await settled();
    await session.stop();
    session.commit("n", 3);
    await settled();
    // As the kernel does that has waited in vain.
    await kernel().dispose();
    await settled();
    expect(session.state.status).toBe("booting");
    await kernel().booted();
    expect(kernel().request).toMatchObject({ fresh: true, blocks: REACTIONS.order, inputs: { n: 3 } });
  });

  it("of an observer that heeds it leaves Python as it is, every time", async () => {
    const { session, kernel, kernels, clock, ready } = open();
    await ready();
    for (let time = 1; time <= 2; time++) {
      session.widgets.set("widget", { value: time }, a);
      await clock.pass(1000);
      expect(session.state.status).toBe("running");
      await session.stop();
      expect(kernel().interrupted).toBe(time);
      await kernel().answer();
      expect(session.state.status).toBe("ready");
    }
    session.widgets.set("widget", { value: 3 }, a);
    // What Stop was for is over.
    await clock.pass(STOP_TIME);
    expect([session.state.status, kernel().state, kernels.length]).toEqual(["running", "running", 1]);
  });

  it("of an observer that ends Python is said, and the next run is a full one", async () => {
    const { session, kernel, clock, ready } = open();
    await ready();
    kernel().interruptible = false;
    session.widgets.set("widget", { value: 1 }, a);
    await clock.pass(1000);
    await session.stop();
    await settled();
    expect(session.state).toMatchObject({ status: "idle", fault: null, notice: expect.stringContaining("Stopped") });
    session.commit("n", 3);
    await kernel().booted();
    expect(kernel().request).toMatchObject({ fresh: true, blocks: REACTIONS.order, inputs: { n: 3 } });
  });

  it("works while Python is loading", async () => {
    const { session, kernel } = open();
    session.runAll();
    await session.stop();
    await settled();
    expect([session.state.status, kernel().state]).toEqual(["idle", "idle"]);
  });

  it("ends a kernel that does not heed it in time, or that is told twice", async () => {
    for (const impatient of [false, true]) {
      const { session, kernel, clock, ready } = open();
      await ready();
      session.commit("n", 2);
      await settled();
      await session.stop();
      await clock.pass(STOP_TIME - 1);
      expect(kernel().state).toBe("running");
      if (impatient) await session.stop();
      else await clock.pass(1);
      expect([kernel().state, session.state.status]).toEqual(["idle", "idle"]);
    }
  });

  it("forgets its deadline when the run ends, and does nothing when nothing runs", async () => {
    const { session, kernel, clock, ready } = open();
    await ready();
    session.commit("n", 2);
    await settled();
    await session.stop();
    await kernel().finish(kernel().request.run);
    await session.stop();
    await clock.pass(STOP_TIME);
    expect([kernel().state, session.state.status]).toEqual(["ready", "ready"]);
  });
});

describe("a kernel that is started ahead", () => {
  it("is the one that the run takes, with the viewer's files, whether or not it is ready by then", async () => {
    for (const isReady of [true, false]) {
      const { session, kernel, kernels } = open();
      void session.prepare();
      if (isReady) await kernel().booted();
      expect(session.state.status).toBe("idle");
      session.upload("n", "/work/x", new Uint8Array([1]));
      await settled();
      expect(session.state.status).toBe(isReady ? "running" : "booting");
      if (!isReady) await kernel().booted();
      expect(kernel().request).toMatchObject({ fresh: true, blocks: [n, go, a, b, c] });
      expect(kernel().written).toEqual([["/work/x", new Uint8Array([1])]]);
      expect([kernels.length, kernel().boots.length]).toEqual([1, 1]);
    }
  });

  it("says nothing when it does not start; the run tries again", async () => {
    const { session, kernel } = open();
    void session.prepare();
    kernel().tell({ kind: "fault", fault: { code: "network", message: "A file did not arrive." } });
    await kernel().booted(failure("network", "A file did not arrive."));
    expect(session.state).toMatchObject({ status: "idle", fault: null });
    session.runAll();
    await kernel().booted();
    expect(kernel().request.fresh).toBe(true);
  });

  it("is put away when nobody uses it, and when the notebook is edited", async () => {
    const { session, kernel, clock } = open();
    void session.prepare();
    await kernel().booted();
    await clock.pass(IDLE_TIME);
    expect(kernel().state).toBe("idle");
    void session.prepare();
    await kernel().booted();
    const first = kernel();
    await session.replace(program({}));
    expect([first.state, first.requests]).toEqual(["idle", []]);
  });

  it("is not started where nothing may run", async () => {
    const { session, kernels } = open({ allowRun: false });
    await session.prepare();
    expect(kernels).toEqual([]);
  });
});

describe("idle time", () => {
  it("puts Python away ten minutes after the last run, and says so", async () => {
    const { session, kernel, clock, ready } = open();
    expect(IDLE_TIME).toBe(600_000);
    await ready();
    await clock.pass(IDLE_TIME - 1);
    expect(session.state.status).toBe("ready");
    await clock.pass(1);
    expect(kernel().state).toBe("idle");
    expect(session.state).toMatchObject({ status: "idle", notice: expect.stringContaining("10 minutes") });
  });

  it("counts from the end of the last run", async () => {
    const { session, kernel, clock, ready } = open();
    await ready();
    await clock.pass(IDLE_TIME - 1);
    session.commit("n", 2);
    await settled();
    await clock.pass(IDLE_TIME);
    expect(kernel().state).toBe("running");
    await kernel().finish(kernel().request.run);
    await clock.pass(IDLE_TIME - 1);
    expect(session.state.status).toBe("ready");
  });

  it("lets the next change start a new kernel and run everything", async () => {
    const { session, kernel, kernels, clock, ready } = open();
    await ready();
    await clock.pass(IDLE_TIME);
    session.commit("n", 2);
    await kernel().booted();
    expect(kernels).toHaveLength(2);
    expect(kernel().request).toMatchObject({ fresh: true, inputs: { n: 2 } });
  });
});

describe("a kernel that dies", () => {
  it("under a run: the fault is told, what was queued is stale, the next run is a full one", async () => {
    const { session, kernel, status, ready } = open();
    await ready();
    session.commit("n", 2);
    await settled();
    await kernel().crash(kernel().request.run);
    expect(session.state).toMatchObject({ status: "failed", fault: { code: "memory" } });
    expect(status(b)).toBe("stale");
    session.runAll();
    await kernel().booted();
    expect(kernel().request).toMatchObject({ fresh: true, inputs: { n: 2 } });
    expect(session.state).toMatchObject({ status: "booting", fault: null });
  });

  it("under an observer: the same", async () => {
    const { session, kernel, clock, ready } = open();
    await ready();
    session.widgets.set("widget", { value: 1 }, a);
    await clock.pass(1000);
    await kernel().crash(0);
    expect(session.state).toMatchObject({ status: "failed", fault: { code: "memory" } });
    session.commit("n", 2);
    await kernel().booted();
    expect(kernel().request).toMatchObject({ fresh: true, blocks: REACTIONS.order });
  });

  it("between runs: it is told at once", async () => {
    const { session, kernel, ready } = open();
    await ready();
    await kernel().crash(0);
    expect(session.state).toMatchObject({ status: "failed", fault: { code: "memory" } });
  });

  it("because the server ended it: the page says why, and the next run is a full one", async () => {
    const { session, kernel, ready } = open();
    await ready();
    await kernel().dispose();
    kernel().tell({ kind: "fault", fault: { code: "ended", message: "The server is going down." } });
    expect(session.state).toMatchObject({ status: "idle", fault: null, notice: "The server is going down." });
    session.runAll();
    await kernel().booted();
    expect(kernel().request.fresh).toBe(true);
  });

  it("gets the viewer's files again when it is started anew", async () => {
    const { session, kernel, ready } = open();
    await ready();
    session.upload("n", "/work/x", new Uint8Array([1]));
    await settled();
    await kernel().crash(kernel().request.run);
    session.runAll();
    await kernel().booted();
    expect(kernel().written.at(-1)).toEqual(["/work/x", new Uint8Array([1])]);
  });
});

it("ends its kernel when the page goes, whatever happens later", async () => {
  const { session, kernel, clock, ready } = open();
  await ready();
  session.commit("n", 2);
  await settled();
  await session.dispose();
  await clock.pass(IDLE_TIME);
  expect([kernel().state, session.state.notice]).toEqual(["idle", null]);
});

it("takes the value that Python got when an option is no longer there", async () => {
  const { session, kernel, applied } = open();
  session.runAll();
  await kernel().booted();
  const { run } = kernel().request;
  kernel().tell({ kind: "options", run, block: n, values: [4, 5], value: 4 });
  expect([session.state.applied.n, session.state.options.get(n), applied.at(-1)?.n]).toEqual([4, [4, 5], 4]);
});
