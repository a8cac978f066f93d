/**
 * Where an app's Python runs, in the viewer's browser or on a server, and why. Pure.
 * @module
 */
import type { Diagnostic, Place } from "../diagnostics/diagnostic.ts";
import { imageNeedsServer, serverKernel } from "../diagnostics/placement.ts";
import type { AppSettings } from "../settings.ts";

/** Findings that say that a browser cannot run the app but a server can. */
const ONLY_ON_A_SERVER = new Set(["no-browser-wheel", "module-not-in-browser"]);

/** The choice, with what the author should know of it. */
export interface Placement {
  readonly runtime: "browser" | "server";
  readonly diagnostics: readonly Diagnostic[];
}

/** The choice that the settings make; `null` if the packages decide. */
export function settledPlacement({ runtime, image }: AppSettings, place: Place): Placement | null {
  if (runtime === "browser") return { runtime, diagnostics: image === null ? [] : [imageNeedsServer(place)] };
  if (image !== null)
    return { runtime: "server", diagnostics: [serverKernel(place, `the setting 'image: ${image}'.`)] };
  if (runtime === "server") return { runtime, diagnostics: [serverKernel(place, "the setting 'runtime: server'.")] };
  return null;
}

/**
 * The choice that the packages make: the server if a browser lacks something that is needed, and nothing else is wrong.
 *
 * @param findings - What resolving the packages for a browser has found.
 */
export function placementByPackages(findings: readonly Diagnostic[]): Placement {
  const errors = findings.filter(({ severity }) => severity === "error");
  const lacking = errors.filter(({ code }) => ONLY_ON_A_SERVER.has(code));
  if (lacking.length === 0 || lacking.length < errors.length) return { runtime: "browser", diagnostics: findings };
  return { runtime: "server", diagnostics: lacking.map(({ place, message }) => serverKernel(place, message)) };
}
