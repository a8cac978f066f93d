/**
 * Choices about blocks go into each format where the format keeps them; a reader finds them there; nothing else of the file changes.
 * @module
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { type BlockId, blockId } from "../../../compiler/contract/ids.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import { type BlockEdit, writeBlockSettings } from "../../../compiler/write/block-settings.ts";

const examples = join(import.meta.dirname, "../../../examples");
const FILES = {
  ipynb: "penguins/penguins.ipynb",
  deepnote: "trip-planner/trip-planner.deepnote",
  percent: "birthday/birthday.py",
};

function sourceOf(format: keyof typeof FILES): { file: string; text: string } {
  const file = FILES[format];
  return { file, text: readFileSync(join(examples, file), "utf8") };
}

function written(
  format: keyof typeof FILES,
  edits: readonly BlockEdit[],
): { text: string; undo: readonly BlockEdit[] } {
  const result = writeBlockSettings(sourceOf(format), edits);
  if (!result.ok) throw new TypeError(result.why);
  return result;
}

function lastBlock(format: keyof typeof FILES): BlockId {
  const id = readNotebook(sourceOf(format)).document?.blocks.at(-1)?.id;
  if (!id) throw new TypeError(format);
  return id;
}

describe.each(Object.keys(FILES) as (keyof typeof FILES)[])("%s", (format) => {
  const block = lastBlock(format);
  const edits: BlockEdit[] = [
    { block, key: "deepnote_app_block_visible", value: false },
    { block, key: "deepnote_app_block_group_id", value: "row-1" },
    { block, key: "deepnote_app_block_width", value: 40 },
  ];

  it("is read back as written", () => {
    const { text } = written(format, edits);
    const { document, diagnostics } = readNotebook({ ...sourceOf(format), text });
    expect(diagnostics.filter(({ severity }) => severity === "error")).toEqual([]);
    expect(document?.blocks.at(-1)?.settings).toMatchObject({ visible: false, row: "row-1", width: 40 });
  });

  it("changes no other block and no other line", () => {
    const { text } = written(format, edits);
    const before = readNotebook(sourceOf(format)).document?.blocks.slice(0, -1);
    expect(readNotebook({ ...sourceOf(format), text }).document?.blocks.slice(0, -1)).toEqual(before);
    const old = new Set(sourceOf(format).text.split("\n"));
    const changed = text.split("\n").filter((line) => !old.has(line));
    expect(changed.length).toBeLessThanOrEqual(6);
  });

  it("is taken back to the last character", () => {
    const { text, undo } = written(format, edits);
    const back = writeBlockSettings({ ...sourceOf(format), text }, undo);
    expect(back.ok && back.text).toBe(sourceOf(format).text);
  });

  it("writes nothing if one of the blocks is gone", () => {
    const gone = blockId("no-such-block");
    if (gone === null) throw new TypeError("id");
    expect(
      writeBlockSettings(sourceOf(format), [...edits, { block: gone, key: "deepnote_app_block_width", value: 1 }]),
    ).toEqual({
      ok: false,
      why: "The notebook no longer has block no-such-block.",
    });
  });
});

it("says where a block without a header line gets one", () => {
  const text = "x = 1\n# %%\ny = 2\n";
  const block = readNotebook({ file: "a.py", text }).document?.blocks[0]?.id;
  expect(block).toBeDefined();
  const result =
    block && writeBlockSettings({ file: "a.py", text }, [{ block, key: "deepnote_app_block_visible", value: false }]);
  expect(result).toEqual({
    ok: false,
    why: `Block ${block} has no place for settings in this file. Put a line '# %%' above it.`,
  });
});
