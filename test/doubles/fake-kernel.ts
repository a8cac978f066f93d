/**
 * A kernel that does what a test tells it, when it tells it; and a clock that stands still until it is moved.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import type {
  BootPlan,
  Kernel,
  KernelEvent,
  KernelInfo,
  KernelListener,
  KernelState,
  RunRequest,
  RunSummary,
} from "../../compiler/contract/kernel.ts";
import { failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import type { Clock } from "../../runtime/page/session.ts";

interface Pending<T> {
  readonly promise: Promise<T>;
  resolve(value: T): void;
}

/** Runs nothing: each call waits until the test ends it. */
export class FakeKernel implements Kernel {
  state: KernelState = "idle";
  /** Whether Stop keeps it, as with shared memory. */
  interruptible = true;
  interrupted = 0;
  readonly boots: BootPlan[] = [];
  readonly requests: RunRequest[] = [];
  readonly written: [string, Uint8Array][] = [];
  private readonly listener: KernelListener;
  private booting: Pending<Outcome<KernelInfo>> | null = null;
  private readonly runs = new Map<number, Pending<Outcome<RunSummary>>>();
  private asked: Pending<Outcome<never>> | null = null;

  constructor(listener: KernelListener) {
    this.listener = listener;
  }

  boot(plan: BootPlan): Promise<Outcome<KernelInfo>> {
    if (this.booting) return this.booting.promise;
    this.boots.push(plan);
    this.state = "booting";
    this.booting = Promise.withResolvers<Outcome<KernelInfo>>();
    return this.booting.promise;
  }

  run(request: RunRequest): Promise<Outcome<RunSummary>> {
    this.requests.push(request);
    this.state = "running";
    const pending = Promise.withResolvers<Outcome<RunSummary>>();
    this.runs.set(request.run, pending);
    return pending.promise;
  }

  async interrupt(): Promise<void> {
    this.interrupted++;
    if (!this.interruptible) await this.dispose();
  }

  async dispose(): Promise<void> {
    this.state = "idle";
    this.booting?.resolve(failure("stopped", "Stopped."));
    this.booting = null;
    for (const run of this.runs.values()) run.resolve(failure("stopped", "Stopped."));
    this.runs.clear();
    this.asked?.resolve(failure("stopped", "Stopped."));
  }

  readFile(): ReturnType<Kernel["readFile"]> {
    return Promise.resolve(failure("missing", "It is not there."));
  }

  ask(): Promise<Outcome<never>> {
    this.state = "running";
    this.asked = Promise.withResolvers<Outcome<never>>();
    return this.asked.promise;
  }

  async update(): Promise<Outcome<void>> {
    return success(undefined);
  }

  async writeFile(path: string, content: Uint8Array): Promise<Outcome<void>> {
    this.written.push([path, content]);
    return success(undefined);
  }

  // What the test does

  /** The newest request. */
  get request(): RunRequest {
    const last = this.requests.at(-1);
    if (!last) throw new Error("Nothing was asked to run.");
    return last;
  }

  tell(event: KernelEvent): void {
    this.listener(event);
  }

  async booted(outcome: Outcome<KernelInfo> = success({ python: "3", interruptible: true, millis: 1 })): Promise<void> {
    this.state = outcome.ok ? "ready" : "failed";
    const { booting } = this;
    if (!outcome.ok) this.booting = null;
    booting?.resolve(outcome);
    await settled();
  }

  /** Says that blocks are done, with an output each. */
  done(run: number, ...blocks: readonly BlockId[]): void {
    for (const block of blocks) {
      this.tell({ kind: "block", run, block, state: "running", millis: 0 });
      const text = `${block} of run ${run}`;
      this.tell({ kind: "output", run, block, output: { output_type: "stream", name: "stdout", text } });
      this.tell({ kind: "block", run, block, state: "done", millis: 1 });
    }
  }

  /** Ends a run; by default everything was done. */
  async finish(run: number, rest: Partial<RunSummary> = {}): Promise<void> {
    const request = this.requests.find((one) => one.run === run);
    this.state = "ready";
    const summary = { run, done: request?.blocks ?? [], failed: [], skipped: [], remaining: [], millis: 1, ...rest };
    this.runs.get(run)?.resolve(success(summary));
    this.runs.delete(run);
    await settled();
  }

  /** Answers a question: what it was about is not there. */
  async answer(): Promise<void> {
    this.state = "ready";
    this.asked?.resolve(failure("missing", "It is not there."));
    await settled();
  }

  /** Ends as a crashed worker does. */
  async crash(run: number): Promise<void> {
    const fault = { code: "memory", message: "Python ran out of memory." } as const;
    this.state = "failed";
    this.booting = null;
    this.runs.get(run)?.resolve({ ok: false, fault });
    this.runs.delete(run);
    this.asked?.resolve({ ok: false, fault });
    this.tell({ kind: "fault", fault });
    await settled();
  }
}

/** Lets everything that waits for a resolved promise go on. */
export async function settled(): Promise<void> {
  for (let turn = 0; turn < 10; turn++) await Promise.resolve();
}

/** Time that passes when told. */
export class FakeClock implements Clock {
  private now = 0;
  private readonly waiting = new Set<{ readonly at: number; readonly callback: () => void }>();

  after(millis: number, callback: () => void): () => void {
    const entry = { at: this.now + millis, callback };
    this.waiting.add(entry);
    return () => this.waiting.delete(entry);
  }

  async pass(millis: number): Promise<void> {
    this.now += millis;
    for (const entry of [...this.waiting].filter(({ at }) => at <= this.now)) {
      this.waiting.delete(entry);
      entry.callback();
    }
    await settled();
  }
}
