/**
 * Inputs as HTML before any script.
 * @module
 */
import { describe, expect, it } from "vitest";
import { inputHtml } from "../../../compiler/emit/input-html.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import { fixture } from "../read/fixture.ts";

const { document } = readNotebook({ file: "n.deepnote", text: fixture("blocks.deepnote") });
const html = (id: string): string => {
  const block = document?.blocks.find((one) => one.id === id);
  return block?.kind === "input" ? inputHtml(block.input) : expect.fail(`${id} is no input`);
};

describe("an input before any script", () => {
  it("cannot be used, and has its name", () => {
    for (const block of document?.blocks ?? []) {
      if (block.kind !== "input") continue;
      const shown = inputHtml(block.input);
      expect(shown, block.id).toContain(block.input.label.replace("?", "?"));
      for (const control of shown.match(/<(input|select|textarea|button)[^>]*>/g) ?? [])
        expect(control, block.id).toContain("disabled");
    }
  });

  it.each([
    ["text", '<input type="text" disabled value="Ada">'],
    ["area", '<textarea disabled rows="3">day 1\nday 2</textarea>'],
    ["check", '<input type="checkbox" disabled checked>'],
    ["select", "<option>Brest</option>"],
    ["from", "<option>–</option>"],
    [
      "multi",
      '<input type="checkbox" disabled checked>red</label><label class="nb-check"><input type="checkbox" disabled>blue',
    ],
    [
      "slider",
      '<span class="nb-value">7</span></span><input type="range" disabled min="1" max="30" step="1" value="7">',
    ],
    ["date", '<input type="date" disabled value="2026-05-01">'],
    ["moment", '<input type="datetime-local" disabled value="2026-05-01T08:30:00">'],
    ["range", '<input type="date" aria-label="season: from" disabled value="2026-05-01">'],
    ["recent", "<option>Past 45 days</option>"],
    ["file", '<input type="file" disabled>'],
    ["press", '<button class="nb-button nb-green" disabled>Sail</button>'],
  ])("%s shows its value", (id, part) => {
    expect(html(id)).toContain(part);
  });

  it.each([
    ["past7days", "Past 7 days"],
    ["pastMonth", "Past month"],
    ["past3months", "Past 3 months"],
  ])("%s reads as words", (value, words) => {
    expect(inputHtml({ name: "r", label: "R", type: "date-range", default: value })).toContain(`<option>${words}<`);
  });

  it("brings no markup of the author's", () => {
    const shown = inputHtml({ name: "x", label: '<b a="', type: "text", default: '"><script>', multiline: false });
    expect(shown).not.toMatch(/<b|<script/);
  });
});
