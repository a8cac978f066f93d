/**
 * `.deepnote` files: every block type, projects of several notebooks, and agreement with the format's own library.
 * @module
 */
import { createPythonCode, deserializeDeepnoteFile, isInputBlock } from "@deepnote/blocks";
import { describe, expect, it } from "vitest";
import { parse, parseDocument } from "yaml";
import type { InputSpec } from "../../../compiler/contract/inputs.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import { projectIdOf } from "../../../compiler/read/snapshot.ts";
import { writeBlockSettings } from "../../../compiler/write/block-settings.ts";
import { python } from "../../doubles/python.ts";
import { blockOf, fixture, onlyError, readFixture } from "./fixture.ts";

describe("every block type", () => {
  const document = readFixture("blocks.deepnote");
  const input = (id: string): InputSpec => blockOf(document, id, "input").input;

  it("is read, in order, none lost", () => {
    const [notebook] = deserializeDeepnoteFile(fixture("blocks.deepnote")).project.notebooks;
    expect(document.blocks.map(({ id, type }) => [id, type])).toEqual(
      notebook?.blocks.map(({ id, type }) => [id, type]),
    );
    expect(new Set(document.blocks.map(({ type }) => type)).size).toBe(25);
    expect(document.project).toBe("5d0c7c5e-6f0a-4c1e-9d58-0a6d7c1f2b33");
    expect(document.requirements.map(({ text }) => text)).toEqual(["pandas>=2"]);
  });

  it("keeps text with its marks, links and kinds", () => {
    expect(["h1", "h2", "h3"].map((id) => blockOf(document, id, "rich-text").style)).toEqual(["h1", "h2", "h3"]);
    const { text, ranges } = blockOf(document, "p", "rich-text");
    const marked = ranges.map(({ from, to, marks, link }) => [[...text].slice(from, to).join(""), marks, link]);
    expect(marked).toEqual([
      ["Boats", ["bold"], null],
      ["the list", [], "https://example.com/list?a=1&b=2"],
      ["list", ["italic"], null],
    ]);
    expect(blockOf(document, "bullet", "rich-text").indent).toBe(1);
    expect(blockOf(document, "todo", "rich-text").checked).toBe(true);
    expect(blockOf(document, "callout", "rich-text").color).toBe("purple");
    expect(blockOf(document, "markdown", "markdown").source).toBe("Some **bold** words");
    expect(blockOf(document, "separator", "separator").kind).toBe("separator");
    expect(blockOf(document, "image", "image")).toMatchObject({
      src: "https://example.com/boat.png",
      width: "50%",
      alignment: "left",
    });
  });

  it("keeps what runs", () => {
    expect(blockOf(document, "code", "code")).toMatchObject({
      python: "boats = days * 3\nboats",
      settings: { codeHidden: true },
      outputs: [{ output_type: "execute_result", data: { "text/plain": "21" } }],
    });
    expect(blockOf(document, "sql", "sql")).toMatchObject({
      source: "SELECT count(*) AS n FROM frame WHERE day < {{ days }}",
      variable: "counted",
      returns: "dataframe",
    });
    expect(blockOf(document, "chart", "chart")).toMatchObject({ variable: "frame", spec: { mark: "bar" } });
    expect(blockOf(document, "big", "big-number")).toMatchObject({
      heading: "Boats in {{ port }}",
      value: "boats",
      comparison: { title: "last week", value: "before", type: "absolute-change" },
    });
    expect(blockOf(document, "agent", "unsupported").source).toBe("Summarise the log");
    expect(blockOf(document, "function", "unsupported").settings.visible).toBe(false);
  });

  it("keeps inputs", () => {
    expect(input("text")).toMatchObject({ type: "text", label: "Captain", default: "Ada", multiline: false });
    expect(input("area")).toMatchObject({ type: "text", label: "log", default: "day 1\nday 2", multiline: true });
    expect(input("check")).toMatchObject({ type: "checkbox", label: "Insured?", default: true });
    expect(input("select")).toMatchObject({ type: "select", default: "Brest", options: ["Brest", "Cork"] });
    expect(input("multi")).toMatchObject({ type: "multiselect", default: ["red"], options: ["red", "blue"] });
    expect(input("from")).toMatchObject({ type: "select", default: null, optionsFrom: "ports", allowEmpty: true });
    expect(input("slider")).toMatchObject({ type: "slider", default: 7, min: 1, max: 30, step: 1, integer: true });
    expect(input("date")).toMatchObject({ type: "date", default: "2026-05-01", gives: "date" });
    expect(input("moment")).toMatchObject({ type: "date", default: "2026-05-01T08:30:00", gives: "datetime" });
    expect(input("range")).toMatchObject({ type: "date-range", default: ["2026-05-01", "2026-09-30"] });
    expect(input("recent")).toMatchObject({ type: "date-range", default: "customDays45" });
    expect(input("file")).toMatchObject({ type: "file", default: null, accept: [".csv", ".txt"] });
    expect(input("press")).toMatchObject({ type: "button", label: "Sail", behavior: "set_variable", scheme: "green" });
  });

  it("keeps where the app puts them", () => {
    expect(blockOf(document, "slider", "input").settings).toMatchObject({
      row: "row",
      column: "left",
      order: 2,
      width: 60,
    });
  });

  it("gives Python the values that the format's own library gives it", async () => {
    const pyodide = await python();
    const theirs = deserializeDeepnoteFile(fixture("blocks.deepnote")).project.notebooks[0]!.blocks.filter(
      // dateutil is not in bare Python, and a day that depends on today's date is a moving target.
      (block) => isInputBlock(block) && !["date", "range", "recent"].includes(block.id),
    );
    expect(theirs.length).toBeGreaterThan(8);
    for (const block of theirs) {
      const spec = input(block.id);
      const names = pyodide.toPy({});
      pyodide.runPython(createPythonCode(block), { globals: names });
      pyodide.runPython("import datetime, json", { globals: names });
      names.set("_name", spec.name);
      const plain: unknown = pyodide.runPython(
        "json.dumps(globals()[_name], default=lambda value: value.isoformat())",
        { globals: names },
      );
      expect(JSON.parse(String(plain)), block.id).toEqual(spec.default);
      names.destroy();
    }
  });
});

describe("a project that is written as JSON", () => {
  const json = JSON.stringify(parse(fixture("blocks.deepnote")), null, 2);

  it.each(["blocks.deepnote", "blocks.json"])("is read as in YAML: %s", (file) => {
    const { blocks } = readNotebook({ file, text: fixture("blocks.deepnote") }).document ?? expect.fail();
    const places = (all: typeof blocks) => all.map((block) => ({ ...block, place: { ...block.place, file: "" } }));
    const result = readNotebook({ file, text: json });
    expect(result.document?.format).toBe("deepnote");
    expect(places(result.document?.blocks ?? [])).toEqual(places(blocks));
    expect(projectIdOf(json)).toBe("5d0c7c5e-6f0a-4c1e-9d58-0a6d7c1f2b33");
  });

  it("takes settings, and stays JSON", () => {
    const source = { file: "blocks.deepnote", text: json };
    const [block] = readNotebook(source).document?.blocks ?? [];
    const edit = { block: block?.id ?? expect.fail(), key: "deepnote_app_block_visible", value: false } as const;
    const written = writeBlockSettings(source, [edit]);
    const text = written.ok ? written.text : expect.fail(written.why);
    expect(JSON.parse(text)).not.toEqual(JSON.parse(json));
    expect(readNotebook({ ...source, text }).document?.blocks[0]?.settings.visible).toBe(false);
  });

  it("tells the line of what is wrong", () => {
    const wrong = json.replace('"name": "Harbour"', '"name": 5');
    expect(wrong).not.toBe(json);
    const line = wrong.split("\n").findIndex((text) => text.includes('"name": 5')) + 1;
    expect(onlyError(readNotebook({ file: "blocks.deepnote", text: wrong }))).toMatchObject({
      code: "malformed-notebook",
      place: { file: "blocks.deepnote", line },
    });
    expect(onlyError(readNotebook({ file: "blocks.deepnote", text: json.slice(0, 300) }))).toMatchObject({
      code: "unreadable-notebook",
      message: expect.stringContaining("JSON"),
    });
  });
});

describe("a value that was saved beside another default", () => {
  const text = fixture("blocks.deepnote").replace(
    "deepnote_variable_value: Ada",
    "deepnote_variable_value: Ada\n            deepnote_variable_default_value: Grace",
  );
  const { document } = readNotebook({ file: "n.deepnote", text });

  it("is kept apart: an app opens with the default, or with what goes with the saved outputs", () => {
    const block = document && blockOf(document, "text", "input");
    expect(block?.input.default).toBe("Grace");
    expect(block?.saved?.default).toBe("Ada");
  });
});

describe("a project of several notebooks", () => {
  const text = fixture("project.deepnote");

  it("asks which one, and names them", () => {
    const error = onlyError(readNotebook({ file: "fleet.deepnote", text }));
    expect(error).toMatchObject({ code: "choose-notebook", place: { file: "fleet.deepnote" } });
    expect(error.help).toContain('"Q3 report", "Q4 report"');
    expect(error.help).not.toContain("Init");
    expect(onlyError(readNotebook({ file: "f.deepnote", text, notebook: "Q5" })).message).toContain("'Q5'");
  });

  it.each(["Q3 report", "q3"])("takes %s by name or id, its initialization notebook first and out of sight", (name) => {
    const document = readFixture("project.deepnote", name);
    expect(document.name).toBe("Q3 report");
    expect(document.blocks.map(({ id, title, settings }) => [id, title, settings.visible])).toEqual([
      ["hello", "initialization block 1", false],
      ["sum", "block 1", true],
    ]);
  });

  it("gives it the project's modules, without their text", () => {
    const { modules } = readFixture("project.deepnote", "q4");
    expect(modules).toEqual([{ name: "fleet_tools", source: "def knots(kmh):\n    return round(kmh / 1.852, 1)\n" }]);
  });

  it("can show the initialization notebook alone where it is the only one", () => {
    const alone = text.replace(/initNotebookId: setup/, "initNotebookId: nowhere");
    const { document } = readNotebook({ file: "f.deepnote", text: alone, notebook: "Init" });
    expect(document?.blocks.map(({ title }) => title)).toEqual(["block 1"]);
  });
});

describe("a file that cannot be read", () => {
  const read = (text: string) => onlyError(readNotebook({ file: "n.deepnote", text }));
  const good = fixture("blocks.deepnote");
  const lineOf = (text: string, part: string): number => text.slice(0, text.indexOf(part)).split("\n").length;

  it("names the line of broken YAML", () => {
    const broken = good.replace("  name: Harbour", "  name: [Harbour");
    const { code, place } = read(broken);
    expect(code).toBe("unreadable-notebook");
    expect(place.line).toBeGreaterThanOrEqual(lineOf(broken, "[Harbour"));
    expect(place.line).toBeLessThanOrEqual(lineOf(broken, "[Harbour") + 2);
  });

  it.each([
    ["a block without content of the right type", "content: Some **bold** words", "content: [1]"],
    ["a setting of the wrong type", "deepnote_app_is_code_hidden: true", "deepnote_app_is_code_hidden: [1]"],
    ["a slider's bound that is no number", "deepnote_slider_min_value: 1", "deepnote_slider_min_value: low"],
  ])("names the line of %s", (_, from, to) => {
    const broken = good.replace(from, to);
    expect(broken).not.toBe(good);
    expect(read(broken)).toMatchObject({ code: "malformed-notebook", place: { line: lineOf(broken, to) } });
  });

  it("says so of a project without notebooks", () => {
    expect(read("version: 1.0.0\nproject:\n  id: x\n").code).toBe("malformed-notebook");
  });
});

it("sorts blocks by their key as text, never as a number", () => {
  const block = (id: string, key: string) =>
    `        - {id: ${id}, type: markdown, blockGroup: ${id}, sortingKey: "${key}", content: ${id}, metadata: {}}`;
  const text = [
    'version: 1.0.0\nmetadata: {createdAt: "2026-01-01T00:00:00Z"}\nproject:\n  id: p\n  name: P\n  notebooks:',
    "    - id: n\n      name: N\n      blocks:",
    block("c", "b1"),
    block("b", "a9"),
    block("a", "a10"),
  ].join("\n");
  const { document } = readNotebook({ file: "n.deepnote", text });
  expect(document?.blocks.map(({ id }) => id)).toEqual(["a", "b", "c"]);
});

describe("outputs in a snapshot", () => {
  const text = fixture("blocks.deepnote");
  const bare = parseDocument(text);
  bare.setIn(["project", "notebooks", 0, "blocks", 10, "outputs"], []);
  const without = bare.toString();
  const outputs = (snapshot: string | null) => {
    const { document } = readNotebook({ file: "n.deepnote", text: without, snapshot });
    return document && blockOf(document, "code", "code").outputs;
  };

  it("stand in blocks that have none of their own", () => {
    expect(outputs(null)).toEqual([]);
    expect(outputs(text)).toMatchObject([{ data: { "text/plain": "21" } }]);
    const { document } = readNotebook({ file: "n.deepnote", text, snapshot: text.replaceAll("21", "22") });
    expect(document && blockOf(document, "code", "code").outputs).toMatchObject([{ data: { "text/plain": "21" } }]);
  });

  it("are none where it cannot be read", () => {
    expect(outputs("project: [")).toEqual([]);
    expect(outputs("hello")).toEqual([]);
  });

  it("are found by the project's id", () => {
    expect(projectIdOf(text)).toBe("5d0c7c5e-6f0a-4c1e-9d58-0a6d7c1f2b33");
    expect(projectIdOf("version: 1\n")).toBeNull();
  });
});
