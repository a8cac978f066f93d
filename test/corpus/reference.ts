/**
 * The other side of the comparison: Pyodide in a Node process of its own, with the bundle's packages and nothing else of the product.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { loadPyodide } from "pyodide";

interface Request {
  readonly cells: readonly string[];
  readonly out: string;
}

const pyodide = await loadPyodide({ env: { MPLBACKEND: "agg", HOME: "/home/pyodide" } });
pyodide.runPython(readFileSync(join(import.meta.dirname, "reference.py"), "utf8"));
pyodide.FS.mkdirTree("/work");
pyodide.FS.chdir("/work");
const installed = new Set<string>();

/** Unpacks what the bundle has and this Python has not. */
function install(out: string): void {
  const app: {
    python: { packages: { path: string; fileName: string; installDir: string }[] } | null;
  } = JSON.parse(readFileSync(join(out, "app.json"), "utf8"));
  for (const { path, fileName, installDir } of app.python?.packages ?? []) {
    if (installed.has(fileName)) continue;
    installed.add(fileName);
    const bytes = new Uint8Array(readFileSync(join(out, path)));
    const format = fileName.slice(fileName.lastIndexOf(".") + 1);
    const site: string = pyodide.runPython("import site; site.getsitepackages()[0]");
    pyodide.unpackArchive(bytes, format, { extractDir: installDir === "dynlib" ? "/usr/lib" : site });
  }
}

process.on("message", ({ cells, out }: Request) => {
  try {
    install(out);
    const run = pyodide.globals.get("run");
    process.send?.(JSON.parse(run(pyodide.toPy(cells))));
  } catch (error) {
    process.send?.({ text: "", figures: [], values: 0, error: { name: "crash", text: String(error).slice(-2000) } });
  }
});
