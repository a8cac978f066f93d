/**
 * Completion for fish, with descriptions.
 * @module
 */
import type { DescribedCommand, DescribedOption } from "./described-command.ts";

/** Makes the script. */
export function fishCompletion(commands: readonly DescribedCommand[]): string {
  const lines = commands.flatMap(({ name, description, choices, options }) => {
    const within = `-n '__fish_seen_subcommand_from ${name}'`;
    return [
      `complete -c notebook-app -n __fish_use_subcommand -f -a ${name} -d ${word(description)}`,
      ...options.map((option) => `complete -c notebook-app ${within} ${optionWords(option)}`),
      ...(choices.length > 0 ? [`complete -c notebook-app ${within} -f -a ${word(choices.join(" "))}`] : []),
    ];
  });
  return `# notebook-app completion for fish\n${lines.join("\n")}\n`;
}

function optionWords({ long, short, description, takesValue, choices }: DescribedOption): string {
  const names = [...(short === null ? [] : ["-s", short.slice(1)]), "-l", long.slice(2)];
  const values = !takesValue ? [] : choices.length > 0 ? ["-x", "-a", word(choices.join(" "))] : ["-r"];
  return [...names, ...values, "-d", word(description)].join(" ");
}

/** Fish knows only two escapes inside quotes. */
function word(text: string): string {
  return `'${text.replace(/[\\']/g, "\\$&")}'`;
}
