/**
 * `notebook-app/compiler`: compile notebooks from Node.
 * @module
 */

export * from "../index.ts";
export {
  type CompiledNotebook,
  compileNotebook,
  examineNotebook,
  FileError,
  type NotebookOptions,
} from "./compile-notebook.ts";
export { OutputError, type WrittenBundle } from "./output.ts";
export { type RunningServer, serveFolder } from "./static-server.ts";
export { SourceError } from "./wheel-sources/source-error.ts";
