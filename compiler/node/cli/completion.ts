/**
 * `notebook-app completion`: scripts by which shells complete the command, made from the command's own description of itself.
 * @module
 */
import { Argument, Command } from "commander";
import { bashCompletion } from "../completion/bash.ts";
import type { DescribedCommand } from "../completion/described-command.ts";
import { fishCompletion } from "../completion/fish.ts";
import { zshCompletion } from "../completion/zsh.ts";

const SHELLS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const;

/** @param program - The whole command; asked when the script is made. */
export function completionCommand(program: () => Command): Command {
  return new Command("completion")
    .description("print a script that completes commands and options in your shell")
    .addArgument(new Argument("<shell>").choices(Object.keys(SHELLS)))
    .addHelpText(
      "after",
      `
Put it where your shell looks:
  $ notebook-app completion bash > ~/.local/share/bash-completion/completions/notebook-app
  $ notebook-app completion zsh > ~/.zfunc/_notebook-app      with ~/.zfunc in fpath, before compinit
  $ notebook-app completion fish > ~/.config/fish/completions/notebook-app.fish`,
    )
    .action((shell: keyof typeof SHELLS) => void process.stdout.write(SHELLS[shell](describe(program()))));
}

function describe(program: Command): DescribedCommand[] {
  return program.commands.map((command) => ({
    name: command.name(),
    description: command.description(),
    choices: command.registeredArguments[0]?.argChoices ?? [],
    options: [
      ...command.options.map(({ long, short, description, required, optional, argChoices }) => ({
        long: long ?? "",
        short: short ?? null,
        description,
        takesValue: required || optional,
        choices: argChoices ?? [],
      })),
      { long: "--help", short: "-h", description: "print help", takesValue: false, choices: [] },
    ],
  }));
}
