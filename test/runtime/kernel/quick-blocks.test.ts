/**
 * Blocks that were quick the last time run in one call of Python's; that must not be seen.
 * @module
 */
import { expect, it } from "vitest";
import type { KernelEvent, RunSummary } from "../../../compiler/contract/kernel.ts";
import { createWorkerKernel } from "../../../runtime/kernel/worker-kernel.ts";
import { python } from "../../doubles/python.ts";
import { type Blocks, id, input, program } from "./fixture.ts";

const n = input({
  type: "slider",
  name: "n",
  label: "n",
  default: 1,
  integer: true,
  min: 0,
  max: 999,
  step: 1,
});
/** Takes n milliseconds, and lets Python look for interrupts. */
const busy = "import time\nend = time.perf_counter() + n / 1000\nwhile time.perf_counter() < end: pass";

interface Message {
  readonly events: readonly string[];
  /** Milliseconds since 1970. */
  readonly at: number;
}

const told = (event: KernelEvent): string =>
  event.kind === "block"
    ? `${event.block} ${event.state}`
    : event.kind === "output" && event.output.output_type === "stream"
      ? `${event.block}: ${event.output.text.trim()}`
      : event.kind;

const all = (messages: readonly Message[]): string[] => messages.flatMap(({ events }) => events);

/** A worker's kernel with these blocks, and its messages. */
async function opened(blocks: Blocks): Promise<{
  readonly messages: Message[];
  run(value?: number): Promise<RunSummary>;
}> {
  const messages: Message[] = [];
  const worker = createWorkerKernel(
    async () => ({ pyodide: await python(), files: [], snapshot: { used: false, why: null } }),
    (events) => messages.push({ events: events.map(told), at: Date.now() }),
  );
  await worker.boot({ program: program(blocks), python: null, base: "http://127.0.0.1/" }, null, 2);
  const ids = Object.keys(blocks).map(id);
  let runs = 0;
  return {
    messages,
    async run(value = 1): Promise<RunSummary> {
      runs += 1;
      if (runs === 1) messages.length = 0;
      const outcome = await worker.run({ run: runs, fresh: true, blocks: ids, inputs: { n: value } });
      if (!outcome.ok) throw new Error(JSON.stringify(outcome.fault));
      return outcome.value;
    },
  };
}

it("tells the same as when each has a call of its own, in as many runs as it takes for Python to look in between", async () => {
  const chain = Object.fromEntries(Array.from({ length: 80 }, (_, at) => [`c${at}`, `x${at} = n`]));
  const blocks = {
    n,
    ...chain,
    waits: "import asyncio\nawait asyncio.sleep(0)",
    two: "print(1)\nprint(2)",
    out: "print(x79)",
  };
  const kernel = await opened(blocks);
  const first = await kernel.run();
  expect(first.done).toEqual(Object.keys(blocks));
  const events = all(kernel.messages);
  expect(events.length).toBe(2 * Object.keys(blocks).length + 3);
  for (let at = 0; at < 60; at += 1) {
    kernel.messages.length = 0;
    expect((await kernel.run()).done).toEqual(first.done);
    expect(all(kernel.messages)).toEqual(events);
  }
});

it.each([
  ["works", busy],
  ["sleeps", "import time\ntime.sleep(n / 1000)"],
  [
    "waits for JavaScript",
    "import js\nfrom pyodide.ffi import run_sync\nrun_sync(js.eval(f'new Promise((go) => setTimeout(go, {n}))'))",
  ],
])("tells that a block is under way which is not quick any more: it %s", async (_what, source) => {
  const kernel = await opened({ n, a: "print('a')", b: source, c: "print('c')" });
  for (let at = 0; at < 2; at += 1) await kernel.run(0);
  kernel.messages.length = 0;
  await kernel.run(300);
  const at = (event: string): number => kernel.messages.find(({ events }) => events.includes(event))?.at ?? 0;
  expect(at("b done") - at("b running")).toBeGreaterThan(150);
  expect(at("b done") - at("a done")).toBeGreaterThan(150);
});

it("lets a newer run in after a block that is not quick any more", async () => {
  const kernel = await opened({ n, b: busy, c: "1", d: "2" });
  for (let at = 0; at < 2; at += 1) await kernel.run(0);
  const slow = kernel.run(60);
  const newer = new Promise((resolve) => setTimeout(() => resolve(kernel.run(0)), 10));
  expect(await slow).toMatchObject({ done: ["n", "b"], remaining: ["c", "d"] });
  expect(await newer).toMatchObject({ done: ["n", "b", "c", "d"] });
});

it("holds nothing back that a block has shown while the next one takes long and never looks for interrupts", async () => {
  const long = "import time\nstart = time.time()\nsum(range(n * 1_000_000))\nprint(start)";
  const kernel = await opened({ n, a: "print(1)\nprint(2)", b: long, c: "1" });
  // By what Python does before the block's own code, which takes another way each time.
  for (let at = 0; at < 20; at += 1) {
    for (let quick = 0; quick < 2; quick += 1) await kernel.run(0);
    kernel.messages.length = 0;
    await kernel.run(1);
    const sent = kernel.messages.find(({ events }) => events.includes("a: 2"))?.at;
    const start = all(kernel.messages).find((event) => event.startsWith("b: "));
    expect(sent).toBeLessThanOrEqual(Number(start?.slice("b: ".length)) * 1000 + 1);
  }
});

it("skips what needs a block that fails among quick ones, and goes on", async () => {
  const needs = (source: string, ...blocks: string[]): Blocks[string] => ({
    step: { kind: "python", source, magic: null },
    needs: blocks,
  });
  const kernel = await opened({ n, a: "1", b: "q = 1 / n", c: needs("q", "b"), d: "2" });
  for (let at = 0; at < 2; at += 1) expect((await kernel.run(1)).done).toEqual(["n", "a", "b", "c", "d"]);
  expect(await kernel.run(0)).toMatchObject({ done: ["n", "a", "d"], failed: ["b"], skipped: ["c"] });
  expect((await kernel.run(1)).done).toEqual(["n", "a", "b", "c", "d"]);
});
