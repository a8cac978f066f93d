/**
 * The author's Python on a server, as the executor wants it: each call of the executor is one call of the runner inside the kernel.
 * @module
 */

import type { BlockId } from "../../compiler/contract/ids.ts";
import type { KernelProgram, RunRequest } from "../../compiler/contract/kernel.ts";
import type { FilePart } from "../../compiler/contract/kernel-socket.ts";
import type { Answer, Question } from "../../compiler/contract/live.ts";
import { failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import type { OutputMessage } from "../../compiler/contract/outputs.ts";
import type { BlockListener, BlockResult, PythonSession } from "../../runtime/kernel/executor.ts";
import type { CallResult, JupyterClient } from "./jupyter-client.ts";

/** The runner failed where no author's error can; the kernel is beyond use. */
export class RunnerError extends Error {
  override readonly name: string = "RunnerError";
}

/** A part of a file on its way into a kernel. */
export interface WrittenPart {
  readonly path: string;
  readonly offset: number;
  /** Base64. */
  readonly data: string;
  readonly last: boolean;
  /** A viewer's own file, which stays through fresh runs. */
  readonly keep: boolean;
}

export class RemotePython implements PythonSession {
  readonly #client: JupyterClient;
  readonly #interrupt: () => void;
  /** Requests whose answer nobody waits for yet; the kernel answers in order, so the next block's answer comes after theirs. */
  #sent: Promise<CallResult>[] = [];

  /** @param interrupt - Makes Python stop what it does. */
  constructor(client: JupyterClient, interrupt: () => void) {
    this.#client = client;
    this.#interrupt = interrupt;
  }

  begin(fresh: boolean, inputs: RunRequest["inputs"]): void {
    this.#send("begin", { fresh, inputs });
  }

  skip(block: BlockId): void {
    this.#send("skip", { block });
  }

  async finish(): Promise<void> {
    this.#send("finish", {});
    await this.#settle();
  }

  update(program: KernelProgram): void {
    this.#send("update", { program });
  }

  cancel(): void {
    this.#interrupt();
  }

  /** @throws {@link RunnerError} */
  async run([block]: readonly [BlockId, ...BlockId[]], listener: BlockListener): Promise<void> {
    listener.begun(block);
    const result = this.#client.call("run", { block }, (message) => {
      if (isOutput(message)) listener.output(block, message);
    });
    await this.#settle();
    const answer = await result;
    if (answer.ok && isBlockResult(answer.value)) return listener.ended(block, answer.value);
    throw new RunnerError(answer.ok ? "A block had no result." : answer.error);
  }

  async ask(question: Question, show: (output: OutputMessage) => void): Promise<Outcome<Answer>> {
    const answer = await this.#client.call("ask", { question }, (message) => {
      if (isOutput(message)) show(message);
    });
    if (answer.ok && isOutcome(answer.value)) return answer.value;
    throw new RunnerError(answer.ok ? "A question had no answer." : answer.error);
  }

  async read(path: string, offset: number, length: number): Promise<Outcome<FilePart>> {
    const answer = await this.#client.call("read", { path, offset, length });
    if (answer.ok && isFilePart(answer.value)) return success(answer.value);
    return failure("missing", `There is no file ${path}.`);
  }

  async write({ path, offset, data, last, keep }: WrittenPart): Promise<Outcome<void>> {
    const answer = await this.#client.call("write", { path, offset, data, last, keep });
    if (answer.ok && answer.value === true) return success(undefined);
    return failure("invalid", `${path} could not be written.`, answer.ok ? "" : answer.error);
  }

  #send(name: string, args: Readonly<Record<string, unknown>>): void {
    this.#sent.push(this.#client.call(name, args));
  }

  async #settle(): Promise<void> {
    const sent = this.#sent;
    this.#sent = [];
    for (const answer of await Promise.all(sent)) if (!answer.ok) throw new RunnerError(answer.error);
  }
}

/** All that there are: the type sees to it. */
const OUTPUT_TYPES: Readonly<Record<OutputMessage["output_type"], true>> = {
  stream: true,
  display_data: true,
  execute_result: true,
  error: true,
  update_display_data: true,
  clear_output: true,
  widget: true,
};

function isOutput(message: unknown): message is OutputMessage {
  return (
    isObject(message) && typeof message.output_type === "string" && Object.hasOwn(OUTPUT_TYPES, message.output_type)
  );
}

function isBlockResult(value: unknown): value is BlockResult {
  return isObject(value) && (value.state === "done" || value.state === "failed" || value.state === "interrupted");
}

/** The runner's own `Outcome`, whose value is passed on as it is. */
function isOutcome(value: unknown): value is Outcome<Answer> {
  return isObject(value) && (value.ok === true || (value.ok === false && isObject(value.fault)));
}

function isFilePart(value: unknown): value is FilePart {
  return isObject(value) && typeof value.size === "number" && typeof value.data === "string";
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === "object" && value !== null;
}
