/**
 * The geometry of dragging: where a block would go if it were let go here. Pure; all lengths are CSS pixels in the preview's frame.
 * @module
 */
import type { EditorState } from "../../compiler/index.ts";

export interface Box {
  readonly id: string;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/** What letting go would do, and the mark that says so. */
export interface Drop {
  readonly kind: "beside" | "stack" | "alone";
  readonly target: string;
  readonly box: Omit<Box, "id">;
}

/** Share of a block's width at either side that means "beside". */
const SIDE = 0.25;
const MARK = 5;

/**
 * Where `dragged` would go: at the sides of a block beside it, in its middle into its column; over itself, out of its row. `null`
 * where letting go does nothing.
 */
export function dropAt(
  { x, y }: { readonly x: number; readonly y: number },
  dragged: string,
  boxes: readonly Box[],
): Drop | null {
  const over = boxes.find(
    ({ left, top, width, height }) => x >= left && x <= left + width && y >= top && y <= top + height,
  );
  if (!over) return null;
  const { left, top, width, height } = over;
  if (over.id === dragged)
    return { kind: "alone", target: dragged, box: { left, top: top + height + 2, width, height: MARK } };
  const share = (x - left) / width;
  if (share > SIDE && share < 1 - SIDE) return { kind: "stack", target: over.id, box: { left, top, width, height } };
  // The notebook's order says which of the two stands left, wherever the pointer is.
  const later = indexOf(dragged, boxes) > indexOf(over.id, boxes);
  return {
    kind: "beside",
    target: over.id,
    box: { left: later ? left + width + 2 : left - MARK - 2, top, width: MARK, height },
  };
}

function indexOf(id: string, boxes: readonly Box[]): number {
  return boxes.findIndex((box) => box.id === id);
}

/** The border between a column and the next, to be pulled. */
export interface Handle {
  /** A block of the row. */
  readonly block: string;
  /** The column on its left side, from 0. */
  readonly column: number;
  readonly left: number;
  readonly top: number;
  readonly height: number;
  /** Left edge and width of each column. */
  readonly columns: readonly { readonly left: number; readonly width: number }[];
}

/** A handle for each border between columns that stand side by side (on a phone they do not). */
export function handlesOf(boxes: readonly Box[], rows: EditorState["rows"]): Handle[] {
  const found = new Map(boxes.map((box) => [box.id, box]));
  return rows.flatMap(({ columns }) => {
    const areas = columns.flatMap(({ blocks }) => {
      const inside = blocks.flatMap((id) => found.get(id) ?? []);
      const [first] = inside;
      return first ? [{ block: first.id, ...around(inside) }] : [];
    });
    return areas.slice(1).flatMap((area, index): Handle[] => {
      const before = areas[index];
      if (!before || area.left < before.left + before.width - 1) return [];
      const top = Math.min(before.top, area.top);
      const bottom = Math.max(before.top + before.height, area.top + area.height);
      return [
        {
          block: before.block,
          column: index,
          left: (before.left + before.width + area.left) / 2,
          top,
          height: bottom - top,
          columns: areas.map(({ left, width }) => ({ left, width })),
        },
      ];
    });
  });
}

function around(boxes: readonly Box[]): Omit<Box, "id"> {
  const left = Math.min(...boxes.map((box) => box.left));
  const top = Math.min(...boxes.map((box) => box.top));
  return {
    left,
    top,
    width: Math.max(...boxes.map((box) => box.left + box.width)) - left,
    height: Math.max(...boxes.map((box) => box.top + box.height)) - top,
  };
}

/** The columns' widths in percent once a border stands at `x`. */
export function widthsAfter({ columns, column }: Handle, x: number): number[] {
  const widths = columns.map(({ width }) => width);
  const [left, right] = [columns[column], columns[column + 1]];
  if (left && right) {
    const both = left.width + right.width;
    const share = Math.min(0.95, Math.max(0.05, (x - left.left) / (right.left + right.width - left.left)));
    widths[column] = both * share;
    widths[column + 1] = both * (1 - share);
  }
  const total = widths.reduce((sum, width) => sum + width, 0);
  return widths.map((width) => Math.round((100 * width) / total));
}
