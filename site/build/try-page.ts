/**
 * The page that compiles and runs a visitor's notebook.
 * @module
 */
import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { escapeHtml } from "../../compiler/emit/html.ts";
import type { Parts } from "../try/parts.ts";
import type { BuiltExample } from "./apps.ts";
import { fill } from "./fill.ts";
import type { Page } from "./shell.ts";

/** Those that need no package come first: they answer soonest. */
const OFFERED = ["birthday", "trip-planner", "penguins", "bike-counts", "epidemic", "search"];

/** Writes the page. */
export function tryPage(root: string, parts: Parts, examples: readonly BuiltExample[]): Page {
  const buttons = OFFERED.flatMap((name) => examples.filter((one) => one.name === name)).map(
    ({ name, title }) => `<button class="action" type="button" data-example="${name}">${escapeHtml(title)}</button>`,
  );
  return {
    path: "try/index.html",
    title: "Try it with your notebook · notebook-app",
    description: "Drop a notebook: it is compiled and run in this page, and nothing is uploaded.",
    head: '<script type="module" src="../assets/try.js"></script>',
    body: fill(readFileSync(join(root, "site/pages/try.html"), "utf8"), {
      examples: buttons.join(" "),
      packages: parts.roots.map(escapeHtml).join(", "),
    }),
  };
}

/** Puts the examples' own files where the page's buttons find them. */
export function copyExamples(root: string, out: string, examples: readonly BuiltExample[]): void {
  for (const { name } of examples) {
    const from = join(root, "examples", name);
    const files = readdirSync(from, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile() && !entry.name.endsWith(".png"))
      .map((entry) => join(entry.parentPath, entry.name).slice(from.length + 1));
    for (const file of files) {
      mkdirSync(join(out, "try/examples", name, file, ".."), { recursive: true });
      copyFileSync(join(from, file), join(out, "try/examples", name, file));
    }
    writeFileSync(join(out, "try/examples", name, "list.json"), JSON.stringify(files));
  }
}
