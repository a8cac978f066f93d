/**
 * `notebook-app explain`: what a diagnostic's code means, with an example and the way out.
 * @module
 */
import { Command } from "commander";
import type { ExampleFile, Explanation } from "../../explain/explanation.ts";
import { EXPLANATIONS } from "../../explain/explanations.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";

export function explainCommand(): Command {
  return new Command("explain")
    .description("explain a code that check, dev or build printed in brackets; without one, list all codes")
    .argument("[code]", "e.g. opaque-block")
    .option("--json", "print one JSON object for machines")
    .addHelpText("after", "\nExamples:\n  $ notebook-app explain opaque-block\n  $ notebook-app explain")
    .action((code: string | undefined, { json }: { readonly json?: boolean }) => {
      if (code === undefined) console.log(json ? JSON.stringify(EXPLANATIONS, null, 2) : list());
      else {
        const found = EXPLANATIONS[code];
        if (!found) throw new Exit(EXIT.usage, `There is no code '${code}'. notebook-app explain lists all.`);
        console.log(json ? JSON.stringify({ code, ...found }, null, 2) : text(code, found));
      }
    });
}

function list(): string {
  return Object.keys(EXPLANATIONS).join("\n");
}

function text(code: string, { cause, example, wayOut, mended }: Explanation): string {
  const parts = [colors.bold(code), plain(cause), `${colors.dim("For example:")}\n${files(example)}`, plain(wayOut)];
  if (mended) parts.push(`${colors.dim("Then:")}\n${files(mended)}`);
  return parts.join("\n\n");
}

function files(all: readonly ExampleFile[]): string {
  return all
    .map(({ file, text: content }) => `${colors.dim(`  ${file}`)}\n${content.replace(/^(?=.)/gm, "    ")}`)
    .join("\n");
}

/** Without Markdown's marks. */
function plain(markdown: string): string {
  return markdown.replace(/`([^`]*)`/g, "$1").replace(/\[([^\]]*)\]\([^)]*\)/g, "$1");
}
