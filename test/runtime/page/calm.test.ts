/**
 * What of a short run is drawn.
 * @module
 */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { KernelEvent } from "../../../compiler/contract/kernel.ts";
import { Calm } from "../../../runtime/page/calm.ts";
import { type Action, blockState, initialState, type PageState, reduce } from "../../../runtime/page/state.ts";
import { id } from "../kernel/fixture.ts";

const [a, b] = [id("a"), id("b")];
let drawn: PageState[];
let state: PageState;
let calm: Calm;

function take(action: Action): void {
  state = reduce(state, action);
  calm.take(state, action);
}
const event = (one: KernelEvent): void => take({ kind: "event", event: one });
const ends = (block: typeof a, how: "running" | "done" | "failed"): void =>
  event({ kind: "block", run: 1, block, state: how, millis: 1 });
const prints = (block: typeof a): void =>
  event({ kind: "output", run: 1, block, output: { output_type: "stream", name: "stdout", text: "x" } });

beforeEach(() => {
  vi.useFakeTimers();
  drawn = [];
  state = initialState({ n: 1 }, new Map());
  calm = new Calm((one) => drawn.push(one));
  take({ kind: "started", blocks: [a, b] });
  ends(a, "done");
  prints(b);
  ends(b, "done");
  take({ kind: "finished", remaining: [] });
  take({ kind: "applied", values: { n: 2 } });
  drawn.length = 0;
  take({ kind: "started", blocks: [a, b] });
});
afterEach(() => vi.useRealTimers());

it("draws the values of inputs at once", () => {
  take({ kind: "applied", values: { n: 3 } });
  expect(drawn.map(({ applied }) => applied)).toEqual([{ n: 3 }]);
});

it("draws no block that shows nothing, and each result as it comes", () => {
  ends(a, "running");
  ends(a, "done");
  expect(drawn).toEqual([]);
  prints(b);
  expect(drawn).toHaveLength(1);
});

it("leaves no block as running that has shown its result", () => {
  ends(b, "running");
  prints(b);
  ends(b, "done");
  expect(blockState(drawn.at(-1) ?? state, b).status).toBe("done");
});

it("draws that a block failed, and that one shows nothing any more", () => {
  ends(a, "failed");
  expect(drawn).toHaveLength(1);
  ends(b, "done");
  expect(drawn).toHaveLength(2);
  expect(drawn.at(-1) && blockState(drawn[1] ?? state, b).outputs).toEqual([]);
});

it("draws the end, and a run that is not over soon", () => {
  vi.advanceTimersByTime(80);
  expect(drawn).toHaveLength(1);
  ends(a, "done");
  expect(drawn).toHaveLength(2);
  take({ kind: "finished", remaining: [] });
  expect(drawn.at(-1)?.status).toBe("ready");
});

it("draws nothing when nothing has changed", () => {
  event({ kind: "state", state: "running" });
  expect(drawn).toEqual([]);
});
