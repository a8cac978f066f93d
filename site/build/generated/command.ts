/**
 * The docs' page of the command, from its own help.
 * @module
 */
import { execFileSync } from "node:child_process";
import { join } from "node:path";

/** Markdown. */
export function commandMarkdown(root: string): string {
  const help = (...words: string[]): string =>
    execFileSync(process.execPath, [join(root, "dist/cli.js"), ...words, "--help"], {
      encoding: "utf8",
      // The reader's folder, not that of whoever builds the site.
      env: { ...process.env, NO_COLOR: "1", COLUMNS: "100", NOTEBOOK_APP_CONFIG: "~/.config/notebook-app" },
    }).trim();
  const all = help();
  return `${fence(all)}\n${commandNames(all)
    .map((name) => `## \`${name}\`\n\n${fence(help(name))}`)
    .join("\n")}`;
}

/** The commands that the help lists, in its order. */
export function commandNames(help: string): string[] {
  const list = /^Commands:\n((?: {2}.*\n?)+)/m.exec(help)?.[1] ?? "";
  return [...list.matchAll(/^ {2}([a-z][a-z-]*)/gm)].map((match) => match[1] ?? "");
}

function fence(text: string): string {
  return `\`\`\`text\n${text}\n\`\`\`\n`;
}
