/**
 * Whether what a page asks is something that a page of this app asks: its own blocks, values that its inputs take. Pure.
 * @module
 */
import { valueProblem } from "../../compiler/contract/input-values.ts";
import type { InputSpec } from "../../compiler/contract/inputs.ts";
import type { KernelProgram } from "../../compiler/contract/kernel.ts";
import type { ViewerMessage } from "../../compiler/contract/kernel-socket.ts";

/** Where files of file inputs go, below `/work`. */
const UPLOADS = "file_input_uploads/";

/** What an app allows to be asked. */
export class RequestCheck {
  readonly #blocks: ReadonlySet<string>;
  readonly #inputs: ReadonlyMap<string, InputSpec>;

  constructor({ blocks }: KernelProgram) {
    this.#blocks = new Set(blocks.map(({ id }) => id));
    this.#inputs = new Map(
      blocks.flatMap(({ step }) => (step.kind === "input" ? [[step.input.name, step.input] as const] : [])),
    );
  }

  /** Why the message is refused, for the page's log; `null` if it is fine. */
  problem(message: ViewerMessage): string | null {
    if (message.kind === "write")
      return uploadName(message.path) === null ? "Files go into the upload folder only." : null;
    if (message.kind === "ask") return this.#stranger([message.question.block]);
    return message.kind === "run" ? this.#runProblem(message.request) : null;
  }

  #stranger(blocks: readonly string[]): string | null {
    const stranger = blocks.find((id) => !this.#blocks.has(id));
    return stranger === undefined ? null : `The app has no block ${JSON.stringify(stranger).slice(0, 80)}.`;
  }

  #runProblem({ blocks, inputs }: Extract<ViewerMessage, { kind: "run" }>["request"]): string | null {
    const stranger = this.#stranger(blocks);
    if (stranger !== null) return stranger;
    for (const [name, value] of Object.entries(inputs)) {
      const spec = this.#inputs.get(name);
      if (!spec) return `The app has no input ${JSON.stringify(name).slice(0, 80)}.`;
      const problem = valueProblem(spec, value);
      if (problem !== null) return `The value of ${name} does not fit. ${problem}`;
      if (spec.type === "file" && typeof value === "string" && uploadName(value) === null)
        return `The value of ${name} is no uploaded file.`;
    }
    return null;
  }
}

/** The file's path below `/work` if it lies in the upload folder, else `null`. */
export function uploadName(path: string): string | null {
  const name = path.startsWith("/work/") ? path.slice("/work/".length) : path;
  const file = name.startsWith(UPLOADS) ? name.slice(UPLOADS.length) : "";
  return file === "" || file === "." || file === ".." || /[/\\\0]/.test(file) ? null : name;
}
