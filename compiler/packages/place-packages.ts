/**
 * Decides where Python runs and what it needs there: a lock of wheels in a browser, requirements for pip on a server.
 * @module
 */
import { placementByPackages, settledPlacement } from "../analyze/placement.ts";
import { type Diagnostic, hasErrors, type Place } from "../diagnostics/diagnostic.ts";
import type { AppSettings } from "../settings.ts";
import type { Lock } from "./lock.ts";
import { type ResolveRequest, resolvePackages } from "./resolve.ts";
import { serverRequirements } from "./server-requirements.ts";

/** `lock` is `null` on a server, and where an error is among the findings. */
export interface PlacedPackages {
  readonly runtime: "browser" | "server";
  readonly lock: Lock | null;
  readonly requirements: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/** @param place - Where the settings are, for findings about them. */
export async function placePackages(
  settings: AppSettings,
  place: Place,
  request: ResolveRequest,
): Promise<PlacedPackages> {
  const settled = settledPlacement(settings, place);
  if (settled?.runtime === "server") return onServer(request, settled.diagnostics);
  const { lock, diagnostics } = await resolvePackages(request);
  if (settled !== null)
    return { runtime: "browser", lock, requirements: [], diagnostics: [...settled.diagnostics, ...diagnostics] };
  const chosen = placementByPackages(diagnostics);
  if (chosen.runtime === "server") return onServer(request, chosen.diagnostics);
  return { runtime: "browser", lock: hasErrors(diagnostics) ? null : lock, requirements: [], diagnostics };
}

function onServer(request: ResolveRequest, why: readonly Diagnostic[]): PlacedPackages {
  const { requirements, diagnostics } = serverRequirements(request);
  return { runtime: "server", lock: null, requirements, diagnostics: [...why, ...diagnostics] };
}
