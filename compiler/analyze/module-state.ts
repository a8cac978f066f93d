/**
 * Settings that live in libraries: `pio.templates.default = …`, `set_config(…)`, `getLogger().setLevel(…)`. A module of which some block
 * changes such a setting counts as one object that all its users read.
 * @module
 */
import { effectsOfPath, effectsOfStore } from "./ambient.ts";
import type { BlockFacts } from "./facts.ts";
import type { Expr, Stmt } from "./python/ast.ts";
import { bodiesOf, exprsOf } from "./python/parts.ts";
import { children, importedName } from "./python/walk.ts";

/** Last names of functions that set something of their module. */
const SETS =
  /^(set\w*|enable\w*|disable\w*|use|use_\w+|register\w*|unregister\w*|reset\w*|configure\w*|basicConfig|init_\w+|install|activate|deactivate)$/;
/** Functions that give a part of their module which can be set. */
const GIVES = /(^|\.)(get(context|Logger|_logger|_config|_options|_default\w*|defaultlocale)|default_\w+)$/;
/** Figures and their settings are followed as such. */
const APART = new Set(["matplotlib", "seaborn", "builtins", "asyncio", "threading", "random", "operator"]);

/** Whether calling this changes its module: `logging` also holds the streams that it writes to, which only an object can. */
export function setsModule(path: string): boolean {
  const known = effectsOfPath(path).some(({ state, does }) => does !== "read" && state !== "logging");
  return SETS.test(path.slice(path.lastIndexOf(".") + 1)) && !known;
}

/** Whether calling this gives a part of its module. */
export function givesModule(path: string): boolean {
  return GIVES.test(path);
}

/** Top-level names of the modules that some block changes. */
export function changedModules(all: readonly BlockFacts[]): Set<string> {
  const paths = new Map<string, string>();
  const statements = all.flatMap(({ module, error }) => (error === null && module ? module.body : []));
  const imports = (statement: Stmt): void => {
    if (statement.type === "Import" || statement.type === "ImportFrom")
      for (const alias of statement.names) {
        const from = statement.type === "ImportFrom";
        const path = from
          ? `${statement.module}.${alias.name}`
          : alias.asName
            ? alias.name
            : importedName(alias, false);
        paths.set(importedName(alias, from), path);
      }
    for (const inner of bodiesOf(statement).flat()) imports(inner);
  };
  statements.forEach(imports);
  const found = new Set<string>();
  const add = (path: string | null): void => {
    const root = path?.split(".")[0] ?? "";
    if (path !== null && !APART.has(root)) found.add(root);
  };
  const expression = (expr: Expr): void => {
    if (expr.type === "Call") {
      const path = dotted(expr.func, paths);
      if (path !== null && setsModule(path)) add(path);
      // A method of what a function of the module gives.
      if (expr.func.type === "Attribute" && SETS.test(expr.func.attr)) add(given(expr.func.value, paths));
    }
    children(expr).forEach(expression);
  };
  const visit = (statement: Stmt): void => {
    for (const target of targets(statement)) {
      const path = dotted(target, paths);
      if (path?.includes(".") && effectsOfStore(path).length === 0) add(path);
      if (target.type === "Attribute" || target.type === "Subscript") add(given(target.value, paths));
    }
    exprsOf(statement).forEach(expression);
    for (const inner of bodiesOf(statement).flat()) visit(inner);
  };
  statements.forEach(visit);
  return found;
}

/** The attributes and items that a statement stores into. */
function targets(statement: Stmt): Expr[] {
  const inside = (target: Expr): Expr[] =>
    target.type === "Tuple" || target.type === "List" ? target.elements.flatMap(inside) : [target];
  const all =
    statement.type === "Assign" || statement.type === "Delete"
      ? statement.targets
      : statement.type === "AugAssign" || statement.type === "AnnAssign"
        ? [statement.target]
        : [];
  return all.flatMap(inside).filter(({ type }) => type === "Attribute" || type === "Subscript");
}

/** The full name of something imported, subscripts left out; `null` of anything else. */
function dotted(expr: Expr, paths: ReadonlyMap<string, string>): string | null {
  if (expr.type === "Name") return paths.get(expr.id) ?? null;
  if (expr.type === "Subscript") return dotted(expr.value, paths);
  if (expr.type !== "Attribute") return null;
  const owner = dotted(expr.value, paths);
  return owner === null ? null : `${owner}.${expr.attr}`;
}

/** The full name of the function that gave a part of its module. */
function given(expr: Expr, paths: ReadonlyMap<string, string>): string | null {
  const path = expr.type === "Call" ? dotted(expr.func, paths) : null;
  return path !== null && givesModule(path) ? path : null;
}
