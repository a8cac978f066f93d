/**
 * Runs requests: block after block, the newest request first, what cannot run skipped. Knows nothing of workers or Pyodide.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type { InputValue, Scalar } from "../../compiler/contract/inputs.ts";
import type {
  KernelBlock,
  KernelEvent,
  KernelProgram,
  RunRequest,
  RunSummary,
} from "../../compiler/contract/kernel.ts";
import type { Answer, Question } from "../../compiler/contract/live.ts";
import { failure, type Outcome } from "../../compiler/contract/outcome.ts";
import type { OutputMessage } from "../../compiler/contract/outputs.ts";

/** What Python tells of one block. */
export interface BlockResult {
  readonly state: "done" | "failed" | "interrupted";
  readonly options?: { readonly values: readonly Scalar[]; readonly value: InputValue };
}

/** The author's Python, one block at a time. */
export interface PythonSession {
  begin(fresh: boolean, inputs: RunRequest["inputs"]): void | Promise<void>;
  /** Output goes to `show` while the block runs. */
  run(block: BlockId, show: (output: OutputMessage) => void): Promise<BlockResult>;
  skip(block: BlockId): void | Promise<void>;
  finish(): void | Promise<void>;
  /** Asks a live object; what observers print goes to `show`. */
  ask(question: Question, show: (output: OutputMessage) => void): Outcome<Answer> | Promise<Outcome<Answer>>;
  /** Takes an edited program; what its unchanged blocks bound stays. */
  update(program: KernelProgram): void | Promise<void>;
  /** Ends a block that waits in an `await`. */
  cancel(): void;
}

/** What an executor needs from outside. */
export interface ExecutorOptions {
  /** Blocks that an earlier run has not brought to an end. Default none. */
  readonly unfinished?: readonly BlockId[];
  readonly program: KernelProgram;
  readonly python: PythonSession;
  readonly emit: (event: KernelEvent) => void;
  /** Milliseconds of any clock. */
  readonly now: () => number;
  /** Lets messages in between two blocks. */
  readonly pause: () => Promise<void>;
}

/** Milliseconds that blocks run before messages are let in. */
const UNPAUSED = 4;

interface Progress {
  readonly done: BlockId[];
  readonly failed: BlockId[];
  readonly skipped: BlockId[];
}

/** Executes one app's blocks; remembers across runs which of them have not succeeded. */
export class Executor {
  readonly #options: ExecutorOptions;
  #blocks: ReadonlyMap<BlockId, KernelBlock>;
  readonly #unfinished: Set<BlockId>;
  #newest = Number.NEGATIVE_INFINITY;
  #stopped = Number.NEGATIVE_INFINITY;
  #turn: Promise<unknown> = Promise.resolve();
  readonly #asked: (() => Promise<void>)[] = [];

  constructor(options: ExecutorOptions) {
    this.#options = options;
    this.#unfinished = new Set(options.unfinished);
    this.#blocks = blocksById(options.program);
  }

  /**
   * Runs a request after the current one has ended, which it does after the block that it is in.
   *
   * @throws what Python's own machinery throws when it is beyond use; never an author's error.
   */
  run(request: RunRequest): Promise<RunSummary> {
    this.#newest = Math.max(this.#newest, request.run);
    const result = this.#turn.then(() => this.#go(request));
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Answers a question, between two blocks if a run goes on. */
  ask(question: Question): Promise<Outcome<Answer>> {
    const answer = new Promise<Outcome<Answer>>((resolve, reject) => {
      this.#asked.push(() => this.#answer(question).then(resolve, reject));
    });
    this.#turn = this.#turn.then(() => this.#answerAll());
    return answer;
  }

  async #answerAll(): Promise<void> {
    for (const answer of this.#asked.splice(0)) await answer();
  }

  async #answer(question: Question): Promise<Outcome<Answer>> {
    const { block } = question;
    if (!this.#blocks.has(block)) return failure("invalid", `There is no block ${block}.`);
    const run = this.#newest;
    return this.#options.python.ask(question, (output) => this.#options.emit({ kind: "output", run, block, output }));
  }

  /** Ends the current run after the block that it is in, then takes the edited program. */
  update(program: KernelProgram): Promise<void> {
    this.#stopped = this.#newest;
    const result = this.#turn.then(async () => {
      await this.#options.python.update(program);
      this.#blocks = blocksById(program);
      for (const id of this.#unfinished) if (!this.#blocks.has(id)) this.#unfinished.delete(id);
    });
    this.#turn = result.catch(() => {});
    return result;
  }

  /** Ends every run asked for so far. */
  interrupt(): void {
    this.#stopped = this.#newest;
    this.#options.python.cancel();
  }

  #ended(run: number): boolean {
    return run < this.#newest || run <= this.#stopped;
  }

  async #go(request: RunRequest): Promise<RunSummary> {
    const { python, now, pause } = this.#options;
    const start = now();
    const progress: Progress = { done: [], failed: [], skipped: [] };
    const blocks = request.blocks.flatMap((id) => this.#blocks.get(id) ?? []).sort((a, b) => a.index - b.index);
    let at = 0;
    let paused = start;
    if (!this.#ended(request.run)) {
      // Everything is what a fresh run runs; from an empty namespace nothing of before can be in its way.
      const fresh = request.fresh || blocks.length === this.#blocks.size;
      if (fresh) this.#unfinished.clear();
      await python.begin(fresh, request.inputs);
      for (; at < blocks.length && !this.#ended(request.run); at += 1) {
        const block = blocks[at];
        if (block) await this.#block(block, request.run, progress);
        // A pause costs more than a quick block.
        if (now() - paused < UNPAUSED) continue;
        await pause();
        await this.#answerAll();
        paused = now();
      }
      await python.finish();
    }
    const remaining = blocks.slice(at).map(({ id }) => id);
    return { run: request.run, ...progress, remaining, millis: now() - start };
  }

  async #block(block: KernelBlock, run: number, progress: Progress): Promise<void> {
    const because = this.#unmetNeed(block);
    if (because !== null) {
      this.#unfinished.add(block.id);
      await this.#options.python.skip(block.id);
      progress.skipped.push(block.id);
      this.#options.emit({ kind: "block", run, block: block.id, state: "skipped", millis: 0, because });
      return;
    }
    const start = this.#options.now();
    this.#options.emit({ kind: "block", run, block: block.id, state: "running", millis: 0 });
    const result = await this.#options.python.run(block.id, (output) =>
      this.#options.emit({ kind: "output", run, block: block.id, output }),
    );
    if (result.options) this.#options.emit({ kind: "options", run, block: block.id, ...result.options });
    const state = result.state === "done" ? "done" : "failed";
    if (result.state === "interrupted") this.#stopped = Math.max(this.#stopped, run);
    if (state === "done") this.#unfinished.delete(block.id);
    else this.#unfinished.add(block.id);
    progress[state].push(block.id);
    this.#options.emit({ kind: "block", run, block: block.id, state, millis: this.#options.now() - start });
  }

  /** The nearest block above that this one needs and that did not succeed. */
  #unmetNeed(block: KernelBlock): BlockId | null {
    const unmet = block.needs.filter((id) => this.#unfinished.has(id));
    const index = (id: BlockId): number => this.#blocks.get(id)?.index ?? -1;
    return unmet.length === 0 ? null : unmet.reduce((best, id) => (index(id) > index(best) ? id : best));
  }
}

function blocksById({ blocks }: KernelProgram): ReadonlyMap<BlockId, KernelBlock> {
  return new Map(blocks.map((block) => [block.id, block]));
}
