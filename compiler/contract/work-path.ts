/**
 * `…/file?path=<path>`: the link by which a viewer downloads a file of the project, on every kind of host.
 * @module
 */

/**
 * The path below `/work` that a request's `path` names, `/` between parts; `null` for anything that is not below it.
 * A leading `/work/` is what Python calls the folder.
 */
export function workPath(text: string): string | null {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no file name of ours holds a control character.
  if (/[\x00-\x1f\x7f\\]/.test(text) || !text.isWellFormed()) return null;
  const parts = text.replace(/^\/work\//, "").split("/");
  const kept = parts.filter((part) => part !== "" && part !== ".");
  const inside = !text.startsWith("/") || text.startsWith("/work/");
  return inside && kept.length > 0 && !kept.includes("..") && !text.endsWith("/") ? kept.join("/") : null;
}

/** The parts of a URL that tell where a link leads. */
interface UrlParts {
  readonly origin: string;
  readonly pathname: string;
  readonly searchParams: { get(name: string): string | null };
}

/**
 * What a link to a file asks for, to be checked by {@link workPath}: `file?path=…` in the app's own folder (`base`, with a final slash),
 * or `/<project>/file?path=…` of the same origin. `null` for every other URL.
 */
export function linkedFile(url: UrlParts, base: UrlParts, project: string | null): string | null {
  const path = url.searchParams.get("path");
  if (url.origin !== base.origin || path === null) return null;
  const byProject = project !== null && url.pathname.toLowerCase() === `/${project}/file`;
  return byProject || url.pathname === `${base.pathname}file` ? path : null;
}
