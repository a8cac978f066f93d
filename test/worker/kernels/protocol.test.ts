/**
 * What a viewer may say: the app's own blocks and values of its inputs, and nothing else, whatever is sent.
 * @module
 */
import { randomUUID } from "node:crypto";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { InputSpec } from "../../../compiler/contract/inputs.ts";
import { CLOSE } from "../../../compiler/contract/kernel-socket.ts";
import type { NodeKernelHost } from "../../../worker/hosts/node/kernels/node-kernel-host.ts";
import { encodeMessage } from "../../../worker/kernels/jupyter-wire.ts";
import { app, type KernelServer, kernelServer, nodeHost } from "../../doubles/kernel-server.ts";
import { code, input, program } from "../../runtime/kernel/fixture.ts";

const number: InputSpec = {
  type: "number",
  name: "n",
  label: "n",
  default: 1,
  integer: true,
  min: 0,
  max: 9,
  step: null,
};
const file: InputSpec = { type: "file", name: "f", label: "f", default: null, accept: [] };
const blocks = program({ n: input(number), f: input(file), a: code("secret = 'in the code'\nn + 1") });

let host: NodeKernelHost;
let server: KernelServer;

beforeAll(async () => {
  host = await nodeHost();
  server = await kernelServer(host, { limits: { grace: 0 } });
  server.app = app(blocks, { contents: { "data.txt": "work file" } });
});
afterAll(async () => {
  await server.close();
  await host.close();
});

/** Sends one thing on a fresh socket; what the server closes with, or its first answer. */
async function say(
  ...messages: (string | Uint8Array<ArrayBuffer>)[]
): Promise<{ code: number; reason: string } | unknown> {
  const socket = new WebSocket(`${server.base.replace("http", "ws")}-/kernel`);
  return new Promise((resolve) => {
    socket.addEventListener("open", () => messages.forEach((message) => socket.send(message)));
    socket.addEventListener("close", ({ code, reason }) => resolve({ code, reason }));
    socket.addEventListener("message", ({ data }) => {
      const message = JSON.parse(String(data));
      if (message.kind === "answer") resolve(message.outcome);
      if (message.kind === "answer") socket.close();
    });
  });
}

const run = (request: unknown): string => JSON.stringify({ kind: "run", call: 1, request });
const good = { run: 1, fresh: true, blocks: ["n", "a"], inputs: { n: 1 } };

describe("a socket is closed, with a reason, for", () => {
  const execute = {
    channel: "shell",
    header: { msg_id: randomUUID(), msg_type: "execute_request", session: "s", username: "", date: "", version: "5.4" },
    parent_header: {},
    metadata: {},
    content: { code: "open('/etc/passwd').read()" },
  };
  it.each<[string, string | Uint8Array<ArrayBuffer>, RegExp]>([
    ["a raw Jupyter frame", encodeMessage(execute), /no JSON/],
    ["a Jupyter message as JSON", JSON.stringify(execute), /no number/],
    ["no JSON", "print(1)", /no JSON/],
    ["an unknown kind", JSON.stringify({ kind: "exec", call: 1, code: "1" }), /no known kind/],
    ["an unknown block", run({ ...good, blocks: ["a", "zzz"] }), /no block "zzz"/],
    ["a block named after a prototype", run({ ...good, blocks: ["__proto__"] }), /no block/],
    ["an unknown input", run({ ...good, inputs: { os: 1 } }), /no input "os"/],
    ["an input named after a prototype", run({ ...good, inputs: { constructor: 1 } }), /no input/],
    ["a value of the wrong type", run({ ...good, inputs: { n: "1); import os" } }), /must be a number/],
    ["a value out of range", run({ ...good, inputs: { n: 99 } }), /at most 9/],
    ["a value that is code in an object", run({ ...good, inputs: { n: { code: "1" } } }), /malformed/],
    ["a path that was not uploaded", run({ ...good, inputs: { f: "/etc/passwd" } }), /no uploaded file/],
    ["a run that is no object", run([1]), /malformed/],
    [
      "a question about a strange block",
      JSON.stringify({ kind: "ask", call: 1, question: { kind: "widget-state", block: "zz", object: "o", state: {} } }),
      /no block/,
    ],
    [
      "writing outside the upload folder",
      JSON.stringify({ kind: "write", call: 1, path: "data.txt", offset: 0, data: "", last: true }),
      /upload folder/,
    ],
    [
      "climbing out of the upload folder",
      JSON.stringify({ kind: "write", call: 1, path: "file_input_uploads/../x.py", offset: 0, data: "", last: true }),
      /upload folder/,
    ],
    [
      "a message of more than a megabyte",
      JSON.stringify({ kind: "boot", call: 1, more: "x".repeat(1 << 20) }),
      /too long/,
    ],
  ])("%s", async (_, message, reason) => {
    const end = await say(message);
    expect(end).toMatchObject({ code: CLOSE.refused, reason: expect.stringMatching(reason) });
  });
});

describe("a page", () => {
  it("cannot run before it has started a kernel", async () => {
    expect(await say(run(good))).toMatchObject({ ok: false, fault: { code: "invalid" } });
  });

  it("reads files of its own work folder only", async () => {
    const kernel = server.kernel(() => {});
    await kernel.boot({ program: blocks, python: null, base: server.base });
    const text = async (path: string): Promise<string | null> => {
      const outcome = await kernel.readFile(path);
      return outcome.ok ? new TextDecoder().decode(outcome.value.bytes) : null;
    };
    expect(await text("data.txt")).toBe("work file");
    for (const path of ["/etc/passwd", "../etc/passwd", "/proc/self/environ", "/work/../proc/self/cmdline", "/tmp"])
      expect(await text(path)).toBeNull();
    await kernel.dispose();
  });

  it("never hears of the gateway, its token or the source", async () => {
    const heard: string[] = [];
    const socket = new WebSocket(`${server.base.replace("http", "ws")}-/kernel`);
    await new Promise<void>((resolve) => {
      socket.addEventListener("open", () => socket.send(JSON.stringify({ kind: "boot", call: 1 })));
      socket.addEventListener("message", ({ data }) => {
        heard.push(String(data));
        const message = JSON.parse(String(data));
        if (message.kind === "answer" && message.call === 1) socket.send(run(good).replace('"call":1', '"call":2'));
        if (message.kind === "answer" && message.call === 2) resolve();
      });
    });
    socket.close();
    expect(heard.join("\n")).toContain('"text/plain":"2"');
    expect(heard.join("\n")).not.toMatch(/token|127\.0\.0\.1|in the code|api\/kernels|msg_id/);
  });

  it("does not see hidden source in a traceback", async () => {
    const failing = program({ a: code("password = 'hunter2'\n1 / 0"), b: code("2 / 0") });
    server.app = app(failing, { hidden: ["a"] as never });
    const heard: string[] = [];
    const kernel = server.kernel((event) => heard.push(JSON.stringify(event)));
    await kernel.boot({ program: failing, python: null, base: server.base });
    await kernel.run({ run: 1, fresh: true, blocks: failing.blocks.map(({ id }) => id), inputs: {} });
    await kernel.dispose();
    expect(heard.join("\n")).toContain("ZeroDivisionError");
    expect(heard.join("\n")).toContain("2 / 0");
    expect(heard.join("\n")).not.toMatch(/hunter2|1 \/ 0/);
  });
});
