/**
 * The kernel suite on Pyodide in Node.
 * @module
 */

import { expect, it } from "vitest";
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
