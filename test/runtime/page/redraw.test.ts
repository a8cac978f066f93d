/**
 * What is drawn after a change: only the blocks that it is about, or everything.
 * @module
 */
import { expect, it } from "vitest";
import type { BlockId } from "../../../compiler/contract/ids.ts";
import type { InputSpec } from "../../../compiler/contract/inputs.ts";
import type { Program } from "../../../compiler/contract/program.ts";
import { changedBlocks } from "../../../runtime/page/redraw.ts";
import { type Action, type BlockStatus, initialState, type PageState, reduce } from "../../../runtime/page/state.ts";
import { id } from "../kernel/fixture.ts";

const [n, a, b] = [id("n"), id("a"), id("b")];
const input = { kind: "input", input: { name: "n", type: "number" } as InputSpec } as const;
// Only its blocks are looked at.
const program = {
  blocks: [
    { id: n, step: input },
    { id: a, step: null },
    { id: b, step: null },
  ],
} as unknown as Program;

const after = (state: PageState, ...actions: Action[]): PageState => actions.reduce(reduce, state);
const block = (one: BlockId, state: Exclude<BlockStatus, "idle" | "stale" | "queued">): Action => ({
  kind: "event",
  event: { kind: "block", run: 1, block: one, state, millis: 1 },
});
const prints = (one: BlockId): Action => ({
  kind: "event",
  event: { kind: "output", run: 1, block: one, output: { output_type: "stream", name: "stdout", text: "x" } },
});
const before = after(initialState({ n: 1 }, new Map()), block(a, "done"), block(b, "done"));
const changed = (...actions: Action[]): readonly BlockId[] | null =>
  changedBlocks(program, before, after(before, ...actions));

it("draws a block that has come to show something else, and an input that has another value", () => {
  expect(changed(prints(b))).toEqual([b]);
  expect(changed({ kind: "applied", values: { n: 2 } }, prints(a))).toEqual([n, a]);
  expect(changed()).toEqual([]);
});

it("draws everything when something is told outside the blocks", () => {
  expect(changed(block(a, "failed"))).toBeNull();
  expect(changedBlocks(program, after(before, block(a, "failed")), after(before, prints(a)))).toBeNull();
  expect(changed(block(a, "skipped"))).toBeNull();
  expect(changed({ kind: "noticed", notice: "Something." })).toBeNull();
  expect(changed({ kind: "edited", pending: { n: 2 }, stale: [a] })).toBeNull();
  expect(changed({ kind: "event", event: { kind: "options", run: 1, block: n, values: [1], value: 1 } })).toBeNull();
});
