/**
 * `embed.js`: what pages that embed the app load, at one address for every version.
 * @module
 */

/** The script. A page that shows several apps gets the runtime once: from the app whose script came first. */
export function embedScript(runtime: string): string {
  return `// Defines <notebook-app>, unless another app's script has begun to.
const key = Symbol.for("notebook-app");
if (!customElements.get("notebook-app")) globalThis[key] ??= import("./${runtime}/index.js");
await globalThis[key]?.catch(() => (globalThis[key] = import("./${runtime}/index.js")));
`;
}
