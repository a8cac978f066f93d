/**
 * `notebook-app init`: a notebook to start from, or settings for one that is there.
 * @module
 */
import { randomUUID } from "node:crypto";
import { existsSync, mkdirSync, writeFileSync } from "node:fs";
import { basename, dirname, extname, join, relative, sep } from "node:path";
import { Command, Option } from "commander";
import { settingsSchema } from "../../settings-schema.ts";
import { FORMATS, newFiles } from "../init/new-files.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";

interface InitOptions {
  readonly format?: string;
  readonly json?: boolean;
}

export function initCommand(): Command {
  return new Command("init")
    .description("write a notebook to start from, or settings for a notebook that is there; replaces nothing")
    .argument("[notebook]", "its name, or a notebook that you have", "notebook")
    .addOption(new Option("--format <format>", "of a new notebook; default py, or the name's own").choices(FORMATS))
    .option("--json", "print one JSON object for machines")
    .addHelpText(
      "after",
      `
Examples:
  $ notebook-app init                        notebook.py and its settings
  $ notebook-app init sales --format ipynb   for Jupyter, Colab and VS Code
  $ notebook-app init sales.ipynb            only settings, if sales.ipynb is there`,
    )
    .action((name: string, options: InitOptions) => {
      const path = notebookPath(name, options.format);
      const folder = dirname(path);
      const installed = installedSchema(folder);
      const files = new Map(
        newFiles({
          notebook: basename(path),
          exists: existsSync(path),
          project: randomUUID(),
          schema: installed ?? "./app.schema.json",
        }),
      );
      const taken = [...files.keys()].filter((file) => existsSync(join(folder, file)));
      if (taken.length > 0)
        throw new Exit(EXIT.wrong, `${join(folder, taken[0] ?? "")} is there already, and init replaces nothing.`);
      if (installed === null && !existsSync(join(folder, "app.schema.json")))
        files.set("app.schema.json", `${JSON.stringify(settingsSchema, null, 2)}\n`);
      mkdirSync(folder, { recursive: true });
      for (const [file, text] of files) writeFileSync(join(folder, file), text, { flag: "wx" });
      const written = [...files.keys()].map((file) => join(folder, file));
      if (options.json) return console.log(JSON.stringify({ ok: true, notebook: path, written }, null, 2));
      for (const file of written) console.log(`${colors.green("Wrote")} ${file}`);
      console.log(`\nLook at it:  ${colors.cyan(`npx notebook-app dev ${path}`)}`);
      console.log(`Publish it:  ${colors.cyan(`npx notebook-app publish ${path}`)}`);
    });
}

/** The notebook's path. @throws {@link Exit} 2 for a name that is none of ours */
function notebookPath(name: string, format: string | undefined): string {
  const own = extname(name).slice(1);
  if (own === "") return `${name}.${format ?? "py"}`;
  if (!FORMATS.includes(own))
    throw new Exit(
      EXIT.usage,
      `'${name}' is no notebook. Give a name without extension, or with one of ${FORMATS.join(", ")}.`,
    );
  if (format !== undefined && format !== own) throw new Exit(EXIT.usage, `'${name}' is not of the format ${format}.`);
  return name;
}

/** The schema of the package that the project has installed, as seen from a folder; `null` if it has none. */
function installedSchema(folder: string): string | null {
  for (let at = "."; ; at = join("..", at)) {
    const found = join(folder, at, "node_modules/notebook-app/dist/app.schema.json");
    if (existsSync(found)) return relative(folder, found).split(sep).join("/");
    if (join(process.cwd(), folder, at) === dirname(join(process.cwd(), folder, at))) return null;
  }
}
