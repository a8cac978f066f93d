/**
 * The kernel suite on the real worker in Chromium, and what only a worker can do: Stop, crash, retry.
 * @module
 */
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { KernelEvent } from "../../compiler/contract/kernel.ts";
import { code, program, Session } from "../runtime/kernel/fixture.ts";
import { kernelSuite } from "../runtime/kernel/suite.ts";
import { type Harness, type KernelPage, openHarness } from "./kernel-harness.ts";

let harness: Harness;
let plain: KernelPage;
beforeAll(async () => {
  harness = await openHarness();
  plain = await harness.page(false);
});
afterAll(() => harness?.close());

const start = () => ({ python: harness.plan, base: harness.base });
const made: { dispose(): Promise<void> }[] = [];

/** One worker lives at a time: twenty of them would be a gigabyte. */
const make: KernelPage["make"] = (listener) => {
  for (const old of made.splice(0)) void old.dispose();
  const kernel = plain.make(listener);
  made.push(kernel);
  return kernel;
};

kernelSuite(make, start);

const endless = () => program({ a: code("x = 1"), b: code("while True: pass"), c: code("2") });
async function untilBlock(session: Session, block: string): Promise<void> {
  while (!session.events.some((event) => event.kind === "block" && event.block === block))
    await new Promise((go) => setTimeout(go, 10));
}

describe("stop", () => {
  it("interrupts and keeps the kernel where memory is shared", async () => {
    const { make, page } = await harness.page(true);
    expect(await page.evaluate(() => crossOriginIsolated)).toBe(true);
    const session = await new Session(make, endless()).boot(start());
    const run = session.run();
    await untilBlock(session, "b");
    await session.kernel.interrupt();
    expect(await run).toMatchObject({ done: ["a"], failed: ["b"], remaining: ["c"] });
    expect(session.error("b")?.ename).toBe("KeyboardInterrupt");
    expect(await session.run({}, ["c"])).toMatchObject({ done: ["c"] });
    await page.close();
  });

  it("ends the kernel where it is not, and the next boot works", async () => {
    const session = await new Session(make, endless()).boot(start());
    const run = session.run().catch((error: Error) => error.message);
    await untilBlock(session, "b");
    await session.kernel.interrupt();
    expect(await run).toContain('"stopped"');
    expect(session.kernel.state).toBe("idle");
    await session.boot(start());
    expect(await session.run({}, ["c"])).toMatchObject({ done: ["c"] });
  });
});

describe("boot", () => {
  it("tells progress in bytes and asks nobody else", async () => {
    const foreign: string[] = [];
    plain.page.on("request", (request) => request.url().startsWith(harness.base) || foreign.push(request.url()));
    const session = await new Session(make, program({ a: code("1") })).boot(start());
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
    await expect(session.boot({ ...start(), python: wrong })).rejects.toThrow(/"integrity".*pyodide\.mjs/);
    expect(session.kernel.state).toBe("failed");
    await session.boot(start());
    expect(await session.run()).toMatchObject({ done: ["a"] });
  });

  it("says that a file did not arrive, and can be tried again", async () => {
    const session = new Session(make, program({ a: code("1") }));
    harness.broken.add("/py/python_stdlib.zip");
    await expect(session.boot(start())).rejects.toThrow(/"network".*python_stdlib\.zip/);
    harness.broken.clear();
    await session.boot(start());
    expect(session.kernel.state).toBe("ready");
  });
});
