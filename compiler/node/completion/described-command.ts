/**
 * What shells need to know of a command to complete it.
 * @module
 */

/** An option as it is typed. */
export interface DescribedOption {
  readonly long: string;
  readonly short: string | null;
  readonly description: string;
  readonly takesValue: boolean;
  /** Its only values; empty where any is allowed. */
  readonly choices: readonly string[];
}

/** One of the subcommands. */
export interface DescribedCommand {
  readonly name: string;
  readonly description: string;
  /** The only values of its first argument; empty where it takes files or nothing. */
  readonly choices: readonly string[];
  readonly options: readonly DescribedOption[];
}

/** A text as one word of a POSIX shell. */
export function quoted(text: string): string {
  return `'${text.replaceAll("'", "'\\''")}'`;
}
