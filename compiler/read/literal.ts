/**
 * The values of Python literals, read from the syntax tree.
 * @module
 */

import type { Expr } from "../analyze/python/ast.ts";
import { parsePython } from "../analyze/python/parse.ts";
import type { Scalar } from "../contract/inputs.ts";

/** A scalar or `None`; `complex` for lists, dicts, tuples, sets and bytes of literals; `undefined` for what is no literal. */
export type Literal =
  | { readonly kind: "scalar"; readonly value: Scalar | null; readonly integer: boolean }
  | { readonly kind: "complex" };

/** Reads an expression as a literal. */
export function literalOf(expr: Expr, source: string): Literal | undefined {
  switch (expr.type) {
    case "Constant":
      return constant(expr, source);
    case "UnaryOp": {
      const inner = expr.op === "-" || expr.op === "+" ? literalOf(expr.operand, source) : undefined;
      if (inner?.kind !== "scalar" || typeof inner.value !== "number") return undefined;
      return { ...inner, value: expr.op === "-" ? -inner.value : inner.value };
    }
    case "List":
    case "Tuple":
    case "Set":
      return expr.elements.every((element) => literalOf(element, source)) ? { kind: "complex" } : undefined;
    case "Dict":
      return expr.entries.every(({ key, value }) => key && literalOf(key, source) && literalOf(value, source))
        ? { kind: "complex" }
        : undefined;
    default:
      return undefined;
  }
}

function constant(expr: Extract<Expr, { type: "Constant" }>, source: string): Literal | undefined {
  const scalar = (value: Scalar | null, integer = false): Literal => ({ kind: "scalar", value, integer });
  switch (expr.kind) {
    case "string":
      return scalar(expr.value);
    case "bool":
      return scalar(source.slice(expr.start, expr.end) === "True");
    case "none":
      return scalar(null);
    case "number": {
      const text = source.slice(expr.start, expr.end).replaceAll("_", "");
      const value = Number(text);
      return Number.isFinite(value) ? scalar(value, /^(\d+|0[xob].*)$/i.test(text)) : undefined;
    }
    case "bytes":
      return { kind: "complex" };
    case "ellipsis":
      return undefined;
  }
}

/** Reads text as one literal. */
export function parseLiteral(text: string): Literal | undefined {
  const { module, error } = parsePython(text);
  const [statement] = module.body;
  return error === null && module.body.length === 1 && statement?.type === "Expr"
    ? literalOf(statement.value, text)
    : undefined;
}
