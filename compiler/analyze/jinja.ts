/**
 * The names that a Jinja text reads: those of its expressions that are no filters, tests, attributes, keywords, texts or loop variables.
 * @module
 */

const TAG = /\{\{(.*?)\}\}|\{%(.*?)%\}|\{#.*?#\}/gs;

const WORDS: ReadonlySet<string> = new Set(
  "if else elif endif for endfor in not and or is set true false none True False None loop recursive".split(" "),
);

/** Names of variables, sorted, without repeats. */
export function jinjaNames(text: string): string[] {
  const reads = new Set<string>();
  const local = new Set<string>();
  for (const [, output, statement] of text.matchAll(TAG)) {
    const code = (output ?? statement ?? "").replace(/'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/g, "''");
    if (output === undefined) for (const name of targets(code)) local.add(name);
    for (const name of expressionNames(code)) reads.add(name);
  }
  return [...reads].filter((name) => !local.has(name)).sort();
}

/** What `for` and `set` bind. A text that reads the same name from outside before is not thought of. */
function targets(code: string): string[] {
  const found = /^-?\s*(?:for\s+(.+?)\s+in\s|set\s+(.+?)\s*=)/s.exec(code);
  return (found?.[1] ?? found?.[2] ?? "").split(",").map((name) => name.trim());
}

/** Names after a `.`, `|` or `is` and names of keyword arguments are none. */
function expressionNames(code: string): string[] {
  return [...code.matchAll(/(\.\s*|\|\s*|\bis\s+(?:not\s+)?)?([A-Za-z_]\w*)(\s*=(?!=))?/g)].flatMap(
    ([, before, name = "", keyword]) =>
      before === undefined && keyword === undefined && !WORDS.has(name) ? [name] : [],
  );
}

/** The text with every tag replaced, comments by nothing. */
export function withoutJinja(text: string, value: string): string {
  return text.replace(TAG, (_all, output: string | undefined) => (output === undefined ? " " : value));
}
