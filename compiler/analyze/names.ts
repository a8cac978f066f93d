/**
 * The names of one block by Python's exact scoping rules, as CPython's `symtable` sees them.
 * @module
 */

/** What one block binds and needs at module scope. All lists are sorted and without repeats. */
export interface BlockNames {
  /** Names it binds (or deletes) at module scope: assignments, imports, `def`, `class`, loops, `with`, `match`, walrus, `global` in functions. */
  readonly defines: readonly string[];
  /** Of {@link defines}: names that some way through the block leaves as they were (bound only in a branch, a loop or a `try`; deleted; bound in a function by `global`). */
  readonly maybe: readonly string[];
  /** Names it needs from outside: read at module scope before it certainly binds them, or read in a function body. */
  readonly uses: readonly string[];
  /** Of {@link uses}: names that only code which runs when it is called reads (bodies of functions and lambdas, not of classes or comprehensions). */
  readonly deferred: readonly string[];
  /** Names it deletes with `del`. */
  readonly deletes: readonly string[];
  /** Modules it imports, with dots, `from . import x` excluded. */
  readonly imports: readonly string[];
  /** Modules it star-imports. */
  readonly starImports: readonly string[];
}
