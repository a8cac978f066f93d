/**
 * Where packages come from, as configured for pip: environment variables, then its configuration files, then its own default.
 * @module
 */
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { homedir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";

export interface PipConfig {
  /** Simple-index URLs, the main one first, each with a final slash. Empty if none is configured and no pip is there. */
  readonly indexes: readonly string[];
}

const DEFAULT_INDEX = "from pip._internal.models.index import PyPI; print(PyPI.simple_url)";

/** Reads the configuration. */
export async function pipConfig(environment: NodeJS.ProcessEnv = process.env): Promise<PipConfig> {
  const settings = await fileSettings(environment);
  const value = (key: string): string =>
    environment[`PIP_${key.toUpperCase().replaceAll("-", "_")}`] ?? settings.get(key) ?? "";
  const main = value("index-url") || (await defaultIndex());
  const indexes = [main, ...value("extra-index-url").split(/\s+/)].filter((url) => /^https?:\/\//.test(url));
  return { indexes: indexes.map((url) => (url.endsWith("/") ? url : `${url}/`)) };
}

/** pip reads these in this order; later ones win. */
function configFiles(environment: NodeJS.ProcessEnv): string[] {
  const home = homedir();
  const config = environment.XDG_CONFIG_HOME ?? join(home, ".config");
  const own = environment.PIP_CONFIG_FILE;
  if (own === "/dev/null") return [];
  const virtual = environment.VIRTUAL_ENV === undefined ? [] : [join(environment.VIRTUAL_ENV, "pip.conf")];
  const windows = environment.APPDATA === undefined ? [] : [join(environment.APPDATA, "pip", "pip.ini")];
  const mac = process.platform === "darwin" ? [join(home, "Library/Application Support/pip/pip.conf")] : [];
  return [
    "/etc/xdg/pip/pip.conf",
    "/etc/pip.conf",
    ...mac,
    ...windows,
    join(home, ".pip/pip.conf"),
    join(config, "pip/pip.conf"),
    ...virtual,
    ...(own ? [own] : []),
  ];
}

async function fileSettings(environment: NodeJS.ProcessEnv): Promise<Map<string, string>> {
  const settings = new Map<string, string>();
  for (const file of configFiles(environment)) {
    const text = await readFile(file, "utf8").catch(() => "");
    let section = "";
    for (const line of text.split(/\r?\n/)) {
      section = /^\[(.+)\]/.exec(line)?.[1] ?? section;
      const pair = /^([\w-]+)\s*[=:]\s*(.*)$/.exec(line);
      if (pair?.[1] && (section === "global" || section === "install")) settings.set(pair[1], (pair[2] ?? "").trim());
    }
  }
  return settings;
}

async function defaultIndex(): Promise<string> {
  for (const python of ["python3", "python"]) {
    try {
      const { stdout } = await promisify(execFile)(python, ["-c", DEFAULT_INDEX], { timeout: 20_000 });
      if (stdout.trim() !== "") return stdout.trim();
    } catch {
      // No such Python, or none with pip: the next one may have it.
    }
  }
  return "";
}
