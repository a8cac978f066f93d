/**
 * Fetches DuckDB for apps with SQL blocks while Python starts, and opens it at the first query.
 * @module
 */
import type { PythonPlan } from "../../compiler/contract/kernel.ts";
import { importScript } from "./authorized-fetch.ts";
import { fetchFiles } from "./fetch-files.ts";

/** DuckDB as `runtime/duckdb/engine.ts` makes it; only Python talks to it. */
export type OpenDuckDB = () => Promise<unknown>;

interface EngineModule {
  openEngine(wasm: Uint8Array<ArrayBuffer>): Promise<unknown>;
}

/** Starts fetching; the engine is opened once, when it is first asked for. `null` for apps without SQL. */
export function prepareDuckDB(plan: PythonPlan | null, base: string): OpenDuckDB | null {
  const duckdb = plan?.duckdb;
  if (!duckdb) return null;
  const files = fetchFiles(base, [duckdb.script, duckdb.wasm], () => {});
  // Whoever opens it hears of a failure; until then it is not "unhandled".
  for (const file of files) file.catch(() => {});
  let opened: Promise<unknown> | null = null;
  return () => {
    opened ??= open(new URL(duckdb.script.path, base).href, files);
    return opened;
  };
}

async function open(script: string, files: readonly Promise<Uint8Array<ArrayBuffer>>[]): Promise<unknown> {
  const [, packed] = await Promise.all(files);
  // A script can only be imported by URL; it comes from the browser's cache once its bytes are checked.
  const module: EngineModule = await importScript(script);
  const plain = new Response(packed).body?.pipeThrough(new DecompressionStream("gzip"));
  return module.openEngine(new Uint8Array(await new Response(plain ?? null).arrayBuffer()));
}
