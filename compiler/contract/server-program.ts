/**
 * `private/kernel.json` of a server app's bundle: what its kernels run. No host ever serves it; the page has a program without source.
 * @module
 */
import type { BlockId } from "./ids.ts";
import type { KernelProgram } from "./kernel.ts";
import { failure, type Outcome, success } from "./outcome.ts";

/** Where it lies in the bundle. */
export const SERVER_PROGRAM_PATH = "private/kernel.json";

/** Grows when an older server could not read the file. */
export const SERVER_PROGRAM_FORMAT = 1;

export interface ServerProgram {
  readonly format: typeof SERVER_PROGRAM_FORMAT;
  readonly program: KernelProgram;
  /** Blocks whose source tracebacks must not show. */
  readonly hidden: readonly BlockId[];
  /** Notebooks that others import, as Python source by module name. */
  readonly modules: Readonly<Record<string, string>>;
  /** What the kernel's Python needs, PEP 508, sorted. */
  readonly requirements: readonly string[];
  /** The kernel's image or kernelspec; `null` takes the host's own with {@link requirements}. */
  readonly image: string | null;
  /** Work files, by their path below `/work`; they lie in the bundle's `work/`. */
  readonly files: readonly string[];
}

/** Takes parsed JSON for a server program, or says what is wrong with it. */
export function parseServerProgram(value: unknown): Outcome<ServerProgram> {
  if (isServerProgram(value)) return success(value);
  return failure("invalid", "The app's kernel program is damaged; publish the app again.");
}

function isServerProgram(value: unknown): value is ServerProgram {
  if (!isObject(value) || value.format !== SERVER_PROGRAM_FORMAT || !isObject(value.program)) return false;
  const { project, blocks, tracked, ambient } = value.program;
  return (
    typeof project === "string" &&
    Array.isArray(blocks) &&
    blocks.every((block) => isObject(block) && typeof block.id === "string" && isObject(block.step)) &&
    isTexts(tracked) &&
    isTexts(ambient) &&
    isTexts(value.hidden) &&
    isObject(value.modules) &&
    isTexts(Object.values(value.modules)) &&
    isTexts(value.requirements) &&
    (value.image === null || typeof value.image === "string") &&
    isTexts(value.files)
  );
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}
