/**
 * What the page says it is doing.
 * @module
 */
import { expect, it } from "vitest";
import { blockId } from "../../../compiler/contract/ids.ts";
import type { Program } from "../../../compiler/contract/program.ts";
import { initialState } from "../../../runtime/page/state.ts";
import { statusText } from "../../../runtime/page/status.ts";

const id = blockId("a")!;
const program = { blocks: [{ id, title: "block 4" }] } as unknown as Program; // all that it looks at
const idle = initialState({}, new Map());

it.each([
  [{ status: "booting" as const }, 0, "Starting Python"],
  [
    { status: "booting" as const, progress: { stage: "packages" as const, loaded: 3.14e6, total: 9.8e6 } },
    2400,
    "Loading packages, 3.1 of 9.8 MB, 2 s",
  ],
  [
    { status: "booting" as const, progress: { stage: "python" as const, loaded: 2e6, total: null } },
    999,
    "Loading Python, 2.0 MB",
  ],
  [{ status: "running" as const, running: id }, 61_000, "Running block 4, 61 s"],
  [{ status: "running" as const }, 0, "Running"],
])("%j after %d ms", (state, millis, text) => {
  expect(statusText(program, { ...idle, ...state }, millis)).toBe(text);
});
