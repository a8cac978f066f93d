/**
 * Which files of the author's folder become the app's work files: all but private ones and those that `.appignore` names.
 * @module
 */
import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join, relative, resolve, sep } from "node:path";
import ignore, { type Ignore } from "ignore";
import type { SourceFile } from "../request.ts";
import { hashFile } from "./file-hash.ts";

/** In the work files' folder, with gitignore's syntax. */
export const IGNORE_FILE = ".appignore";

/** What is published of a folder, and what is not. */
export interface WorkFiles {
  readonly files: readonly SourceFile[];
  /** Paths that `.appignore` leaves out; folders end with `/`. */
  readonly ignored: readonly string[];
}

/** Lists a folder. `except` are paths that are never published: the notebook and its settings, where they lie in the folder too. */
export function listWorkFiles(folder: string, except: readonly string[]): WorkFiles {
  const walker = new Walker(folder, new Set(except.map((path) => resolve(path))));
  walker.walk("");
  return {
    files: walker.files.sort((one, other) => (one.name < other.name ? -1 : 1)),
    ignored: walker.ignored.sort(),
  };
}

/** Dotfiles (`.env`, `.git`), caches and packages of other tools. */
function isPrivate(name: string): boolean {
  return name.startsWith(".") || name === "__pycache__" || name === "node_modules";
}

class Walker {
  readonly files: SourceFile[] = [];
  readonly ignored: string[] = [];
  private readonly folder: string;
  private readonly except: ReadonlySet<string>;
  private readonly rules: Ignore;

  constructor(folder: string, except: ReadonlySet<string>) {
    const path = join(folder, IGNORE_FILE);
    this.folder = folder;
    this.except = except;
    this.rules = ignore().add(existsSync(path) ? readFileSync(path, "utf8") : "");
  }

  /** Symbolic links are left out: they may lead out of the folder. */
  walk(at: string): void {
    for (const entry of readdirSync(join(this.folder, at), { withFileTypes: true })) {
      const full = resolve(this.folder, at, entry.name);
      if (isPrivate(entry.name) || this.except.has(full)) continue;
      const name = relative(this.folder, full).split(sep).join("/");
      const ruled = entry.isDirectory() ? `${name}/` : name;
      if (this.rules.ignores(ruled)) this.ignored.push(ruled);
      else if (entry.isDirectory()) this.walk(join(at, entry.name));
      else if (entry.isFile()) this.files.push({ name, ...hashFile(full) });
    }
  }
}
