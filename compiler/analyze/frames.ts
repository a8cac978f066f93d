/**
 * What is taken out of a data frame: another frame, or what stands in a cell. Frames copy, cells do not: a list in one is the same
 * list wherever the frame goes.
 * @module
 */
import type { Expr } from "./python/ast.ts";
import type { Rank, Value } from "./value.ts";

/** Of a value taken out of a frame: what stands in it, and whether it may be a cell's own value. */
export interface Taken {
  readonly rank?: Rank;
  readonly inner?: true;
}

const words = (text: string): ReadonlySet<string> => new Set(text.split(/\s+/));

/** Methods that give a frame of the same rank. */
const SAME_RANK: ReadonlySet<string> = words(
  "head tail copy sample query sort_values sort_index drop dropna fillna drop_duplicates rename astype round filter where mask " +
    "reindex set_axis shift diff cumsum cumprod cummax cummin rank clip nlargest nsmallest interpolate ffill bfill replace abs " +
    "convert_dtypes infer_objects add_prefix add_suffix pct_change combine_first tz_localize tz_convert isin isna isnull notna notnull",
);
/** Methods that give a frame, whatever its rank. */
const GIVES_FRAME: ReadonlySet<string> = words(
  "merge join assign melt pivot pivot_table explode stack unstack set_index reset_index to_frame transpose rolling resample expanding " +
    "ewm value_counts describe corr cov select_dtypes sum mean count size median std var sem prod nunique quantile between duplicated " +
    "select with_columns group_by lazy collect apply map applymap agg aggregate transform compare align eval",
);
const GIVES_TABLE: ReadonlySet<string> = words(
  "merge join assign melt pivot pivot_table reset_index to_frame select_dtypes",
);
/** Methods whose result has new lists or objects in its cells. */
const FILLS_CELLS = /^(apply|map|applymap|agg|aggregate|transform|split|rsplit|findall|pipe|extract\w*)$/;

/** Functions that read or make frames in which nothing that stands in a cell can be changed. */
const PLAIN_SOURCES =
  /^(pandas\.(read_(csv|table|fwf|excel|clipboard|html)|\w+_range|to_(datetime|numeric|timedelta)|cut|qcut|crosstab|get_dummies|set_option|\w+Index|Timestamp|Timedelta)|geopandas|polars)(\.|$)/;

/** Whether a frame that this function makes may have things in its cells that can be changed. */
export function fillsCells(path: string): boolean {
  return /^pandas\./.test(path) && !PLAIN_SOURCES.test(path);
}

/** Whether the frame that this function reads may have lists or dictionaries in its cells. */
export function readsCells(path: string): boolean {
  return /^pandas\.(read_(json|pickle|parquet|feather|orc|hdf|xml|sql\w*)|json_normalize)$/.test(path);
}

/** How deep lists may be in what a frame is made of for its cells to be plain: columns of values, or rows of them. */
export function plainDepth(path: string): number {
  return /^pandas\.(DataFrame|json_normalize)\b/.test(path) ? 2 : 1;
}

/** What a function of pandas gives. */
export function rankOfResult(path: string): Rank | undefined {
  if (/^pandas\.(DataFrame|read_\w+|merge\w*|pivot\w*|melt|crosstab|get_dummies|json_normalize)\b/.test(path))
    return "table";
  return /^pandas\.(Series|\w*Index)\b/.test(path) ? "column" : undefined;
}

/** Whether a method may put something new into the cells of what it gives. */
export function methodFillsCells(name: string): boolean {
  return FILLS_CELLS.test(name);
}

/** What a method of a frame gives, if it is a frame. */
export function takenByMethod(receiver: Value, name: string): Taken {
  if (name === "groupby") return { rank: "groups" };
  if (receiver.rank === "accessor") return { rank: "column" };
  if (receiver.rank === "groups") return GIVES_TABLE.has(name) ? { rank: "table" } : {};
  if (SAME_RANK.has(name)) return receiver.rank ? { rank: receiver.rank } : {};
  if (GIVES_TABLE.has(name)) return { rank: "table" };
  return GIVES_FRAME.has(name) ? {} : { inner: true };
}

/** What an attribute of a frame gives. */
export function takenByAttribute(owner: Value, name: string): Taken {
  if (/^(loc|iloc|at|iat|T|values)$/.test(name)) return owner.rank && name !== "T" ? { rank: owner.rank } : {};
  if (/^(str|dt|cat|list|struct)$/.test(name)) return { rank: "accessor" };
  if (/^(index|columns|dtypes|shape)$/.test(name)) return {};
  if (owner.rank === "groups") return { rank: "groups" };
  return owner.rank === "table" ? { rank: "column" } : { inner: true };
}

/** What a subscript of a frame gives; `value` is what the subscript itself stands for. */
export function takenBySubscript(
  owner: Value,
  { value: ownerExpr, slice }: Extract<Expr, { type: "Subscript" }>,
  value: Value,
): Taken {
  if (owner.rank === "groups") return { rank: "groups" };
  if (owner.rank === "accessor") return { rank: "column" };
  const accessor = ownerExpr.type === "Attribute" ? ownerExpr.attr : "";
  if (accessor === "at" || accessor === "iat") return { inner: true };
  const parts = slice.type === "Tuple" ? slice.elements : [slice];
  const many = parts.filter((part) => choosesMany(part, parts.length === 1 ? value : null)).length;
  if (many === parts.length) return owner.rank ? { rank: owner.rank } : {};
  if (many > 0 || (owner.rank === "table" && parts.length === 1)) return { rank: "column" };
  return { inner: true };
}

/** Whether a subscript chooses several rows or columns: a list, a condition, a range. */
function choosesMany(slice: Expr, value: Value | null): boolean {
  if (/^(List|ListComp|Compare|BoolOp|BinOp|UnaryOp|Slice)$/.test(slice.type)) return !isNumber(slice);
  return value !== null && /^(frame|array|container)$/.test(value.kind) && !value.inner;
}

/** `-1` and sums of numbers are no conditions. */
function isNumber(expr: Expr): boolean {
  if (expr.type === "Constant") return true;
  if (expr.type === "UnaryOp") return isNumber(expr.operand);
  return expr.type === "BinOp" && isNumber(expr.left) && isNumber(expr.right);
}
