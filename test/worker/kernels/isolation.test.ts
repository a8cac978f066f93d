/**
 * What a kernel can see of other kernels, of the gateway and of the server: nothing. Each hole that a gateway has as it is shipped is tried.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { Kernel, KernelEvent, RunSummary } from "../../../compiler/contract/kernel.ts";
import type { Outcome } from "../../../compiler/contract/outcome.ts";
import { boxProblem } from "../../../worker/hosts/node/kernels/isolation.ts";
import { boxPolicy } from "../../../worker/hosts/node/kernels/local-kernels.ts";
import type { NodeKernelHost } from "../../../worker/hosts/node/kernels/node-kernel-host.ts";
import { app, type KernelServer, kernelServer, nodeHost } from "../../doubles/kernel-server.ts";
import { code, program } from "../../runtime/kernel/fixture.ts";

const CAPS = {
  memoryBytes: 700 * 2 ** 20,
  cpus: 1,
  cpuWindow: 30_000,
  diskBytes: 40 * 2 ** 20,
  processes: 80,
};

let host: NodeKernelHost;
let server: KernelServer;
let local: Server;
let victim: Kernel;

beforeAll(async () => {
  expect(await boxProblem()).toBeNull();
  host = await nodeHost({ caps: CAPS });
  server = await kernelServer(host);
  local = createServer((_, response) => response.end("the server"));
  await new Promise<void>((resolve) => local.listen(0, "127.0.0.1", resolve));
  process.env.SERVER_SECRET = "server-secret-5f3a";
  victim = (
    await start(
      "password = 'hunter2-9c1e'\nopen('mine.txt', 'w').write('hunter2-9c1e')\nopen('/tmp/mine.txt', 'w').write('hunter2-9c1e')\nimport multiprocessing.shared_memory as m\ns = m.SharedMemory('shared', create=True, size=16)",
    )
  ).kernel;
});
afterAll(async () => {
  await victim.dispose();
  await server.close();
  await host.close();
  local.close();
});

interface Started {
  readonly kernel: Kernel;
  readonly run: Outcome<RunSummary>;
  readonly shown: () => string;
}

/** Runs code in a kernel of its own. */
async function launch(source: string, on = server): Promise<Started> {
  const blocks = program({ a: code(source) });
  on.app = app(blocks, { contents: { "data.txt": "published", "folder/more.txt": "published" } });
  const events: KernelEvent[] = [];
  const kernel = on.kernel((event) => events.push(event));
  const booted = await kernel.boot({ program: blocks, python: null, base: on.base });
  if (!booted.ok) throw new Error(JSON.stringify(booted.fault));
  const run = await kernel.run({ run: 1, fresh: true, blocks: ["a"] as never, inputs: {} });
  const shown = (): string =>
    events
      .map((event) =>
        event.kind !== "output"
          ? ""
          : event.output.output_type === "stream"
            ? event.output.text
            : JSON.stringify(event.output),
      )
      .join("");
  return { kernel, run, shown };
}

async function start(source: string): Promise<Started> {
  const started = await launch(source);
  if (!started.run.ok) throw new Error(JSON.stringify(started.run.fault));
  return started;
}

/** What Python prints in a kernel of its own. */
async function attack(source: string): Promise<string> {
  const { kernel, shown } = await start(source);
  await kernel.dispose();
  return shown();
}

const port = (url: string): number => Number(new URL(url).port);

describe("a kernel cannot reach", () => {
  it("other kernels' connection files, sockets and processes", async () => {
    const shown = await attack(
      `import glob, os
print("files", len(glob.glob("/tmp/**/kernel-*.json", recursive=True) + glob.glob("${host.folder}/gateway/*")))
print("sockets", len({os.path.dirname(path) for path in glob.glob("/tmp/nbk-*/*/sockets/*")}))
print("processes", len(glob.glob("/proc/[0-9]*")))
print("abstract", sum("@" in line for line in open("/proc/net/unix")))`,
    );
    expect(shown).toContain("files 0");
    // Its own.
    expect(shown).toContain("sockets 1");
    expect(Number(/processes (\d+)/.exec(shown)?.[1])).toBeLessThanOrEqual(3);
    expect(shown).toContain("abstract 0");
  });

  it("their variables, files and shared memory", async () => {
    const shown = await attack(
      `import os, subprocess
print(sorted(os.listdir("/work")), os.path.exists("/tmp/mine.txt"))
print(os.path.exists("/dev/shm/shared"))
found = 0
for pid in filter(str.isdigit, os.listdir("/proc")):
    try:
        found += b"hunter2-9c" + b"1e" in open(f"/proc/{pid}/environ", "rb").read()
    except OSError: pass
print("found", found)`,
    );
    expect(shown).toContain("['data.txt', 'folder'] False");
    expect(shown).toContain("\nFalse\n");
    expect(shown).toContain("found 0");
  });

  it("the gateway, its token, or anything on this machine's network", async () => {
    const address = local.address();
    const gateway = readFileSync(`/proc/${await host.gatewayPid()}/cmdline`, "utf8").split("\0");
    const gatewayPort = gateway.find((word) => word.startsWith("--port="))?.slice(7);
    const shown = await attack(
      `import os, socket
for port in (${gatewayPort}, ${typeof address === "object" ? address?.port : 0}, ${port(server.base)}):
    try:
        socket.create_connection(("127.0.0.1", port), 2)
        print("reached", port)
    except OSError as error:
        print("refused", type(error).__name__)
try:
    socket.create_connection(("192.0.2.1", 80), 2)
    print("reached the network")
except OSError: print("no network")
print("token", any("TOKEN" in name for name in os.environ))
print("secret", os.path.exists("${host.folder}/gateway/run/jupyter_cookie_secret"), "server-secret-5f" + "3a" in str(dict(os.environ)))`,
    );
    expect(shown.match(/refused/g)).toHaveLength(3);
    expect(shown).not.toContain("reached");
    expect(shown).toContain("token False");
    expect(shown).toContain("secret False False");
  });

  it("the machine's files, users and other processes", async () => {
    const shown = await attack(
      `import os, signal
print(sorted(os.listdir("/")))
for path in ("/etc/shadow", "/etc/passwd", "/root/.bashrc", "${import.meta.dirname}", "/var/log"):
    try:
        open(path).read() if not os.path.isdir(path) else os.listdir(path)
        print("read", path)
    except OSError: pass
for act in (lambda: os.setuid(0), lambda: os.kill(${process.pid}, 0), lambda: os.mknod("/tmp/d", 0o60600, 0x800), lambda: os.chroot("/tmp")):
    try:
        act(); print("did it")
    except OSError: pass
print("user", os.getuid() != 0)
for place in ("/usr/x", "/x", os.path.dirname(os.__file__) + "/x"):
    try:
        open(place, "w"); print("wrote", place)
    except OSError: pass`,
    );
    expect(shown).not.toMatch(/\nread |did it|wrote/);
    expect(shown).toContain("user True");
    expect(shown).not.toMatch(/'(home|var|opt|srv|mnt)'/);
  });
});

describe("a kernel's work folder", () => {
  it("is the app's files with an overlay of its own: nobody else sees what it writes", async () => {
    const shown = await attack(
      `open("data.txt", "a").write(" and changed"); open("folder/new.txt", "w").write("new")
import os
os.remove("folder/more.txt")
print(open("data.txt").read(), sorted(os.listdir("folder")))`,
    );
    expect(shown).toContain("published and changed ['new.txt']");
    expect(await attack("import os\nprint(open('data.txt').read(), sorted(os.listdir('folder')))")).toContain(
      "published ['more.txt']",
    );
  });
});

describe("a kernel that takes too much is stopped, and the others go on:", () => {
  it.each([
    ["memory", "x = bytearray(3 * 2**30)", /MemoryError/],
    ["disk", "open('big', 'wb').write(bytes(60 * 2**20))", /OSError|No space|File too large/],
    ["disk in many files", "for i in range(30): open(f'big{i}', 'wb').write(bytes(3 * 2**20))", /OSError|No space/],
    [
      "shared memory in many files",
      "for i in range(30): open(f'/dev/shm/big{i}', 'wb').write(bytes(3 * 2**20))",
      /OSError|No space/,
    ],
    [
      "processes",
      "import os, time\npids = []\ntry:\n    for i in range(500):\n        pid = os.fork()\n        if pid == 0:\n            time.sleep(60); os._exit(0)\n        pids.append(pid)\nexcept OSError as error:\n    print('no more', len(pids) < 200)\nfor pid in pids: os.kill(pid, 9)\nfor pid in pids: os.waitpid(pid, 0)",
      /no more True/,
    ],
  ])("%s", async (_, source, expected) => {
    expect(await attack(source)).toMatch(expected);
    expect((await victim.run({ run: 2, fresh: false, blocks: [], inputs: {} })).ok).toBe(true);
  });
});

describe("a kernel that takes too much with all its processes together is ended, told why, and the others go on:", () => {
  // Each process by itself stays below the limits that the operating system keeps.
  const children = (work: string): string =>
    `import os, time\nfor i in range(3):\n    if os.fork() == 0:\n        ${work}\n        os._exit(0)\nprint("began", flush=True)\ntime.sleep(60)`;
  it("memory", async () => {
    const { kernel, run, shown } = await launch(children("x = bytearray(300 * 2**20); time.sleep(60)"));
    expect(shown()).toContain("began");
    expect(run).toMatchObject({
      ok: false,
      fault: { code: "memory", message: expect.stringContaining("more than 700 MB of memory") },
    });
    await expect.poll(() => boxes()).toBe(1);
    expect((await victim.run({ run: 2, fresh: false, blocks: [], inputs: {} })).ok).toBe(true);
    await kernel.dispose();
  });

  it("processors", async () => {
    // So few that they are used on any machine, however busy; the others have theirs.
    const strict = await nodeHost({ caps: { ...CAPS, cpus: 0.1, cpuWindow: 4_000 } });
    const own = await kernelServer(strict);
    const spin = "os.sched_setaffinity(0, range(os.cpu_count()))\n        while True: pass";
    const { run, shown } = await launch(children(spin), own);
    expect(shown()).toContain("began");
    expect(run).toMatchObject({
      ok: false,
      fault: { code: "crashed", message: expect.stringContaining("more than 0.1 processors for 4 seconds") },
    });
    await expect.poll(() => boxes(strict)).toBe(0);
    expect((await victim.run({ run: 2, fresh: false, blocks: [], inputs: {} })).ok).toBe(true);
    await own.close();
    await strict.close();
  });

  it("not what forked processes share", async () => {
    expect(await attack(`x = bytes(range(256)) * 2**20\n${children("time.sleep(2)").replace("60", "2")}`)).toContain(
      "began",
    );
  });

  it("processes without end, when it is stopped", async () => {
    const blocks = program({ a: code("import os\nwhile True:\n    try: os.fork()\n    except OSError: pass") });
    server.app = app(blocks);
    const kernel = server.kernel(() => {});
    await kernel.boot({ program: blocks, python: null, base: server.base });
    const run = kernel.run({ run: 1, fresh: true, blocks: ["a"] as never, inputs: {} });
    await expect.poll(() => processes().length).toBeGreaterThan(40);
    await kernel.interrupt();
    await run;
    await kernel.dispose();
    await expect.poll(() => boxes()).toBe(1);
    expect((await victim.run({ run: 2, fresh: false, blocks: [], inputs: {} })).ok).toBe(true);
  });
});

/** Processes of all kernels of this test. */
function processes(of = host): string[] {
  return readdirSync("/proc").filter((pid) => {
    try {
      return (
        /^\d+$/.test(pid) &&
        readFileSync(`/proc/${pid}/cmdline`, "utf8").includes(`${of.folder}/`) &&
        !readFileSync(`/proc/${pid}/cmdline`, "utf8").includes("kernel_gateway")
      );
    } catch {
      return false;
    }
  });
}

/** Kernels whose processes are there, by the folders of their boxes. */
function boxes(of = host): number {
  const folders = processes(of).map(
    (pid) => /nbk-[^/]+\/([^/]+)\//.exec(readFileSync(`/proc/${pid}/cmdline`, "utf8"))?.[1],
  );
  return new Set(folders).size;
}

describe("a machine that cannot box kernels", () => {
  it("runs none as a server, and says why in its log", async () => {
    const path = process.env.PATH;
    const lines: string[] = [];
    process.env.PATH = "/nowhere";
    const server = boxPolicy({ boxed: "always", onLog: (line) => lines.push(line) })();
    const author = boxPolicy({ boxed: "if-possible", onLog: (line) => lines.push(line) })();
    expect([await server, await author]).toMatchObject([
      { ok: false, fault: { code: "boot" } },
      { ok: true, value: false },
    ]);
    process.env.PATH = path;
    expect(lines.join()).toContain("apt install bubblewrap");
  });

  it("runs an author's own code without a box", async () => {
    const plain = await nodeHost({ boxed: async () => ({ ok: true, value: false }) });
    const own = await kernelServer(plain);
    const blocks = program({
      a: code("import os\nprint(open('data.txt').read(), os.getcwd())\nopen('out.txt', 'w').write('o')"),
    });
    own.app = app(blocks, { contents: { "data.txt": "published" } });
    const events: KernelEvent[] = [];
    const kernel = own.kernel((event) => events.push(event));
    expect((await kernel.boot({ program: blocks, python: null, base: own.base })).ok).toBe(true);
    await kernel.run({ run: 1, fresh: true, blocks: ["a"] as never, inputs: {} });
    expect(JSON.stringify(events)).toContain(`published ${plain.folder}`);
    expect((await kernel.readFile("out.txt")).ok).toBe(true);
    await kernel.dispose();
    await own.close();
    await plain.close();
  });
});
