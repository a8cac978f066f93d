/**
 * What the placement tells an author: where Python runs, and why.
 * @module
 */
import type { Diagnostic, Place } from "./diagnostic.ts";

/** Python runs on a server. */
export function serverKernel(place: Place, why: string): Diagnostic {
  return {
    code: "server-kernel",
    severity: "info",
    message: `Python runs on a server: ${why}`,
    help: "Publish the app to a server with kernels ('notebook-app serve' is one); to keep it in the browser, set 'runtime: browser'.",
    place,
  };
}

/** A static host has no kernels. */
export function serverAppIsNotStatic(place: Place): Diagnostic {
  return {
    code: "server-app-is-not-static",
    severity: "warning",
    message: "This app runs on a server kernel: on a static host its page can be read, but not run.",
    help: "Publish it with 'notebook-app publish', or look at it with 'notebook-app dev'.",
    place,
  };
}

/** Settings that exclude each other. */
export function imageNeedsServer(place: Place): Diagnostic {
  return {
    code: "image-needs-server",
    severity: "error",
    message: "The setting 'image' names a server kernel's image, and 'runtime: browser' forbids server kernels.",
    help: "Remove one of the two.",
    place,
  };
}
