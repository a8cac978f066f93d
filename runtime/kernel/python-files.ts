/**
 * The Python that runs beside the author's code, as files of its own, and where they lie in Pyodide's file system.
 * @module
 */
import type { PyodideInterface } from "pyodide";

/** Folder on `sys.path` with the `notebook_kernel` package and the IPython shim. */
export const PYTHON_ROOT = "/usr/share/notebook-app";

const sources: Record<string, string> = import.meta.glob<string>("./python/**/*.py", {
  query: "?raw",
  import: "default",
  eager: true,
});

/** Writes the files; `notebook_kernel` can then be imported. */
export function installPythonFiles(pyodide: PyodideInterface): void {
  // Emscripten would take ten times as long to encode them.
  const encoder = new TextEncoder();
  for (const [name, text] of Object.entries(sources)) {
    const path = name.replace("./python", PYTHON_ROOT);
    pyodide.FS.mkdirTree(path.slice(0, path.lastIndexOf("/")));
    pyodide.FS.writeFile(path, encoder.encode(text));
  }
  const sys = pyodide.pyimport("sys");
  if (!sys.path.includes(PYTHON_ROOT)) sys.path.append(PYTHON_ROOT);
  sys.destroy();
}
