/**
 * Files that come slowly, and those that come no more.
 * @module
 */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { download } from "../../runtime/download.ts";

const url = new URL("https://app.example/app.json");
let body: ReadableStreamDefaultController<Uint8Array>;

/** A host that answers with this status at once, and sends what a test puts into `body`. */
function hostWith(status: number): void {
  const answer = async (_url: URL, { signal }: RequestInit): Promise<Response> => {
    const stream = new ReadableStream({
      start(controller) {
        body = controller;
      },
    });
    signal?.addEventListener("abort", () => body.error(new Error("aborted")));
    return new Response(stream, { status });
  };
  vi.stubGlobal("fetch", answer);
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it("waits for a file that comes slowly, and tells of its parts", async () => {
  hostWith(200);
  const onPart = vi.fn();
  const downloading = download(url, {}, onPart);
  for (const byte of [1, 2, 3, 4, 5]) {
    await vi.advanceTimersByTimeAsync(29_000);
    body.enqueue(new Uint8Array([byte]));
  }
  await vi.advanceTimersByTimeAsync(29_000);
  body.close();
  const { parts } = await downloading;
  expect(parts.flatMap((part) => [...part])).toEqual([1, 2, 3, 4, 5]);
  expect(onPart.mock.calls).toEqual([[1], [1], [1], [1], [1]]);
  expect(vi.getTimerCount()).toBe(0);
});

it("gives a host up that says nothing any more", async () => {
  hostWith(200);
  const downloading = expect(download(url, {})).rejects.toThrow(
    expect.objectContaining({ name: "TimeoutError", message: "nothing came for 30 s" }),
  );
  await vi.advanceTimersByTimeAsync(29_000);
  body.enqueue(new Uint8Array(1));
  await vi.advanceTimersByTimeAsync(31_000);
  await downloading;
});

it("leaves what the host refuses to whoever asked", async () => {
  hostWith(401);
  expect(await download(url, {})).toMatchObject({ response: { status: 401 }, parts: [] });
  expect(vi.getTimerCount()).toBe(0);
});
