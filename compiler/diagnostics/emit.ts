/**
 * What the pipeline tells an author about the app as a whole.
 * @module
 */
import type { Diagnostic, Place } from "./diagnostic.ts";

/** A block that no app can run, or none yet. A warning where it is hidden. */
export function unsupportedBlock(place: Place, type: string, hidden: boolean): Diagnostic {
  return {
    code: "unsupported-block",
    severity: hidden ? "warning" : "error",
    message: `Blocks of type '${type}' cannot run in an app.`,
    help: "Remove the block, or hide it (deepnote_app_block_visible: false).",
    place,
  };
}

/** A SQL block that asks a database elsewhere. A warning where it is hidden. */
export function sqlConnection(place: Place, hidden: boolean): Diagnostic {
  return {
    code: "sql-connection",
    severity: hidden ? "warning" : "error",
    message: "This SQL block asks a database of its own, whose password an app cannot carry.",
    help: "Export the rows that the app needs into a work file, and query that (integration: DataFrame SQL).",
    place,
  };
}

/** Hidden blocks in an app that others may open. */
export function hiddenIsNotSecret(file: string, count: number): Diagnostic {
  return {
    code: "hidden-is-not-secret",
    severity: "info",
    message: `${count} hidden ${count === 1 ? "block ships" : "blocks or parts ship"} with the app: hiding keeps nothing secret.`,
    help: "Whoever opens the app can read all code that it runs. Keep secrets and private data out of the notebook.",
    place: { file },
  };
}

/** What looks like a key, a token or a password. */
export function suspectedSecret(place: Place, what: string): Diagnostic {
  return {
    code: "suspected-secret",
    severity: "warning",
    message: `This looks like ${what}. Whoever opens the app may be able to read it.`,
    help: "Take it out of the notebook and make it invalid; ask the viewer for it with an input if the app needs one.",
    place,
  };
}

/** A static folder has no gate. */
export function staticIsOpen(file: string, access: string): Diagnostic {
  return {
    code: "static-is-open",
    severity: "info",
    message: `The setting 'access: ${access}' needs a server in front: anyone who reaches the built folder can read it.`,
    help: "Put the folder only where those may look who may open the app.",
    place: { file },
  };
}

/** A build that ended without a result, for no fault of the notebook; only an editor has to say so. */
export function buildFailed(file: string, why: string): Diagnostic {
  return {
    code: "build-failed",
    severity: "error",
    message: why,
    help: "Save the notebook again to try once more.",
    place: { file },
  };
}

/** A work file that cannot go into the bundle. */
export function missingFiles(file: string, folder: string): Diagnostic {
  return {
    code: "files-not-found",
    severity: "error",
    message: `The folder '${folder}' of the setting 'files' is not there.`,
    help: "Create it beside the notebook, or correct the setting.",
    place: { file },
  };
}

/** A work file that is published, but that no browser could hold. */
export function largeWorkFile(file: string, name: string): Diagnostic {
  return {
    code: "large-work-file",
    severity: "warning",
    message: `The work file '${name}' is too large for Python in a browser, which will not find it.`,
    help: "Viewers can still download it. To read it in Python, publish a smaller extract, or use 'runtime: server'.",
    place: { file },
  };
}
