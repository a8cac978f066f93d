/**
 * The last step of `npm run build`: third-party notices, and of the types only those that somebody can import.
 * @module
 */
import { existsSync, globSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { dirname, join, normalize } from "node:path";
import { licenceProblems, noticesText, thirdParties } from "./third-party.ts";

const TYPES = "dist/types";

/** Files of types that the package's exports lead to. */
function reachableTypes(): Set<string> {
  const { exports } = JSON.parse(readFileSync("package.json", "utf8"));
  const entries = Object.values<{ types?: string }>(exports).flatMap(({ types }) => (types ? [normalize(types)] : []));
  const found = new Set<string>();
  const visit = (file: string): void => {
    if (found.has(file)) return;
    found.add(file);
    for (const [, path = ""] of readFileSync(file, "utf8").matchAll(/(?:from|import)\s*\(?"(\.[^"]+)"/g)) {
      const target = join(dirname(file), path.replace(/\.ts$/, ".d.ts"));
      if (existsSync(target)) visit(target);
    }
  };
  for (const entry of entries) visit(entry);
  return found;
}

const keep = reachableTypes();
for (const file of globSync(`${TYPES}/**/*.d.ts`)) if (!keep.has(file)) rmSync(file);

const packages = thirdParties(["runtime", "duckdb", "editor", "node"]);
const problems = licenceProblems(packages);
writeFileSync("dist/THIRD-PARTY-NOTICES.md", noticesText(packages));
for (const problem of problems) console.error(problem);
process.exitCode = problems.length;
