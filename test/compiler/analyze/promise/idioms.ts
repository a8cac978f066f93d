/**
 * Sessions made of what real notebooks do, kept as Python: each must hold the promise when `n` or both inputs change.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Case } from "./case.ts";

/** The sessions of one file beside this one; both inputs change, then one of them. */
export function idioms(file: "idioms.py" | "idioms_packages.py"): Case[] {
  const text = readFileSync(join(import.meta.dirname, file), "utf8");
  return text
    .split("# ====\n")
    .slice(1)
    .map((session) => ({
      blocks: session.split("# %%\n").map((block) => block.trimEnd()),
      inputs: [
        { n: 3, m: 1 },
        { n: 1, m: 5 },
        { n: 2, m: 5 },
      ],
    }));
}
