/**
 * About what the build runs beforehand, so that Python starts fast.
 * @module
 */
import type { Explanation } from "./explanation.ts";

const all = { file: "sales.app.yaml", text: "prerun: all\n" };

/** A notebook with an input for a file. */
const UPLOAD = JSON.stringify({
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {},
  cells: [
    {
      cell_type: "code",
      id: "file",
      source: "",
      outputs: [],
      execution_count: null,
      metadata: { deepnote_cell_type: "input-file", deepnote_variable_name: "file", deepnote_input_label: "Sales" },
    },
    {
      cell_type: "code",
      id: "read",
      source: "print('No file yet' if file is None else open(file).read())",
      outputs: [],
      execution_count: null,
      metadata: {},
    },
  ],
});

export const SNAPSHOT: Readonly<Record<string, Explanation>> = {
  "no-compiled-packages": {
    cause:
      "The build compiles packages once, so that no browser has to. That did not work here: the machine ran out of memory or disk, or a package cannot be read.",
    example: [{ file: "sales.py", text: "# %%\nimport pandas\n" }],
    wayOut: "Build again. The app works in any case, and starts slower.",
  },
  "no-snapshot": {
    cause:
      "The build imports the notebook's packages and keeps Python's memory. One of them left something in it that cannot be kept, such as an object of JavaScript.",
    example: [{ file: "sales.py", text: "# %%\nimport pandas\n" }],
    wayOut: "Set `prerun: none` to build without trying. The app works in any case, and starts slower.",
  },
  "no-prerun": {
    cause:
      "`prerun: all` ran the notebook, but something of it cannot be kept: a variable holds an object of JavaScript, or a task of asyncio is still under way.",
    example: [{ file: "sales.py", text: "# %%\nimport asyncio\ntask = asyncio.create_task(asyncio.sleep(60))\n" }, all],
    wayOut:
      "Await the task, keep no such object in a variable, or set `prerun: imports`. The saved outputs are kept in any case; only the first run in the page runs everything.",
    mended: [{ file: "sales.py", text: "# %%\nimport asyncio\nawait asyncio.sleep(1)\n" }, all],
  },
  "runs-again": {
    cause:
      "With `prerun: all`, a block that uses the clock, the time zone, unseeded chance, the network or the browser (`import js`) would show what was true on the author's machine. So it is run again for each viewer.",
    example: [{ file: "sales.py", text: "# %%\nimport random\nprint(random.random())\n" }, all],
    wayOut: "Nothing needs to be done. Give random generators a seed to have their results at once.",
    mended: [{ file: "sales.py", text: "# %%\nimport random\nrandom.seed(1)\nprint(random.random())\n" }, all],
  },
  "runs-with-file": {
    cause:
      "With `prerun: all`, the notebook has been run without a viewer's file. What depends on one, by its input or because it looks into the folder of uploads, shows that until there is one, and then runs.",
    example: [{ file: "sales.ipynb", text: UPLOAD }, all],
    wayOut: "Nothing needs to be done. See to it that the block says something sensible as long as there is no file.",
    mended: [{ file: "sales.py", text: '# %%\nprint(open("sales.csv").read())\n' }, all],
  },
};
