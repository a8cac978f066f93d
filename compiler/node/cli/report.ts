/**
 * Findings, sizes and progress, for people and for machines.
 * @module
 */

import type { Diagnostic, Place } from "../../diagnostics/diagnostic.ts";
import type { WrittenBundle } from "../output.ts";
import { colors } from "./colors.ts";

const COLORS = { error: colors.red, warning: colors.yellow, info: colors.cyan } as const;

function placeText({ file, blockTitle, line, column }: Place): string {
  const parts = [
    file,
    blockTitle,
    line === undefined ? undefined : `line ${line}${column === undefined ? "" : `:${column}`}`,
  ];
  return parts.filter((part) => part !== undefined).join(", ");
}

/** One finding a paragraph, worst first, on standard error. */
export function printDiagnostics(diagnostics: readonly Diagnostic[]): void {
  const order = ["error", "warning", "info"] as const;
  for (const severity of order) {
    for (const { code, message, help, place } of diagnostics.filter((one) => one.severity === severity)) {
      console.error(
        `${COLORS[severity](severity)} ${colors.dim(`[${code}]`)} ${colors.bold(placeText(place))}\n  ${message}\n  ${colors.dim(help)}`,
      );
    }
  }
  const [worst] = order.flatMap((severity) => diagnostics.filter((one) => one.severity === severity));
  if (worst && worst.severity !== "info")
    console.error(colors.dim(`More about any of these: notebook-app explain ${worst.code}`));
}

/** `3.4 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const units = ["kB", "MB", "GB"];
  let value = bytes / 1000;
  let unit = 0;
  for (; value >= 1000 && unit < units.length - 1; unit++) value /= 1000;
  return `${value.toFixed(value < 10 ? 1 : 0)} ${units[unit]}`;
}

/** Bytes of a bundle by what they are for. */
export function sizesByPart({ files }: Pick<WrittenBundle, "files">): Record<string, number> {
  const part = (path: string): string => {
    if (path.startsWith("rt/py-")) return "python";
    if (path.startsWith("rt/pkg/")) return "packages";
    if (path.startsWith("rt/snap/")) return "snapshot";
    if (path.startsWith("rt/")) return "runtime";
    if (path.startsWith("work/")) return "files";
    return "content";
  };
  const sizes: Record<string, number> = { content: 0, runtime: 0, python: 0, snapshot: 0, packages: 0, files: 0 };
  for (const { path, size } of files) sizes[part(path)] = (sizes[part(path)] ?? 0) + size;
  return sizes;
}

/** A line that rewrites itself on a terminal, and nothing elsewhere. */
export function progressLine(): { show(text: string): void; clear(): void } {
  const { stderr } = process;
  const isTerminal = stderr.isTTY === true;
  return {
    show: (text) => {
      if (isTerminal) stderr.write(`\r\u001b[K${colors.dim(text.slice(0, (stderr.columns ?? 80) - 1))}`);
    },
    clear: () => {
      if (isTerminal) stderr.write("\r\u001b[K");
    },
  };
}
