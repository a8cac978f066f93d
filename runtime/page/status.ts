/**
 * What the page is doing, in a few words.
 * @module
 */
import type { Stage } from "../../compiler/contract/kernel.ts";
import type { Program } from "../../compiler/contract/program.ts";
import type { PageState } from "./state.ts";

const STAGES: Readonly<Record<Stage, string>> = {
  queue: "Waiting for a free place",
  python: "Loading Python",
  packages: "Loading packages",
  files: "Loading files",
  imports: "Starting packages",
};

/** E.g. `Loading packages, 3.1 of 9.8 MB, 2 s` or `Running block 4, 1 s`. */
export function statusText(program: Program, state: PageState, millis: number): string {
  const seconds = millis >= 1000 ? `, ${Math.floor(millis / 1000)} s` : "";
  if (state.status === "booting") return `${loadingText(state)}${seconds}`;
  const block = program.blocks.find(({ id }) => id === state.running);
  return `${block ? `Running ${block.title}` : "Running"}${seconds}`;
}

function loadingText({ progress }: PageState): string {
  if (!progress) return "Starting Python";
  const { stage, loaded, total } = progress;
  if (stage === "queue") return `${STAGES.queue}, ${loaded === 0 ? "next in line" : `${loaded} ahead`}`;
  const megabytes = (bytes: number): string => (bytes / 1e6).toFixed(1);
  const amount = total
    ? `, ${megabytes(loaded)} of ${megabytes(total)} MB`
    : loaded > 0
      ? `, ${megabytes(loaded)} MB`
      : "";
  return `${STAGES[stage]}${amount}`;
}
