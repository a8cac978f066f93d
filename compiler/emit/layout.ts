/**
 * Which blocks stand side by side. Rows keep the notebook's order; neighbours of one group make a row, in which blocks stand in
 * the order that they name.
 * @module
 */
import type { Column, Row } from "../contract/program.ts";
import type { Block } from "../document.ts";

/** The rows of the visible blocks, or also of hidden ones. A group whose blocks are not neighbours makes several rows, as order wins. */
export function layoutRows(blocks: readonly Block[], hiddenToo = false): Row[] {
  const placed = blocks.filter(({ settings }) => settings.visible || hiddenToo);
  const groups: Block[][] = [];
  for (const block of placed) {
    const last = groups.at(-1);
    const row = block.settings.row;
    if (row !== null && last?.[0]?.settings.row === row) last.push(block);
    else groups.push([block]);
  }
  return groups.map((group) => ({ columns: columns(inOrder(group)) }));
}

/** By the order that blocks name; one that names none goes by its place in the notebook, behind those that do. */
function inOrder(group: readonly Block[]): readonly Block[] {
  const key = ({ settings: { order } }: Block): number => order ?? Number.POSITIVE_INFINITY;
  return [...group].sort((one, other) => (key(one) < key(other) ? -1 : key(one) > key(other) ? 1 : 0));
}

/** One column a block, unless blocks name the column that they share. */
function columns(group: readonly Block[]): Column[] {
  const found: { key: string | null; width: number | null; blocks: Block[] }[] = [];
  for (const block of group) {
    const { column, width } = block.settings;
    const same = column === null ? undefined : found.find(({ key }) => key === column);
    if (same) {
      same.blocks.push(block);
      same.width ??= width;
    } else {
      found.push({ key: column, width, blocks: [block] });
    }
  }
  return found.map(({ width, blocks }) => ({
    width: width !== null && width > 0 && width <= 100 ? width : null,
    blocks: blocks.map(({ id }) => id),
  }));
}
