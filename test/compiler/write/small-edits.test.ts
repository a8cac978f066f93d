/**
 * JSON text and headers of percent cells: one value changes, the rest stays.
 * @module
 */
import { describe, expect, it } from "vitest";
import { setHeader, setHeaderIn } from "../../../compiler/write/header-edit.ts";
import { setJson } from "../../../compiler/write/json-edit.ts";

const NOTEBOOK = `{
 "cells": [
  {
   "cell_type": "code",
   "metadata": {},
   "source": ["a = 1\\n", "\\u00e9"]
  }
 ],
 "nbformat": 4
}
`;

describe("JSON", () => {
  it("adds to an object in the file's own indentation and keeps everything else, escapes too", () => {
    const changed = setJson(NOTEBOOK, ["cells", 0, "metadata", "deepnote_app_block_visible"], false);
    expect(changed).toBe(
      NOTEBOOK.replace('"metadata": {}', '"metadata": {\n    "deepnote_app_block_visible": false\n   }'),
    );
  });

  it("replaces and takes away", () => {
    const once = setJson(NOTEBOOK, ["cells", 0, "metadata", "x"], 1);
    expect(setJson(once, ["cells", 0, "metadata", "x"], 2)).toBe(once.replace('"x": 1', '"x": 2'));
    expect(JSON.parse(setJson(once, ["cells", 0, "metadata", "x"], undefined))).toEqual(JSON.parse(NOTEBOOK));
  });

  it("makes an object that is missing, in files without line breaks too", () => {
    expect(JSON.parse(setJson('{"cells":[{"source":""}]}', ["cells", 0, "metadata", "x"], true))).toEqual({
      cells: [{ source: "", metadata: { x: true } }],
    });
  });
});

describe("percent headers", () => {
  it("adds, replaces and takes away", () => {
    expect(setHeader("# %%", "a", false)).toBe("# %% a=false");
    expect(setHeader('# %% [markdown] tags=["x", "y"] a=false', "a", "t w")).toBe(
      '# %% [markdown] tags=["x", "y"] a="t w"',
    );
    expect(setHeader('# %% tags=["x"] a=1 b=2', "a", undefined)).toBe('# %% tags=["x"] b=2');
    expect(setHeader('# %% tags=["x"]', "tags", undefined)).toBe("# %%");
    expect(setHeader("# %% title", "a", undefined)).toBe("# %% title");
  });

  it("does not take one key for another that ends alike", () => {
    expect(setHeader("# %% my_a=1", "a", 2)).toBe("# %% my_a=1 a=2");
  });

  it("changes one line of a file and keeps its line ends", () => {
    expect(setHeaderIn("# %%\r\nx = 1\r\n# %%\r\ny\r\n", 3, { key: "a", value: 1 })).toBe(
      "# %%\r\nx = 1\r\n# %% a=1\r\ny\r\n",
    );
  });
});
