/**
 * Fetches an app: its program and those saved outputs that are files of their own.
 * @module
 */
import type { BlockId } from "../../compiler/contract/ids.ts";
import { failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import type { Output } from "../../compiler/contract/outputs.ts";
import { parseProgram } from "../../compiler/contract/parse-program.ts";
import type { Program, SavedOutput } from "../../compiler/contract/program.ts";

export interface LoadedApp {
  readonly program: Program;
  /** Absolute URL of the bundle's root, with a final slash. */
  readonly base: string;
  readonly savedOutputs: ReadonlyMap<BlockId, readonly Output[]>;
}

/** Fetches from the URL of a bundle's folder or of its `app.json`. */
export async function loadApp(url: URL): Promise<Outcome<LoadedApp>> {
  const program = url.pathname.endsWith(".json") ? url : new URL("app.json", url);
  try {
    const response = await fetch(program);
    if (!response.ok) return failure("network", `The app could not be loaded: its server answered ${response.status}.`);
    const parsed = parseProgram(await response.json());
    if (!parsed.ok) return parsed;
    const base = new URL("./", program).href;
    return success({ program: parsed.value, base, savedOutputs: await savedOutputs(parsed.value, base) });
  } catch (error) {
    return failure("network", "The app could not be loaded. Check the connection, then try again.", String(error));
  }
}

async function savedOutputs(program: Program, base: string): Promise<Map<BlockId, readonly Output[]>> {
  const found = new Map<BlockId, readonly Output[]>();
  for (const { id, view } of program.blocks) {
    if (view.kind === "code" && view.outputs.length > 0)
      found.set(id, await Promise.all(view.outputs.map((output) => whole(output, base))));
  }
  return found;
}

async function whole(output: SavedOutput, base: string): Promise<Output> {
  if (output.output_type !== "file") return output;
  const fetched: Output = await (await fetch(new URL(output.path, base))).json();
  return fetched;
}
