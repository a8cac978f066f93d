/**
 * The kernel suite on Pyodide in Node.
 * @module
 */

import { expect, it } from "vitest";
import type { Kernel, KernelListener } from "../../../compiler/contract/kernel.ts";
import { createWorkerKernel } from "../../../runtime/kernel/worker-kernel.ts";
import { createNodeKernel } from "../../doubles/node-kernel.ts";
import { python } from "../../doubles/python.ts";
import { code, id, program, Session } from "./fixture.ts";
import { kernelSuite } from "./suite.ts";

const start = { python: null, base: "http://127.0.0.1/" };

kernelSuite(
  (listener) => createNodeKernel(listener),
  () => start,
);

it("ends a block that waits, without shared memory", async () => {
  const blocks = { a: code("import asyncio\nawait asyncio.sleep(60)"), b: code("1") };
  const session = await new Session((listener) => createNodeKernel(listener), program(blocks)).boot(start);
  const run = session.run();
  while (!session.events.some((event) => event.kind === "block")) await new Promise((go) => setTimeout(go, 5));
  await new Promise((go) => setTimeout(go, 20));
  await session.kernel.interrupt();
  expect(await run).toMatchObject({ failed: ["a"], remaining: ["b"] });
  expect(session.error("a")?.ename).toBe("KeyboardInterrupt");
});

it.each([
  ["with its first word", (stop: () => void): void => stop()],
  ["right after that", (stop: () => void): void => queueMicrotask(stop)],
  ["a little later", (stop: () => void): unknown => setTimeout(stop)],
])("ends a block that has not begun yet when Stop comes: %s", async (_when, then) => {
  const blocks = { a: code("import asyncio, time\nawait asyncio.sleep(0)\ntime.sleep(60)"), b: code("1") };
  const make = (listener: KernelListener): Kernel => {
    const kernel = createNodeKernel((event) => {
      listener(event);
      if (event.kind === "block" && event.state === "running") then(() => void kernel.interrupt());
    });
    return kernel;
  };
  const session = await new Session(make, program(blocks)).boot(start);
  expect(await session.run()).toMatchObject({ failed: ["a"], remaining: ["b"] });
  expect(session.error("a")?.ename).toBe("KeyboardInterrupt");
});

it("answers questions after a Stop that came when the run was over", async () => {
  const blocks = { a: code("1") };
  const session = await new Session((listener) => createNodeKernel(listener), program(blocks)).boot(start);
  await session.run();
  await session.kernel.interrupt();
  const view = { sort: null, filter: "" };
  const question = { kind: "table-rows", object: "t999", block: id("a"), view, start: 0, count: 10 } as const;
  expect(await session.kernel.ask(question)).toMatchObject({ ok: false, fault: { code: "missing" } });
});

it("ends the run also where somebody has made another error of an interrupt", async () => {
  const blocks = { a: code("raise TypeError('no conversion') from KeyboardInterrupt()"), b: code("1") };
  const session = await new Session((listener) => createNodeKernel(listener), program(blocks)).boot(start);
  expect(await session.run()).toMatchObject({ failed: ["a"], remaining: ["b"] });
  expect(session.error("a")?.ename).toBe("KeyboardInterrupt");
});

it("keeps the kernel when Stop comes between two blocks, whatever the runner is doing then", async () => {
  const interrupts = new Uint8Array(new SharedArrayBuffer(1));
  let stopped = false;
  const boot = { program: program({ a: code("1"), b: code("while True: pass"), c: code("3") }), ...start };
  const worker = createWorkerKernel(
    async () => ({ pyodide: await python(), files: [], snapshot: { used: false, why: null } }),
    (events) => {
      // Told from inside Python, right before the runner prepares the block.
      if (stopped || !events.some((event) => event.kind === "block" && event.block === "b")) return;
      stopped = true;
      interrupts[0] = 2;
    },
  );
  await worker.boot(boot, interrupts, 2);
  const request = { fresh: true, inputs: {}, blocks: [id("a"), id("b"), id("c")] };
  expect(await worker.run({ ...request, run: 1 })).toMatchObject({
    ok: true,
    value: { done: ["a"], failed: ["b"], remaining: ["c"] },
  });
  interrupts[0] = 0;
  expect(await worker.run({ ...request, run: 2, fresh: false, blocks: [id("c")] })).toMatchObject({
    ok: true,
    value: { done: ["c"] },
  });
});

it("shows videos of files and addresses, in the size that was asked for", async () => {
  const video = `from IPython.display import Video, display
with open('clip.mp4', 'wb') as file: file.write(b'abc')
display(Video('clip.mp4', width=320), Video(None, 'https://example.com/a.webm', html_attributes='controls loop'))`;
  const session = await new Session((listener) => createNodeKernel(listener), program({ a: video })).boot(start);
  await session.run();
  expect(session.data("a").map((one) => one["text/html"])).toEqual([
    '<video controls width="320" src="data:video/mp4;base64,YWJj"></video>',
    '<video controls loop src="https://example.com/a.webm"></video>',
  ]);
});

it.each([
  ["a timer of Python's", "import asyncio\nasyncio.get_event_loop().call_later(0.02, leave)"],
  [
    "a timer of JavaScript's",
    "import js\nfrom pyodide.ffi import create_once_callable\njs.setTimeout(create_once_callable(leave), 20)",
  ],
])("puts back what %s has left between two runs", async (_, source) => {
  const leave = "import os\ndef leave():\n    os.environ['LEFT_LATER'] = '1'";
  const blocks = { a: code("import os\nos.environ.get('LEFT_LATER')"), b: code(`${leave}\n${source}`) };
  const session = await new Session((listener) => createNodeKernel(listener), program(blocks)).boot(start);
  await session.run();
  await new Promise((resolve) => setTimeout(resolve, 60));
  await session.run();
  expect(session.data("a")).toEqual([]);
});

it("seeds chance anew for each fresh run that nobody has seeded, also after a rest", async () => {
  const blocks = { a: code("import random\nrandom.random()"), b: code("random.seed(1)") };
  const values = new Set<unknown>();
  for (const ambient of [[], ["random" as const]]) {
    const session = await new Session((listener) => createNodeKernel(listener), program(blocks, [], ambient)).boot(
      start,
    );
    for (let run = 0; run < 3; run++) {
      await session.run();
      values.add(session.value("a"));
    }
  }
  expect(values.size).toBe(6);
});
