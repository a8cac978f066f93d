/**
 * Virtual environments by what is installed in them: made once, with `uv` where it is there and else with Python's own `venv` and pip,
 * kept in a cache folder. Two who want the same one at once get the same one.
 * @module
 */
import { createHash, randomUUID } from "node:crypto";
import { existsSync, mkdirSync, renameSync, rmSync } from "node:fs";
import { join } from "node:path";
import { failure, type Outcome, success } from "../../../../compiler/contract/outcome.ts";
import type { HostProgress } from "../../../kernels/kernel-host.ts";
import { runProgram } from "./run-program.ts";

/** A Python with its packages. */
export interface PythonEnvironment {
  /** Absolute path of its `python`. */
  readonly python: string;
  /** Folders that it consists of: its own and the Python's that it was made from. */
  readonly folders: readonly string[];
}

export interface EnvironmentOptions {
  readonly cache: string;
  /** A Python of at least 3.11; default: the first good one of `python3`, `python`. */
  readonly python?: string;
  /** Told what is being installed, for a terminal. */
  readonly onText?: (text: string) => void;
}

interface BasePython {
  readonly path: string;
  readonly prefix: string;
  /** E.g. `3.11.7`. */
  readonly version: string;
}

const MINIMUM = [3, 11] as const;

export class Environments {
  readonly #options: EnvironmentOptions;
  readonly #making = new Map<string, Promise<Outcome<PythonEnvironment>>>();
  #base: Promise<Outcome<BasePython>> | null = null;

  constructor(options: EnvironmentOptions) {
    this.#options = options;
  }

  /** The environment with these requirements (PEP 508); made if it is not there yet. */
  async get(requirements: readonly string[], onProgress: HostProgress = () => {}): Promise<Outcome<PythonEnvironment>> {
    this.#base ??= findPython(this.#options.python);
    const base = await this.#base;
    if (!base.ok) {
      this.#base = null;
      return base;
    }
    const wanted = [...new Set(requirements)].sort();
    const key = createHash("sha256")
      .update([base.value.path, base.value.version, ...wanted].join("\n"))
      .digest("hex")
      .slice(0, 16);
    const known = this.#making.get(key);
    if (known) return known;
    const making = this.#make(base.value, { folder: join(this.#options.cache, `env-${key}`), wanted, onProgress });
    this.#making.set(key, making);
    // One that could not be made may be tried again, e.g. when the network is back.
    void making.then(({ ok }) => ok || this.#making.delete(key));
    return making;
  }

  async #make(
    base: BasePython,
    { folder, wanted, onProgress }: { folder: string; wanted: readonly string[]; onProgress: HostProgress },
  ): Promise<Outcome<PythonEnvironment>> {
    const environment = { python: join(folder, "bin", "python"), folders: [folder, base.prefix] };
    if (existsSync(environment.python)) return success(environment);
    const draft = `${folder}.${randomUUID().slice(0, 8)}`;
    try {
      mkdirSync(this.#options.cache, { recursive: true });
      const problem = await this.#install(base, { draft, wanted, onProgress });
      if (problem !== null)
        return failure("boot", `The packages of this app could not be installed: ${problem}`, wanted.join(", "));
      // Another process may have been faster; its environment is as good.
      if (!existsSync(folder)) renameSync(draft, folder);
      return success(environment);
    } catch (error) {
      if (existsSync(environment.python)) return success(environment);
      return failure("boot", "The packages of this app could not be installed.", String(error));
    } finally {
      rmSync(draft, { recursive: true, force: true });
    }
  }

  /** Fills `draft`; what went wrong, or `null`. */
  async #install(
    base: BasePython,
    { draft, wanted, onProgress }: { draft: string; wanted: readonly string[]; onProgress: HostProgress },
  ): Promise<string | null> {
    const onText = this.#options.onText ?? ((): void => {});
    const python = join(draft, "bin", "python");
    const uv = (await runProgram("uv", ["--version"])).status === 0;
    onText(`Installing ${wanted.join(", ")} with ${uv ? "uv" : "pip"} …`);
    const made = uv
      ? await runProgram("uv", ["venv", "--quiet", "--python", base.path, draft])
      : await runProgram(base.path, ["-m", "venv", draft]);
    if (made.status !== 0) return lastError(made.tail);
    const command = uv
      ? (["uv", "pip", "install", "--python", python] as const)
      : ([python, "-m", "pip", "install", "--progress-bar", "off", "--disable-pip-version-check"] as const);
    let bytes = 0;
    const [program, ...args] = command;
    const installed = await runProgram(program, [...args, "--", ...wanted], (line) => {
      bytes += downloadedBytes(line);
      onProgress(bytes, null);
    });
    if (installed.status !== 0) return lastError(installed.tail);
    onText(`Installed ${wanted.join(", ")}.`);
    return null;
  }
}

async function findPython(given: string | undefined): Promise<Outcome<BasePython>> {
  const script =
    "import sys; print(sys.executable); print(sys.base_prefix); print('.'.join(map(str, sys.version_info[:3])))";
  for (const program of given === undefined ? ["python3", "python"] : [given]) {
    const { status, tail } = await runProgram(program, ["-c", script]);
    const [path, prefix, version] = tail.slice(-3);
    if (status !== 0 || !path || !prefix || !version) continue;
    const [major = 0, minor = 0] = version.split(".").map(Number);
    if (major > MINIMUM[0] || (major === MINIMUM[0] && minor >= MINIMUM[1])) return success({ path, prefix, version });
  }
  const wanted = given ?? "python3";
  return failure("unsupported", `Server kernels need Python ${MINIMUM.join(".")} or newer, and ${wanted} is none.`);
}

/** `Downloading foo-1.0-py3-none-any.whl (1.2 MB)` → 1,200,000; uv says `Downloading foo (1.2MiB)`. */
function downloadedBytes(line: string): number {
  const match = /^\s*Downloading\s.*\((\d+(?:\.\d+)?)\s*(k|M|G)i?B\)/i.exec(line);
  if (!match) return 0;
  const unit = { k: 1e3, m: 1e6, g: 1e9 }[match[2]?.toLowerCase() ?? ""] ?? 1;
  return Number(match[1]) * unit;
}

function lastError(tail: readonly string[]): string {
  // uv says the error first and what it comes from in a line below.
  const said = tail.filter((line) => /error|not find|failed|^\s*cause:/i.test(line)).at(-1);
  return (said ?? tail.at(-1) ?? "it said nothing.").replace(/^\s*(error|cause):\s*/i, "").slice(0, 300);
}
