/**
 * What `notebook-app doctor` looks at: whatever of this machine the command depends on, each with what it is for and what to do.
 * @module
 */
import { spawnSync } from "node:child_process";
import { accessSync, constants, existsSync, mkdirSync, rmdirSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { configFolder } from "../publish/credentials.ts";
import { coreFiles, runtimeFiles } from "../runtime-files.ts";
import { cacheFolder } from "../wheel-sources/cache.ts";
import { packageSources, type SourceOptions } from "../wheel-sources/package-sources.ts";

/** One thing that was looked at. */
export interface Check {
  readonly name: string;
  /** `bad` stops what everybody needs; `missing` only what {@link needed} says. */
  readonly state: "good" | "missing" | "bad";
  /** What was found. */
  readonly found: string;
  /** What it is for. */
  readonly needed: string;
  /** What to do; empty if it is good. */
  readonly help: string;
}

/** What to look at other than this process; tests give their own. */
export interface Machine {
  readonly node: string;
  readonly environment: NodeJS.ProcessEnv;
  /** The folder that the author works in. */
  readonly folder: string;
  readonly platform: NodeJS.Platform;
}

/** Looks at everything. */
export async function checkMachine(
  machine: Machine,
  options: Pick<SourceOptions, "offline" | "wheels">,
): Promise<Check[]> {
  return [
    nodeCheck(machine.node),
    serverNodeCheck(machine.node),
    packageCheck(),
    folderCheck("cache", cacheFolder(machine.environment), "packages and prepared Python, kept between builds", {
      variable: "NOTEBOOK_APP_CACHE",
    }),
    folderCheck("configuration", configFolder(machine.environment), "sign-ins at publishing servers", {
      variable: "NOTEBOOK_APP_CONFIG",
    }),
    folderCheck("this folder", machine.folder, "settings, and dist/ with built apps", {}),
    await indexCheck(options),
    pythonCheck(machine),
    uvCheck(machine),
    boxCheck(machine),
  ];
}

/** Whether a version is at least another; both as `major.minor…`. */
export function isAtLeast(version: string, least: readonly [major: number, minor: number]): boolean {
  const [major = 0, minor = 0] = version.split(".").map(Number);
  return major > least[0] || (major === least[0] && minor >= least[1]);
}

function nodeCheck(version: string): Check {
  const good = isAtLeast(version, [20, 19]);
  return {
    name: "Node",
    state: good ? "good" : "bad",
    found: version,
    needed: "everything; 20.19 or newer",
    help: good ? "" : "Install Node 20.19 or newer.",
  };
}

function serverNodeCheck(version: string): Check {
  const good = isAtLeast(version, [22, 13]);
  return {
    name: "Node for serve",
    state: good ? "good" : "missing",
    found: version,
    needed: "'notebook-app serve', which keeps its registry in SQLite; 22.13 or newer",
    help: good ? "" : "Install Node 22.13 or newer on the machine that serves. All other commands run on this one.",
  };
}

function packageCheck(): Check {
  const common = { name: "notebook-app", needed: "every build: the page's runtime and Pyodide" };
  try {
    const { version } = coreFiles();
    runtimeFiles();
    return { ...common, state: "good", found: `Pyodide ${version}`, help: "" };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    return { ...common, state: "bad", found, help: "Install the package again: files of it are missing." };
  }
}

function folderCheck(name: string, folder: string, needed: string, { variable }: { variable?: string }): Check {
  const problem = writeProblem(folder);
  const other = variable === undefined ? "" : `, or name another in ${variable}`;
  return {
    name,
    state: problem === null ? "good" : "bad",
    found: problem === null ? folder : `${folder}: ${problem}`,
    needed,
    help: problem === null ? "" : `Make the folder writable${other}.`,
  };
}

/** Why nobody can write there; `null` if one can. What is not there yet must be makeable; nothing is left behind. */
function writeProblem(folder: string): string | null {
  let at = resolve(folder);
  while (!existsSync(at)) at = dirname(at);
  try {
    accessSync(at, constants.W_OK);
    const probe = join(at, `.notebook-app-doctor-${process.pid}`);
    mkdirSync(probe);
    rmdirSync(probe);
    return null;
  } catch (error) {
    return `it cannot be written (${String(Reflect.get(Object(error), "code"))})`;
  }
}

/** A small package that everybody's index has. */
const ASKED = "packaging";

async function indexCheck(options: Pick<SourceOptions, "offline" | "wheels">): Promise<Check> {
  const common = { name: "package index", needed: "packages that are not in the cache yet" };
  if (options.offline) return { ...common, state: "good", found: "not asked (--offline)", help: "" };
  try {
    const files = await (await packageSources(options)).files(ASKED);
    return { ...common, state: "good", found: `it answers (${files?.length ?? 0} files of ${ASKED})`, help: "" };
  } catch (error) {
    const found = error instanceof Error ? error.message : String(error);
    const help =
      "Check the network and pip's settings (index-url, proxy), or build with --wheels or from the cache (--offline).";
    return { ...common, state: "missing", found, help };
  }
}

const KERNELS = "server kernels: apps whose packages no browser can run";

function output({ environment }: Machine, program: string, args: readonly string[]): string | null {
  const run = spawnSync(program, args, { encoding: "utf8", env: environment, timeout: 10_000 });
  return run.status === 0 ? run.stdout.trim() : null;
}

function pythonCheck(machine: Machine): Check {
  const ask = ["-c", "import sys; print('.'.join(map(str, sys.version_info[:3])))"];
  const versions = ["python3", "python"].flatMap((program) => output(machine, program, ask) ?? []);
  const good = versions.find((version) => isAtLeast(version, [3, 11]));
  return {
    name: "Python",
    state: good === undefined ? "missing" : "good",
    found: good ?? versions[0] ?? "none",
    needed: `${KERNELS}; 3.11 or newer`,
    help: good === undefined ? "Install Python 3.11 or newer, if you need server kernels." : "",
  };
}

function uvCheck(machine: Machine): Check {
  const version = output(machine, "uv", ["--version"]);
  return {
    name: "uv",
    state: version === null ? "missing" : "good",
    found: version ?? "none",
    needed: `${KERNELS}, installed faster; without it, pip does it`,
    help: version === null ? "Nothing, or install uv." : "",
  };
}

function boxCheck(machine: Machine): Check {
  const common = {
    name: "bubblewrap",
    needed: `'notebook-app serve' with ${KERNELS}, each kept apart from all others`,
  };
  if (machine.platform !== "linux")
    return {
      ...common,
      state: "missing",
      found: "this is no Linux",
      help: "Serve from Linux, if you need server kernels.",
    };
  const version = output(machine, "bwrap", ["--version"]);
  if (version === null)
    return {
      ...common,
      state: "missing",
      found: "none",
      help: "Install bubblewrap (Debian, Ubuntu: apt install bubblewrap).",
    };
  const boxed = output(machine, "bwrap", [
    "--unshare-pid",
    "--unshare-net",
    "--ro-bind",
    "/",
    "/",
    "--proc",
    "/proc",
    "true",
  ]);
  if (boxed !== null) return { ...common, state: "good", found: version, help: "" };
  return {
    ...common,
    state: "missing",
    found: `${version}, which may not make namespaces here`,
    help: "Allow user namespaces.",
  };
}
