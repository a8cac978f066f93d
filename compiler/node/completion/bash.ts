/**
 * Completion for bash: subcommands, their options, the options' values, else files.
 * @module
 */
import { type DescribedCommand, quoted } from "./described-command.ts";

/** Makes the script. */
export function bashCompletion(commands: readonly DescribedCommand[]): string {
  const names = commands.map(({ name }) => name).join(" ");
  const cases = commands.map(({ name, options, choices }) => {
    const words = options.flatMap(({ long, short }) => (short === null ? [long] : [long, short])).join(" ");
    const valued = options.filter(({ takesValue }) => takesValue);
    const values = valued.map(({ long, short, choices: some }) => {
      const reply = some.length > 0 ? `COMPREPLY=($(compgen -W ${quoted(some.join(" "))} -- "$word"))` : ":";
      return `        ${[long, short].filter((one) => one !== null).join("|")}) ${reply}; return;;`;
    });
    return `    ${name})
${values.length > 0 ? `      case $before in\n${values.join("\n")}\n      esac\n` : ""}      options=${quoted(words)}
      choices=${quoted(choices.join(" "))};;`;
  });
  return `# notebook-app completion for bash
_notebook_app() {
  local word=\${COMP_WORDS[COMP_CWORD]} before=\${COMP_WORDS[COMP_CWORD-1]} options= choices=
  COMPREPLY=()
  if ((COMP_CWORD == 1)); then
    COMPREPLY=($(compgen -W ${quoted(`${names} --help --version`)} -- "$word"))
    return
  fi
  case \${COMP_WORDS[1]} in
${cases.join("\n")}
  esac
  if [[ $word == -* ]]; then
    COMPREPLY=($(compgen -W "$options" -- "$word"))
  elif [[ -n $choices ]]; then
    COMPREPLY=($(compgen -W "$choices" -- "$word"))
  fi
}
# Without a reply of its own it completes files.
complete -o default -F _notebook_app notebook-app
`;
}
