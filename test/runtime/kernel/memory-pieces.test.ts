/**
 * The order in which pieces of memory are fetched, beside what must come before them.
 * @module
 */
import { createHash } from "node:crypto";
import { afterEach, expect, it, vi } from "vitest";
import { fetchPieces } from "../../../runtime/kernel/memory-pieces.ts";

afterEach(() => vi.unstubAllGlobals());

it("asks for the next piece when something ahead, or a piece, has come", async () => {
  const asked: string[] = [];
  const answers = new Map<string, (ok: boolean) => void>();
  vi.stubGlobal("fetch", async (url: URL) => {
    const name = url.pathname.slice(1);
    asked.push(name);
    const ok = await new Promise<boolean>((resolve) => answers.set(name, resolve));
    return new Response(name, { status: ok ? 200 : 404 });
  });
  const files = ["a", "b", "c", "d", "e"].map((path) => ({
    path,
    size: 1,
    sha256: createHash("sha256").update(path).digest("hex"),
  }));
  const [engine, libraries] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
  const pieces = files.map(() => ({ length: 1, runs: [], frozen: null, plain: [] }));
  const options = { base: "http://127.0.0.1/", count: () => {}, ahead: [engine.promise, libraries.promise] };
  const arriving = fetchPieces([{ files, pieces: Promise.resolve(pieces) }], options);
  const expectAsked = (names: string): Promise<void> => expect.poll(() => asked.join("")).toBe(names);
  await expectAsked("a");
  libraries.resolve();
  await expectAsked("ab");
  answers.get("a")?.(true);
  await expectAsked("abc");
  // Who waits for it hears of it; the others go on.
  engine.reject(new Error("lost"));
  await expectAsked("abcd");
  answers.get("b")?.(false);
  await expectAsked("abcde");
  expect((await arriving).length).toBe(5);
  await expect((await arriving)[1]?.bytes()).rejects.toThrow("could not be loaded");
});
