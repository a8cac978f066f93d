/**
 * A session whose host fails in ways that a real one only has at bad moments: the page hears of it, the place becomes free.
 * @module
 */
import { randomUUID } from "node:crypto";
import { expect, it } from "vitest";
import { CLOSE, type ServerMessage } from "../../../compiler/contract/kernel-socket.ts";
import { failure, success } from "../../../compiler/contract/outcome.ts";
import type { HostedKernel, KernelHost, PublishedApp } from "../../../worker/kernels/kernel-host.ts";
import { CHANGED } from "../../../worker/kernels/kernel-life.ts";
import { SESSION_LIMITS } from "../../../worker/kernels/kernel-session.ts";
import { KernelSessions } from "../../../worker/kernels/kernel-sessions.ts";
import { app } from "../../doubles/kernel-server.ts";
import { code, program } from "../../runtime/kernel/fixture.ts";

const BROKEN = new RangeError("the disk is full");
const broken = (): Promise<never> => Promise.reject(BROKEN);
const HOST: KernelHost = {
  mountsFiles: true,
  start: async () => success({ id: "kernel" }),
  connect: async () => failure("boot", "The server's kernel did not answer."),
  interrupt: async () => {},
  state: async () => "idle",
  end: async (_kernel: HostedKernel) => {},
};

/** A page on a host, with what it heard. */
function page(host: Partial<KernelHost>, published: Partial<PublishedApp> = {}) {
  const sessions = new KernelSessions({
    host: { ...HOST, ...host },
    runner: { boot: "", files: {} },
    clock: { now: () => 0, after: () => () => {} },
    limits: SESSION_LIMITS,
    caps: { total: 1, perApp: 1, perViewer: 1 },
    newId: randomUUID,
  });
  const heard: ServerMessage[] = [];
  const closed: { code: number; reason: string }[] = [];
  const line = sessions.open({
    app: { ...app(program({ a: code("1") })), ...published },
    viewer: "viewer",
    session: null,
    socket: {
      send: (text) => void heard.push(JSON.parse(text)),
      close: (code, reason) => void closed.push({ code, reason }),
    },
  });
  const boot = async () => {
    line.receive(JSON.stringify({ kind: "boot", call: 1 }));
    await expect.poll(() => heard.find(({ kind }) => kind === "answer")).toBeDefined();
    return heard.find((message) => message.kind === "answer")?.outcome;
  };
  return { sessions, line, closed, boot };
}

it("tells the page of a host that throws while it starts a kernel", async () => {
  const { boot, sessions } = page({ start: broken });
  expect(await boot()).toMatchObject({ ok: false, fault: { code: "boot", detail: String(BROKEN) } });
  await expect.poll(() => sessions.counts.kernels).toBe(0);
});

it("gives the place up though the host cannot remove what a kernel left", async () => {
  const { boot, sessions } = page({ end: broken });
  expect(await boot()).toMatchObject({ ok: false, fault: { message: "The server's kernel did not answer." } });
  await expect.poll(() => sessions.counts.kernels).toBe(0);
});

it.each(["é", "日", "🦆", "\ud800"])(
  "closes with a reason that a WebSocket takes, of a block named with %s",
  (letter) => {
    const { line, closed } = page({});
    const request = { run: 1, fresh: true, blocks: [letter.repeat(200)], inputs: {} };
    line.receive(JSON.stringify({ kind: "run", call: 1, request }));
    expect(closed).toMatchObject([{ code: CLOSE.refused, reason: expect.stringContaining("The app has no block") }]);
    expect(Buffer.byteLength(closed[0]?.reason ?? "")).toBeLessThanOrEqual(123);
  },
);

it("starts no kernel for a page that was let in and would not be any more", async () => {
  let started = 0;
  const start: KernelHost["start"] = async () => {
    started += 1;
    return success({ id: "kernel" });
  };
  const { line, closed, sessions } = page({ start }, { mayStart: async () => false });
  line.receive(JSON.stringify({ kind: "boot", call: 1 }));
  await expect.poll(() => closed).toEqual([{ code: CLOSE.gone, reason: CHANGED.message }]);
  await expect.poll(() => sessions.counts).toEqual({ sessions: 0, kernels: 0 });
  expect(started).toBe(0);
});
