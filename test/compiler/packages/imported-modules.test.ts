/**
 * What a notebook imports, and where it says so.
 * @module
 */
import { expect, it } from "vitest";
import { analyze } from "../../../compiler/analyze/analyze.ts";
import { importedModules } from "../../../compiler/packages/imported-modules.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";

it("names the block and the line of each import", () => {
  const text = `# %%
x = "numpy"
import os, numpy as np, numpyro
# %%
def later():
    from scipy . stats import norm
try:
    import xml.dom
except ImportError: pass
`;
  const { document } = readNotebook({ file: "n.py", text });
  if (!document) throw new TypeError("no document");
  const found = importedModules(document, analyze(document));
  expect(found.map(({ module, place, optional }) => [module, place.blockTitle, place.line, optional])).toEqual([
    ["numpy", "block 1", 2, false],
    ["numpyro", "block 1", 2, false],
    ["os", "block 1", 2, false],
    ["scipy.stats", "block 2", 2, false],
    ["xml.dom", "block 2", 4, true],
  ]);
});
