/**
 * Task lists as GitHub has them: a list item that begins with `[ ]` or `[x]` gets a box, which nobody can tick in an app.
 * @module
 */
import type MarkdownIt from "markdown-it";

const MARK = /^\[([ xX])\](?=\s)/;

/** A box as far as `harmless` does not make it anyway: that keeps it from being ticked and gives it its label. */
export function boxHtml(done: boolean): string {
  return done ? "<input checked>" : "<input>";
}

/** Teaches task lists to a Markdown engine. */
export function taskLists(engine: InstanceType<typeof MarkdownIt>): void {
  engine.core.ruler.after("inline", "task-lists", ({ tokens, Token }) => {
    for (const [index, { type, children }] of tokens.entries()) {
      const [item, paragraph] = [tokens[index - 2], tokens[index - 1]];
      const first = children?.[0];
      const mark = first?.type === "text" ? MARK.exec(first.content)?.[1] : undefined;
      if (type !== "inline" || paragraph?.type !== "paragraph_open" || item?.type !== "list_item_open") continue;
      if (!first || mark === undefined) continue;
      const box = new Token("html_inline", "", 0);
      box.content = boxHtml(mark !== " ");
      first.content = first.content.slice("[ ]".length);
      children?.unshift(box);
      item.attrJoin("class", "nb-task");
    }
  });
}
