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
  return block?.kind === "input" ? inputHtml(block.input, true) : expect.fail(`${id} is no input`);
};

describe("an input before any script", () => {
  const inputs = (document?.blocks ?? []).flatMap((block) => (block.kind === "input" ? [block.input] : []));

  it.each([true, false])(
    "has its name, and can be used: %s; what a browser filled in would not be the viewer's",
    (isUsable) => {
      expect(inputs.length).toBeGreaterThan(10);
      for (const input of inputs) {
        const shown = inputHtml(input, isUsable);
        expect(shown).toContain(input.label);
        for (const control of shown.match(/<(input|select|textarea)[^>]*>/g) ?? []) {
          expect(/ disabled\b/.test(control), control).toBe(!isUsable);
          expect(control).toContain('autocomplete="off"');
        }
      }
    },
  );

  it("a button waits for the script", () => {
    for (const input of inputs.filter(({ type }) => type === "button"))
      expect(inputHtml(input, true)).toMatch(/<button [^>]* disabled>/);
  });

  it.each([
    ["text", '<input autocomplete="off" type="text" value="Ada">'],
    ["area", '<textarea autocomplete="off" rows="3">day 1\nday 2</textarea>'],
    ["check", '<input autocomplete="off" type="checkbox" checked>'],
    ["select", "<option selected>Brest</option>"],
    ["from", "<option selected>–</option>"],
    [
      "multi",
      '<input autocomplete="off" type="checkbox" checked>red</label><label class="nb-check"><input autocomplete="off" type="checkbox">blue',
    ],
    [
      "slider",
      '<span class="nb-value">7</span></span><input autocomplete="off" type="range" min="1" max="30" step="1" value="7">',
    ],
    ["date", '<input autocomplete="off" type="date" value="2026-05-01">'],
    ["moment", '<input autocomplete="off" type="datetime-local" value="2026-05-01T08:30:00">'],
    ["range", '<input autocomplete="off" type="date" aria-label="season: from" value="2026-05-01">'],
    ["recent", "<option selected>Past 45 days</option>"],
    ["file", '<input autocomplete="off" type="file" accept=".csv,.txt">'],
    ["press", '<button class="nb-button nb-green" disabled>Sail</button>'],
  ])("%s shows its value", (id, part) => {
    expect(html(id)).toContain(part);
  });

  it.each([
    ["past7days", "Past 7 days"],
    ["pastMonth", "Past month"],
    ["past3months", "Past 3 months"],
  ])("%s reads as words", (value, words) => {
    expect(inputHtml({ name: "r", label: "R", type: "date-range", default: value }, true)).toContain(
      `<option selected>${words}<`,
    );
  });

  it("brings no markup of the author's", () => {
    const shown = inputHtml(
      { name: "x", label: '<b a="', type: "text", default: '"><script>', multiline: false },
      true,
    );
    expect(shown).not.toMatch(/<b|<script/);
  });
});
