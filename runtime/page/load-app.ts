/**
 * Fetches an app: its program and those saved outputs that are files of their own, all of one version.
 * @module
 */
import { askedVersion, fileUrl, isVersion, OUTDATED } from "../../compiler/contract/file-url.ts";
import type { BlockId } from "../../compiler/contract/ids.ts";
import { failure, type Outcome, success } from "../../compiler/contract/outcome.ts";
import type { Output } from "../../compiler/contract/outputs.ts";
import { parseProgram } from "../../compiler/contract/parse-program.ts";
import type { Program, SavedOutput } from "../../compiler/contract/program.ts";
import { download } from "../download.ts";
import { authorized } from "./host-access.ts";

export interface LoadedApp {
  readonly program: Program;
  /** Absolute URL of the bundle's root, with a final slash. */
  readonly base: string;
  readonly savedOutputs: ReadonlyMap<BlockId, readonly Output[]>;
}

function programUrl(url: URL): URL {
  return url.pathname.endsWith(".json") ? url : new URL("app.json", url);
}

/** Absolute URL of the bundle's root, with a final slash, for what {@link loadApp} takes. */
export function baseOf(url: URL): string {
  return new URL("./", programUrl(url)).href;
}

/** Fetches from the URL of a bundle's folder, or of its `app.json` and then, if the URL names one, that version only. */
export async function loadApp(url: URL): Promise<Outcome<LoadedApp>> {
  const program = programUrl(url);
  try {
    const base = baseOf(url);
    const fetched = await fetchVersion(program, base);
    if (!fetched.ok) return fetched;
    const parsed = parseProgram(JSON.parse(fetched.value));
    if (!parsed.ok) return parsed;
    const outputs = await savedOutputs(parsed.value, base);
    return outputs.ok ? success({ program: parsed.value, base, savedOutputs: outputs.value }) : outputs;
  } catch (error) {
    return failure("network", "The app could not be loaded. Check the connection, then try again.", String(error));
  }
}

/** A file's text, if the host has the version that the URL asks for. */
async function fetchVersion(url: URL, base: string): Promise<Outcome<string>> {
  const version = askedVersion(url.href);
  const { response, parts } = await download(url, authorized(base));
  if (response.status === 401)
    return failure("signed-out", "This app is for members of its workspace. Sign in to open it.");
  if (!response.ok) return failure("network", `The app could not be loaded: its server answered ${response.status}.`);
  const bytes = await new Blob([...parts]).arrayBuffer();
  if (version !== null && !(await matches(bytes, version))) return failure("outdated", OUTDATED, url.href);
  return success(new TextDecoder().decode(bytes));
}

async function matches(bytes: ArrayBuffer, version: string): Promise<boolean> {
  // Without a secure context there is no `crypto.subtle`, and Python could not be checked either; text alone is still readable.
  if (!globalThis.isSecureContext) return true;
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return isVersion(version, Array.from(digest, (byte) => byte.toString(16).padStart(2, "0")).join(""));
}

async function savedOutputs(program: Program, base: string): Promise<Outcome<Map<BlockId, readonly Output[]>>> {
  const found = new Map<BlockId, readonly Output[]>();
  for (const { id, view } of program.blocks) {
    if (view.kind !== "code" || view.outputs.length === 0) continue;
    const outputs = await Promise.all(view.outputs.map((output) => whole(output, base)));
    const failed = outputs.find((output) => !output.ok);
    if (failed && !failed.ok) return failed;
    found.set(
      id,
      outputs.flatMap((output) => (output.ok ? [output.value] : [])),
    );
  }
  return success(found);
}

async function whole(output: SavedOutput, base: string): Promise<Outcome<Output>> {
  if (output.output_type !== "file") return success(output);
  const fetched = await fetchVersion(new URL(fileUrl(output), base), base);
  if (!fetched.ok) return fetched;
  const value: Output = JSON.parse(fetched.value);
  return success(value);
}
