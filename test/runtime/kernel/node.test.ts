/**
 * The kernel suite on Pyodide in Node.
 * @module
 */

import { expect, it } from "vitest";
import { createNodeKernel } from "../../doubles/node-kernel.ts";
import { code, program, Session } from "./fixture.ts";
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
