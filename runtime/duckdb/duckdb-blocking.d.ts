/** The part of `@duckdb/duckdb-wasm`'s blocking browser build that is used here; the package exports that build to Node only. */
declare module "duckdb-blocking" {
  export interface Connection {
    query(text: string): unknown;
    close(): void;
    useUnsafe<T>(callback: (bindings: Database, connection: number) => T): T;
  }
  export interface Database {
    instantiate(onProgress: () => void): Promise<unknown>;
    open(config: { readonly path: string; readonly query: { readonly castDecimalToDouble: boolean } }): void;
    connect(): Connection;
    reset(): void;
    runQuery(connection: number, text: string): Uint8Array;
    createPrepared(connection: number, text: string): number;
    runPrepared(connection: number, statement: number, values: readonly unknown[]): Uint8Array;
    closePrepared(connection: number, statement: number): void;
    insertArrowFromIPCStream(
      connection: number,
      stream: Uint8Array,
      options: { readonly name: string; readonly schema: string; readonly create: boolean },
    ): void;
    registerFileBuffer(name: string, content: Uint8Array): void;
    copyFileToBuffer(name: string): Uint8Array;
    dropFiles(): void;
  }
  interface Bundle {
    readonly mainModule: string;
    readonly mainWorker: string;
  }
  export class VoidLogger {}
  export const BROWSER_RUNTIME: unique symbol;
  export function createDuckDB(
    bundles: { readonly mvp: Bundle; readonly eh: Bundle },
    logger: VoidLogger,
    runtime: typeof BROWSER_RUNTIME,
  ): Promise<Database>;
}
