/**
 * Names that pandas reads out of texts: `df.query("price < @limit")`, `pd.eval("left + right")`.
 * @module
 */
import type { Expr } from "./python/ast.ts";
import { children } from "./python/walk.ts";

/** What a call reads by texts that it is given. */
export interface Queried {
  readonly names: readonly string[];
  /** It is given something else than a text as written, so that the text may have any name in it. */
  readonly open: boolean;
}

const NOTHING: Queried = { names: [], open: false };

/** The names that a call of `query` or `eval` reads. */
export function queriedNames({ func, args, keywords }: Extract<Expr, { type: "Call" }>): Queried {
  if (func.type !== "Attribute" || !/^(query|eval)$/.test(func.attr)) return NOTHING;
  const texts = [...args, ...keywords.map(({ value }) => value)].flatMap(textsIn);
  const ofModule = func.value.type === "Name" && /^(pd|pandas)$/.test(func.value.id);
  const names = texts.flatMap((text) =>
    ofModule ? (text.match(/[\p{L}_][\p{L}\p{N}_]*/gu) ?? []) : quotedNames(text),
  );
  const [first] = args;
  return { names, open: first !== undefined && textsIn(first).length === 0 };
}

/** The names behind `@` in a text. */
export function quotedNames(text: string): string[] {
  return Array.from(text.matchAll(/@([\p{L}_][\p{L}\p{N}_]*)/gu), ([, name = ""]) => name);
}

/** The texts that an expression has in it. */
export function textsIn(expr: Expr): string[] {
  if (expr.type === "JoinedStr") return [expr.text];
  if (expr.type === "Constant") return expr.kind === "string" ? [expr.value] : [];
  return children(expr).flatMap(textsIn);
}
