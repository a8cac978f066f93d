/**
 * What each block of a notebook says of itself, before it is known what stands above it: its code as a tree, and its names.
 * @module
 */
import type { Block } from "../document.ts";
import { type BlockNames, collectNames } from "./names.ts";
import type { Module, Stmt } from "./python/ast.ts";
import { collectBindings } from "./python/bindings.ts";
import { parsePython } from "./python/parse.ts";
import { jinjaNames, sqlNames } from "./sql.ts";

/** One block's own facts. */
export interface BlockFacts {
  readonly block: Block;
  readonly names: BlockNames;
  /** `null` for a block without Python. */
  readonly module: Module | null;
  readonly error: { readonly message: string; readonly line: number } | null;
  /** Whether a kernel does something for it. */
  readonly runs: boolean;
}

const NOTHING: BlockNames = {
  defines: [],
  maybe: [],
  uses: [],
  deferred: [],
  deletes: [],
  imports: [],
  optionalImports: [],
  starImports: [],
};

/** Reads a block by its kind. */
export function blockFacts(block: Block): BlockFacts {
  const facts = (defines: readonly (string | null)[], uses: readonly string[]): BlockFacts => ({
    block,
    names: { ...NOTHING, defines: defines.filter((name) => name !== null), uses: [...new Set(uses)].sort() },
    module: null,
    error: null,
    runs: true,
  });
  switch (block.kind) {
    case "code": {
      const { module, error } = parsePython(block.python);
      return { block, names: collectNames(module), module, error, runs: true };
    }
    case "input": {
      const { input } = block;
      const from = input.type === "select" || input.type === "multiselect" ? input.optionsFrom : null;
      const silent = input.type === "button" && input.behavior === "run";
      return facts(silent ? [] : [input.name], from === null ? [] : [from]);
    }
    case "sql": {
      const { tables, variables } = sqlNames(block.source);
      return facts([block.variable], [...tables, ...variables]);
    }
    case "chart":
      return facts([], [block.variable]);
    case "big-number": {
      const { comparison } = block;
      const texts = [block.heading, comparison?.title ?? ""].flatMap(jinjaNames);
      const values = [block.value, comparison?.value ?? ""].filter((name) => /^[\p{L}_][\p{L}\p{N}_]*$/u.test(name));
      return facts([], [...texts, ...values]);
    }
    default:
      return { block, names: NOTHING, module: null, error: null, runs: false };
  }
}

/** Names of methods that any class of these blocks defines, and names that any function declares global and binds. */
export function notebookWide(all: readonly BlockFacts[]): { methodNames: Set<string>; assignable: Set<string> } {
  const methodNames = new Set<string>();
  const assignable = new Set<string>();
  const visit = (statement: Stmt, inClass: boolean): void => {
    if (statement.type === "FunctionDef") {
      if (inClass) methodNames.add(statement.name);
      const { bound, globals } = collectBindings(statement.body);
      for (const name of globals) if (bound.has(name)) assignable.add(name);
    }
    for (const body of bodies(statement)) for (const inner of body) visit(inner, statement.type === "ClassDef");
  };
  for (const { module, error } of all)
    if (error === null) for (const statement of module?.body ?? []) visit(statement, false);
  return { methodNames, assignable };
}

/** The statements directly inside a statement. */
function bodies(statement: Stmt): readonly (readonly Stmt[])[] {
  switch (statement.type) {
    case "FunctionDef":
    case "ClassDef":
    case "With":
      return [statement.body];
    case "If":
    case "While":
    case "For":
      return [statement.body, statement.orelse];
    case "Try":
      return [statement.body, ...statement.handlers.map(({ body }) => body), statement.orelse, statement.finalbody];
    case "Match":
      return statement.cases.map(({ body }) => body);
    default:
      return [];
  }
}
