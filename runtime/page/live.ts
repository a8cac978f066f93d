/**
 * What an output's renderer may do with the kernel: read files that Python wrote, ask objects that the output left alive.
 * @module
 */
import type { AnswerTo, Question } from "../../compiler/contract/live.ts";
import type { Outcome } from "../../compiler/contract/outcome.ts";
import type { Widgets } from "./widgets.ts";

export interface Live {
  /** The bytes of a file that Python wrote; `null` if it is not there. */
  readFile(path: string): Promise<Uint8Array | null>;
  /** Jupyter widgets of the session. */
  readonly widgets: Widgets;
  ask<Q extends Question>(question: Q): Promise<Outcome<AnswerTo<Q>>>;
}
