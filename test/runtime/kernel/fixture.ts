/**
 * A kernel under test with what it told, and programs made from a few lines.
 * @module
 */
import type { AmbientState } from "../../../compiler/contract/graph.ts";
import type { BlockId, ProjectId } from "../../../compiler/contract/ids.ts";
import type { InputSpec, InputValue } from "../../../compiler/contract/inputs.ts";
import type {
  CellMagic,
  Kernel,
  KernelEvent,
  KernelListener,
  KernelProgram,
  PythonPlan,
  RunSummary,
  Step,
} from "../../../compiler/contract/kernel.ts";
import type { OutputMessage } from "../../../compiler/contract/outputs.ts";

export type MakeKernel = (listener: KernelListener) => Kernel;

export interface Start {
  readonly python: PythonPlan | null;
  readonly base: string;
}

/** Blocks by id: Python source, or any step; `needs` lists ids. */
export type Blocks = Readonly<
  Record<string, string | Step | { readonly step: Step; readonly needs: readonly string[] }>
>;

export function id(text: string): BlockId {
  return text as BlockId; // test data
}

export function code(source: string, magic: CellMagic | null = null): Step {
  return { kind: "python", source, magic };
}

export function input(spec: InputSpec): Step {
  return { kind: "input", input: spec };
}

export function program(blocks: Blocks, tracked: string[] = [], ambient: AmbientState[] = []): KernelProgram {
  return {
    project: "00000000-0000-4000-8000-000000000001" as ProjectId, // test data
    tracked,
    ambient,
    blocks: Object.entries(blocks).map(([name, given], index) => {
      const { step, needs } =
        typeof given === "string"
          ? { step: code(given), needs: [] }
          : "step" in given
            ? given
            : { step: given, needs: [] };
      return { id: id(name), index, title: `block ${index + 1}`, step, needs: needs.map(id) };
    }),
  };
}

/** One kernel with one program. */
export class Session {
  readonly events: KernelEvent[] = [];
  readonly kernel: Kernel;
  #run = 0;
  #program: KernelProgram;

  constructor(make: MakeKernel, program: KernelProgram) {
    this.kernel = make((event) => this.events.push(event));
    this.#program = program;
  }

  /** Boots and fails the test if that fails. */
  async boot(start: Start): Promise<this> {
    const outcome = await this.kernel.boot({ program: this.#program, ...start });
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.fault));
    return this;
  }

  /** Runs everything afresh, or only `blocks`; events of earlier runs are dropped. */
  async run(inputs: Record<string, InputValue> = {}, blocks?: readonly string[]): Promise<RunSummary> {
    // A viewer's next change does not come at once: a kernel may use the time between.
    await new Promise((resolve) => setTimeout(resolve, 5));
    this.events.length = 0;
    this.#run += 1;
    const all = this.#program.blocks.map((block) => block.id);
    const request = { run: this.#run, fresh: !blocks, blocks: blocks?.map(id) ?? all, inputs };
    const outcome = await this.kernel.run(request);
    if (!outcome.ok) throw new Error(JSON.stringify(outcome.fault));
    return outcome.value;
  }

  outputs(block: string): OutputMessage[] {
    return this.events.flatMap((event) => (event.kind === "output" && event.block === block ? [event.output] : []));
  }

  /** All stream text of a block. */
  text(block: string, name = "stdout"): string {
    return this.outputs(block)
      .map((output) => (output.output_type === "stream" && output.name === name ? output.text : ""))
      .join("");
  }

  /** The `text/plain` of a block's last value. */
  value(block: string): unknown {
    return this.data(block).at(-1)?.["text/plain"];
  }

  /** MIME bundles that a block showed. */
  data(block: string): Readonly<Record<string, unknown>>[] {
    return this.outputs(block).flatMap((output) => ("data" in output ? [output.data] : []));
  }

  /** A block's error: its name, text and uncoloured traceback. */
  error(block: string): { ename: string; evalue: string; traceback: string } | null {
    for (const output of this.outputs(block)) {
      if (output.output_type !== "error") continue;
      // biome-ignore lint/suspicious/noControlCharactersInRegex: ANSI colours are control characters.
      const traceback = output.traceback.join("\n").replace(/\x1b\[\d+m/g, "");
      return { ename: output.ename, evalue: output.evalue, traceback };
    }
    return null;
  }
}
