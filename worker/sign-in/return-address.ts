/**
 * Where a person goes after signing in: a path of the same origin and nothing else.
 * @module
 */

/** The path, or `standard` for what could lead elsewhere (`//host`, `/\host`, `https:`, control characters). */
export function returnAddress(to: string | undefined, standard = "/"): string {
  return to !== undefined && to.length <= 4000 && /^\/(?![/\\])[\x21-\x7e]*$/.test(to) ? to : standard;
}
