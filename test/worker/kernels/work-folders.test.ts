/**
 * Work files on their way to a kernel: as they come, since one may be larger than memory, and nothing of what never came whole.
 * @module
 */
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect, it, onTestFinished } from "vitest";
import { WorkFolders } from "../../../worker/hosts/node/kernels/work-folders.ts";
import type { PublishedApp } from "../../../worker/kernels/kernel-host.ts";
import { app } from "../../doubles/kernel-server.ts";
import { program } from "../../runtime/kernel/fixture.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function withFile(name: string, readFile: PublishedApp["readFile"]): PublishedApp {
  return { ...app(program({}), { files: [name] }), readFile };
}

function root(): string {
  const folder = mkdtempSync(join(tmpdir(), "nb-work-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  return folder;
}

it("are on disk as far as they have come, shared by all kernels, gone with the last", async () => {
  const folder = root();
  const rest = Promise.withResolvers<void>();
  const large = withFile("a/large.bin", async function* () {
    yield bytes("first ");
    await rest.promise;
    yield bytes("then");
  });
  const folders = new WorkFolders(folder);
  const taking = [folders.take(large), folders.take(large)];
  const file = join(folder, "work-1/a/large.bin");
  await expect.poll(() => existsSync(file) && readFileSync(file, "utf8")).toBe("first ");
  rest.resolve();
  const [one, other] = await Promise.all(taking);
  expect(readFileSync(file, "utf8")).toBe("first then");
  expect(readdirSync(folder)).toEqual(["work-1"]);
  one?.release();
  expect(existsSync(file)).toBe(true);
  other?.release();
  await expect.poll(() => readdirSync(folder)).toEqual([]);
});

it("leave nothing when one cannot be read", async () => {
  const folder = root();
  const broken = withFile("x.csv", async function* () {
    yield bytes("half");
    throw new RangeError("the disk is gone");
  });
  await expect(new WorkFolders(folder).take(broken)).rejects.toThrow("the disk is gone");
  await expect.poll(() => readdirSync(folder)).toEqual([]);
});
