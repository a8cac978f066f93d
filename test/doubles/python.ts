/**
 * A real Python for tests: Pyodide in Node, started once a process.
 * @module
 */
import { loadPyodide, type PyodideInterface } from "pyodide";

let started: Promise<PyodideInterface> | null = null;

/** CPython 3.14 with nothing installed but its standard library. */
export function python(): Promise<PyodideInterface> {
  started ??= loadPyodide();
  return started;
}
