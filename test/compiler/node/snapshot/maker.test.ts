/**
 * The maker itself: equal input gives equal bytes, what differs from visit to visit is found, what cannot be kept is named.
 * @module
 */
import { createHash } from "node:crypto";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import lock from "pyodide/pyodide-lock.json" with { type: "json" };
import { afterAll, beforeAll, expect, it } from "vitest";
import type { SnapshotLayout } from "../../../../compiler/contract/python-image.ts";
import { type MakerResult, memoryFile, type PrerunResult } from "../../../../compiler/node/snapshot/maker/protocol.ts";
import { runMaker } from "../../../../compiler/node/snapshot/maker-process.ts";
import { Cache, cacheFolder } from "../../../../compiler/node/wheel-sources/cache.ts";
import { pyodideFolder } from "../../../../compiler/node/wheel-sources/distribution.ts";
import { unpack, unpackJson } from "../../../../runtime/kernel/unpack.ts";
import { type Blocks, program } from "../../../runtime/kernel/fixture.ts";

const TIMEOUT = 300_000;
const pyodide = pyodideFolder();
const root = mkdtempSync(join(tmpdir(), "notebook-app-maker-"));
const stdlib = join(root, "stdlib");

function fresh(): string {
  const folder = mkdtempSync(join(root, "snapshot-"));
  mkdirSync(join(folder, "own"));
  return folder;
}

function make(folder: string, modules: readonly string[], blocks: Blocks | null = null): Promise<MakerResult> {
  const prerun = blocks && { program: program(blocks), files: [], folder: join(folder, "own") };
  return runMaker({ task: "snapshot", pyodide, items: [stdlib], modules, folder, packed: root, prerun }, () => {});
}

async function prerun(blocks: Blocks): Promise<PrerunResult> {
  const { prerun: result } = await make(fresh(), [], blocks);
  if (!result) throw new Error("no prerun");
  return result;
}

function hashes(folder: string): Record<string, string> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    files.map(({ name, parentPath }) => [
      join(parentPath, name).slice(folder.length),
      createHash("sha256")
        .update(readFileSync(join(parentPath, name)))
        .digest("hex"),
    ]),
  );
}

beforeAll(async () => {
  mkdirSync(stdlib);
  const file = join(pyodide, "python_stdlib.zip");
  await runMaker(
    { task: "compile", pyodide, items: [{ file, fileName: "python_stdlib.zip", kind: "stdlib", folder: stdlib }] },
    () => {},
  );
}, TIMEOUT);
afterAll(() => rmSync(root, { recursive: true, force: true }));

it(
  "makes byte-equal snapshots of equal input, and keeps nothing of this machine",
  async () => {
    const blocks = {
      a: "import random\nx = {str(i): random.random() for i in range(99)}",
      b: "open('f', 'w').write('1')",
    };
    const [one, other] = [fresh(), fresh()];
    await make(one, ["json", "decimal"], blocks);
    await make(other, ["json", "decimal"], blocks);
    expect(hashes(one)).toEqual(hashes(other));
    expect(Object.keys(hashes(one)).sort()).toEqual(
      ["/layout.zst", "/memory-1.zst", "/memory-2.zst", "/own/layout.zst", "/own/memory-1.zst", "/table.zst"].sort(),
    );
  },
  TIMEOUT,
);

it(
  "keeps no second copy of a shared library in memory",
  async () => {
    const { sha256, file_name: fileName } = lock.packages.kiwisolver;
    const [item, folder] = [fresh(), fresh()];
    const file = new Cache(cacheFolder()).path(sha256);
    await runMaker({ task: "compile", pyodide, items: [{ file, fileName, kind: "site", folder: item }] }, () => {});
    const items = [stdlib, item];
    const modules = ["kiwisolver"];
    await runMaker({ task: "snapshot", pyodide, items, modules, folder, packed: root, prerun: null }, () => {});
    const read = (name: string): Uint8Array => new Uint8Array(readFileSync(join(folder, name)));
    const layout = (await unpackJson(read("layout.zst"))) as SnapshotLayout; // by the maker
    const [library] = layout.libraries;
    const bytes = await unpack(read("libraries.zst"), library?.size ?? 0);
    const memory = Buffer.concat(
      await Promise.all(layout.pieces.map(({ length }, at) => unpack(read(memoryFile(at)), length))),
    );
    expect(bytes.subarray(0, 4)).toEqual(new TextEncoder().encode("\0asm"));
    expect(memory.includes("kiwisolver")).toBe(true);
    expect(memory.includes(Buffer.from(bytes.subarray(0, 256)))).toBe(false);
  },
  TIMEOUT,
);

it(
  "leaves modules that speak or fail to the block that imports them",
  async () => {
    expect((await make(fresh(), ["json", "no_such_module", "this"])).unfit).toEqual(["no_such_module", "this"]);
  },
  TIMEOUT,
);

it(
  "finds blocks that look at the clock, chance, the network or the browser, and no others",
  async () => {
    const { because, record, outputs } = await prerun({
      pure: "x = 1\nprint('text', x)",
      clock: "import time\nt = time.time()",
      zone: "import datetime\nd = datetime.datetime.fromtimestamp(0)",
      zoneName: "z = time.tzname[0]",
      browserClock: "import js\nc = js.Date.now()",
      browser: "from pyodide.code import run_js\nb = run_js('navigator.language')",
      onlyImported: "import js",
      chance: "import random\nr = random.random()",
      seeded: "random.seed(4)\ns = random.random()",
      after: "u = random.random()",
      urandom: "import uuid\ni = uuid.uuid4()",
      network: "from pyodide.http import pyfetch\nawait pyfetch('http://example.org/')",
      file: "open('f.txt', 'w').write('x')\nopen('f.txt').read()",
      failing: "1 / 0",
    });
    const causes = Object.fromEntries(because.map(({ block, why }) => [block, why]));
    expect(causes).toMatchObject({ clock: ["time"], zone: ["time"], chance: ["randomness"], urandom: ["randomness"] });
    expect(causes).toMatchObject({ zoneName: ["time"], browserClock: ["the browser"], browser: ["the browser"] });
    expect(causes.network).toContain("network");
    const again = ["clock", "zone", "zoneName", "browserClock", "browser", "chance", "urandom", "network", "failing"];
    expect(record.again).toEqual(again);
    expect(record.seeded).toEqual(["random"]);
    expect(record.unfinished).toEqual(["network", "failing"]);
    expect(outputs.pure).toEqual([{ output_type: "stream", name: "stdout", text: "text 1\n" }]);
  },
  TIMEOUT,
);

it(
  "names the variable that holds what cannot be kept",
  async () => {
    const { reason } = await prerun({ a: "from pyodide.code import run_js\nthing = run_js('({a: 1})')" });
    expect(reason).toContain("JavaScript object");
    expect(reason).toContain("thing");
  },
  TIMEOUT,
);

it(
  "keeps no memory in which a task waits for an event loop that is gone",
  async () => {
    const { reason } = await prerun({ a: "import asyncio\ntask = asyncio.create_task(asyncio.sleep(60))" });
    expect(reason).toContain("task");
    expect((await prerun({ a: "import asyncio\nawait asyncio.create_task(asyncio.sleep(0))" })).reason).toBeNull();
  },
  TIMEOUT,
);

it(
  "says why nothing could be made",
  async () => {
    const broken = join(root, "broken");
    mkdirSync(broken);
    writeFileSync(join(broken, "index.json"), '{"root": "/lib", "sizes": {}, "files": []}');
    const task = {
      task: "snapshot" as const,
      pyodide,
      items: [broken],
      modules: [],
      folder: fresh(),
      packed: root,
      prerun: null,
    };
    await expect(runMaker(task, () => {})).rejects.toThrow("Python could not be prepared");
  },
  TIMEOUT,
);
