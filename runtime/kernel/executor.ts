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

/** Hears what blocks do, in the order in which they do it. */
export interface BlockListener {
  begun(block: BlockId): void;
  output(block: BlockId, output: OutputMessage): void;
  /** @param millis - What Python knows of how long the block took; else it is measured here. */
  ended(block: BlockId, result: BlockResult, millis?: number): void;
}

/** The author's Python, block after block. */
export interface PythonSession {
  begin(fresh: boolean, inputs: RunRequest["inputs"]): void | Promise<void>;
  /**
   * Runs blocks one after another, at least the first. Ends after one that does not succeed, and wherever it may be too long until the
   * next message is let in. For Python in a worker a call from outside costs more than a small block.
   */
  run(blocks: readonly [BlockId, ...BlockId[]], listener: BlockListener): Promise<void>;
  skip(block: BlockId): void;
  finish(): void | Promise<void>;
  /** Asks a live object; what observers print goes to `show`. */
  ask(question: Question, show: (output: OutputMessage) => void): Outcome<Answer> | Promise<Outcome<Answer>>;
  /** Takes an edited program; what its unchanged blocks bound stays. */
  update(program: KernelProgram): void | Promise<void>;
  /** Ends a block that waits in an `await` or sleeps, or is about to begin. */
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
  /** Milliseconds that a block is expected to take. Default: nobody knows, so that each has a call of its own. */
  readonly expected?: (block: BlockId) => number;
}

/** Milliseconds that blocks run before messages are let in. */
const UNPAUSED = 8;

interface Progress {
  readonly done: BlockId[];
  readonly failed: BlockId[];
  readonly skipped: BlockId[];
  /** How many blocks have had their turn. */
  reached: number;
}

/** What is known of a block that has run. */
interface Ended {
  readonly run: number;
  readonly progress: Progress;
  readonly millis: number;
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

  /** Ends every run asked for so far. Resolves when they have ended. */
  async interrupt(): Promise<void> {
    this.#stopped = this.#newest;
    this.#options.python.cancel();
    await this.#turn;
  }

  #ended(run: number): boolean {
    return run < this.#newest || run <= this.#stopped;
  }

  async #go(request: RunRequest): Promise<RunSummary> {
    const { python, now, pause } = this.#options;
    const start = now();
    const progress: Progress = { done: [], failed: [], skipped: [], reached: 0 };
    const blocks = request.blocks.flatMap((id) => this.#blocks.get(id) ?? []).sort((a, b) => a.index - b.index);
    if (!this.#ended(request.run)) {
      // Everything is what a fresh run runs; from an empty namespace nothing of before can be in its way.
      const fresh = request.fresh || blocks.length === this.#blocks.size;
      if (fresh) this.#unfinished.clear();
      await python.begin(fresh, request.inputs);
      while (progress.reached < blocks.length && !this.#ended(request.run)) {
        await this.#some(blocks, request.run, progress);
        if (progress.reached === blocks.length) break;
        await pause();
        await this.#answerAll();
      }
      await python.finish();
    }
    const { reached, ...lists } = progress;
    const remaining = blocks.slice(reached).map(({ id }) => id);
    return { run: request.run, ...lists, remaining, millis: now() - start };
  }

  /** Runs blocks until messages must be let in: a pause costs more than a quick block. */
  async #some(blocks: readonly KernelBlock[], run: number, progress: Progress): Promise<void> {
    const { python, now } = this.#options;
    const began = now();
    for (let left = UNPAUSED; left > 0 && !this.#ended(run); left = UNPAUSED - (now() - began)) {
      const [block, ...others] = blocks.slice(progress.reached);
      if (!block) return;
      if (this.#skips(block, run, progress)) progress.reached += 1;
      else await python.run([block.id, ...this.#with(block, others, left)], this.#listener(run, progress));
    }
  }

  /** Those of the blocks after this one that can run in the same call: all together they are expected to be over within `millis`. */
  #with({ id }: KernelBlock, others: readonly KernelBlock[], millis: number): BlockId[] {
    const { expected = unknown } = this.#options;
    let left = millis - expected(id);
    const end = others.findIndex((block) => {
      left -= expected(block.id);
      return left < 0 || this.#unmetNeed(block) !== null;
    });
    return others.slice(0, end < 0 ? others.length : end).map((block) => block.id);
  }

  #listener(run: number, progress: Progress): BlockListener {
    const { now, emit } = this.#options;
    let start = now();
    return {
      begun(block): void {
        progress.reached += 1;
        emit({ kind: "block", run, block, state: "running", millis: 0 });
      },
      output: (block, output) => emit({ kind: "output", run, block, output }),
      ended: (block, result, millis = now() - start): void => {
        start += millis;
        this.#end(block, result, { run, progress, millis });
      },
    };
  }

  /** Whether the block cannot run, as one that it needs did not succeed. */
  #skips(block: KernelBlock, run: number, progress: Progress): boolean {
    const because = this.#unmetNeed(block);
    if (because === null) return false;
    this.#unfinished.add(block.id);
    this.#options.python.skip(block.id);
    progress.skipped.push(block.id);
    this.#options.emit({ kind: "block", run, block: block.id, state: "skipped", millis: 0, because });
    return true;
  }

  #end(block: BlockId, result: BlockResult, { run, progress, millis }: Ended): void {
    if (result.options) this.#options.emit({ kind: "options", run, block, ...result.options });
    const state = result.state === "done" ? "done" : "failed";
    if (result.state === "interrupted") this.#stopped = Math.max(this.#stopped, run);
    if (state === "done") this.#unfinished.delete(block);
    else this.#unfinished.add(block);
    progress[state].push(block);
    this.#options.emit({ kind: "block", run, block, state, millis });
  }

  /** The nearest block above that this one needs and that did not succeed. */
  #unmetNeed(block: KernelBlock): BlockId | null {
    const unmet = block.needs.filter((id) => this.#unfinished.has(id));
    const index = (id: BlockId): number => this.#blocks.get(id)?.index ?? -1;
    return unmet.length === 0 ? null : unmet.reduce((best, id) => (index(id) > index(best) ? id : best));
  }
}

function unknown(): number {
  return Number.POSITIVE_INFINITY;
}

function blocksById({ blocks }: KernelProgram): ReadonlyMap<BlockId, KernelBlock> {
  return new Map(blocks.map((block) => [block.id, block]));
}
