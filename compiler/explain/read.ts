/**
 * About findings of the readers.
 * @module
 */
import type { Explanation } from "./explanation.ts";

const EMPTY_NOTEBOOK = `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}\n`;

export const READ: Readonly<Record<string, Explanation>> = {
  "unreadable-file": {
    cause:
      "The notebook, or the settings file beside it, is not there under the name that was given, is a folder, or belongs to somebody else. The message says which of these.",
    example: [{ file: "sales-2025.ipynb", text: EMPTY_NOTEBOOK }],
    wayOut:
      "Check the path. With only this file in the folder, `notebook-app build sales.ipynb` says so and `notebook-app build sales-2025.ipynb` does not.",
  },
  "not-utf-8": {
    cause:
      "The file has bytes that are no UTF-8: mostly an old file with accents or umlauts in another encoding, or a file that is no text at all. The message names the first line with such a byte.",
    example: [{ file: "sales.py", text: "# %%\ncity = 'Z\uFFFDrich'\n" }],
    wayOut: "Save it as UTF-8: `iconv -f latin1 -t utf-8 sales.py > mended.py`, or choose the encoding in your editor.",
  },
  "unknown-format": {
    cause:
      "The file is none of the formats that can be read. They are told apart by what is in the file, not only by its name.",
    example: [{ file: "notes.txt", text: "Buy milk\n" }],
    wayOut: "Give the notebook itself: `.ipynb` (nbformat 4), `.deepnote`, or a `.py` file with `# %%` cells.",
    mended: [{ file: "notes.py", text: "# %%\nprint('Buy milk')\n" }],
  },
  "unreadable-notebook": {
    cause:
      "The file ends with `.ipynb` or `.deepnote`, but its JSON or YAML is broken: often a merge conflict, or a file that was cut off.",
    example: [{ file: "sales.ipynb", text: '{"nbformat": 4, "cells": [\n' }],
    wayOut:
      "Open it in the tool that wrote it and save it again, or take an older version from your history. The message names the line.",
    mended: [{ file: "sales.ipynb", text: EMPTY_NOTEBOOK }],
  },
  "malformed-notebook": {
    cause: "The file is valid JSON or YAML, but something that its format demands is missing or has the wrong type.",
    example: [{ file: "sales.ipynb", text: '{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": "none"}\n' }],
    wayOut: "Open the notebook in the tool that wrote it and save it again.",
    mended: [{ file: "sales.ipynb", text: EMPTY_NOTEBOOK }],
  },
  "unsupported-nbformat": {
    cause: "Notebooks of before 2015 have nbformat 3 or older, in which cells lie elsewhere in the file.",
    example: [{ file: "old.ipynb", text: '{"nbformat": 3, "nbformat_minor": 0, "metadata": {}, "worksheets": []}\n' }],
    wayOut:
      "Convert it once: `jupyter nbconvert --to notebook --nbformat 4 old.ipynb`, or open and save it in Jupyter.",
    mended: [{ file: "old.ipynb", text: EMPTY_NOTEBOOK }],
  },
  "not-python": {
    cause: "The notebook's metadata names another language. Only Python can run in an app.",
    example: [
      {
        file: "model.ipynb",
        text: '{"nbformat": 4, "nbformat_minor": 5, "metadata": {"kernelspec": {"name": "ir", "language": "R"}}, "cells": []}\n',
      },
    ],
    wayOut:
      "Use a notebook with a Python kernel. If the cells are Python and only the metadata is wrong, choose the Python kernel in Jupyter and save.",
    mended: [{ file: "model.ipynb", text: EMPTY_NOTEBOOK }],
  },
  "choose-notebook": {
    cause: "A `.deepnote` project can hold several notebooks, and an app is made of one.",
    example: [
      {
        file: "project.deepnote",
        text: `version: 1.0.0
metadata: {createdAt: "2026-01-01T00:00:00Z"}
project:
  id: p
  name: Sales
  notebooks:
    - {id: a, name: Clean up, blocks: []}
    - {id: b, name: Report, blocks: []}
`,
      },
    ],
    wayOut: 'Name it, by name or id: `notebook-app build project.deepnote --notebook "Report"`.',
  },
  "duplicate-block-id": {
    cause:
      "Two blocks of the file have one id, mostly since a block was copied as text. Links and settings could then mean either.",
    example: [
      {
        file: "sales.ipynb",
        text: `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
 {"cell_type": "markdown", "id": "intro", "metadata": {}, "source": "One"},
 {"cell_type": "markdown", "id": "intro", "metadata": {}, "source": "Two"}
]}
`,
      },
    ],
    wayOut:
      "Save the notebook again in its tool, which gives each block an id of its own. Until then the second block has a new name, and the app works.",
    mended: [
      {
        file: "sales.ipynb",
        text: `{"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": [
 {"cell_type": "markdown", "id": "intro", "metadata": {}, "source": "One"},
 {"cell_type": "markdown", "id": "outro", "metadata": {}, "source": "Two"}
]}
`,
      },
    ],
  },
  "duplicate-input": {
    cause:
      "Two inputs set one variable. Both work, one after the other, but a link such as `?n=3` can set only one of them.",
    example: [{ file: "sales.py", text: "# %%\nn = 1 #@param\n# %%\nprint(n)\n# %%\nn = 2 #@param\n" }],
    wayOut: "Give each input a variable of its own.",
    mended: [{ file: "sales.py", text: "# %%\nfirst = 1 #@param\n# %%\nprint(first)\n# %%\nsecond = 2 #@param\n" }],
  },
  "form-not-understood": {
    cause:
      "A line ends with a `#@param` comment that cannot be read: a type that there is not, or options that are no JSON.",
    example: [{ file: "sales.py", text: '# %%\nn = 10 #@param {type:"dial"}\n' }],
    wayOut: "Correct the comment. Until then the line is ordinary code, and there is no control for it.",
    mended: [{ file: "sales.py", text: '# %%\nn = 10 #@param {type:"slider", min:0, max:100}\n' }],
  },
  "magic-not-supported": {
    cause:
      "IPython's `!command` starts a program, and some magics change the tool that a notebook is open in. A browser has neither.",
    example: [{ file: "sales.py", text: "# %%\n!wget https://example.com/sales.csv\n" }],
    wayOut:
      "The message says what to write instead. Files that the notebook reads go into `work/`; `%pip install x` and `!pip install x` work, as do `%matplotlib inline`, `%%time`, `%timeit`, `%%capture`, `%%html` and `%%markdown`.",
    mended: [{ file: "sales.py", text: '# %%\nfrom pathlib import Path\nsales = Path("sales.csv")\n' }],
  },
};
