/**
 * The code by which other pages show an app.
 * @module
 */
import { expect, it } from "vitest";
import { elementCode, frameCode } from "../../site/editor/embed-code.ts";

const WHOLE = { link: "https://a.test/x/", title: 'Sales "&" <b>', block: "", theme: "", height: null } as const;

it("is a script and an element, or a frame", () => {
  expect(elementCode(WHOLE)).toBe(
    '<script type="module" src="https://a.test/x/embed.js"></script>\n<notebook-app src="https://a.test/x/"></notebook-app>',
  );
  expect(frameCode(WHOLE)).toBe(
    '<iframe src="https://a.test/x/" title="Sales &quot;&amp;&quot; &lt;b>" width="100%" height="600" style="border: 0" loading="lazy"></iframe>',
  );
});

it("shows one block, in the colors and the room that were chosen", () => {
  const block = { ...WHOLE, block: "a b", theme: "dark", height: 321 } as const;
  expect(elementCode(block)).toContain(' blocks="a b" theme="dark" style="display: block; min-height: 321px">');
  expect(frameCode(block)).toContain('src="https://a.test/x/?block=a%20b"');
  expect(frameCode(block)).toContain('height="321"');
});
