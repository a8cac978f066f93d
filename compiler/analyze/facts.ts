/**
 * What each block of a notebook says of itself, before it is known what stands above it: its code as a tree, and its names.
 * @module
 */
import type { Block, CodeBlock } from "../document.ts";
import { jinjaNames } from "./jinja.ts";
import { withKnownStars } from "./known-stars.ts";
import { type BlockNames, collectNames } from "./names.ts";
import type { Expr, Module, Stmt } from "./python/ast.ts";
import { parsePython } from "./python/parse.ts";
import { bodiesOf, exprsOf } from "./python/parts.ts";
import { sqlNames } from "./sql.ts";

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
  firstReads: {},
  deferred: [],
  annotated: [],
  inner: [],
  consumed: {},
  deletes: [],
  quoted: [],
  queries: false,
  quiet: false,
  imports: [],
  optionalImports: [],
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
      const { module: written, error } = parsePython(block.python);
      const module = withKnownStars(written);
      return { block, names: magicNames(block, collectNames(module)), module, error, runs: true };
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

/** `%%capture name` binds a name; what `%%timeit` binds is its own. */
function magicNames({ magic }: CodeBlock, names: BlockNames): BlockNames {
  if (magic?.name === "timeit") return { ...names, defines: [], maybe: [], deletes: [] };
  const kept = magic?.name === "capture" ? magic.args.split(/\s+/).find((word) => /^[^-\s]/.test(word)) : undefined;
  return kept === undefined ? names : { ...names, defines: [...new Set([...names.defines, kept])].sort() };
}

/** What holds for the notebook as a whole. */
export interface NotebookFacts {
  /** Names of methods that any class of these blocks defines. */
  readonly methodNames: ReadonlySet<string>;
  /** Names that any block binds. */
  readonly defined: ReadonlySet<string>;
  /** Whether anything is stored into a class after it is made, so that its instances change with it. */
  readonly openClasses: boolean;
  /** Names behind `@` in any text. */
  readonly quoted: ReadonlySet<string>;
}

/** Looks through all blocks once. */
export function notebookFacts(all: readonly BlockFacts[]): NotebookFacts {
  const methodNames = new Set<string>();
  const classes = new Set(["cls", "type"]);
  const stores = new Set<string>();
  const visit = (statement: Stmt, inClass: boolean): void => {
    if (statement.type === "FunctionDef" && inClass) methodNames.add(statement.name);
    if (statement.type === "ClassDef") classes.add(statement.name);
    for (const expr of exprsOf(statement)) for (const owner of storeOwners(statement, expr)) stores.add(owner);
    for (const body of bodiesOf(statement)) for (const inner of body) visit(inner, statement.type === "ClassDef");
  };
  for (const { module, error } of all)
    if (error === null) for (const statement of module?.body ?? []) visit(statement, false);
  const defined = new Set(all.flatMap(({ names }) => names.defines));
  const quoted = new Set(all.flatMap(({ names }) => names.quoted));
  return { methodNames, defined, quoted, openClasses: [...stores].some((name) => classes.has(name)) };
}

/** Names whose attribute a statement may set through this expression; `type` for an expression that gives a class. */
function storeOwners(statement: Stmt, expr: Expr): string[] {
  if (expr.type === "Call" && expr.func.type === "Name" && expr.func.id === "setattr")
    return expr.args.slice(0, 1).map((arg) => (arg.type === "Name" ? arg.id : "type"));
  if (!/^(Assign|AugAssign|AnnAssign|Delete)$/.test(statement.type) || expr.type !== "Attribute") return [];
  const owner = expr.value;
  if (owner.type === "Name") return [owner.id];
  if (owner.type === "Attribute") return owner.attr === "__class__" ? ["type"] : [];
  return owner.type === "Call" && owner.func.type === "Name" ? [owner.func.id] : [];
}
