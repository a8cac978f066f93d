/**
 * What the build tells an author about starting Python fast.
 * @module
 */
import type { Diagnostic, Place } from "./diagnostic.ts";

/** Packages ship as they are, and start slower. */
export function noCompiledPackages(place: Place, reason: string, detail: string): Diagnostic {
  return {
    code: "no-compiled-packages",
    severity: "warning",
    message: `Packages could not be compiled beforehand: ${reason}. The app works, and starts slower.`,
    help: `Build again; if it stays, report this: ${firstLine(detail)}`,
    place,
  };
}

/** The page starts Python the ordinary way. */
export function noSnapshot(place: Place, reason: string, detail: string): Diagnostic {
  return {
    code: "no-snapshot",
    severity: "warning",
    message: `Python's memory could not be kept: ${reason}. The app works, and starts slower.`,
    help: `Set prerun: none to build without trying. Details: ${firstLine(detail)}`,
    place,
  };
}

function firstLine(text: string): string {
  return (
    text
      .split("\n")
      .find((line) => line.trim() !== "")
      ?.trim() ?? "none"
  );
}
