/**
 * What a viewer's file affects: what reads its input, and what comes upon it in its folder.
 * @module
 */
import { expect, it } from "vitest";
import { analyze } from "../../../compiler/analyze/analyze.ts";
import { affectedBlocks } from "../../../compiler/contract/graph.ts";
import type { BlockId } from "../../../compiler/contract/ids.ts";
import { blocksWithFiles } from "../../../compiler/emit/prerun-outputs.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";

const INPUT = { deepnote_cell_type: "input-file", deepnote_variable_name: "up", deepnote_input_label: "File" };
const CODE: Readonly<Record<string, string>> = {
  above: "import os\nprint(os.path.isdir('file_input_uploads'))",
  asks: "text = None if up is None else open(up).read()",
  after: "print(text)",
  lists: "names = os.listdir('.')",
  globs: "from glob import glob\nprint(glob('**/*', recursive=True))",
  path: "from pathlib import Path\nprint(*Path('.').rglob('*.csv'))",
  defined: "def find():\n    return list(os.walk('.'))",
  called: "print(find())",
  own: "print(open('own.csv').read())",
  plain: "print(1)",
};

const cell = (id: string, source: string, metadata = {}) => ({
  cell_type: "code",
  id,
  source,
  metadata,
  outputs: [],
  execution_count: null,
});

it("is found in code that asks its input, and in code that looks into folders", () => {
  const [[id, first] = ["", ""], ...others] = Object.entries(CODE);
  const cells = [cell(id, first), cell("up", "", INPUT), ...others.map(([name, source]) => cell(name, source))];
  const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells });
  const { document } = readNotebook({ file: "a.ipynb", text });
  if (document === null) return expect.fail("The notebook was not read.");
  const { reactions } = analyze(document);
  const expected = ["above", "asks", "after", "lists", "globs", "path", "defined", "called"];
  // What only imports `os` from the block above goes with it.
  expect(affectedBlocks(reactions, ["up" as BlockId])).toEqual(["above", "up", ...expected.slice(1)]);
  expect(blocksWithFiles(document, reactions).map((block) => block.id)).toEqual(expected);
});
