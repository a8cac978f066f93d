/**
 * What goes to the page in one message, and what must not wait.
 * @module
 */
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import type { KernelEvent } from "../../../compiler/contract/kernel.ts";
import { EventBatch } from "../../../runtime/kernel/event-batch.ts";
import { id } from "./fixture.ts";

type State = Extract<KernelEvent, { kind: "block" }>["state"];

let now = 0;
let sent: string[][];
let batch: EventBatch;

const told = (event: KernelEvent): string =>
  event.kind === "block" ? `${event.block} ${event.state}` : event.kind === "output" ? `${event.block} output` : "";
const block = (name: string, state: State, millis = 0): void =>
  batch.add({ kind: "block", run: 1, block: id(name), state, millis });
const output = (name: string): void =>
  batch.add({
    kind: "output",
    run: 1,
    block: id(name),
    output: { output_type: "stream", name: "stdout", text: "x\n" },
  });
/** A run in which the blocks turn out to be quick. */
function quick(...names: string[]): void {
  for (const name of names) {
    block(name, "running");
    block(name, "done", 1);
  }
  batch.flush();
  sent.length = 0;
}

beforeEach(() => {
  vi.useFakeTimers();
  now = 0;
  sent = [];
  batch = new EventBatch({ send: (events) => sent.push(events.map(told)), now: () => now });
});
afterEach(() => vi.useRealTimers());

it("tells at once that a block has begun of which nothing is known, or that was slow", () => {
  block("a", "running");
  expect(sent).toEqual([["a running"]]);
  block("a", "done", 20);
  batch.flush();
  sent.length = 0;
  block("a", "running");
  expect(sent).toEqual([["a running"]]);
});

it("joins what quick blocks tell", () => {
  quick("a", "b", "c");
  for (const name of ["a", "b", "c"]) {
    block(name, "running");
    block(name, "done", 1);
  }
  expect(sent).toEqual([]);
  batch.flush();
  expect(sent).toEqual([["a running", "a done", "b running", "b done", "c running", "c done"]]);
});

it("sends what a block shows first at once, and the rest before the next block, which may not come to its end this time", () => {
  quick("a", "endless");
  block("a", "running");
  output("a");
  expect(sent).toEqual([["a running", "a output"]]);
  output("a");
  block("a", "done", 1);
  expect(sent).toHaveLength(1);
  block("endless", "running");
  expect(sent[1]).toEqual(["a output", "a done"]);
});

it("holds nothing for longer than a moment", () => {
  quick("a", "b");
  block("a", "running");
  now = 8;
  block("a", "done", 8);
  expect(sent).toEqual([["a running", "a done"]]);
  block("b", "running");
  vi.advanceTimersByTime(8);
  expect(sent).toEqual([["a running", "a done"], ["b running"]]);
});

it("tells of a block that was quick and is not, when Python looks up from it", () => {
  quick("a");
  block("a", "running");
  batch.look();
  expect(sent).toEqual([]);
  now = 8;
  batch.look();
  expect(sent).toEqual([["a running"]]);
});
