/**
 * What a copy of a published notebook keeps of the choices about its blocks.
 * @module
 */
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import type { BlockMark } from "../../../compiler/contract/api.ts";
import type { Block, BlockSettings } from "../../../compiler/document.ts";
import { keptSettings, noteBlocks } from "../../../compiler/publish/keep-settings.ts";
import { parseNotes, printNotes } from "../../../compiler/publish/notes.ts";
import { idOf } from "../../../compiler/read/cells.ts";

const NONE: BlockSettings = {
  visible: true,
  codeHidden: false,
  outputHidden: false,
  row: null,
  column: null,
  order: null,
  width: null,
};
const HIDDEN = { ...NONE, visible: false };
const block = (id: string, settings: BlockSettings = NONE): Block => ({
  id: idOf(id),
  kind: "separator",
  type: "separator",
  title: id,
  place: { file: "x" },
  line: null,
  settings,
});
const mark = (id: string, content: string): BlockMark => ({ id, type: "code", title: id, content });

/** A first version of three blocks, the second hidden, and its notes as they come back from a server. */
const first = [block("a"), block("b", HIDDEN), block("c")];
const before = [mark("a", "A"), mark("b", "B"), mark("c", "C")];
const notes = parseNotes(printNotes({ settings: "title: T\n", blocks: noteBlocks(first, new Map()) }));

describe("a copy", () => {
  const copied = [mark("x1", "A"), mark("x2", "B, edited"), mark("x3", "new"), mark("x4", "C")];
  const blocks = copied.map(({ id }) => block(id));

  it("keeps the choices about blocks that it still has, and only those", () => {
    const kept = keptSettings({ blocks, marks: copied, before, notes, copy: false });
    expect([...kept]).toEqual([["x2", HIDDEN]]);
  });

  it("keeps them in later versions too, until it makes a choice of its own", () => {
    const kept = keptSettings({ blocks, marks: copied, before, notes, copy: false });
    const later = parseNotes(printNotes({ settings: null, blocks: noteBlocks(blocks, kept) }));
    const next = { marks: copied, before: copied, notes: later, copy: false };
    expect([...keptSettings({ ...next, blocks })]).toEqual([["x2", HIDDEN]]);
    const chosen = blocks.map(({ id }) => block(id, id === "x2" ? { ...NONE, codeHidden: true } : NONE));
    expect(keptSettings({ ...next, blocks: chosen }).size).toBe(0);
  });
});

describe("the same notebook", () => {
  it("says what it wants also by saying nothing", () => {
    const blocks = before.map(({ id }) => block(id));
    expect(keptSettings({ blocks, marks: before, before, notes, copy: false }).size).toBe(0);
  });

  it("is a copy where its author says so", () => {
    const counted = [mark("cell-1", "A"), mark("cell-2", "B")];
    const all = { marks: counted, blocks: counted.map(({ id }) => block(id)), before: counted };
    const noted = parseNotes(
      printNotes({ settings: null, blocks: noteBlocks([block("cell-1"), block("cell-2", HIDDEN)], new Map()) }),
    );
    expect([...keptSettings({ ...all, notes: noted, copy: true })]).toEqual([["cell-2", HIDDEN]]);
  });
});

describe("notes", () => {
  it("come back as they were written", () => {
    const settings = fc.record({
      visible: fc.boolean(),
      codeHidden: fc.boolean(),
      outputHidden: fc.boolean(),
      row: fc.option(fc.string()),
      column: fc.option(fc.string()),
      order: fc.option(fc.integer()),
      width: fc.option(fc.integer()),
      kept: fc.boolean(),
    });
    fc.assert(
      fc.property(fc.option(fc.string()), fc.array(fc.tuple(fc.string(), settings)), (text, entries) => {
        const blocks = new Map(entries);
        expect(parseNotes(printNotes({ settings: text, blocks }))).toEqual({ settings: text, blocks });
      }),
    );
  });

  it("that are damaged, or of a later format, are none", () => {
    for (const text of [
      "",
      "{",
      "null",
      "[]",
      '{"format":2,"settings":"x","blocks":{}}',
      '{"format":1,"blocks":{"a":{"visible":1}}}',
    ])
      expect(parseNotes(text)).toEqual({ settings: null, blocks: new Map() });
  });
});
