/**
 * Whether an element is seen light or dark, for drawings that CSS does not reach.
 * @module
 */

const DARK = "(prefers-color-scheme: dark)";

/** What `light-dark()` gives in this element's styles. */
export function isDark(element: Element): boolean {
  const scheme = getComputedStyle(element).colorScheme;
  const [light, dark] = [/\blight\b/.test(scheme), /\bdark\b/.test(scheme)];
  return dark && (!light || matchMedia(DARK).matches) && !matchMedia("print").matches;
}

/** Calls back when the system's scheme changes, and around printing; gives how to stop. */
export function onSchemeChange(callback: () => void): () => void {
  const queries = [matchMedia(DARK), matchMedia("print")];
  for (const query of queries) query.addEventListener("change", callback);
  return () => {
    for (const query of queries) query.removeEventListener("change", callback);
  };
}
