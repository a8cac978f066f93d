/**
 * This package's version, from its `package.json`.
 * @module
 */
import { existsSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** The version; `0.0.0` if the package's own file cannot be found. */
export function packageVersion(): string {
  for (let folder = dirname(fileURLToPath(import.meta.url)); folder !== dirname(folder); folder = dirname(folder)) {
    const file = join(folder, "package.json");
    if (!existsSync(file)) continue;
    const json: unknown = JSON.parse(readFileSync(file, "utf8"));
    if (typeof json === "object" && json !== null && Reflect.get(json, "name") === "notebook-app")
      return String(Reflect.get(json, "version"));
  }
  return "0.0.0";
}
