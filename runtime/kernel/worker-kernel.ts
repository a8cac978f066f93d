/**
 * The worker's side of the kernel: boots once, then hands requests to the executor. No call throws.
 * @module
 */
import type { BootPlan, FileContent, KernelEvent, KernelInfo } from "../../compiler/contract/kernel.ts";
import { failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import type { KeptStart, WorkerKernel } from "../../compiler/contract/worker-kernel.ts";
import { authorizeFetch } from "./authorized-fetch.ts";
import { type OpenDuckDB, prepareDuckDB } from "./duckdb.ts";
import { EventBatch } from "./event-batch.ts";
import { Executor } from "./executor.ts";
import { faultOf } from "./faults.ts";
import { heedInterrupts, type Interrupts, openInterrupts } from "./interrupts.ts";
import type { OnProgress, StartedPython } from "./pyodide-host.ts";
import { type OpenSession, openSession } from "./session.ts";
import { stageEnded } from "./stages.ts";

/** How Python is started; a test starts it in another way. */
export type StartPython = (plan: BootPlan, onProgress: OnProgress, kept: KeptStart | null) => Promise<StartedPython>;

export interface WorkerOptions {
  readonly prepareSql?: typeof prepareDuckDB;
  /** Hears in the middle of a block that Python has seen the page's Stop. */
  readonly onRevoked?: () => void;
}

interface Running {
  readonly session: OpenSession;
  readonly executor: Executor;
  readonly events: EventBatch;
  readonly interrupts: Interrupts | null;
}

const NOT_BOOTED = failure("invalid", "The kernel has not been started.");

/**
 * Makes the kernel that a worker exposes.
 *
 * @param tell - Hears what happens, several events at a time, and always before the answer to the call in which they happen.
 */
export function createWorkerKernel(
  start: StartPython,
  tell: (events: readonly KernelEvent[]) => void,
  { prepareSql = prepareDuckDB, onRevoked = () => {} }: WorkerOptions = {},
): WorkerKernel {
  let running: Running | null = null;
  let keep: () => KeptStart | null = () => null;
  let prepared: Promise<StartedPython> | null = null;
  const begin: StartPython = (plan, onProgress, kept) => {
    // Before anything is fetched.
    if (plan.authorization) authorizeFetch(plan.base, plan.authorization);
    return start(plan, onProgress, kept);
  };
  /** Calls that wait for Python. */
  let working = 0;
  /** Has Python do something, then gives it the time in which nobody asks for anything. */
  const work = async <T>(ask: (executor: Executor) => Promise<Outcome<T>>): Promise<Outcome<T>> => {
    if (!running) return NOT_BOOTED;
    const { executor, events, interrupts, session } = running;
    working += 1;
    interrupts?.begin?.();
    try {
      const outcome = await ask(executor);
      events.flush();
      return outcome;
    } catch (error) {
      return { ok: false, fault: faultOf(error, "crashed") };
    } finally {
      working -= 1;
      setTimeout(() => {
        if (working === 0 && session === running?.session) session.rest();
      });
    }
  };
  return {
    async prepare(plan, kept): Promise<Outcome<void>> {
      try {
        prepared = begin(plan, () => {}, kept);
        await prepared;
        return success(undefined);
      } catch (error) {
        prepared = null;
        return { ok: false, fault: faultOf(error, "boot") };
      }
    },
    async boot(plan, signal, scale, kept = null): Promise<Outcome<KernelInfo>> {
      const began = performance.now();
      try {
        stageEnded("worker loaded");
        const listening = openInterrupts(signal, onRevoked);
        const onProgress = seldom((stage, loaded, total) => tell([{ kind: "progress", stage, loaded, total }]));
        const starting = prepared ?? begin(plan, onProgress, kept);
        prepared = null;
        const duckdb = prepareSql(plan.python, plan.base);
        const started = await starting;
        keep = started.keep ?? (() => null);
        running?.session.close();
        running = { ...connect(plan, scale, { ...started, duckdb }, tell), interrupts: await listening };
        const { events, interrupts, session } = running;
        heedInterrupts(started.pyodide, interrupts, () => {
          session.look();
          events.look();
        });
        stageEnded("session opened");
        const millis = performance.now() - began;
        const snapshot = { ...started.snapshot, resumed: running.session.resumed };
        return success({ python: running.session.version, interruptible: interrupts !== null, millis, snapshot });
      } catch (error) {
        return { ok: false, fault: faultOf(error, "boot") };
      }
    },
    keep: () => keep(),
    run: (request) =>
      work(async (executor) => {
        const summary = await executor.run(request);
        stageEnded("run");
        return success(summary);
      }),
    async interrupt(url): Promise<void> {
      if (url !== undefined) running?.interrupts?.follow?.(url);
      await running?.executor.interrupt();
    },
    ask: (question) => work((executor) => executor.ask(question)),
    update: (program) => work(async (executor) => success(await executor.update(program))),
    readFile(path): Outcome<FileContent> {
      if (!running) return NOT_BOOTED;
      try {
        const bytes = running.session.readFile(path);
        if (!bytes) return failure("missing", `There is no file ${path}.`);
        return success({ name: path.slice(path.lastIndexOf("/") + 1), bytes });
      } catch (error) {
        return failure("missing", `${path} could not be read.`, String(error));
      }
    },
    writeFile(path, content): Outcome<void> {
      if (!running) return NOT_BOOTED;
      try {
        running.session.writeFile(path, content);
        return success(undefined);
      } catch (error) {
        return failure("invalid", `${path} could not be written.`, String(error));
      }
    },
  };
}

/** Milliseconds between two words on how far a stage is: each is drawn, and hundreds of pieces arrive in a second. */
const SELDOM = 250;

function seldom(tell: OnProgress): OnProgress {
  let [last, said] = ["", 0];
  return (stage, loaded, total) => {
    const now = performance.now();
    if (stage === last && loaded !== total && now - said < SELDOM) return;
    [last, said] = [stage, now];
    tell(stage, loaded, total);
  };
}

function connect(
  plan: BootPlan,
  scale: number,
  started: StartedPython & { readonly duckdb: OpenDuckDB | null },
  send: (events: readonly KernelEvent[]) => void,
): Omit<Running, "interrupts"> {
  const { pyodide, files, duckdb } = started;
  const session = openSession(pyodide, { program: plan.program, files, duckdb, scale, takesPixels: true });
  const events = new EventBatch({ send, now: () => performance.now() });
  const unfinished = session.resumed ? (started.prerun?.unfinished ?? []) : [];
  const executor = new Executor({
    unfinished,
    program: plan.program,
    python: session,
    emit: (event) => events.add(event),
    now: () => performance.now(),
    pause: nextTask,
    expected: (block) => events.expected(block),
  });
  return { session, executor, events };
}

/** Waits for a task of its own, so that messages that came before it are handled; timers would be clamped to 4 ms. */
function nextTask(): Promise<void> {
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = (): void => {
      port1.close();
      resolve();
    };
    port2.postMessage(null);
  });
}
