/**
 * DuckDB beside Python in the kernel's worker: one query over given tables and files, in a database of its own. A program of its own,
 * bundled only into apps with SQL blocks; it fetches nothing.
 * @module
 */
import { BROWSER_RUNTIME, createDuckDB, type Database, VoidLogger } from "duckdb-blocking";
import { type GivenColumn, tableBytes } from "./arrow-in.ts";
import { type FoundColumn, resultColumns } from "./arrow-out.ts";

export interface SqlStatement {
  readonly text: string;
  /** One for each `?`. */
  readonly values: readonly unknown[];
}

export interface SqlRequest {
  readonly statements: readonly SqlStatement[];
  readonly tables: readonly { readonly name: string; readonly columns: readonly GivenColumn[] }[];
  readonly files: readonly (readonly [name: string, content: Uint8Array])[];
  /** Names of files that the statements write. */
  readonly written: readonly string[];
}

export interface SqlAnswer {
  /** Of the last statement; `undefined` if it gives none. */
  readonly columns: readonly FoundColumn[] | undefined;
  readonly written: readonly (readonly [name: string, content: Uint8Array])[];
}

export interface SqlEngine {
  /** @throws what DuckDB says is wrong with a statement. */
  query(request: SqlRequest): SqlAnswer;
}

const MODULE = "https://duckdb.invalid/duckdb.wasm";

/** Starts DuckDB from the bytes of its program. */
export async function openEngine(wasm: Uint8Array<ArrayBuffer>): Promise<SqlEngine> {
  const bundle = { mainModule: MODULE, mainWorker: "" };
  const database = await createDuckDB({ mvp: bundle, eh: bundle }, new VoidLogger(), BROWSER_RUNTIME);
  await withModule(wasm, () => database.instantiate(() => {}));
  return { query: (request) => run(database, request) };
}

/** The library fetches its program by URL; the worker is ours alone, so it gets the checked bytes instead. */
async function withModule<T>(wasm: Uint8Array<ArrayBuffer>, task: () => Promise<T>): Promise<T> {
  const original = globalThis.fetch;
  globalThis.fetch = async (input, init): Promise<Response> =>
    String(input instanceof Request ? input.url : input) === MODULE
      ? new Response(wasm, { headers: { "content-type": "application/wasm" } })
      : original(input, init);
  try {
    return await task();
  } finally {
    globalThis.fetch = original;
  }
}

function run(database: Database, { statements, tables, files, written }: SqlRequest): SqlAnswer {
  database.open({ path: ":memory:", query: { castDecimalToDouble: true } });
  const connection = database.connect();
  // biome-ignore lint/correctness/useHookAtTopLevel: no hook of React's, for all its name.
  const id = connection.useUnsafe((_, number) => number);
  try {
    // Extensions would come from another site.
    database.runQuery(id, "SET autoinstall_known_extensions = false; SET autoload_known_extensions = false");
    for (const [name, content] of files) database.registerFileBuffer(name, content);
    for (const { name, columns } of tables)
      database.insertArrowFromIPCStream(id, tableBytes(columns), { name, schema: "main", create: true });
    const results = statements.map((statement) => runStatement(database, id, statement));
    const last = results.at(-1);
    return {
      columns: last ? resultColumns(last) : undefined,
      written: written.map((name) => [name, database.copyFileToBuffer(name)] as const),
    };
  } finally {
    connection.close();
    database.dropFiles();
    database.reset();
  }
}

function runStatement(database: Database, connection: number, { text, values }: SqlStatement): Uint8Array {
  if (values.length === 0) return database.runQuery(connection, text);
  const prepared = database.createPrepared(connection, text);
  try {
    return database.runPrepared(connection, prepared, [...values]);
  } finally {
    database.closePrepared(connection, prepared);
  }
}
