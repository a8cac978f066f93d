/**
 * What `notebook-app init` writes: a notebook to start from, or only settings for one that is there.
 * @module
 */
import { basename, extname } from "node:path";
import starterSettings from "./starter.app.yaml?raw";
import starterDeepnote from "./starter.deepnote?raw";
import starterIpynb from "./starter.ipynb?raw";
import starterPy from "./starter.py?raw";

/** By file extension. */
const STARTERS = { ".py": starterPy, ".ipynb": starterIpynb, ".deepnote": starterDeepnote } as const;

/** Formats that a new notebook may have: extensions without their dot. */
export const FORMATS: readonly string[] = Object.keys(STARTERS).map((extension) => extension.slice(1));

/** Stands for the project's UUID in the `.deepnote` starter. */
const NO_PROJECT = "00000000-0000-4000-8000-000000000000";

/** What to make the files for. */
export interface Start {
  /** File name of the notebook; its extension is a format. */
  readonly notebook: string;
  /** It is there already and stays as it is. */
  readonly exists: boolean;
  /** A new project's UUID. */
  readonly project: string;
  /** Path or URL of the settings' JSON Schema, as seen from them. */
  readonly schema: string;
}

/** The files, by name. */
export function newFiles({ notebook, exists, project, schema }: Start): ReadonlyMap<string, string> {
  const name = basename(notebook, extname(notebook));
  const starter = new Map(Object.entries(STARTERS)).get(extname(notebook)) ?? starterPy;
  const known = extname(notebook) === ".deepnote";
  const settings = [
    // Editors with YAML support complete and check the file by it.
    `# yaml-language-server: $schema=${schema}\n`,
    starterSettings.replace("{{notebook}}", notebook),
    // A .deepnote file names its project itself. With the project, every machine publishes the same app.
    known ? "" : `project: ${project}\n`,
  ].join("");
  const files = new Map<string, string>();
  if (!exists) files.set(notebook, starter.replace(NO_PROJECT, project));
  return files.set(`${name}.app.yaml`, settings);
}
