/**
 * Completion for zsh, with descriptions.
 * @module
 */
import { type DescribedCommand, type DescribedOption, quoted } from "./described-command.ts";

/** Makes the script. */
export function zshCompletion(commands: readonly DescribedCommand[]): string {
  const list = commands.map(({ name, description }) => `    ${quoted(`${name}:${escaped(description)}`)}`);
  const cases = commands.map(({ name, options, choices }) => {
    const specs = options.flatMap(optionSpecs);
    const argument = choices.length > 0 ? `1:value:(${choices.join(" ")})` : "*:file:_files";
    return `    ${name})\n      _arguments ${[...specs, argument].map(quoted).join(" \\\n        ")};;`;
  });
  return `#compdef notebook-app
_notebook_app() {
  local -a commands
  commands=(
${list.join("\n")}
  )
  if ((CURRENT == 2)); then
    _describe command commands
    return
  fi
  local command=$words[2]
  shift words
  ((CURRENT--))
  case $command in
${cases.join("\n")}
  esac
}
if [[ $funcstack[1] == _notebook_app || $funcstack[1] == _notebook-app ]]; then
  _notebook_app "$@"
else
  compdef _notebook_app notebook-app
fi
`;
}

function optionSpecs({ long, short, description, takesValue, choices }: DescribedOption): string[] {
  const value = takesValue ? `:value:${choices.length > 0 ? `(${choices.join(" ")})` : "_files"}` : "";
  const spec = (name: string): string => `${name}[${escaped(description)}]${value}`;
  return short === null ? [spec(long)] : [spec(short), spec(long)];
}

/** Brackets and colons have a meaning in a specification. */
function escaped(text: string): string {
  return text.replace(/[[\]:\\]/g, "\\$&");
}
