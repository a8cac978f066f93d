/**
 * `notebook-app doctor`: looks at this machine and says what to do about what is missing.
 * @module
 */
import { Command } from "commander";
import { type Check, checkMachine } from "../doctor/checks.ts";
import { colors } from "./colors.ts";
import { EXIT, Exit } from "./failure.ts";

const MARKS = { good: colors.green("good   "), missing: colors.yellow("missing"), bad: colors.red("bad    ") } as const;

export function doctorCommand(): Command {
  return new Command("doctor")
    .description("look at this machine, and tell what is missing, what for, and what to do; changes nothing")
    .option("--offline", "do not ask the package index")
    .option("--json", "print one JSON object for machines")
    .addHelpText(
      "after",
      "\nExit code 1 if something is bad that every command needs. A browser is not needed here.\n\nExample:\n  $ notebook-app doctor",
    )
    .action(async (options: { offline?: boolean; json?: boolean }) => {
      const machine = {
        node: process.versions.node,
        environment: process.env,
        folder: process.cwd(),
        platform: process.platform,
      };
      const checks = await checkMachine(machine, { offline: options.offline === true });
      const ok = checks.every(({ state }) => state !== "bad");
      if (options.json) console.log(JSON.stringify({ ok, checks }, null, 2));
      else for (const check of checks) print(check);
      if (!ok) throw new Exit(EXIT.wrong);
    });
}

function print({ name, state, found, needed, help }: Check): void {
  console.log(`${MARKS[state]}  ${colors.bold(name.padEnd(15))} ${found}`);
  if (state !== "good") console.log(`${" ".repeat(25)}${colors.dim(`for ${needed}`)}\n${" ".repeat(25)}${help}`);
}
