/**
 * What `image` names on one machine: a kernelspec that its operator has installed. Only its Python is used; it is started in the box as
 * any other.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { homedir } from "node:os";
import { delimiter, join } from "node:path";
import { failure, type Outcome, success } from "../../../../compiler/contract/outcome.ts";
import type { PythonEnvironment } from "./environments.ts";
import { runProgram } from "./run-program.ts";

/** Jupyter's own places for kernelspecs. */
function places(): string[] {
  const { JUPYTER_PATH = "", XDG_DATA_HOME } = process.env;
  const user = process.platform === "darwin" ? "Library/Jupyter" : ".local/share/jupyter";
  return [
    ...JUPYTER_PATH.split(delimiter).filter((folder) => folder !== ""),
    XDG_DATA_HOME ? join(XDG_DATA_HOME, "jupyter") : join(homedir(), user),
    "/usr/local/share/jupyter",
    "/usr/share/jupyter",
  ];
}

/** The Python of the kernelspec `name`. */
export async function imageEnvironment(name: string): Promise<Outcome<PythonEnvironment>> {
  const unknown = failure(
    "boot",
    `This server has no image '${name}'. Its operator can install a kernelspec of that name, or point --gateway to a cluster.`,
  );
  // An image's name may be a registry's path; no kernelspec has such a name.
  if (!/^[\w.-]+$/.test(name)) return unknown;
  const file = places()
    .map((folder) => join(folder, "kernels", name, "kernel.json"))
    .find((path) => existsSync(path));
  const python = file === undefined ? null : specPython(readFileSync(file, "utf8"));
  if (python === null) return unknown;
  const script = "import sys; print(sys.executable); print(sys.prefix); print(sys.base_prefix)";
  const { status, tail } = await runProgram(python, ["-c", script]);
  const [path, prefix, base] = tail.slice(-3);
  if (status !== 0 || !path || !prefix || !base)
    return failure("boot", `The Python of image '${name}' does not start.`, tail.at(-1) ?? "");
  return success({ python: path, folders: [...new Set([prefix, base])] });
}

function specPython(text: string): string | null {
  try {
    const argv: unknown = Reflect.get(Object(JSON.parse(text)), "argv");
    const program: unknown = Array.isArray(argv) ? argv[0] : null;
    return typeof program === "string" ? program : null;
  } catch {
    return null;
  }
}
