/**
 * What a server kernel's Python must have installed, as requirements for pip. Pure: pip itself finds the versions.
 * @module
 */
import type { Diagnostic } from "../diagnostics/diagnostic.ts";
import { badRequirement } from "../diagnostics/packages.ts";
import { originOf } from "./modules.ts";
import { parseRequirement } from "./requirements.ts";
import type { ResolveRequest } from "./resolve.ts";

export interface ServerRequirements {
  /** PEP 508, sorted, without repeats. */
  readonly requirements: readonly string[];
  readonly diagnostics: readonly Diagnostic[];
}

/**
 * The stated requirements, and a package for each import that none of them covers. What a block copes without is left out: pip
 * cannot be asked for something that may not exist.
 */
export function serverRequirements(request: ResolveRequest): ServerRequirements {
  const diagnostics: Diagnostic[] = [];
  const found = new Map<string, string>();
  for (const { text, place } of request.requirements) {
    const requirement = parseRequirement(text);
    if (typeof requirement === "string") diagnostics.push(badRequirement(place, requirement));
    else found.set(requirement.name, text.trim());
  }
  const local = new Set(request.localModules);
  for (const { module, optional = false } of request.imports) {
    const origin = originOf(module, request.index.distribution, local);
    if (origin.kind === "package" && !optional && !found.has(origin.name)) found.set(origin.name, origin.name);
  }
  for (const name of request.onServer ?? []) if (!found.has(name)) found.set(name, name);
  return { requirements: [...found.values()].sort(), diagnostics };
}
