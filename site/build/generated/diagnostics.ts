/**
 * The docs' page of diagnostics: one section a code.
 * @module
 */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { ExampleFile } from "../../../compiler/explain/explanation.ts";
import { EXPLANATIONS } from "../../../compiler/explain/explanations.ts";

/** Markdown. */
export function diagnosticsMarkdown(root: string): string {
  const severities = severitiesByCode(join(root, "compiler/diagnostics"));
  const list = Object.keys(EXPLANATIONS).map((code) => `[${code}](#${code})`);
  const sections = Object.entries(EXPLANATIONS).map(([code, { cause, example, wayOut, mended }]) => {
    const badges = (severities.get(code) ?? []).map((one) => `<span class="badge ${one}">${one}</span>`).join(" ");
    const then = mended ? `\n${files(mended)}` : "";
    return `## ${code}\n\n${badges}\n\n${cause}\n\n${files(example)}\n**Way out.** ${wayOut}\n${then}`;
  });
  return `${list.join(" · ")}\n\n${sections.join("\n")}`;
}

function files(all: readonly ExampleFile[]): string {
  return all.map(({ file, text }) => `\`${file}\`:\n\n\`\`\`\`${language(file)}\n${text}\`\`\`\`\n`).join("\n");
}

function language(file: string): string {
  if (file.endsWith(".py")) return "python example";
  return file.endsWith(".ipynb") ? "json example" : file.endsWith(".txt") ? "text" : "yaml example";
}

/** Which severities a code can have, as the factories' sources say. */
function severitiesByCode(folder: string): Map<string, string[]> {
  const found = new Map<string, string[]>();
  for (const name of readdirSync(folder)) {
    const source = readFileSync(join(folder, name), "utf8");
    for (const [, code = "", rest = ""] of source.matchAll(/(?:code: |finding\(\s*)"([a-z0-9-]+)",([^\n]*\n?[^\n]*)/g))
      found.set(
        code,
        [...new Set(rest.match(/"(?:error|warning|info)"/g) ?? [])].map((one) => one.slice(1, -1)).sort(),
      );
  }
  return found;
}
