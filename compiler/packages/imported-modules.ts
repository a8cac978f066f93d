/**
 * The Python modules that a notebook needs: what it imports, what that implies, and what the blocks that are no Python run on.
 * @module
 */
import type { Analysis } from "../analyze/analyze.ts";
import { sqlNames } from "../analyze/sql.ts";
import type { Place } from "../diagnostics/diagnostic.ts";
import type { Block, Document } from "../document.ts";
import { impliedPackages } from "./modules.ts";
import type { ImportedModule } from "./resolve.ts";

/** All of them, each with the place that asks for it. */
export function importedModules(document: Document, analysis: Analysis): ImportedModule[] {
  const imports = analysis.graph.blocks.flatMap((block, index): ImportedModule[] => {
    const optional = new Set(analysis.optionalImports[index]);
    const place = { file: document.file, block: block.id, blockTitle: block.title };
    return block.imports.map((module) => ({
      module,
      place: { ...place, ...lineOf(module, document.blocks[index]) },
      optional: optional.has(module),
    }));
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

/** The line of a block that imports a module. */
function lineOf(module: string, block: Block | undefined): Pick<Place, "line"> {
  const name = module.replaceAll(".", "\\s*\\.\\s*");
  const imports = new RegExp(`\\b(from\\s+${name}|import\\s.*\\b${name})(?![\\w.])`);
  const lines = block?.kind === "code" ? block.python.split("\n") : [];
  const at = lines.findIndex((line) => imports.test(line));
  return at === -1 ? {} : { line: at + 1 };
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
