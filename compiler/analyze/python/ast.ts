/**
 * Python's abstract syntax as the analysis sees it: the node types of CPython 3.14's `ast` module (same names, camelCase fields),
 * with what no analysis needs left out. Every node has the offsets of its text in the block's source.
 * @module
 */

/** UTF-16 offsets in the block's source. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

export interface Module {
  readonly body: readonly Stmt[];
}

/** A positional-only, ordinary, `*`, keyword-only or `**` parameter. */
export interface Param extends Span {
  readonly name: string;
  readonly kind: "positional" | "ordinary" | "star" | "keyword" | "doubleStar";
  readonly annotation: Expr | null;
  readonly default: Expr | null;
}
export interface Keyword {
  /** `null` for `**value`. */
  readonly name: string | null;
  readonly value: Expr;
}
export interface Comprehension {
  readonly target: Expr;
  readonly iter: Expr;
  readonly ifs: readonly Expr[];
  readonly async: boolean;
}
export interface WithItem {
  readonly context: Expr;
  readonly target: Expr | null;
}
export interface Alias extends Span {
  /** With dots; `*` in a star import. */
  readonly name: string;
  readonly asName: string | null;
}
export interface ExceptHandler extends Span {
  readonly type: Expr | null;
  readonly name: string | null;
  readonly body: readonly Stmt[];
}
export interface MatchCase {
  readonly pattern: Pattern;
  readonly guard: Expr | null;
  readonly body: readonly Stmt[];
}
/** `T`, `*Ts` or `**P` of PEP 695. */
export interface TypeParam extends Span {
  readonly name: string;
  readonly bound: Expr | null;
  readonly default: Expr | null;
}

export type Stmt = Span &
  (
    | {
        readonly type: "FunctionDef";
        readonly name: string;
        readonly params: readonly Param[];
        readonly returns: Expr | null;
        readonly decorators: readonly Expr[];
        readonly typeParams: readonly TypeParam[];
        readonly body: readonly Stmt[];
        readonly async: boolean;
      }
    | {
        readonly type: "ClassDef";
        readonly name: string;
        readonly bases: readonly Expr[];
        readonly keywords: readonly Keyword[];
        readonly decorators: readonly Expr[];
        readonly typeParams: readonly TypeParam[];
        readonly body: readonly Stmt[];
      }
    | { readonly type: "Return"; readonly value: Expr | null }
    | { readonly type: "Delete"; readonly targets: readonly Expr[] }
    | { readonly type: "Assign"; readonly targets: readonly Expr[]; readonly value: Expr }
    | { readonly type: "AugAssign"; readonly target: Expr; readonly op: string; readonly value: Expr }
    | { readonly type: "AnnAssign"; readonly target: Expr; readonly annotation: Expr; readonly value: Expr | null }
    | {
        readonly type: "TypeAlias";
        readonly name: string;
        readonly typeParams: readonly TypeParam[];
        readonly value: Expr;
      }
    | {
        readonly type: "For";
        readonly target: Expr;
        readonly iter: Expr;
        readonly body: readonly Stmt[];
        readonly orelse: readonly Stmt[];
        readonly async: boolean;
      }
    | { readonly type: "While"; readonly test: Expr; readonly body: readonly Stmt[]; readonly orelse: readonly Stmt[] }
    | { readonly type: "If"; readonly test: Expr; readonly body: readonly Stmt[]; readonly orelse: readonly Stmt[] }
    | {
        readonly type: "With";
        readonly items: readonly WithItem[];
        readonly body: readonly Stmt[];
        readonly async: boolean;
      }
    | { readonly type: "Match"; readonly subject: Expr; readonly cases: readonly MatchCase[] }
    | { readonly type: "Raise"; readonly exception: Expr | null; readonly cause: Expr | null }
    | {
        readonly type: "Try";
        readonly body: readonly Stmt[];
        readonly handlers: readonly ExceptHandler[];
        readonly orelse: readonly Stmt[];
        readonly finalbody: readonly Stmt[];
      }
    | { readonly type: "Assert"; readonly test: Expr; readonly message: Expr | null }
    | { readonly type: "Import"; readonly names: readonly Alias[] }
    | {
        readonly type: "ImportFrom";
        /** Without leading dots; empty for `from . import x`. */
        readonly module: string;
        readonly level: number;
        readonly names: readonly Alias[];
      }
    | { readonly type: "Global"; readonly names: readonly string[] }
    | { readonly type: "Nonlocal"; readonly names: readonly string[] }
    | { readonly type: "Expr"; readonly value: Expr }
    | { readonly type: "Pass" }
    | { readonly type: "Break" }
    | { readonly type: "Continue" }
  );

export type Expr = Span &
  (
    | { readonly type: "BoolOp"; readonly op: "and" | "or"; readonly values: readonly Expr[] }
    | { readonly type: "NamedExpr"; readonly target: string; readonly value: Expr }
    | { readonly type: "BinOp"; readonly left: Expr; readonly op: string; readonly right: Expr }
    | { readonly type: "UnaryOp"; readonly op: string; readonly operand: Expr }
    | { readonly type: "Lambda"; readonly params: readonly Param[]; readonly body: Expr }
    | { readonly type: "IfExp"; readonly test: Expr; readonly body: Expr; readonly orelse: Expr }
    /** A `null` key is `**value`. */
    | { readonly type: "Dict"; readonly entries: readonly { readonly key: Expr | null; readonly value: Expr }[] }
    | { readonly type: "Set"; readonly elements: readonly Expr[] }
    | {
        readonly type: "ListComp" | "SetComp" | "GeneratorExp";
        readonly element: Expr;
        readonly generators: readonly Comprehension[];
      }
    | {
        readonly type: "DictComp";
        readonly key: Expr;
        readonly value: Expr;
        readonly generators: readonly Comprehension[];
      }
    | { readonly type: "Await"; readonly value: Expr }
    | { readonly type: "Yield"; readonly value: Expr | null }
    | { readonly type: "YieldFrom"; readonly value: Expr }
    | {
        readonly type: "Compare";
        readonly left: Expr;
        readonly ops: readonly string[];
        readonly comparators: readonly Expr[];
      }
    | {
        readonly type: "Call";
        readonly func: Expr;
        readonly args: readonly Expr[];
        readonly keywords: readonly Keyword[];
      }
    /** An f-string or t-string: the expressions inside it, format specs included, and the literal as written. */
    | { readonly type: "JoinedStr"; readonly values: readonly Expr[]; readonly text: string }
    | { readonly type: "Constant"; readonly kind: "number" | "bytes" | "bool" | "none" | "ellipsis" }
    /** `value` is the decoded text. */
    | { readonly type: "Constant"; readonly kind: "string"; readonly value: string }
    | { readonly type: "Attribute"; readonly value: Expr; readonly attr: string }
    | { readonly type: "Subscript"; readonly value: Expr; readonly slice: Expr }
    | { readonly type: "Starred"; readonly value: Expr }
    | { readonly type: "Name"; readonly id: string }
    | { readonly type: "List" | "Tuple"; readonly elements: readonly Expr[] }
    | { readonly type: "Slice"; readonly lower: Expr | null; readonly upper: Expr | null; readonly step: Expr | null }
  );

export type Pattern = Span &
  (
    | { readonly type: "MatchValue"; readonly value: Expr }
    | { readonly type: "MatchSequence"; readonly patterns: readonly Pattern[] }
    | {
        readonly type: "MatchMapping";
        readonly keys: readonly Expr[];
        readonly patterns: readonly Pattern[];
        readonly rest: string | null;
      }
    | {
        readonly type: "MatchClass";
        readonly cls: Expr;
        readonly patterns: readonly Pattern[];
        readonly keywordPatterns: readonly Pattern[];
      }
    /** `*name`; `null` for `*_`. */
    | { readonly type: "MatchStar"; readonly name: string | null }
    /** `pattern as name`; a bare name has no pattern, `_` has neither. */
    | { readonly type: "MatchAs"; readonly pattern: Pattern | null; readonly name: string | null }
    | { readonly type: "MatchOr"; readonly patterns: readonly Pattern[] }
  );

/** What parsing a block gives: a tree that is as complete as the text allows, and the first syntax error. */
export interface Parsed {
  readonly module: Module;
  readonly error: { readonly message: string; readonly line: number; readonly column: number } | null;
}
