/**
 * `.ipynb` of every minor version, Deepnote's exports, and files that are damaged in one place.
 * @module
 */
import { describe, expect, it } from "vitest";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import { blockOf, fixture, onlyError, readFixture } from "./fixture.ts";

describe.each(["4.0", "4.1", "4.2", "4.3", "4.4", "4.5"])("nbformat %s", (version) => {
  const file = `nbformat-${version}.ipynb`;
  const [intro = "", answer = "", show = ""] =
    version === "4.5" ? ["intro", "answer", "show"] : ["cell-1", "cell-2", "cell-4"];

  it("keeps every cell but raw ones, in order, under its own id or its place", () => {
    const document = readFixture(file);
    expect(document.name).toBe(`nbformat-${version}`);
    expect(document.blocks.map(({ id }) => id)).toEqual([intro, answer, show]);
    expect(blockOf(document, intro, "markdown").source).toMatch(/^# Tides\n\nWater \*moves\*\./);
    expect(blockOf(document, answer, "code").python).toBe("x = 1\nx + 41");
    expect(blockOf(document, show, "code").title).toBe("block 4");
  });

  it("keeps saved outputs, with text in one piece", () => {
    const { outputs } = blockOf(readFixture(file), answer, "code");
    expect(outputs).toMatchObject([
      { output_type: "stream", name: "stdout", text: "one\ntwo\n" },
      { output_type: "stream", name: "stderr", text: "careful\n" },
      { output_type: "display_data", data: { "text/plain": "<Figure>" }, metadata: { "image/png": { width: 10 } } },
      { output_type: "execute_result", data: { "text/plain": "42", "application/json": { a: [1, "x"] } } },
      { output_type: "error", ename: "ValueError", evalue: "no", traceback: ["line 1", "ValueError: no"] },
    ]);
  });

  it("keeps attachments, which came with 4.1, with the cell that names them", () => {
    const { attachments } = blockOf(readFixture(file), intro, "markdown");
    expect(Object.keys(attachments)).toEqual(version === "4.0" ? [] : ["dot.png"]);
    expect(attachments["dot.png"]?.["image/png"] ?? "iVBOR").toMatch(/^iVBOR/);
  });
});

describe("Deepnote's export", () => {
  const document = readFixture("deepnote-export.ipynb");

  it("takes the notebook's name and every block by its Deepnote type, but not the advertisement", () => {
    expect(document.name).toBe("Harbour");
    expect(document.blocks.map(({ type }) => type)).toEqual([
      "text-cell-h1",
      "text-cell-p",
      "text-cell-bullet",
      "text-cell-todo",
      "text-cell-callout",
      "input-slider",
      "input-select",
      "code",
      "sql",
      "button",
      "separator",
    ]);
  });

  it("takes text cells without the Markdown that the export wraps them in", () => {
    const text = (id: string) => blockOf(document, id, "rich-text").text;
    expect(["t", "p", "l", "d", "c"].map(text)).toEqual([
      "Harbour report",
      "Boats come and go.",
      "first",
      "paint the hull",
      "Mind the tide",
    ]);
    expect(blockOf(document, "p", "rich-text").ranges).toMatchObject([{ from: 6, to: 10, marks: ["bold"] }]);
    expect(blockOf(document, "d", "rich-text").checked).toBe(true);
    expect(blockOf(document, "l", "rich-text").indent).toBe(1);
    expect(blockOf(document, "c", "rich-text").color).toBe("yellow");
  });

  it("takes settings, a shared block group as a row, and SQL as the author wrote it", () => {
    expect(blockOf(document, "days", "input").settings).toMatchObject({ row: "row", width: 40 });
    expect(blockOf(document, "port", "input").settings).toMatchObject({ row: "row", width: null });
    expect(blockOf(document, "code", "code").settings).toMatchObject({ row: null, codeHidden: true });
    expect(blockOf(document, "sql", "sql")).toMatchObject({
      source: "SELECT count(*) AS n FROM boats",
      variable: "counted",
      integration: "deepnote-dataframe-sql",
      settings: { visible: false },
    });
    expect(blockOf(document, "go", "input").input).toMatchObject({ type: "button", label: "Sail", scheme: "green" });
  });
});

describe("a file that cannot be read", () => {
  const read = (text: string) => onlyError(readNotebook({ file: "n.ipynb", text }));
  const good = fixture("nbformat-4.5.ipynb");

  it.each([
    ["a cell type nobody knows", '"cell_type": "code"', '"cell_type": "coed"'],
    ["a source that is no text", '"source": "print(x)"', '"source": 5'],
    [
      "metadata that is no object",
      '"metadata": {},\n   "source": "print(x)"',
      '"metadata": [],\n   "source": "print(x)"',
    ],
    ["outputs that are no list", '"outputs": []', '"outputs": {}'],
  ])("names the line of %s", (_, from, to) => {
    const broken = good.replace(from, to);
    expect(broken).not.toBe(good);
    const line = broken.slice(0, broken.indexOf(to.split("\n")[0] ?? to)).split("\n").length;
    expect(read(broken)).toMatchObject({ code: "malformed-notebook", place: { file: "n.ipynb", line } });
  });

  it.each([
    ["cut off", '{\n "nbformat": 4,\n "cells": [', 3],
    ["a missing comma", '{\n "nbformat": 4\n "cells": []\n}', 3],
    ["a merge conflict", '{\n "nbformat": 4,\n<<<<<<< HEAD\n "cells": []\n}', 3],
    ["a word that is no value", '{\n "nbformat": four\n}', 2],
    ["a comma too many", '{\n "cells": [1,\n ]\n}', 3],
    ["a comment", '{\n // hello\n "cells": []\n}', 2],
    ["nothing at all", "", 1],
  ])("names the line of JSON with %s", (_, text, line) => {
    expect(read(text)).toMatchObject({ code: "unreadable-notebook", place: { file: "n.ipynb", line } });
  });

  it("says what to do with an older format and with another language", () => {
    expect(read('{"nbformat": 3, "worksheets": []}')).toMatchObject({ code: "unsupported-nbformat" });
    expect(read('{"nbformat": 3, "cells": []}').help).toContain("--nbformat 4");
    const r = '{"nbformat": 4, "metadata": {"kernelspec": {"name": "ir", "language": "R"}}, "cells": []}';
    expect(read(r)).toMatchObject({ code: "not-python", message: expect.stringContaining("R") });
    expect(read("[1]")).toMatchObject({ code: "malformed-notebook" });
  });
});

it("gives blocks with one id different ones, and says so", () => {
  const cell = { cell_type: "code", id: "same", metadata: {}, outputs: [], execution_count: null, source: "1" };
  const text = JSON.stringify({ nbformat: 4, nbformat_minor: 5, metadata: {}, cells: [cell, cell, cell] });
  const { document, diagnostics } = readNotebook({ file: "n.ipynb", text });
  expect(document?.blocks.map(({ id }) => id)).toEqual(["same", "same-2", "same-3"]);
  expect(diagnostics.map(({ code }) => code)).toEqual(["duplicate-block-id", "duplicate-block-id"]);
});

it("tells formats by their content where the name does not", () => {
  expect(readNotebook({ file: "notebook", text: fixture("nbformat-4.4.ipynb") }).document?.format).toBe("ipynb");
  expect(
    readNotebook({ file: "project.yaml", text: fixture("project.deepnote"), notebook: "q3" }).document?.format,
  ).toBe("deepnote");
  expect(readNotebook({ file: "notes.txt", text: "# %%\n1\n" }).document?.format).toBe("percent");
  expect(onlyError(readNotebook({ file: "notes.txt", text: "hello" }))).toMatchObject({ code: "unknown-format" });
});
