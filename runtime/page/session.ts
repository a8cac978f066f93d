/**
 * One viewer's open app: what the viewer does, which blocks then run, and the kernel they run on, of which there is at most one.
 * @module
 */
import { affectedBlocks } from "../../compiler/contract/graph.ts";
import type { BlockId } from "../../compiler/contract/ids.ts";
import { sameValue, valueProblem } from "../../compiler/contract/input-values.ts";
import type { InputSpec, InputValue } from "../../compiler/contract/inputs.ts";
import type {
  FileContent,
  Kernel,
  KernelEvent,
  KernelInfo,
  KernelListener,
  RunSummary,
} from "../../compiler/contract/kernel.ts";
import { kernelProgram } from "../../compiler/contract/kernel-program.ts";
import type { AnswerTo, Question } from "../../compiler/contract/live.ts";
import { type Fault, failure, type Outcome } from "../../compiler/contract/outcome.ts";
import type { Output } from "../../compiler/contract/outputs.ts";
import type { Program } from "../../compiler/contract/program.ts";
import { authorization } from "./host-access.ts";
import type { Live } from "./live.ts";
import { type Replan, replan } from "./replan.ts";
import { type Action, initialState, type PageState, reduce } from "./state.ts";
import { type SendWidget, Widgets } from "./widgets.ts";

/** Time, so that tests can make it pass. */
export interface Clock {
  /** Calls back after `millis` unless cancelled by what it gives. */
  after(millis: number, callback: () => void): () => void;
}

export interface SessionOptions {
  readonly program: Program;
  /** Absolute URL of the bundle's root, with a final slash. */
  readonly base: string;
  readonly makeKernel: (listener: KernelListener) => Kernel;
  readonly clock: Clock;
  /** Values that the page opens with, by variable. */
  readonly values: Readonly<Record<string, InputValue>>;
  readonly savedOutputs: ReadonlyMap<BlockId, readonly Output[]>;
  /** Told after each change of the state. */
  readonly onChange: (state: PageState, action: Action) => void;
  /** Told when a run of everything begins. */
  readonly onRun?: () => void;
  /** Told when values are applied, so that the URL can follow. */
  readonly onApplied: (values: Readonly<Record<string, InputValue>>) => void;
}

/** A kernel that nobody used for this long (ms) is put away. */
export const IDLE_TIME: number = 10 * 60 * 1000;
/** How long (ms) Python may go on after Stop before it is ended. */
export const STOP_TIME: number = 5_000;
const STOPPED: Fault = { code: "stopped", message: "The run was stopped." };
/** An observer of a widget that runs for this long (ms) shows as a run. */
const BUSY_AFTER = 400;
const IDLE_NOTICE =
  "Python was put away after 10 minutes without use. The next run starts it again and runs everything.";

const STOPPED_NOTICE = "Stopped. The next run starts Python again and runs everything.";

export class Session implements Live {
  state: PageState;
  /** Its program changes when the notebook is edited. */
  private options: SessionOptions;
  private inputs: ReadonlyMap<string, { readonly block: BlockId; readonly spec: InputSpec }>;
  private kernel: Kernel | null = null;
  /** Grows with each run; a result of an older one is not acted on. */
  private run = 0;
  /** The kernel has begun a full run, so that a partial one can build on it. */
  private begun = false;
  /** The kernel has just started from a run of the build's; nothing has run on it since. */
  private resumed = false;
  /** Blocks of the last runs that have not been reached, or were stopped. */
  private readonly owed = new Set<BlockId>();
  /** Buttons whose variable is true in Python: for a run that is not over yet, or until the next run sets it back. */
  private readonly pressed = new Map<string, "held" | "over">();
  /** The viewer's files, and which of them this kernel has. */
  private readonly uploads = new Map<string, Uint8Array>();
  private readonly delivered = new Set<string>();
  /** The kernel starts ahead of a run: nobody waits for it yet. */
  private preparing = false;
  readonly widgets: Widgets = new Widgets((question) => this.askWidget(question));
  private stopping = false;
  /** The only blocks that run, as nothing else is shown; `null` for all. */
  private needed: ReadonlySet<BlockId> | null = null;
  private cancelIdle: () => void = () => {};
  private cancelStop: () => void = () => {};

  constructor(options: SessionOptions) {
    this.options = options;
    this.inputs = inputsOf(options.program);
    this.state = initialState(options.values, options.savedOutputs);
  }

  /** Where the bundle lies. */
  get base(): string {
    return this.options.base;
  }

  private dispatch(action: Action): void {
    this.state = reduce(this.state, action);
    this.options.onChange(this.state, action);
  }

  // What the viewer does

  /** Takes a committed change of an input: runs it, or keeps it for {@link apply}. */
  commit(name: string, value: InputValue): void {
    if (!this.inputs.has(name) || !this.options.program.settings.allowRun) return;
    const pending = { ...this.state.pending, [name]: value };
    if (sameValue(value, this.state.applied[name] ?? null)) delete pending[name];
    if (this.options.program.settings.apply === "auto") {
      if (Object.keys(pending).length > 0) this.applyValues(pending);
      return;
    }
    this.dispatch({ kind: "edited", pending, stale: this.affected(Object.keys(pending)) });
  }

  /** Takes values that a program sets: they are applied at once, in one run. Only those that an input takes may be given. */
  set(values: Readonly<Record<string, InputValue>>): void {
    if (!this.options.program.settings.allowRun) return;
    const changes = Object.entries(values).filter(
      ([name, value]) => !sameValue(value, this.state.applied[name] ?? null) || name in this.state.pending,
    );
    if (changes.length > 0) this.applyValues({ ...this.state.pending, ...Object.fromEntries(changes) });
  }

  /** Runs only these blocks from now on (`null`: all). What had been left out, and is wanted now, runs if Python has run anything yet. */
  restrict(needed: ReadonlySet<BlockId> | null): void {
    const before = this.needed;
    this.needed = needed;
    const { order } = this.options.program.reactions;
    const added = before === null ? [] : order.filter((id) => !before.has(id) && (needed?.has(id) ?? true));
    if (!this.begun || added.length === 0) return;
    for (const id of added) this.owed.add(id);
    void this.start([]);
  }

  /** Runs with the changes that wait. */
  apply(): void {
    if (Object.keys(this.state.pending).length > 0) this.applyValues(this.state.pending);
  }

  private applyValues(changes: Readonly<Record<string, InputValue>>): void {
    const values = { ...this.state.applied, ...changes };
    const action: Action = { kind: "applied", values };
    this.state = reduce(this.state, action);
    void this.start(Object.keys(changes), () => {
      this.options.onChange(this.state, action);
      this.options.onApplied(values);
    });
  }

  /** Runs everything, with changes that wait. */
  runAll(): void {
    if (!this.options.program.settings.allowRun) return;
    if (Object.keys(this.state.pending).length > 0) {
      const values = { ...this.state.applied, ...this.state.pending };
      this.dispatch({ kind: "applied", values });
      this.options.onApplied(values);
    }
    void this.start(null);
  }

  /** A button: everything, or what depends on its variable, which is true for this run only. */
  async press(name: string): Promise<void> {
    const input = this.inputs.get(name);
    if (input?.spec.type !== "button" || !this.options.program.settings.allowRun) return;
    if (input.spec.behavior === "run") return this.runAll();
    this.pressed.set(name, "held");
    await this.start([name]);
  }

  /** Keeps a viewer's file for Python, then runs with its path. */
  upload(name: string, path: string, content: Uint8Array): void {
    this.uploads.set(path, content);
    this.delivered.delete(path);
    if (this.kernel && this.begun) void this.deliver(this.kernel);
    if (this.state.applied[name] === path) this.applyValues({ [name]: path });
    else this.commit(name, path);
  }

  /**
   * Ends the run. Where the kernel cannot be kept, the next run starts a new one: a kernel that is still starting, that does not
   * heed the interrupt in {@link STOP_TIME}, or that is told a second time.
   */
  async stop(): Promise<void> {
    const { kernel, run } = this;
    const { status } = this.state;
    if (!kernel || (status !== "running" && status !== "booting")) return;
    if (kernel.state !== "running" || this.stopping) return this.giveUp(kernel);
    this.stopping = true;
    this.cancelStop = this.options.clock.after(STOP_TIME, () => {
      if (run === this.run && this.state.status === "running") void this.giveUp(kernel);
    });
    await kernel.interrupt();
  }

  /** Ends the kernel whatever it is doing; what waits for it hears that it was stopped. */
  private async giveUp(kernel: Kernel): Promise<void> {
    this.run++;
    await kernel.dispose();
    this.lost(STOPPED);
  }

  /** The bytes of a file that Python wrote. */
  async readFile(path: string): Promise<Uint8Array | null> {
    const outcome = await this.file(path);
    return outcome.ok ? outcome.value.bytes : null;
  }

  /** A file that Python wrote; `missing` and `invalid` (there is no Python yet) mean that it has written none. */
  async file(path: string): Promise<Outcome<FileContent>> {
    return this.kernel ? this.kernel.readFile(path) : failure("invalid", "Python is not running.");
  }

  /** Says something to the viewer. */
  tell(notice: string): void {
    this.dispatch({ kind: "noticed", notice });
  }

  /** Asks an object that an output left alive in the kernel. */
  async ask<Q extends Question>(question: Q): Promise<Outcome<AnswerTo<Q>>> {
    const { kernel, run } = this;
    if (!kernel || !this.begun) return failure("missing", "Python is not running. Run the app to use this output.");
    this.cancelIdle();
    const outcome = await kernel.ask(question);
    if (this.kernel?.state === "ready") this.rest();
    // Whoever has begun another run since knows of it.
    else if (!outcome.ok && isGone(kernel) && this.begun && run === this.run) this.ended(outcome.fault);
    return outcome;
  }

  /**
   * Goes on with an edited program, with the inputs as they are. A page that has not run anything only shows it; else what was
   * edited, and what depends on it, runs again.
   */
  async replace(program: Program): Promise<void> {
    const { kernel, begun } = this;
    const works = kernel?.state === "running" || (kernel?.state === "booting" && !this.preparing);
    const live = kernel !== null && (begun || works);
    const plan: Replan = begun ? replan(this.options.program, program) : { kind: "restart" };
    const changed = plan.kind === "run" ? plan.blocks : program.reactions.order;
    this.options = { ...this.options, program };
    this.inputs = inputsOf(program);
    this.dispatch({
      kind: "replaced",
      blocks: new Set(program.blocks.map(({ id }) => id)),
      changed,
      values: carried(program, this.state.applied),
    });
    for (const id of [...this.owed]) if (!program.reactions.order.includes(id)) this.owed.delete(id);
    if (!live) {
      // A kernel that was prepared has the program of before.
      if (kernel) await this.dispose();
      return;
    }
    if (plan.kind === "run" && changed.length === 0 && this.owed.size === 0) {
      await kernel.update(kernelProgram(program));
      return;
    }
    const run = ++this.run;
    for (const id of changed) this.owed.add(id);
    const updated = plan.kind !== "restart" && (await kernel.update(kernelProgram(program))).ok;
    if (run !== this.run) return;
    if (!updated) await this.dispose();
    await this.start(updated && plan.kind === "run" ? [] : null);
  }

  /** An observer that takes long is a run: it is seen, and Stop ends it. */
  private readonly askWidget: SendWidget = async (question) => {
    const cancel = this.options.clock.after(BUSY_AFTER, () => {
      if (this.state.status === "ready") this.dispatch({ kind: "working", on: true });
    });
    const outcome = await this.ask(question);
    cancel();
    this.dispatch({ kind: "working", on: false });
    if (!outcome.ok && outcome.fault.code === "missing")
      this.dispatch({ kind: "noticed", notice: outcome.fault.message });
  };

  async dispose(): Promise<void> {
    this.run++;
    this.cancelIdle();
    this.cancelStop();
    await this.kernel?.dispose();
    this.kernel = null;
    this.begun = false;
    this.delivered.clear();
  }

  // Runs

  private affected(names: readonly string[]): BlockId[] {
    const blocks = names.flatMap((name) => this.inputs.get(name)?.block ?? []);
    return affectedBlocks(this.options.program.reactions, blocks);
  }

  /**
   * Runs what the inputs `changed` affect, or everything (`null`). Where Python is ready it works already while the page draws and `tell`
   * tells of the change.
   */
  private async start(changed: readonly string[] | null, tell: () => void = () => {}): Promise<void> {
    const run = ++this.run;
    const { program } = this.options;
    const fresh = changed === null || !this.begun || !program.settings.reactivity;
    const seeds = (changed ?? []).flatMap((name) => this.inputs.get(name)?.block ?? []);
    const affected = new Set(affectedBlocks(program.reactions, [...seeds, ...this.owed, ...this.released()]));
    const blocks = this.runnable().filter((block) => fresh || affected.has(block));
    if (fresh) {
      this.begun = false;
      this.widgets.clear();
    }
    for (const block of blocks) this.owed.add(block);
    this.preparing = false;
    const sent = this.readyKernel()?.run({ run, fresh, blocks, inputs: this.values() });
    this.cancelIdle();
    this.cancelStop();
    this.stopping = false;
    tell();
    if (sent) {
      if (run === this.run) this.started(blocks, fresh);
      return this.finish(run, await sent);
    }
    const hoped = fresh && changed !== null ? this.leftByBuild(seeds) : null;
    const kernel = await this.booted(run, hoped ?? blocks);
    if (!kernel || run !== this.run) return;
    const left = this.resumed ? hoped : null;
    this.resumed = false;
    if (left) this.goOn(run, left);
    this.started(left ?? blocks, fresh);
    const request = { run, fresh: fresh && left === null, blocks: left ?? blocks, inputs: this.values() };
    this.finish(run, await kernel.run(request));
  }

  private started(blocks: readonly BlockId[], fresh: boolean): void {
    this.dispatch({ kind: "started", blocks });
    if (fresh) this.options.onRun?.();
  }

  /** The kernel, if it has all that a run needs. */
  private readyKernel(): Kernel | null {
    const { kernel, resumed, uploads, delivered } = this;
    const isReady = kernel?.state === "ready" || kernel?.state === "running";
    return isReady && !resumed && [...uploads.keys()].every((path) => delivered.has(path)) ? kernel : null;
  }

  /**
   * What is left to run when the build has run everything with the default inputs and the page shows the results: what differs from
   * the defaults, what a build cannot know, and what depends on them. `null` where everything must run.
   */
  private leftByBuild(seeds: readonly BlockId[]): BlockId[] | null {
    const { settings, python, reactions } = this.options.program;
    const prerun = python?.snapshot?.prerun;
    if (!prerun || !settings.reactivity || !settings.showOutputs) return null;
    const differing = [...this.inputs].flatMap(([name, { block }]) =>
      sameValue(this.state.applied[name] ?? null, prerun.inputs[name] ?? null) ? [] : [block],
    );
    const affected = new Set(affectedBlocks(reactions, [...seeds, ...differing, ...prerun.again]));
    return this.runnable().filter((block) => affected.has(block));
  }

  /** Blocks that this session runs, in notebook order. */
  private runnable(): readonly BlockId[] {
    const { needed } = this;
    const { order } = this.options.program.reactions;
    return needed === null ? order : order.filter((block) => needed.has(block));
  }

  /** The build's run counts as this kernel's first. */
  private goOn(run: number, left: readonly BlockId[]): void {
    this.begun = true;
    this.owed.clear();
    for (const block of left) this.owed.add(block);
    for (const options of this.options.program.python?.snapshot?.prerun?.options ?? [])
      if (!left.includes(options.block)) this.hear({ kind: "options", run, ...options });
  }

  /** Blocks of buttons that this run sets back: what they led to is not what a fresh run would show. */
  private released(): BlockId[] {
    const names = [...this.pressed].filter(([, state]) => state === "over").map(([name]) => name);
    for (const name of names) this.pressed.delete(name);
    return names.flatMap((name) => this.inputs.get(name)?.block ?? []);
  }

  /** Values for Python: the applied ones, and true for buttons that are being pressed. */
  private values(): Record<string, InputValue> {
    const held = [...this.pressed].filter(([, state]) => state === "held").map(([name]) => [name, true]);
    return { ...this.state.applied, ...Object.fromEntries(held) };
  }

  /** Starts Python ahead of a run that is about to come. What goes wrong shows when it does. */
  async prepare(): Promise<void> {
    const { program, makeKernel } = this.options;
    if (!program.settings.allowRun || program.runtime === "server") return;
    this.kernel ??= makeKernel((event) => this.hear(event));
    this.preparing = true;
    await this.boot(this.kernel);
    if (this.preparing && this.kernel) this.waitIdle();
    this.preparing = false;
  }

  /** The kernel, started if need be; `null` if it did not start or a newer run has taken over. */
  private async booted(run: number, blocks: readonly BlockId[]): Promise<Kernel | null> {
    this.kernel ??= this.options.makeKernel((event) => this.hear(event));
    const { kernel } = this;
    if (kernel.state !== "ready" && kernel.state !== "running") {
      this.dispatch({ kind: "booting" });
      this.dispatch({ kind: "started", blocks });
      const outcome = await this.boot(kernel);
      if (run !== this.run) return null;
      if (!outcome.ok) {
        this.lost(outcome.fault);
        return null;
      }
    }
    await this.deliver(kernel);
    return run === this.run ? kernel : null;
  }

  private async boot(kernel: Kernel): Promise<Outcome<KernelInfo>> {
    const { program, base } = this.options;
    const outcome = await kernel.boot({
      program: kernelProgram(program),
      python: program.python,
      server: program.server ?? null,
      base,
      authorization: authorization(base),
    });
    if (outcome.ok) this.resumed = outcome.value.snapshot?.resumed === true;
    return outcome;
  }

  /** Gives Python the viewer's files that it has not got. */
  private async deliver(kernel: Kernel): Promise<void> {
    for (const [path, content] of this.uploads) {
      if (this.delivered.has(path)) continue;
      this.delivered.add(path);
      await kernel.writeFile(path, content);
    }
  }

  private finish(run: number, outcome: Outcome<RunSummary>): void {
    if (run !== this.run) return;
    if (!outcome.ok) {
      // Stop was for the run before, which has taken Python with it.
      if (outcome.fault.code === "stopped" && !this.stopping) return this.again();
      return this.ended(outcome.fault);
    }
    // A block that Stop broke off is still owed, as are those behind it.
    if (this.stopping) for (const block of outcome.value.failed) this.owed.add(block);
    for (const name of this.pressed.keys()) this.pressed.set(name, "over");
    this.dispatch({ kind: "finished", remaining: outcome.value.remaining });
    this.rest();
  }

  /** The kernel has ended under what it was asked to do. */
  private ended(fault: Fault): void {
    this.lost(fault);
    // The next run need not wait for another.
    if (fault.code === "stopped") void this.prepare();
  }

  /** Runs everything on another Python: the one of this run is gone. */
  private again(): void {
    this.begun = false;
    this.delivered.clear();
    void this.start([]);
  }

  /** Nothing runs any more; what Stop was for is over. */
  private rest(): void {
    this.stopping = false;
    this.cancelStop();
    this.waitIdle();
  }

  private waitIdle(): void {
    this.cancelIdle();
    this.cancelIdle = this.options.clock.after(IDLE_TIME, () => void this.putAway());
  }

  private async putAway(): Promise<void> {
    await this.dispose();
    this.dispatch({ kind: "ended", status: "idle", fault: null, notice: IDLE_NOTICE });
  }

  /** The kernel is gone: the next run is a full one on a new kernel. */
  private lost(fault: Fault): void {
    this.cancelStop();
    this.begun = false;
    this.pressed.clear();
    this.delivered.clear();
    const notice = noticeOf(fault);
    const fine = notice !== null;
    this.dispatch({ kind: "ended", status: fine ? "idle" : "failed", fault: fine ? null : fault, notice });
  }

  private hear(event: KernelEvent): void {
    if (event.kind === "state") return;
    // What an older run did counts only if no newer run wants it anew.
    if ("run" in event && event.run !== this.run) return;
    if (event.kind === "block") {
      this.begun = true;
      if (event.state !== "running") this.owed.delete(event.block);
    }
    if (event.kind === "fault" && this.preparing) return;
    if (event.kind === "fault" && this.state.status !== "running" && this.state.status !== "booting")
      return this.lost(event.fault);
    if (event.kind === "options") this.takeOptions(event);
    if (event.kind === "output" && event.output.output_type === "widget") return this.widgets.hear(event.output);
    this.dispatch({ kind: "event", event });
  }

  /** The value that Python got, where the chosen one is no longer among the options. */
  private takeOptions(event: Extract<KernelEvent, { kind: "options" }>): void {
    const spec = [...this.inputs.values()].find(({ block }) => block === event.block)?.spec;
    if (!spec || sameValue(this.state.applied[spec.name] ?? null, event.value)) return;
    this.dispatch({ kind: "applied", values: { ...this.state.applied, [spec.name]: event.value } });
    this.options.onApplied(this.state.applied);
  }
}

function isGone({ state }: Kernel): boolean {
  return state === "idle" || state === "failed";
}

/** What the page says of an end that is no failure; `null` for one that is. */
function noticeOf({ code, message }: Fault): string | null {
  if (code === "idle") return IDLE_NOTICE;
  if (code === "stopped") return STOPPED_NOTICE;
  return code === "ended" ? message : null;
}

function inputsOf(program: Program): ReadonlyMap<string, { readonly block: BlockId; readonly spec: InputSpec }> {
  return new Map(
    program.blocks.flatMap(({ id, step }) =>
      step?.kind === "input" ? [[step.input.name, { block: id, spec: step.input }] as const] : [],
    ),
  );
}

/** Values that an edited program's inputs can still have; the others get their defaults. */
function carried(program: Program, values: Readonly<Record<string, InputValue>>): Readonly<Record<string, InputValue>> {
  return Object.fromEntries(
    [...inputsOf(program)].map(([name, { spec }]) => {
      const value = values[name];
      return [name, value !== undefined && valueProblem(spec, value) === null ? value : spec.default];
    }),
  );
}
