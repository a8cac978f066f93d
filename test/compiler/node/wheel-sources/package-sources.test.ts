/**
 * Where wheels come from: a folder, the cache, the distribution, its carrier by ranges, an index. On a server of the test's own.
 * @module
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { sha256 } from "../../../../compiler/node/wheel-sources/cache.ts";
import { CARRIER, distributionLock } from "../../../../compiler/node/wheel-sources/distribution.ts";
import { packageSources, type SourceOptions } from "../../../../compiler/node/wheel-sources/package-sources.ts";
import { SourceError } from "../../../../compiler/node/wheel-sources/source-error.ts";
import type { LockedWheel } from "../../../../compiler/packages/lock.ts";
import { zip } from "../../../doubles/zip.ts";

const WHEEL = Buffer.from("the bytes of a wheel");
const FILE = "thing-1.0-py3-none-any.whl";
const METADATA = "Metadata-Version: 2.1\nName: thing\nVersion: 1.0\nRequires-Dist: six>=1\n\nRequires-Dist: not-this\n";

/** What the server answers, by path; a function sees the request's headers. */
type Answers = Record<string, { status?: number; type?: string; body: string | Uint8Array }>;

let server: Server;
let origin = "";
let answers: Answers;
let asked: string[];
let folder: string;
let sent: number;

beforeAll(async () => {
  server = createServer((request, response) => {
    const path = request.url ?? "";
    asked.push(`${request.method} ${path}`);
    const answer = answers[path];
    const body = Buffer.from(answer?.body ?? "nothing here");
    const range = /^bytes=(-?\d+)(?:-(\d*))?$/.exec(request.headers.range ?? "");
    const type = { "content-type": answer?.type ?? "application/octet-stream" };
    if (!answer || !range) {
      sent += request.method === "HEAD" ? 0 : body.length;
      response.writeHead(answer ? (answer.status ?? 200) : 404, type);
      response.end(body);
      return;
    }
    const start = Number(range[1]) < 0 ? Math.max(0, body.length + Number(range[1])) : Number(range[1]);
    const part = body.subarray(start, range[2] ? Number(range[2]) + 1 : body.length);
    sent += part.length;
    response.writeHead(206, { ...type, "content-range": `bytes ${start}-${start + part.length - 1}/${body.length}` });
    response.end(part);
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  origin = `http://127.0.0.1:${typeof address === "object" ? address?.port : ""}`;
  folder = mkdtempSync(join(tmpdir(), "wheel-sources-"));
});

afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

let count = 0;
beforeEach(() => {
  answers = {};
  asked = [];
  sent = 0;
  count++;
});

/** Sources with a cache of the test's own, on the test's server. */
const sources = (options: SourceOptions = {}) =>
  packageSources({
    cache: join(folder, `cache-${count}`),
    indexes: [`${origin}/simple/`],
    distribution: (_, file) => `${origin}/distribution/${file}`,
    ...options,
  });

const wheel = (more: Partial<LockedWheel> = {}): LockedWheel => ({
  name: "thing",
  version: "1.0",
  fileName: FILE,
  sha256: sha256(WHEEL),
  size: 0,
  imports: [],
  depends: [],
  installDir: "site",
  packageType: "package",
  source: "distribution",
  url: null,
  ...more,
});

const content = async (path: Promise<string>): Promise<string> => readFileSync(await path, "utf8");

/** A page of the index in the JSON form, with one wheel. */
function project(name: string, fileName: string, bytes: Uint8Array, more: object = {}): void {
  answers[`/simple/${name}/`] = {
    type: "application/vnd.pypi.simple.v1+json",
    body: JSON.stringify({
      files: [
        {
          filename: fileName,
          url: `/files/${fileName}`,
          hashes: { sha256: sha256(bytes) },
          size: bytes.length,
          ...more,
        },
      ],
    }),
  };
  answers[`/files/${fileName}`] = { body: bytes };
}

describe("a wheel", () => {
  it("is fetched from the distribution, with progress, and once only", async () => {
    answers[`/distribution/${FILE}`] = { body: WHEEL };
    const progress: number[] = [];
    const one = await sources({ onProgress: ({ file, loaded }) => file === FILE && progress.push(loaded) });
    expect(await content(one.fetchWheel(wheel()))).toBe(WHEEL.toString());
    expect(progress.at(-1)).toBe(WHEEL.length);
    const count = asked.length;
    expect(await content((await sources()).fetchWheel(wheel()))).toBe(WHEEL.toString());
    expect(asked).toHaveLength(count);
  });

  it("is taken from the folder without asking anybody", async () => {
    const wheels = join(folder, "wheels");
    mkdirSync(wheels, { recursive: true });
    writeFileSync(join(wheels, FILE), WHEEL);
    writeFileSync(join(wheels, "readme.txt"), "no wheel");
    const one = await sources({ wheels });
    expect(one.local.map(({ fileName, source, size }) => [fileName, source, size])).toEqual([
      [FILE, "folder", WHEEL.length],
    ]);
    expect(await one.fetchWheel(wheel())).toBe(join(wheels, FILE));
    expect(asked).toEqual([]);
  });

  it("with another hash is refused and named, and not kept", async () => {
    answers[`/distribution/${FILE}`] = { body: "somebody else's bytes" };
    const refused = (await sources()).fetchWheel(wheel());
    await expect(refused).rejects.toThrow(SourceError);
    await expect(refused).rejects.toThrow(new RegExp(`${FILE}.*refused.*sha256`));
    answers[`/distribution/${FILE}`] = { body: WHEEL };
    expect(await content((await sources()).fetchWheel(wheel()))).toBe(WHEEL.toString());
  });

  it("that was damaged in the cache is fetched again", async () => {
    answers[`/distribution/${FILE}`] = { body: WHEEL };
    const path = await (await sources()).fetchWheel(wheel());
    writeFileSync(path, "damaged");
    expect(await content((await sources()).fetchWheel(wheel()))).toBe(WHEEL.toString());
  });

  it("of the index comes from its URL", async () => {
    project("thing", FILE, WHEEL);
    const one = await sources();
    const [file] = (await one.files("thing")) ?? [];
    expect(file).toMatchObject({
      fileName: FILE,
      url: `${origin}/files/${FILE}`,
      sha256: sha256(WHEEL),
      source: "index",
    });
    expect(await content(one.fetchWheel(wheel({ source: "index", url: file?.url ?? null })))).toBe(WHEEL.toString());
  });
});

describe("where the distribution's host does not answer", () => {
  const carrier = `${CARRIER.name.replace("-", "_")}-${CARRIER.version}-py3-none-any.whl`;
  const big = Buffer.alloc(300_000).map((_, index) => (index * 7919) % 251);
  const carry = (members: Record<string, Uint8Array>) =>
    project(
      CARRIER.name,
      carrier,
      zip({ "open_webui/big.stored": Buffer.concat([big, big]), ...members, "z.stored": big }),
    );

  it("the same file is read out of its carrier, by ranges", async () => {
    carry({ [CARRIER.folder + FILE]: WHEEL });
    const one = await sources();
    const { packages } = distributionLock();
    const six = packages.get("six")!;
    expect(await one.obtainable({ ...six, file_name: FILE, sha256: sha256(WHEEL) })).toBe(true);
    expect(await one.obtainable({ ...six, file_name: "other.whl", sha256: "0".repeat(64) })).toBe(false);
    expect(await content(one.fetchWheel(wheel()))).toBe(WHEEL.toString());
    expect(sent).toBeLessThan(150_000);
    expect(asked.filter((line) => line.includes("/distribution/"))).toHaveLength(1);
  });

  it("a changed file in the carrier is refused too", async () => {
    carry({ [CARRIER.folder + FILE]: Buffer.from("evil") });
    await expect((await sources()).fetchWheel(wheel())).rejects.toThrow(/refused/);
  });

  it("a file that no place has is named, with what to do", async () => {
    carry({});
    await expect((await sources()).fetchWheel(wheel())).rejects.toThrow(new RegExp(`${FILE}.*--wheels`));
  });

  it("and no index carries it: said so", async () => {
    await expect((await sources()).fetchWheel(wheel())).rejects.toThrow(SourceError);
  });
});

describe("offline", () => {
  it("asks nobody, and gives what is in the cache", async () => {
    answers[`/distribution/${FILE}`] = { body: WHEEL };
    project("six", "six-1.0-py3-none-any.whl", WHEEL);
    const online = await sources();
    await online.fetchWheel(wheel());
    await online.files("six");
    asked = [];
    const one = await sources({ offline: true });
    expect(await content(one.fetchWheel(wheel()))).toBe(WHEEL.toString());
    expect(await one.files("six")).toHaveLength(1);
    const six = distributionLock().packages.get("six")!;
    expect(await one.obtainable({ ...six, sha256: sha256(WHEEL) })).toBe(true);
    expect(await one.obtainable(six)).toBe(false);
    expect(asked).toEqual([]);
  });

  it("names what is not in the cache", async () => {
    const one = await sources({ offline: true });
    await expect(one.fetchWheel(wheel())).rejects.toThrow(new RegExp(`Offline.*${FILE}`));
    await expect(one.files("pandas")).rejects.toThrow(/Offline.*pandas/);
    expect(asked).toEqual([]);
  });
});

describe("an index", () => {
  it("may answer in HTML, with relative links, escapes and yanked files", async () => {
    answers["/simple/thing/"] = {
      type: "text/html",
      body: `<!doctype html><a href="../../files/a.whl#sha256=${"a".repeat(64)}" data-requires-python="&gt;=3.9">a.whl</a>
        <a href="https://elsewhere.example/b.whl#sha256=${"b".repeat(64)}" data-yanked="broken">b.whl</a> <a href="c.whl">c.whl</a>`,
    };
    expect(await (await sources()).files("thing")).toMatchObject([
      { fileName: "a.whl", url: `${origin}/files/a.whl`, requiresPython: ">=3.9", yanked: false },
      { fileName: "b.whl", url: "https://elsewhere.example/b.whl", yanked: true },
    ]);
  });

  it("that does not know a project is followed by the next", async () => {
    project("thing", FILE, WHEEL);
    const one = await sources({ indexes: [`${origin}/other/`, `${origin}/simple/`] });
    expect(await one.files("thing")).toHaveLength(1);
    expect(await one.files("nothing")).toBeNull();
  });

  it("that fails is named, without what its URL may hide", async () => {
    answers["/simple/thing/"] = { status: 403, body: "no" };
    await expect((await sources()).files("thing")).rejects.toThrow(/answered 403/);
    const one = await sources({ indexes: ["http://user:secret@127.0.0.1:9/simple/"] });
    const failed = one.files("thing");
    await expect(failed).rejects.toThrow(SourceError);
    await expect(failed).rejects.not.toThrow(/secret/);
  });

  it("gives metadata beside the wheel; else it is read out of the wheel, in part", async () => {
    const bytes = zip({ "thing/data.stored": Buffer.alloc(400_000), "thing-1.0.dist-info/METADATA": METADATA });
    project("thing", FILE, bytes);
    const one = await sources();
    const [file] = (await one.files("thing")) ?? [];
    expect((await one.metadata(file!)).requires).toEqual(["six>=1"]);
    expect(sent).toBeLessThan(200_000);
    asked = [];
    expect((await (await sources()).metadata(file!)).requires).toEqual(["six>=1"]);
    expect(asked).toEqual([]);
  });
});
