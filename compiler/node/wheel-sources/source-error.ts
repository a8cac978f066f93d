/**
 * A place that packages come from did not answer, or answered with something else.
 * @module
 */

/** Ends the command with exit code 3. The message names the source without user names or passwords. */
export class SourceError extends Error {
  override readonly name: string = "SourceError";
}

/** A URL without what may be secret in it. */
export function plainUrl(url: string): string {
  const parsed = new URL(url);
  return `${parsed.protocol}//${parsed.host}${parsed.pathname}`;
}
