/**
 * Changes one `key=value` behind the marker of a percent-format cell; the rest of the line stays.
 * @module
 */

/** A value of a cell's metadata; `undefined` takes the key away. */
export type HeaderValue = string | number | boolean | null | undefined;

/** Sets `key` in a header line such as `# %% [markdown] tags=["a"]`, without its line end. */
export function setHeader(line: string, key: string, value: HeaderValue): string {
  const name = key.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const option = new RegExp(`(\\s*)(?<![\\w.])${name}\\s*=\\s*(?:\\[[^\\]]*\\]|"[^"]*"|'[^']*'|[^\\s,]+)`);
  const text = value === undefined ? "" : `${key}=${JSON.stringify(value)}`;
  if (!option.test(line)) return value === undefined ? line : `${line.trimEnd()} ${text}`;
  return line.replace(option, (_, space: string) => (value === undefined ? "" : space + text)).trimEnd();
}

/** Sets it in line `at` (from 1) of a whole file. */
export function setHeaderIn(
  text: string,
  at: number,
  { key, value }: { readonly key: string; readonly value: HeaderValue },
): string {
  const lines = text.split("\n");
  const line = lines[at - 1] ?? "";
  const end = line.endsWith("\r") ? "\r" : "";
  lines[at - 1] = setHeader(line.slice(0, line.length - end.length), key, value) + end;
  return lines.join("\n");
}
