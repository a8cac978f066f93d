/**
 * What the resolver tells an author about packages.
 * @module
 */
import type { Diagnostic, Place } from "./diagnostic.ts";

const SERVER =
  "Choose a package with a wheel for the browser, or run the app on a server (runtime: server in the settings).";

/** A requirement that cannot be read. */
export function badRequirement(place: Place, why: string): Diagnostic {
  return {
    code: "bad-requirement",
    severity: "error",
    message: why,
    help: "Write a requirement as in PEP 508, e.g. pandas>=2.",
    place,
  };
}

/** A package that no source has. */
export function unknownPackage(place: Place, wanted: string, optional: boolean): Diagnostic {
  return {
    code: "unknown-package",
    severity: optional ? "warning" : "error",
    message: `No package provides '${wanted}'.`,
    help: optional
      ? "The block copes without it; nothing is to be done."
      : "Correct the name, name the package under `packages` in the settings, or put the module into the work folder.",
    place,
  };
}

/** A package without a wheel that runs in a browser. */
export function noBrowserWheel(place: Place, wanted: string, optional: boolean): Diagnostic {
  return {
    code: "no-browser-wheel",
    severity: optional ? "warning" : "error",
    message: `'${wanted}' has no wheel that runs in a browser.`,
    help: optional ? "The block copes without it; nothing is to be done." : SERVER,
    place,
  };
}

/** Requirements that no versions fit together. */
export function noVersion(place: Place, wanted: string, why: string): Diagnostic {
  return {
    code: "no-version",
    severity: "error",
    message: `No version of '${wanted}' fits: ${why}`,
    help: "Loosen a requirement, or name versions that go together.",
    place,
  };
}

/** A module of Python's library that no browser has. */
export function absentModule(place: Place, module: string, optional: boolean): Diagnostic {
  return {
    code: "module-not-in-browser",
    severity: optional ? "warning" : "error",
    message: `Python's '${module}' does not exist in a browser.`,
    help: optional ? "The block copes without it; nothing is to be done." : SERVER,
    place,
  };
}
