/**
 * The page's state: how each event changes what is shown.
 * @module
 */
import { describe, expect, it } from "vitest";
import { type BlockId, blockId } from "../../../compiler/contract/ids.ts";
import type { KernelEvent } from "../../../compiler/contract/kernel.ts";
import type { Output, OutputMessage } from "../../../compiler/contract/outputs.ts";
import { type Action, blockState, initialState, type PageState, reduce } from "../../../runtime/page/state.ts";

const id = (text: string): BlockId => blockId(text)!;
const [a, b] = [id("a"), id("b")];
const out = (text: string, name: "stdout" | "stderr" = "stdout"): Output => ({ output_type: "stream", name, text });
const show = (value: string, display_id?: string): OutputMessage => ({
  output_type: "display_data",
  data: { "text/plain": value },
  metadata: {},
  ...(display_id === undefined ? {} : { display_id }),
});

type State = "running" | "done" | "failed" | "skipped";
const block = (of: BlockId, state: State, because?: BlockId): Action => ({
  kind: "event",
  event: { kind: "block", run: 1, block: of, state, millis: 0, ...(because ? { because } : {}) },
});
const output = (of: BlockId, message: OutputMessage): Action => ({
  kind: "event",
  event: { kind: "output", run: 1, block: of, output: message },
});
const event = (one: KernelEvent): Action => ({ kind: "event", event: one });

function stateAfter(...actions: Action[]): PageState {
  return actions.reduce(reduce, initialState({ n: 1 }, new Map([[a, [out("saved")]]])));
}
const texts = (state: PageState, of: BlockId): string[] =>
  blockState(state, of).outputs.map((one) =>
    one.output_type === "stream" ? one.text : one.output_type === "error" ? one.ename : String(one.data["text/plain"]),
  );
const started: Action = { kind: "started", blocks: [a, b] };

describe("outputs", () => {
  it("saved ones stand until the block shows something or ends", () => {
    expect(texts(stateAfter(started, block(a, "running")), a)).toEqual(["saved"]);
    expect(texts(stateAfter(started, block(a, "running"), output(a, out("new"))), a)).toEqual(["new"]);
    expect(texts(stateAfter(started, block(a, "running"), block(a, "done")), a)).toEqual([]);
  });

  it("text joins the stream before it, of the same name only", () => {
    const state = stateAfter(started, ...["x", "y"].map((text) => output(a, out(text))), output(a, out("!", "stderr")));
    expect(texts(state, a)).toEqual(["xy", "!"]);
    expect(texts(reduce(state, output(a, out("z"))), a)).toEqual(["xy", "!", "z"]);
  });

  it("clear_output clears at once, or when the next output comes", () => {
    const shown = [started, output(a, out("old"))];
    expect(texts(stateAfter(...shown, output(a, { output_type: "clear_output", wait: false })), a)).toEqual([]);
    const waiting = stateAfter(...shown, output(a, { output_type: "clear_output", wait: true }));
    expect(texts(waiting, a)).toEqual(["old"]);
    expect(texts(reduce(waiting, output(a, out("new"))), a)).toEqual(["new"]);
  });

  it("an update replaces every output with its display id, in whichever block, and nothing else", () => {
    const update: OutputMessage = {
      output_type: "update_display_data",
      data: { "text/plain": "2" },
      metadata: {},
      display_id: "d",
    };
    const state = stateAfter(started, output(a, show("1", "d")), output(a, show("1")), output(b, show("1", "d")));
    const updated = reduce(state, output(b, update));
    expect([texts(updated, a), texts(updated, b)]).toEqual([["2", "1"], ["2"]]);
    expect(reduce(state, output(b, { ...update, display_id: "none" })).blocks.get(a)).toBe(state.blocks.get(a));
  });
});

describe("blocks", () => {
  it("are queued, run, and end one way or another", () => {
    const status = (...actions: Action[]) => blockState(stateAfter(...actions), a).status;
    expect(status()).toBe("idle");
    expect(status(started)).toBe("queued");
    expect(status(started, block(a, "running"))).toBe("running");
    expect(status(started, block(a, "failed"))).toBe("failed");
    expect(blockState(stateAfter(started, block(b, "skipped", a)), b)).toMatchObject({ status: "skipped", because: a });
  });

  it("that a stopped run did not reach are stale, and keep what they show", () => {
    const state = stateAfter(started, block(a, "done"), { kind: "finished", remaining: [b] });
    expect([state.status, blockState(state, b).status]).toEqual(["ready", "stale"]);
  });

  it("that a lost kernel had not ended are stale", () => {
    const fault = { code: "crashed", message: "gone" } as const;
    const state = stateAfter(started, block(a, "done"), block(b, "running"), {
      kind: "ended",
      status: "failed",
      fault,
      notice: null,
    });
    expect([blockState(state, a).status, blockState(state, b).status, state.running]).toEqual(["done", "stale", null]);
    expect(state.fault).toBe(fault);
  });

  it("that never ran do not become stale by an edit", () => {
    const edited: Action = { kind: "edited", pending: { n: 2 }, stale: [a, b] };
    expect(blockState(stateAfter(edited), b).status).toBe("idle");
    const ran = stateAfter(started, block(a, "done"), block(b, "done"), edited);
    expect([blockState(ran, a).status, ran.pending]).toEqual(["stale", { n: 2 }]);
  });
});

describe("the app", () => {
  it("boots until its first block runs, and names the block that runs", () => {
    const booting = stateAfter({ kind: "booting" }, started);
    expect(booting.status).toBe("booting");
    const loading = reduce(booting, event({ kind: "progress", stage: "packages", loaded: 3, total: 9 }));
    expect(loading.progress).toEqual({ stage: "packages", loaded: 3, total: 9 });
    const running = reduce(loading, block(a, "running"));
    expect([running.status, running.running, running.progress]).toEqual(["running", a, null]);
    expect(reduce(running, block(a, "done")).running).toBeNull();
  });

  it("forgets an old fault and an old notice when it runs again", () => {
    const failed = stateAfter({ kind: "ended", status: "failed", fault: { code: "boot", message: "x" }, notice: "y" });
    expect(reduce(failed, { kind: "booting" })).toMatchObject({ fault: null, notice: null });
    expect(reduce(failed, started)).toMatchObject({ fault: null, notice: null });
  });

  it("has nothing waiting once values are applied", () => {
    const state = stateAfter(
      { kind: "edited", pending: { n: 2 }, stale: [] },
      { kind: "applied", values: { n: 2 } },
      event({ kind: "options", run: 1, block: a, values: [1, 2], value: 2 }),
    );
    expect([state.pending, state.applied, state.options.get(a)]).toEqual([{}, { n: 2 }, [1, 2]]);
  });

  it("keeps the identity of what did not change, so that elements need not draw again", () => {
    const before = stateAfter(started, output(b, out("x")));
    const now = reduce(before, output(a, out("y")));
    expect(now.blocks.get(b)).toBe(before.blocks.get(b));
    expect(now.blocks.get(a)).not.toBe(before.blocks.get(a));
  });
});
