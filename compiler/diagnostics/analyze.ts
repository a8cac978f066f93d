/**
 * What the analysis tells an author about the blocks' code.
 * @module
 */
import type { Diagnostic, Place } from "./diagnostic.ts";

/** A block that is no Python. The app still builds: the block shows the error when it runs. */
export function syntaxError(place: Place, message: string): Diagnostic {
  return {
    code: "syntax-error",
    severity: "warning",
    message: `This block is not valid Python: ${message}.`,
    help: "Correct it; until then the block shows its error when the app runs, and blocks that need it are not run.",
    place,
  };
}

/** A name that only blocks further down bind. */
export function usedBeforeDefinition(place: Place, name: string, definer: string): Diagnostic {
  return {
    code: "used-before-definition",
    severity: "warning",
    message: `This block uses '${name}', which is first defined below it, in ${definer}.`,
    help: "Move the definition up: an app runs its blocks from top to bottom.",
    place,
  };
}

/** A name that nothing binds. */
export function undefinedName(place: Place, name: string): Diagnostic {
  return {
    code: "undefined-name",
    severity: "warning",
    message: `This block uses '${name}', which no block defines.`,
    help: "Correct its spelling, or define it in a block above; else the block fails when it runs.",
    place,
  };
}

/** Functions of two blocks that need each other. */
export function functionCycle(place: Place, name: string, definer: string): Diagnostic {
  return {
    code: "function-cycle",
    severity: "info",
    message: `A function of this block uses '${name}' of ${definer}, which itself needs this block.`,
    help: "It works, but a change of either block runs both again. Put the two functions into one block to avoid that.",
    place,
  };
}

/** A block that the analysis cannot see through. */
export function opaqueBlock(place: Place, why: string): Diagnostic {
  return {
    code: "opaque-block",
    severity: "info",
    message: `What this block reads and binds cannot be known: ${why}`,
    help: "It is run again whenever anything above it changes, and so is everything else. Name what it uses to avoid that.",
    place,
  };
}
