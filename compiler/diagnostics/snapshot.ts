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

/** The notebook's own memory is not kept; its outputs and imports are. */
export function noPrerun(place: Place, reason: string): Diagnostic {
  return {
    code: "no-prerun",
    severity: "warning",
    message: `The notebook was run, but its memory could not be kept: ${reason}. The first run in the page runs everything.`,
    help: "Keep no such object in a variable, await what is under way, or set prerun: imports.",
    place,
  };
}

/** A block that a run at build time cannot speak for. */
export function runsAgain(place: Place, why: readonly string[]): Diagnostic {
  return {
    code: "runs-again",
    severity: "info",
    message: `This block depends on ${why.join(" and ")}: it runs again with a viewer's first run, and its output is not shown before.`,
    help: "Nothing is to be done. Give random generators a seed to have their results at once.",
    place,
  };
}

/** A block that a run at build time speaks for only as long as the viewer has chosen no file. */
export function runsWithFile(place: Place): Diagnostic {
  return {
    code: "runs-with-file",
    severity: "info",
    message:
      "This block depends on the viewer's files: what the build shows for it is without one, and it runs again when there is one.",
    help: "Nothing is to be done. See to it that the block says something sensible as long as there is no file.",
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
