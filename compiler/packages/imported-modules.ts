/**
 * The Python modules that a notebook needs: what it imports, what that implies, and what the blocks that are no Python run on.
 * @module
 */
import type { Analysis } from "../analyze/analyze.ts";
import { sqlNames } from "../analyze/sql.ts";
import type { Document } from "../document.ts";
import { impliedPackages } from "./modules.ts";
import type { ImportedModule } from "./resolve.ts";

/** All of them, each with the place that asks for it. */
export function importedModules(document: Document, analysis: Analysis): ImportedModule[] {
  const imports = analysis.graph.blocks.flatMap((block, index): ImportedModule[] => {
    const optional = new Set(analysis.optionalImports[index]);
    const place = { file: document.file, block: block.id, blockTitle: block.title };
    return block.imports.map((module) => ({ module, place, optional: optional.has(module) }));
  });
  const roots = new Set(imports.map(({ module }) => module.split(".")[0] ?? module));
  const attributes = new Set(
    document.blocks.flatMap((block) =>
      block.kind === "code"
        ? [
            ...block.python.matchAll(/\.\s*([A-Za-z_]\w*)|^[ \t]*from\s+[\w.]+\s+import\b([^()\n]*|\s*\([^)]*\))/gm),
          ].flatMap((match) => match[1] ?? match[2]?.match(/[A-Za-z_]\w*/g) ?? [])
        : [],
    ),
  );
  const implied = impliedPackages(roots, attributes).map(
    (module): ImportedModule => ({ module, place: { file: document.file }, optional: true }),
  );
  return [...imports, ...implied, ...sqlModules(document)];
}

/** What SQL blocks need in Python: results are pandas DataFrames, and it reads what the browser's DuckDB cannot. */
function sqlModules(document: Document): ImportedModule[] {
  const blocks = document.blocks.filter((block) => block.kind === "sql");
  const modules =
    blocks.length === 0
      ? []
      : blocks.some(({ source }) => sqlNames(source).parquet)
        ? ["pandas", "pyarrow"]
        : ["pandas"];
  return modules.map((module) => ({ module, place: blocks[0]?.place ?? { file: document.file }, optional: false }));
}
