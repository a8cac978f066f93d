/**
 * The names that a SQL block's text refers to: tables after FROM and JOIN, and Jinja variables. A scanner, not a parser: comments,
 * quoted text and names of common table expressions do not count.
 * @module
 */

/** Names that may be DataFrames, and names that Jinja reads. Sorted, without repeats. */
export interface SqlNames {
  readonly tables: readonly string[];
  readonly variables: readonly string[];
}

/** Finds the names in a query. */
export function sqlNames(query: string): SqlNames {
  const variables = new Set(jinjaNames(query));
  const bare = query
    .replace(/\{\{.*?\}\}|\{%.*?%\}|\{#.*?#\}/gs, " 0 ")
    .replace(/--[^\n]*|\/\*.*?\*\//gs, " ")
    .replace(/'(?:[^']|'')*'/g, "''");
  const common = new Set(
    [
      ...bare.matchAll(
        /(?:\bwith\s+(?:recursive\s+)?|,\s*)([A-Za-z_]\w*)\s*(?:\([^()]*\)\s*)?as\s+(?:not\s+)?(?:materialized\s*)?\(/gi,
      ),
    ].map((match) => match[1]?.toLowerCase()),
  );
  const tables = new Set<string>();
  for (const match of bare.matchAll(
    /\b(?:from|join)\s+((?:[A-Za-z_]\w*|"[^"]+")(?:\s+(?:as\s+)?(?!join\b|on\b|left\b|right\b|inner\b|outer\b|full\b|cross\b|natural\b|using\b|where\b|group\b|order\b|limit\b)\w+)?(?:\s*,\s*(?:[A-Za-z_]\w*|"[^"]+")(?:\s+(?:as\s+)?\w+)?)*)/gi,
  )) {
    for (const part of (match[1] ?? "").split(",")) {
      const name = /^\s*("[^"]+"|\w+)/.exec(part)?.[1]?.replaceAll('"', "") ?? "";
      if (name !== "" && !common.has(name.toLowerCase())) tables.add(name);
    }
  }
  return { tables: [...tables].sort(), variables: [...variables].sort() };
}

/** Variables in `{{ … }}` and `{% … %}`: the names that are no filters, attributes, keywords or text. */
export function jinjaNames(text: string): string[] {
  const found = new Set<string>();
  for (const match of text.matchAll(/\{\{(.*?)\}\}|\{%(.*?)%\}/gs)) {
    const code = (match[1] ?? match[2] ?? "").replace(/'[^']*'|"[^"]*"/g, "''");
    for (const name of code.matchAll(/(?<![\w.|]|\|\s)([A-Za-z_]\w*)(?!\s*=[^=])/g)) {
      if (name[1] && !JINJA_WORDS.has(name[1])) found.add(name[1]);
    }
  }
  return [...found].sort();
}

const JINJA_WORDS = new Set(
  "if else elif endif for endfor in not and or is set true false none True False None loop".split(" "),
);
