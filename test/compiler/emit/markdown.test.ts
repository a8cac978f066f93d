/**
 * Text as HTML: Markdown, math, headings, and nothing that runs.
 * @module
 */
import { describe, expect, it } from "vitest";
import { Anchors, renderMarkdown } from "../../../compiler/emit/markdown.ts";
import { renderTextBlock } from "../../../compiler/emit/text-block.ts";
import { readNotebook } from "../../../compiler/read/notebook.ts";
import { fixture } from "../read/fixture.ts";

const render = (source: string, anchors = new Anchors()) => renderMarkdown(source, anchors);

describe("Markdown", () => {
  it("gives headings anchors of their own and remembers the first three levels", () => {
    const anchors = new Anchors();
    expect(render("# Größe & *Ziel*\n## Same\n## Same\n#### Deep\n# 🎉", anchors)).toContain('<h2 id="same-2">');
    expect(anchors.headings).toEqual([
      { anchor: "größe-ziel", level: 1, text: "Größe & Ziel" },
      { anchor: "same", level: 2, text: "Same" },
      { anchor: "same-2", level: 2, text: "Same" },
      { anchor: "section", level: 1, text: "🎉" },
    ]);
  });

  it("draws tables, code in its colors, and links", () => {
    expect(render("|a|b|\n|-|-|\n|1|2|")).toContain("<td>2</td>");
    expect(render("```python\nif x: pass\n```")).toContain('class="tok-keyword"');
    expect(render("see https://example.com")).toContain('href="https://example.com"');
    expect(render("[here](#below)")).not.toContain("noreferrer");
  });

  it("draws the boxes of task lists, which say what they tell and cannot be ticked", () => {
    const box = '<li class="nb-task"><input type="checkbox" disabled aria-label="to do" />';
    const ticked = '<input type="checkbox" disabled checked aria-label="done" />';
    expect(render("- [ ] buy *milk*\n- [x] eat\n- rest")).toBe(
      `<ul>\n${box} buy <em>milk</em></li>\n<li class="nb-task">${ticked} eat</li>\n<li>rest</li>\n</ul>\n`,
    );
    expect(render("1. [X] **one**\n\n2. [ ] two")).toMatch(
      /<li class="nb-task">\s*<p><input [^>]*checked[^>]*> <strong>one/,
    );
    expect(render("- [ ] a\n  - [x] b").match(/<input/g)).toHaveLength(2);
    for (const other of [
      "[ ] no list",
      "- [x](#there)",
      "- [ ]close",
      "- a [ ] b",
      "- `[ ]` code",
      "- [y] no",
      "- [ ]",
    ])
      expect(render(other), other).not.toContain("<input");
    expect(render('<input name="a" type="text" value="b"> free')).toBe(
      `<p><input type="checkbox" disabled aria-label="to do" /> free</p>\n`,
    );
  });

  it("draws math, which no Markdown touches, and leaves prices and code alone", () => {
    expect(render("$a_1 * b_2 * c$")).toMatch(/<math[\s\S]*<msub>/);
    expect(render("$$\\sum_i x_i$$")).toMatch(/<p class="nb-math"><span class="katex"><math[^>]*display="block"/);
    expect(render("\\begin{align}a&=b\\end{align}")).toContain("<mtable");
    expect(render("costs $5 and $6")).not.toContain("<math");
    expect(render("`$x$`")).toContain("<code>$x$</code>");
    expect(render("$\\notacommand{")).not.toContain("MATH");
  });

  it.each([
    "<script>alert(1)</script>",
    "<img src=x onerror=alert(1)>",
    "<a href='javascript:alert(1)'>x</a>",
    "[x](javascript:alert(1))",
    "<iframe src='https://example.com'></iframe>",
    "<form action='https://example.com'><input name=a></form>",
    "<style>body{display:none}</style>",
    "<div style='position:fixed;inset:0'>x</div>",
    "<svg><script>alert(1)</script></svg>",
    "<object data='x'></object><embed src='x'><base href='https://evil.example/'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example'>",
    "<math><mtext><script>alert(1)</script></mtext></math>",
  ])("makes %s harmless", (source) => {
    const html = render(source);
    expect(html).not.toMatch(
      /<script|onerror|href="javascript:|<iframe|<form|<style|position|<object|<embed|<base|<meta/i,
    );
  });
});

describe("the format's text blocks", () => {
  const { document } = readNotebook({ file: "n.deepnote", text: fixture("blocks.deepnote") });
  const html = (id: string): string => {
    const block = document?.blocks.find((one) => one.id === id);
    return (block && renderTextBlock(block, new Anchors())) ?? "";
  };

  it.each([
    ["h1", '<h1 id="every-block">Every block</h1>'],
    ["h3", '<h3 id="small">Small</h3>'],
    ["bullet", '<ul style="margin-left: 1.5em"><li>first</li></ul>'],
    ["callout", '<aside class="nb-callout nb-callout-purple">Mind the tide</aside>'],
    ["separator", "<hr>"],
  ])("%s", (id, expected) => {
    expect(html(id)).toBe(expected);
  });

  it("marks by code points, links inside and out, and ticks what is done", () => {
    expect(html("p")).toMatch(
      /^<p>🚢 <strong>Boats<\/strong> come and go, see <a href="https:\/\/example.com\/list\?a=1&amp;b=2"[^>]*>the <\/a><em><a [^>]*>list<\/a><\/em>\.<\/p>$/,
    );
    expect(html("todo")).toMatch(/<input type="checkbox" disabled checked aria-label="done" \/> paint/);
    expect(html("image")).toMatch(/text-align:\s?left.*<img src="https:\/\/example.com\/boat.png" alt="" width="50%"/);
  });
});
