/**
 * `npm run bench:kernel`: what a server kernel costs, beside a gateway that is spoken to directly. Figures of this machine, as JSON.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import type { Kernel } from "../../compiler/contract/kernel.ts";
import { openSocket } from "../../worker/hosts/node/kernels/open-socket.ts";
import { decodeMessage, encodeMessage, JUPYTER_SUBPROTOCOL } from "../../worker/kernels/jupyter-wire.ts";
import { app, kernelServer, nodeHost } from "../doubles/kernel-server.ts";
import { ownGateway } from "../doubles/own-gateway.ts";
import { code, program } from "../runtime/kernel/fixture.ts";

const SESSIONS = Number(process.env.SESSIONS ?? 50);
const STARTS = 6;
const TRIPS = 200;
const AT_ONCE = Number(process.env.AT_ONCE ?? 4);

const quantile = (values: readonly number[], q: number): number => {
  const sorted = [...values].sort((one, other) => one - other);
  return Math.round((sorted[Math.min(sorted.length - 1, Math.floor(q * sorted.length))] ?? 0) * 10) / 10;
};
const summary = (values: readonly number[]): Record<string, number> => ({
  n: values.length,
  p50: quantile(values, 0.5),
  p95: quantile(values, 0.95),
  max: quantile(values, 1),
});
async function timed<T>(task: () => Promise<T>): Promise<[number, T]> {
  const began = performance.now();
  const value = await task();
  return [performance.now() - began, value];
}

/** Proportional memory of all processes that belong to kernels, in MB: shared pages count once. */
function kernelMemory(folder: string): number {
  let kilobytes = 0;
  for (const pid of readdirSync("/proc").filter((name) => /^\d+$/.test(name))) {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      if (!command.includes(folder) || !command.includes("ipykernel_launcher")) continue;
      kilobytes += Number(/^Pss:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/smaps_rollup`, "utf8"))?.[1] ?? 0);
    } catch {
      // It has just ended.
    }
  }
  return kilobytes / 1024;
}

const blocks = program({ a: code("1 + 1") });
const host = await nodeHost({ onText: () => {} });
const server = await kernelServer(host, {
  caps: { total: SESSIONS + 10, perApp: SESSIONS + 10, perViewer: SESSIONS + 10 },
});
server.app = app(blocks);
let runs = 0;
async function started(): Promise<Kernel> {
  const kernel = server.kernel(() => {});
  const booted = await kernel.boot({ program: blocks, python: null, base: server.base });
  if (!booted.ok) throw new Error(JSON.stringify(booted.fault));
  return kernel;
}
async function ran(kernel: Kernel): Promise<void> {
  runs += 1;
  const outcome = await kernel.run({ run: runs, fresh: true, blocks: ["a"] as never, inputs: {} });
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.fault));
}

const [cold, first] = await timed(async () => {
  const kernel = await started();
  await ran(kernel);
  return kernel;
});
const starts: number[] = [];
for (let at = 0; at < STARTS; at += 1) {
  const [millis, kernel] = await timed(async () => {
    const one = await started();
    await ran(one);
    return one;
  });
  starts.push(millis);
  await kernel.dispose();
}
const trips: number[] = [];
for (let at = 0; at < TRIPS; at += 1) trips.push((await timed(() => ran(first)))[0]);
await first.dispose();

// A gateway by itself, boxed in the same way, with the same client underneath.
const gateway = await ownGateway();
const authorization = { authorization: `token ${gateway.token}`, "content-type": "application/json" };
interface Direct {
  readonly id: string;
  execute(source: string): Promise<void>;
  close(): void;
}
async function direct(): Promise<Direct> {
  const answer = await fetch(`${gateway.url}/api/kernels`, {
    method: "POST",
    headers: authorization,
    body: JSON.stringify({ name: "boxed" }),
  });
  const { id } = (await answer.json()) as { id: string };
  let heard: (type: unknown, state: unknown) => void = () => {};
  const channel = await openSocket(`${gateway.url}/api/kernels/${id}/channels?session_id=${id}`, {
    headers: authorization,
    protocol: JUPYTER_SUBPROTOCOL,
    listener: {
      frame: (frame) => {
        const message = decodeMessage(frame);
        heard(message?.header.msg_type, message?.content.execution_state);
      },
      closed: () => {},
    },
  });
  return {
    id,
    close: () => channel.close(),
    execute: (source) =>
      new Promise((resolve) => {
        let [replied, idle] = [false, false];
        heard = (type, state) => {
          replied ||= type === "execute_reply";
          idle ||= state === "idle";
          if (replied && idle) resolve();
        };
        const header = {
          msg_id: crypto.randomUUID(),
          msg_type: "execute_request",
          session: "bench",
          username: "",
          version: "5.4",
          date: "",
        };
        const content = { code: source, silent: false, store_history: false, user_expressions: {}, allow_stdin: false };
        channel.send(encodeMessage({ channel: "shell", header, parent_header: {}, metadata: {}, content }));
      }),
  };
}
const directStarts: number[] = [];
let kernel: Direct | null = null;
for (let at = 0; at < STARTS; at += 1) {
  const [millis, one] = await timed(async () => {
    const made = await direct();
    await made.execute("1 + 1");
    return made;
  });
  directStarts.push(millis);
  kernel = one;
}
const directTrips: number[] = [];
for (let at = 0; at < TRIPS; at += 1)
  directTrips.push((await timed(() => kernel?.execute("1 + 1") ?? Promise.resolve()))[0]);
kernel?.close();
await gateway.close();

// Many viewers at once.
const before = kernelMemory(host.folder);
const many: Kernel[] = [];
const each: number[] = [];
const waiting = Array.from({ length: SESSIONS }, (_, at) => at);
const [allStarted] = await timed(() =>
  Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const [millis, one] = await timed(async () => {
          const made = await started();
          await ran(made);
          return made;
        });
        each.push(millis);
        many.push(one);
      }
    }),
  ),
);
const memory = (kernelMemory(host.folder) - before) / many.length;
const [allRan] = await timed(() => Promise.all(many.map((one) => ran(one))));
const [allEnded] = await timed(async () => {
  await Promise.all(many.map((one) => one.dispose()));
  while (server.sessions.counts.kernels > 0) await new Promise((resolve) => setTimeout(resolve, 20));
});
await server.close();
await host.close();

console.log(
  JSON.stringify(
    {
      unit: "ms",
      firstResultCold: Math.round(cold),
      startToFirstResult: summary(starts),
      startToFirstResultDirect: summary(directStarts),
      run: summary(trips),
      roundTripDirect: summary(directTrips),
      sessions: {
        count: many.length,
        startingAtOnce: AT_ONCE,
        allStarted: Math.round(allStarted),
        startToFirstResult: summary(each),
        allRunAtOnce: Math.round(allRan),
        allEnded: Math.round(allEnded),
        memoryEachMB: Math.round(memory * 10) / 10,
      },
    },
    null,
    2,
  ),
);
process.exit(0);
