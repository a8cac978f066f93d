/**
 * Runs a notebook once with its default inputs, by the kernel's own executor, and notes which blocks looked at what will be different
 * for a viewer: the clock and its zone, chance, the network, the browser.
 * @module
 */
import { readFileSync } from "node:fs";
import type { PyProxy } from "pyodide/ffi";
import { Executor } from "../../../../runtime/kernel/executor.ts";
import { openSession } from "../../../../runtime/kernel/session.ts";
import type { BlockId } from "../../../contract/ids.ts";
import type { InputValue } from "../../../contract/inputs.ts";
import type { KernelEvent } from "../../../contract/kernel.ts";
import type { OutputMessage } from "../../../contract/outputs.ts";
import type { Prerun } from "../../../contract/python-image.ts";
import type { CapturedPython } from "./boot.ts";
import { observed } from "./observed.ts";
import type { Cause, PrerunTask } from "./protocol.ts";
import watchSource from "./watch.py?raw";

/** Pixels for each of CSS of the pictures that a build makes: sharp on every screen. */
const PRERUN_SCALE = 2;

export interface PrerunOutcome {
  readonly record: Prerun;
  readonly outputs: Readonly<Record<string, readonly OutputMessage[]>>;
  readonly because: readonly { readonly block: string; readonly why: readonly Cause[] }[];
}

interface Watch extends PyProxy {
  before(): void;
  /** Causes that only Python sees. */
  after(): string;
  end(): string;
}

/** Runs everything; afterwards Python keeps the session for the page. */
export async function runNotebook(python: CapturedPython, task: PrerunTask): Promise<PrerunOutcome> {
  const { pyodide } = python;
  const files = task.files.map(({ name, file }) => ({ name, bytes: new Uint8Array(readFileSync(file)) }));
  // DuckDB lives outside Python, where a snapshot cannot keep it: SQL blocks run in the page.
  const { program } = task;
  const session = openSession(pyodide, { program, files, duckdb: null, scale: PRERUN_SCALE, takesPixels: false });
  const scope = pyodide.runPython("{}");
  pyodide.runPython(watchSource, { globals: scope });
  const make = scope.get("Watch");
  const watch: Watch = make();
  make.destroy();
  scope.destroy();
  const causes = new Map<BlockId, Cause[]>();
  const events: KernelEvent[] = [];
  const executor = new Executor({
    program: task.program,
    python: {
      ...session,
      // Each block has a call of its own, as none has run before.
      async run([block], listener): Promise<void> {
        watch.before();
        const before = { ...observed };
        await session.run([block], listener);
        const inPython = watch.after().split(",");
        const seen = (Object.keys(observed) as Cause[]).filter(
          (cause) => observed[cause] > before[cause] || inPython.includes(cause),
        );
        if (seen.length > 0) causes.set(block, seen);
      },
    },
    emit: (event) => events.push(event),
    now: () => 0,
    pause: async () => {},
  });
  const inputs = defaultInputs(task);
  const blocks = task.program.blocks.map(({ id }) => id);
  const { failed, skipped, remaining } = await executor.run({ run: 1, fresh: true, blocks, inputs });
  const seeded = watch.end().split(",").filter(Boolean);
  watch.destroy();
  session.keep();
  const widgets = blocksWithWidgets(events);
  const again = new Set([...causes.keys(), ...failed, ...skipped, ...remaining, ...widgets]);
  return {
    record: {
      inputs,
      unfinished: [...failed, ...skipped],
      again: blocks.filter((id) => again.has(id)),
      seeded,
      options: events.flatMap((event) =>
        event.kind === "options" ? [{ block: event.block, values: event.values, value: event.value }] : [],
      ),
    },
    outputs: outputsByBlock(events),
    because: [...causes].map(([block, why]) => ({ block, why })),
  };
}

function defaultInputs({ program }: PrerunTask): Record<string, InputValue> {
  return Object.fromEntries(
    program.blocks.flatMap(({ step }) => (step.kind === "input" ? [[step.input.name, step.input.default]] : [])),
  );
}

/** The page learns of widgets while they are made, so they are made there. */
function blocksWithWidgets(events: readonly KernelEvent[]): BlockId[] {
  return events.flatMap((event) =>
    event.kind === "output" && event.output.output_type === "widget" ? [event.block] : [],
  );
}

function outputsByBlock(events: readonly KernelEvent[]): Record<string, OutputMessage[]> {
  const outputs: Record<string, OutputMessage[]> = {};
  for (const event of events) {
    if (event.kind !== "output") continue;
    outputs[event.block] ??= [];
    outputs[event.block]?.push(event.output);
  }
  return outputs;
}
